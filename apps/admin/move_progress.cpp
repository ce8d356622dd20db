#include "move_progress.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>

namespace acervo::admin {
namespace {

double mebibytes(std::uint64_t bytes) { return static_cast<double>(bytes) / (1 << 20); }

}  // namespace

MoveProgress::MoveProgress() : is_live_{::isatty(STDERR_FILENO) == 1} {}

void MoveProgress::count(std::size_t bytes) {
    using namespace std::chrono;
    done_ += bytes;
    const auto now = steady_clock::now();
    if (now - shown_ < (is_live_ ? milliseconds{200} : milliseconds{10'000})) return;
    shown_ = now;
    const double rate = static_cast<double>(done_) / std::max(duration<double>(now - began_).count(), 0.001);
    // Each byte is read twice: from the source, and back from the target.
    const auto left = static_cast<double>(total_ - std::min(done_, total_)) / rate;
    fmt::print(stderr, "{}{:.1f} of {:.1f} MiB read and read back, {:.1f} MiB/s, {:.0f} s left{}", is_live_ ? "\r" : "",
               mebibytes(done_), mebibytes(std::max(total_, done_)), rate / (1 << 20), left, is_live_ ? "   " : "\n");
}

}  // namespace acervo::admin
