#pragma once

#include <span>
#include <string>
#include <string_view>

#include "core/trace.hpp"

namespace acervo::otlp {

/// Who sends: the attributes service.name, service.version and service.instance.id of all its spans.
struct Resource {
    std::string service_name;
    std::string service_version;
    std::string instance_id;
};

/// The body of an OTLP/HTTP request for `/v1/traces`: an ExportTraceServiceRequest in JSON (OTLP specification 1.x,
/// "JSON Protobuf Encoding": ids in hexadecimal digits, 64-bit numbers as text, enumerators as numbers). Valid JSON and
/// UTF-8 whatever the spans hold.
std::string encode_spans(const Resource& resource, std::span<const Span> spans);

/// How many spans the collector says in its answer that it refused (`partialSuccess`); 0 when it says nothing that can
/// be understood.
std::int64_t rejected_spans(std::string_view answer);

}  // namespace acervo::otlp
