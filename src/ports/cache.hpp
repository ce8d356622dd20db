#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

#include "core/async.hpp"
#include "core/result.hpp"

namespace acervo {

/// How often something happened in the present window of time, this time included.
struct WindowCount {
    std::int64_t count{0};
    /// Until the window ends and the count starts again.
    std::chrono::milliseconds resets_in{0};
};

/// Fast shared memory beside the database; never truth. Every error (Unavailable, Timeout) must be survivable: the
/// caller goes on without it. One per thread. Keys: `session:{id}`, `limit:{principal}:{window}` …
class Cache {
public:
    virtual ~Cache() = default;

    virtual Async<Result<std::optional<std::string>>> get(std::string key) = 0;
    virtual Async<Result<void>> set(std::string key, std::string value, std::chrono::milliseconds time_to_live) = 0;
    /// As `set`, where there is nothing yet; whether it was. What is there stays as it is, its time to live too.
    virtual Async<Result<bool>> add(std::string key, std::string value, std::chrono::milliseconds time_to_live) = 0;
    virtual Async<Result<void>> remove(std::string key) = 0;
    /// Counts one more use of `key` and answers the count, atomically; the window starts with its first use.
    virtual Async<Result<WindowCount>> count_in_window(std::string key, std::chrono::milliseconds window) = 0;

    /// Whether the last call reached the server; for readiness and the `degraded` metric. No I/O.
    virtual bool is_up() const noexcept = 0;
};

}  // namespace acervo
