#include "temporal/engine/wire_values.hpp"

#include <gtest/gtest.h>

namespace acervo::temporal {
namespace {

using namespace std::chrono_literals;

template <class Message, class Value>
Value there_and_back(const Value& value) {
    Message message;
    wire::write(value, message);
    Message parsed;
    EXPECT_TRUE(parsed.ParseFromString(message.SerializeAsString()));
    return wire::read(parsed);
}

Payload payload(const std::string& data) {
    Payload result;
    result.metadata = {{"encoding", "json/plain"}, {"key", std::string{"\0\xff", 2}}};
    result.data = data;
    return result;
}

Failure there_and_back(const Failure& failure) {
    return there_and_back<::temporal::api::failure::v1::Failure>(failure);
}

Failure said(Failure::Info info) {
    Failure failure;
    failure.message = "it broke";
    failure.source = "GoSDK";
    failure.stack_trace = "main.go:7";
    failure.encoded_attributes = payload("hidden");
    failure.info = std::move(info);
    return failure;
}

TEST(WireValues, keep_payloads_of_any_bytes) {
    const auto value = payload(std::string{"\0\x80z", 3});
    EXPECT_EQ(there_and_back<wire::common::Payload>(value), value);
    EXPECT_EQ(there_and_back<wire::common::Payload>(Payload{}), Payload{});
}

TEST(WireValues, keep_lists_in_order_and_maps_by_name) {
    wire::WirePayloads list;
    const Payloads values{payload("2"), payload("1"), payload("")};
    wire::write(values, list);
    EXPECT_EQ(wire::read(list), values);
    wire::WireMap map;
    const PayloadMap named{{"a", payload("1")}, {"b", payload("2")}};
    wire::write(named, map);
    EXPECT_EQ(wire::read(map), named);
}

TEST(WireValues, keep_durations_and_moments_to_the_nanosecond) {
    using WireDuration = google::protobuf::Duration;
    using WireTime = google::protobuf::Timestamp;
    for (const Duration value : {Duration{0}, Duration{1ns}, Duration{-1ns}, Duration{1500ms}, Duration{24h * 365}}) {
        EXPECT_EQ(there_and_back<WireDuration>(value), value);
        EXPECT_EQ(there_and_back<WireTime>(Time{value}), Time{value});
    }
    WireTime before_epoch;
    wire::write(Time{-1ns}, before_epoch);
    EXPECT_EQ(before_epoch.seconds(), -1);
    EXPECT_EQ(before_epoch.nanos(), 999'999'999);
}

TEST(WireValues, keep_every_field_of_a_retry_policy) {
    RetryPolicy policy;
    policy.initial_interval = 250ms;
    policy.backoff_coefficient = 1.5;
    policy.maximum_interval = 1h;
    policy.maximum_attempts = 7;
    policy.non_retryable_error_types = {"NotFound", "Refused"};
    EXPECT_EQ(there_and_back<wire::common::RetryPolicy>(policy), policy);
    EXPECT_EQ(there_and_back<wire::common::RetryPolicy>(RetryPolicy{}), RetryPolicy{});
}

TEST(WireValues, keep_every_field_of_priority_and_execution) {
    const Priority priority{3, "tenant-7", 2.5F};
    EXPECT_EQ(there_and_back<wire::common::Priority>(priority), priority);
    const WorkflowExecution execution{"id", "run"};
    EXPECT_EQ(there_and_back<wire::common::WorkflowExecution>(execution), execution);
    const NamespacedExecution other{"dam", "id", "run"};
    EXPECT_EQ(there_and_back<coresdk::common::NamespacedWorkflowExecution>(other), other);
}

class EachFailure : public ::testing::TestWithParam<Failure::Info> {};

TEST_P(EachFailure, is_kept_in_every_field) {
    const auto failure = said(GetParam());
    EXPECT_EQ(there_and_back(failure), failure);
}

Failure::Info application() {
    Failure::ApplicationInfo info;
    info.type = "OutOfStock";
    info.non_retryable = true;
    info.details = {payload("1"), payload("2")};
    info.next_retry_delay = 3s;
    info.category = FailureCategory::Benign;
    return info;
}
Failure::Info activity() {
    Failure::ActivityInfo info;
    info.scheduled_event_id = 5;
    info.started_event_id = 6;
    info.identity = "worker-1";
    info.activity_type = "probe";
    info.activity_id = "9";
    info.retry_state = RetryState::MaximumAttemptsReached;
    return info;
}
Failure::Info child() {
    Failure::ChildWorkflowInfo info;
    info.namespace_name = "dam";
    info.execution = {"child", "run"};
    info.workflow_type = "ingest";
    info.initiated_event_id = 11;
    info.started_event_id = 12;
    info.retry_state = RetryState::Timeout;
    return info;
}

INSTANTIATE_TEST_SUITE_P(
    WireValues, EachFailure,
    ::testing::Values(Failure::Info{}, application(), activity(), child(),
                      Failure::Info{Failure::TimeoutInfo{TimeoutType::Heartbeat, {payload("last")}}},
                      Failure::Info{Failure::CancelledInfo{{payload("why")}, "who"}},
                      Failure::Info{Failure::TerminatedInfo{"who"}}, Failure::Info{Failure::ServerInfo{true}},
                      Failure::Info{Failure::ResetWorkflowInfo{{payload("last")}}}));

TEST(WireValues, keep_the_whole_chain_of_causes) {
    const auto chain = caused_by(said(activity()), caused_by(said(child()), said(application())));
    EXPECT_EQ(there_and_back(chain), chain);
    EXPECT_NE(there_and_back(chain), said(activity()));
}

}  // namespace
}  // namespace acervo::temporal
