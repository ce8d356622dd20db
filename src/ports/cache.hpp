#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/async.hpp"
#include "core/result.hpp"

namespace acervo {

/// At most `allowed` uses in each `window`.
struct RateLimit {
    std::int64_t allowed{0};
    std::chrono::milliseconds window{std::chrono::minutes{1}};
};

/// How often something happened in the present window of time.
struct WindowCount {
    std::int64_t count{0};
    /// Until the window ends and the count starts again; 0 when it has not begun.
    std::chrono::milliseconds resets_in{0};
};

/// How limits stand after somebody asked for one more use.
struct Spent {
    /// Whether all of them had room. If not, the use was counted in none.
    bool admitted{false};
    /// One for each limit; the use is counted in it when it was admitted.
    std::vector<WindowCount> windows{};
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
    /// One more use for `principal` if all `limits` have room for it, atomically; a window starts with its first use.
    virtual Async<Result<Spent>> spend(std::string principal, std::vector<RateLimit> limits) = 0;

    /// Whether the last call reached the server; for readiness and the `degraded` metric. No I/O.
    virtual bool is_up() const noexcept = 0;
};

}  // namespace acervo
