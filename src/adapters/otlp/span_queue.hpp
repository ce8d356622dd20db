#pragma once

#include <cstddef>
#include <deque>
#include <mutex>
#include <vector>

#include "core/trace.hpp"

namespace acervo::otlp {

/// Finished spans on their way from any thread to the one that sends them. Bounded: when nobody takes them the new ones
/// are refused.
class SpanQueue {
public:
    explicit SpanQueue(std::size_t limit) noexcept : limit_{limit} {}

    /// False when it is full (or there is no memory).
    bool push(Span span) noexcept;
    /// Up to `most` of the oldest.
    std::vector<Span> take(std::size_t most);
    std::size_t size() const noexcept;

private:
    const std::size_t limit_;
    mutable std::mutex mutex_;
    std::deque<Span> spans_;
};

}  // namespace acervo::otlp
