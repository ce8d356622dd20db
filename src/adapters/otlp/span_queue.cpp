#include "adapters/otlp/span_queue.hpp"

#include <algorithm>
#include <iterator>
#include <new>
#include <utility>

namespace acervo::otlp {

bool SpanQueue::push(Span span) noexcept try {
    const std::lock_guard lock{mutex_};
    if (spans_.size() >= limit_) return false;
    spans_.push_back(std::move(span));
    return true;
} catch (const std::bad_alloc&) {
    return false;
}

std::vector<Span> SpanQueue::take(std::size_t most) {
    const std::lock_guard lock{mutex_};
    const auto end = spans_.begin() + static_cast<std::ptrdiff_t>(std::min(most, spans_.size()));
    std::vector<Span> taken(std::make_move_iterator(spans_.begin()), std::make_move_iterator(end));
    spans_.erase(spans_.begin(), end);
    return taken;
}

std::size_t SpanQueue::size() const noexcept {
    const std::lock_guard lock{mutex_};
    return spans_.size();
}

}  // namespace acervo::otlp
