#include "temporal/tracing/trace_header.hpp"

#include <gtest/gtest.h>

#include "temporal/payload/convert.hpp"

namespace acervo::temporal {
namespace {

constexpr const char* kParent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

TEST(TraceHeader, is_read_as_it_was_written) {
    PayloadMap headers;
    const auto context = TraceContext::parse(kParent, "vendor=x").value();
    write_trace(context, headers);
    const auto read = read_trace(headers);
    ASSERT_TRUE(read);
    EXPECT_EQ(read->traceparent(), kParent);
    EXPECT_EQ(read->tracestate, "vendor=x");
}

// As temporalio.contrib.opentelemetry and go.temporal.io/sdk/contrib/opentelemetry write it.
TEST(TraceHeader, has_the_form_of_the_official_libraries) {
    PayloadMap headers;
    write_trace(TraceContext::parse(kParent).value(), headers);
    const auto& payload = headers.at("_tracer-data");
    EXPECT_EQ(payload.encoding(), "json/plain");
    EXPECT_EQ(payload.data, std::string{R"({"traceparent":")"} + kParent + R"("})");
}

TEST(TraceHeader, that_cannot_be_read_is_none) {
    EXPECT_FALSE(read_trace({}));
    EXPECT_FALSE(read_trace({{"_tracer-data", json_payload("7")}}));
    EXPECT_FALSE(read_trace({{"_tracer-data", json_payload("{}")}}));
    EXPECT_FALSE(read_trace({{"_tracer-data", json_payload(R"({"traceparent":"00-zz"})")}}));
}

}  // namespace
}  // namespace acervo::temporal
