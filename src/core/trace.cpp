#include "core/trace.hpp"

#include <algorithm>

namespace acervo {
namespace {

// The decision looks at 63 of the last 64 bits of the trace id.
constexpr std::uint64_t kRange = std::uint64_t{1} << 63U;

std::uint64_t bound_of(double ratio) noexcept {
    if (!(ratio > 0.0)) return 0;
    return ratio >= 1.0 ? kRange : static_cast<std::uint64_t>(ratio * static_cast<double>(kRange));
}

}  // namespace

Tracer::Tracer(double ratio, const Clock& clock, SpanSink& sink) noexcept
    : bound_{bound_of(ratio)}, clock_{&clock}, sink_{&sink} {}

Span Tracer::begin(std::string name, Span::Kind kind, const std::optional<TraceContext>& parent) const {
    Span span;
    span.name = std::move(name);
    span.kind = kind;
    if (parent) {
        span.context = *parent;
        span.parent = parent->span_id;
    } else {
        span.context.trace_id = TraceId::make();
        span.context.sampled = samples(span.context.trace_id);
    }
    span.context.span_id = SpanId::make();
    span.started = clock_->now();
    return span;
}

void Tracer::end(Span span) const noexcept {
    if (!span.context.sampled) return;
    // The clock may have been set back meanwhile.
    span.ended = std::max(clock_->now(), span.started);
    sink_->record(std::move(span));
}

bool Tracer::samples(const TraceId& id) const noexcept {
    std::uint64_t tail = 0;
    for (std::size_t i = 8; i < 16; ++i) tail = tail << 8U | id.bytes()[i];
    return (tail >> 1U) < bound_;
}

}  // namespace acervo
