#include "adapters/otlp/otlp_json.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/json/parse.hpp>
#include <charconv>
#include <cmath>
#include <iterator>

#include "core/json_text.hpp"

namespace acervo::otlp {
namespace {

void append(std::string& out, std::string_view name, std::string_view text) {
    fmt::format_to(std::back_inserter(out), "\"{}\":", name);
    append_json_text(out, text);
}

/// Writes an AnyValue.
struct ValueWriter {
    std::string& out;

    void operator()(const std::string& text) const { append(out, "stringValue", text); }
    void operator()(std::int64_t number) const {
        fmt::format_to(std::back_inserter(out), R"("intValue":"{}")", number);
    }
    void operator()(double number) const {
        if (std::isfinite(number)) {
            fmt::format_to(std::back_inserter(out), R"("doubleValue":{})", number);
        } else {
            out += std::isnan(number) ? R"("doubleValue":"NaN")"
                                      : (number > 0 ? R"("doubleValue":"Infinity")" : R"("doubleValue":"-Infinity")");
        }
    }
    void operator()(bool truth) const { fmt::format_to(std::back_inserter(out), R"("boolValue":{})", truth); }
};

void append_attribute(std::string& out, std::string_view name, const Span::AttributeValue& value) {
    if (out.back() != '[') out += ',';
    out += '{';
    append(out, "key", name);
    out += ",\"value\":{";
    std::visit(ValueWriter{out}, value);
    out += "}}";
}

std::int64_t nanoseconds(Timestamp moment) {
    return std::chrono::duration_cast<std::chrono::nanoseconds>(moment.time_since_epoch()).count();
}

void append_span(std::string& out, const Span& span) {
    auto at = std::back_inserter(out);
    fmt::format_to(at, R"({{"traceId":"{}","spanId":"{}",)", span.context.trace_id.to_string(),
                   span.context.span_id.to_string());
    if (!span.context.tracestate.empty()) {
        append(out, "traceState", span.context.tracestate);
        out += ',';
    }
    if (!span.parent.is_none()) fmt::format_to(at, R"("parentSpanId":"{}",)", span.parent.to_string());
    append(out, "name", span.name);
    fmt::format_to(at, R"(,"kind":{},"startTimeUnixNano":"{}","endTimeUnixNano":"{}","attributes":[)",
                   static_cast<int>(span.kind), nanoseconds(span.started), nanoseconds(span.ended));
    for (const auto& [name, value] : span.attributes) append_attribute(out, name, value);
    out += ']';
    if (span.status != Span::Status::Unset) {
        fmt::format_to(at, R"(,"status":{{"code":{})", static_cast<int>(span.status));
        if (!span.status_message.empty()) {
            out += ',';
            append(out, "message", span.status_message);
        }
        out += '}';
    }
    out += '}';
}

}  // namespace

std::string encode_spans(const Resource& resource, std::span<const Span> spans) {
    std::string out;
    out.reserve(512 * (spans.size() + 1));
    out += R"({"resourceSpans":[{"resource":{"attributes":[)";
    append_attribute(out, "service.name", resource.service_name);
    append_attribute(out, "service.version", resource.service_version);
    append_attribute(out, "service.instance.id", resource.instance_id);
    out += R"(]},"scopeSpans":[{"scope":{"name":"acervo"},"spans":[)";
    for (const auto& span : spans) {
        if (out.back() != '[') out += ',';
        append_span(out, span);
    }
    out += "]}]}]}";
    return out;
}

std::int64_t rejected_spans(std::string_view answer) {
    boost::system::error_code problem;
    const auto parsed = boost::json::parse(answer, problem);
    if (problem) return 0;
    const auto found = parsed.try_at_pointer("/partialSuccess/rejectedSpans");
    if (!found) return 0;
    if (const auto* number = found->if_int64()) return std::max<std::int64_t>(*number, 0);
    const auto* text = found->if_string();
    std::int64_t number = 0;
    if (text != nullptr) std::from_chars(text->data(), text->data() + text->size(), number);
    return std::max<std::int64_t>(number, 0);
}

}  // namespace acervo::otlp
