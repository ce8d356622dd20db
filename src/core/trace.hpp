#pragma once

#include <concepts>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "core/clock.hpp"
#include "core/secret.hpp"
#include "core/trace_context.hpp"

namespace acervo {

/// One timed step of a trace, in the sense of OpenTelemetry. A plain value: hand it (or its `context`) on to what is
/// called, and give it back to the tracer when the step is over. The numbers of the enumerators are those of OTLP.
class Span {
public:
    enum class Kind { Internal = 1, Server = 2, Client = 3, Producer = 4, Consumer = 5 };
    enum class Status { Unset = 0, Ok = 1, Error = 2 };
    using AttributeValue = std::variant<std::string, std::int64_t, double, bool>;
    using Attribute = std::pair<std::string, AttributeValue>;

    /// Adds an attribute (names as in OpenTelemetry's semantic conventions: `http.request.method`). Does nothing when
    /// the span is not sampled. What is secret is no attribute.
    void set(std::string_view attribute, std::string_view value) { add(attribute, std::string{value}); }
    void set(std::string_view attribute, const char* value) { add(attribute, std::string{value}); }
    template <std::integral T>
        requires(!std::same_as<T, bool>)
    void set(std::string_view attribute, T value) {
        add(attribute, static_cast<std::int64_t>(value));
    }
    void set(std::string_view attribute, double value) { add(attribute, value); }
    void set(std::string_view attribute, std::same_as<bool> auto value) { add(attribute, value); }
    void set(std::string_view attribute, const Secret& value) = delete;
    void fail(std::string_view message) {
        status = Status::Error;
        status_message = message;
    }

    std::string name;
    Kind kind{Kind::Internal};
    /// What those it calls get as their parent.
    TraceContext context;
    /// None for the root of a trace.
    SpanId parent;
    Timestamp started;
    Timestamp ended;
    std::vector<Attribute> attributes;
    Status status{Status::Unset};
    std::string status_message;

private:
    void add(std::string_view attribute, AttributeValue value) {
        if (context.sampled) attributes.emplace_back(attribute, std::move(value));
    }
};

/// Takes finished spans. Safe from any thread; never blocks and never throws.
class SpanSink {
public:
    virtual ~SpanSink() = default;
    virtual void record(Span span) noexcept = 0;
};

/// Begins and ends spans, and decides which traces are recorded: those of a caller that records (parent-based), and of
/// those that begin here a fixed share, chosen by trace id in the way of OpenTelemetry's TraceIdRatioBased, so that
/// other servers with the same share choose the same traces. May be used from any thread. Clock and sink outlive it.
class Tracer {
public:
    /// `ratio` between 0 (record none of the traces that begin here) and 1 (all).
    Tracer(double ratio, const Clock& clock, SpanSink& sink) noexcept;

    /// A span under `parent`, in its trace, or the root of a new trace. Believe a parent's `sampled` only when it comes
    /// from a peer that is trusted: clear the flag otherwise, or anybody can have everything recorded.
    Span begin(std::string name, Span::Kind kind, const std::optional<TraceContext>& parent = std::nullopt) const;
    /// Sets the end, and hands the span on when it is sampled.
    void end(Span span) const noexcept;
    /// Whether a trace that begins here with this id is recorded.
    bool samples(const TraceId& id) const noexcept;
    Timestamp now() const noexcept { return clock_->now(); }

private:
    std::uint64_t bound_;
    const Clock* clock_;
    SpanSink* sink_;
};

}  // namespace acervo
