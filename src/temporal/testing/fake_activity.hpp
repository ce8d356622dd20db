#pragma once

#include <concepts>
#include <functional>
#include <string>
#include <variant>

#include "temporal/model/failure.hpp"
#include "temporal/workflow/arguments.hpp"
#include "temporal/workflow/declarations.hpp"

namespace acervo::temporal::testing {

/// What a fake may know about the attempt it plays.
struct FakeCall {
    std::uint32_t attempt = 1;
    std::string activity_id;
    Time started;
};

struct FakeOptions {
    /// Time of the workflow that an attempt takes.
    Duration takes{};
    /// Runs to its end when it is cancelled, as an activity does that does not heartbeat.
    bool ignores_cancellation = false;
};

/// An activity without its types.
struct FakeActivity {
    using Answer = std::variant<Payload, Failure>;
    std::function<Answer(const FakeCall&, const Payloads&)> attempt;
    FakeOptions options;
};

/// `play(arguments…)` or `play(call, arguments…)` returns R or throws; any exception is a failure of the attempt.
template <class R, class... P, class F>
FakeActivity make_fake(const Activity<R(P...)>& activity, F play, FakeOptions options) {
    FakeActivity fake;
    fake.options = options;
    fake.attempt = [play, what = "activity \"" + activity.name() + "\""](
                       const FakeCall& call, const Payloads& input) mutable -> FakeActivity::Answer {
        const auto with = [&](auto&&... arguments) -> R {
            if constexpr (std::invocable<F&, const FakeCall&, P...>) {
                return play(call, std::move(arguments)...);
            } else {
                return play(std::move(arguments)...);
            }
        };
        try {
            auto arguments = decode_arguments<P...>(input, what);
            if constexpr (std::is_void_v<R>) {
                std::apply(with, std::move(arguments));
                return null_payload();
            } else {
                return encode_or_throw(std::apply(with, std::move(arguments)), "result of " + what);
            }
        } catch (...) {
            return to_failure(std::current_exception());
        }
    };
    return fake;
}

}  // namespace acervo::temporal::testing
