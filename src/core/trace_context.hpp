#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace acervo {

/// An id of `Size` random bytes, written as lower-case hexadecimal digits. All zero is "none".
template <std::size_t Size>
class TraceBytes {
public:
    constexpr TraceBytes() noexcept = default;
    explicit constexpr TraceBytes(std::array<std::uint8_t, Size> bytes) noexcept : bytes_{bytes} {}

    /// A new one, never zero.
    static TraceBytes make();
    /// From exactly 2·Size lower-case digits that are not all zero.
    static std::optional<TraceBytes> parse(std::string_view text);

    std::string to_string() const;
    constexpr bool is_none() const noexcept { return bytes_ == std::array<std::uint8_t, Size>{}; }
    constexpr const std::array<std::uint8_t, Size>& bytes() const noexcept { return bytes_; }
    friend constexpr auto operator<=>(const TraceBytes&, const TraceBytes&) = default;

private:
    std::array<std::uint8_t, Size> bytes_{};
};

/// Names everything that follows from one request, across all servers.
using TraceId = TraceBytes<16>;
/// Names one step of it.
using SpanId = TraceBytes<8>;

/// Where in which trace a caller is: what the headers `traceparent` and `tracestate` carry from server to server
/// (W3C Recommendation "Trace Context", level 1).
class TraceContext {
public:
    /// From the two header values (several `tracestate` fields joined with commas in their order). Nothing when
    /// `traceparent` is malformed: a new trace begins. Of a later version than 00 the known part is read. A malformed
    /// `tracestate`, one with more than 32 members or 512 characters, is dropped, the rest stays.
    static std::optional<TraceContext> parse(std::string_view traceparent, std::string_view tracestate = {});

    /// The value of `traceparent`, always as version 00 and with no flag but `sampled`.
    std::string traceparent() const;

    TraceId trace_id;
    SpanId span_id;
    /// The caller recorded this trace, and asks those that it calls to do the same.
    bool sampled{false};
    /// Entries of other tracing systems, to be passed on as they came; may be empty, then it is not sent.
    std::string tracestate;
};

}  // namespace acervo
