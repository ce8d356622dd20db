#pragma once

#include <chrono>

namespace acervo::postgres {

/// Waits between tries: the first try at once, then 50 ms, doubled up to one second, each cut by up to a half at
/// random so that a thousand clients of a server that comes back do not knock together.
class Backoff {
public:
    /// The next wait; zero the first time.
    std::chrono::milliseconds next();
    void reset() noexcept { tries_ = 0; }

private:
    int tries_{0};
};

/// Between half of `longest` and `longest`, at random.
std::chrono::milliseconds jittered(std::chrono::milliseconds longest);

}  // namespace acervo::postgres
