#pragma once

#include <boost/asio/io_context.hpp>
#include <chrono>
#include <functional>
#include <optional>
#include <stdexcept>

#include "core/async.hpp"

namespace acervo::testkit {

/// Runs `context` until `done` says so; throws when that takes longer than `limit`.
void run_until(boost::asio::io_context& context, const std::function<bool()>& done,
               std::chrono::seconds limit = std::chrono::seconds{60});

/// Starts `work` on `context`; `finished` is called at its end, an exception leaves through `run_until`.
void start(boost::asio::io_context& context, Async<void> work, std::function<void()> finished);

/// The value of `work`, run on `context` to its end:  `auto row = run(context, find_asset(…));`
template <class T>
T run(boost::asio::io_context& context, Async<T> work, std::chrono::seconds limit = std::chrono::seconds{60}) {
    std::optional<T> value;
    bool finished = false;
    start(
        context,
        [](Async<T> inner, std::optional<T>& out) -> Async<void> { out.emplace(co_await std::move(inner)); }(
                                                      std::move(work), value),
        [&finished] { finished = true; });
    run_until(context, [&finished] { return finished; }, limit);
    return *std::move(value);
}

inline void run(boost::asio::io_context& context, Async<void> work,
                std::chrono::seconds limit = std::chrono::seconds{60}) {
    bool finished = false;
    start(context, std::move(work), [&finished] { finished = true; });
    run_until(context, [&finished] { return finished; }, limit);
}

}  // namespace acervo::testkit
