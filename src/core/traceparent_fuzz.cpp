#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "core/trace_context.hpp"

/// Input: a `traceparent`, a line end, a `tracestate`. What is accepted must be accepted again as it is passed on, and
/// be free of anything that could end a header.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view input{reinterpret_cast<const char*>(data), size};
    const auto line_end = input.find('\n');
    const auto state = line_end == std::string_view::npos ? std::string_view{} : input.substr(line_end + 1);
    const auto context = acervo::TraceContext::parse(input.substr(0, line_end), state);
    if (!context) return 0;

    const auto again = acervo::TraceContext::parse(context->traceparent(), context->tracestate);
    if (!again || again->traceparent() != context->traceparent() || again->tracestate != context->tracestate) abort();
    for (const char c : context->tracestate) {
        if (c < ' ' || c > '~') abort();
    }
    return 0;
}
