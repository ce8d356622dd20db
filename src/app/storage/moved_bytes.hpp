#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>

#include "core/byte_source.hpp"
#include "core/digest.hpp"

namespace acervo {

/// Holds all readers together to so many bytes per second. On one thread.
class Pace {
public:
    /// 0 = as fast as it goes.
    explicit Pace(std::uint64_t bytes_per_second) : bytes_per_second_{bytes_per_second} {}
    /// Waits until these bytes may have been read.
    Async<void> take(std::size_t bytes);

private:
    std::uint64_t bytes_per_second_;
    std::chrono::steady_clock::time_point free_at_;
};

/// What goes through a `ByteSource`: held to a pace, hashed, counted. All of it outlives the source.
struct Passage {
    Pace& pace;
    Sha256Stream& hash;
    std::function<void(std::size_t)> count;
};
std::unique_ptr<ByteSource> passing(std::unique_ptr<ByteSource> inner, Passage passage);

/// Reads it to its end; the bytes go nowhere. Answers how many there were.
Async<Result<std::uint64_t>> read_through(std::unique_ptr<ByteSource> source);

}  // namespace acervo
