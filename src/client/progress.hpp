#pragma once

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <string>

namespace acervo::client {

/// One line on standard error that tells how far a transfer is, how fast it goes and how long it still takes. Without a
/// terminal it stays silent.
class Progress {
public:
    Progress(std::string name, bool live) : name_{std::move(name)}, live_{live} {}

    void show(std::uint64_t done, std::uint64_t total) {
        const auto now = std::chrono::steady_clock::now();
        // What an earlier run has sent says nothing of how fast it goes now.
        if (shown_ == std::chrono::steady_clock::time_point{}) before_ = done;
        if (!live_ || now - shown_ < std::chrono::milliseconds{100}) return;
        shown_ = now;
        const auto seconds = std::chrono::duration<double>(now - began_).count();
        const auto rate = static_cast<double>(done - std::min(done, before_)) / std::max(seconds, 0.001);
        const auto left = rate > 0 ? static_cast<double>(total - std::min(done, total)) / rate : 0.0;
        const auto percent = total > 0 ? 100.0 * static_cast<double>(done) / static_cast<double>(total) : 100.0;
        fmt::print(stderr, "\r{:40.40} {:5.1f} %  {:8.1f} MiB/s  {:5.0f} s left ", name_, percent, rate / (1 << 20),
                   left);
        std::fflush(stderr);
    }

    void finish() {
        if (live_) fmt::print(stderr, "\r{:80}\r", "");
    }

private:
    std::string name_;
    bool live_;
    std::uint64_t before_{0};
    std::chrono::steady_clock::time_point began_{std::chrono::steady_clock::now()};
    std::chrono::steady_clock::time_point shown_;
};

}  // namespace acervo::client
