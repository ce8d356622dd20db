#include "adapters/otlp/otlp_json.hpp"

#include <gtest/gtest.h>

#include <boost/json/parse.hpp>
#include <limits>

namespace acervo::otlp {
namespace {

using namespace std::chrono;

Span example() {
    Span span;
    span.name = "GET /assets/{id}";
    span.kind = Span::Kind::Server;
    span.context = *TraceContext::parse("00-5b8efff798038103d269b633813fc60c-eee19b7ec3c1b174-01", "rojo=1");
    span.parent = *SpanId::parse("eee19b7ec3c1b173");
    span.started = Timestamp{seconds{1544712660} + 123456us};
    span.ended = Timestamp{seconds{1544712661}};
    return span;
}

boost::json::value encode(const Span& span) {
    const Resource resource{.service_name = "acervo-api", .service_version = "0.1.0", .instance_id = "a"};
    return boost::json::parse(encode_spans(resource, {&span, 1}));
}

boost::json::object encoded_span(const Span& span) {
    return encode(span).at_pointer("/resourceSpans/0/scopeSpans/0/spans/0").as_object();
}

TEST(EncodeSpans, writes_ids_in_hexadecimal_times_as_text_and_enumerators_as_numbers) {
    EXPECT_EQ(encoded_span(example()), boost::json::parse(R"({
        "traceId": "5b8efff798038103d269b633813fc60c",
        "spanId": "eee19b7ec3c1b174",
        "traceState": "rojo=1",
        "parentSpanId": "eee19b7ec3c1b173",
        "name": "GET /assets/{id}",
        "kind": 2,
        "startTimeUnixNano": "1544712660123456000",
        "endTimeUnixNano": "1544712661000000000",
        "attributes": []
    })"));
}

TEST(EncodeSpans, says_who_sends) {
    const auto request = encode(example());
    EXPECT_EQ(request.at_pointer("/resourceSpans/0/resource/attributes"), boost::json::parse(R"([
        {"key": "service.name", "value": {"stringValue": "acervo-api"}},
        {"key": "service.version", "value": {"stringValue": "0.1.0"}},
        {"key": "service.instance.id", "value": {"stringValue": "a"}}
    ])"));
    EXPECT_EQ(request.at_pointer("/resourceSpans/0/scopeSpans/0/scope/name"), "acervo");
}

TEST(EncodeSpans, leaves_out_what_there_is_not) {
    auto span = example();
    span.parent = {};
    span.context.tracestate.clear();
    const auto encoded = encoded_span(span);
    for (const auto* name : {"parentSpanId", "traceState", "status"}) EXPECT_FALSE(encoded.contains(name)) << name;
}

TEST(EncodeSpans, writes_every_type_of_attribute) {
    auto span = example();
    span.set("text", "a\"b");
    span.set("number", std::numeric_limits<std::int64_t>::min());
    span.set("share", 0.25);
    span.set("nothing", std::numeric_limits<double>::quiet_NaN());
    span.set("much", std::numeric_limits<double>::infinity());
    span.set("little", -std::numeric_limits<double>::infinity());
    span.set("truth", true);
    EXPECT_EQ(encoded_span(span).at("attributes"), boost::json::parse(R"([
        {"key": "text", "value": {"stringValue": "a\"b"}},
        {"key": "number", "value": {"intValue": "-9223372036854775808"}},
        {"key": "share", "value": {"doubleValue": 0.25}},
        {"key": "nothing", "value": {"doubleValue": "NaN"}},
        {"key": "much", "value": {"doubleValue": "Infinity"}},
        {"key": "little", "value": {"doubleValue": "-Infinity"}},
        {"key": "truth", "value": {"boolValue": true}}
    ])"));
}

TEST(EncodeSpans, writes_how_it_ended) {
    auto span = example();
    span.status = Span::Status::Ok;
    EXPECT_EQ(encoded_span(span).at("status"), boost::json::parse(R"({"code": 1})"));
    span.fail("no such asset");
    EXPECT_EQ(encoded_span(span).at("status"), boost::json::parse(R"({"code": 2, "message": "no such asset"})"));
}

TEST(EncodeSpans, is_valid_json_for_any_bytes) {
    auto span = example();
    span.name = "\xff\"\n";
    span.set("path\\", "\x80{");
    EXPECT_EQ(encoded_span(span).at("name"), "\uFFFD\"\n");
}

TEST(EncodeSpans, separates_several_spans) {
    const std::vector<Span> spans{example(), example(), example()};
    const auto request = boost::json::parse(encode_spans({}, spans));
    EXPECT_EQ(request.at_pointer("/resourceSpans/0/scopeSpans/0/spans").as_array().size(), 3U);
}

TEST(RejectedSpans, are_read_from_the_answer_in_both_forms) {
    EXPECT_EQ(rejected_spans(R"({"partialSuccess":{"rejectedSpans":"3","errorMessage":"odd"}})"), 3);
    EXPECT_EQ(rejected_spans(R"({"partialSuccess":{"rejectedSpans":4}})"), 4);
    for (const auto* text :
         {"{}", "", "no json", R"({"partialSuccess":{}})", R"({"partialSuccess":7})",
          R"({"partialSuccess":{"rejectedSpans":"-1"}})", R"({"partialSuccess":{"rejectedSpans":[]}})"}) {
        EXPECT_EQ(rejected_spans(text), 0) << text;
    }
}

}  // namespace
}  // namespace acervo::otlp
