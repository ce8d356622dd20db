#include "temporal/tracing/trace_header.hpp"

#include <map>
#include <string>

#include "temporal/payload/convert.hpp"

namespace acervo::temporal {

void write_trace(const TraceContext& context, PayloadMap& headers) {
    std::map<std::string, std::string> fields{{"traceparent", context.traceparent()}};
    if (!context.tracestate.empty()) fields.emplace("tracestate", context.tracestate);
    if (auto payload = encode(fields)) headers.insert_or_assign(kTraceHeader, *std::move(payload));
}

std::optional<TraceContext> read_trace(const PayloadMap& headers) {
    const auto header = headers.find(kTraceHeader);
    if (header == headers.end()) return std::nullopt;
    const auto fields = decode<std::map<std::string, std::string>>(header->second);
    if (!fields) return std::nullopt;
    const auto parent = fields->find("traceparent");
    if (parent == fields->end()) return std::nullopt;
    const auto state = fields->find("tracestate");
    return TraceContext::parse(parent->second, state == fields->end() ? std::string_view{} : state->second);
}

}  // namespace acervo::temporal
