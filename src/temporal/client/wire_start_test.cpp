#include "temporal/client/wire_start.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <temporal/api/workflowservice/v1/request_response.pb.h>

#include "temporal/client/wire_schedule.hpp"
#include "temporal/payload/convert.hpp"

namespace acervo::temporal {
namespace {

using namespace std::chrono_literals;

/// Turns every text round, and back.
class MirrorCodec final : public PayloadCodec {
public:
    Result<Payload> encode(Payload payload) const override { return turned(std::move(payload)); }
    Result<Payload> decode(Payload payload) const override { return turned(std::move(payload)); }

private:
    static Payload turned(Payload payload) {
        payload.data = std::string{payload.data.rbegin(), payload.data.rend()};
        return payload;
    }
};

ClientPayloads plain() { return ClientPayloads{{}}; }
ClientPayloads mirrored() { return ClientPayloads{{std::make_shared<MirrorCodec>(), false, {}}}; }

StartWorkflow full_start() {
    StartWorkflow call;
    call.workflow_type = "ingest";
    call.arguments = {json_payload("12"), json_payload("true")};
    call.headers = {{"_tracer-data", json_payload("{}")}};
    auto& options = call.options;
    options.workflow_id = "asset-7";
    options.task_queue = "cpu";
    options.execution_timeout = 3h;
    options.run_timeout = 2h;
    options.task_timeout = 20s;
    options.retry_policy.emplace().maximum_attempts = 4;
    options.memo = {{"who", json_payload("123")}};
    options.search_attributes = {{"Tenant", json_payload("45")}};
    options.priority = Priority{2, "t", 1.5F};
    options.summary = "seven";
    options.details = "all of it";
    options.version = RunOnVersion{{"media", "b1"}};
    return call;
}

Schedule full_schedule() {
    Schedule schedule;
    auto& spec = schedule.spec;
    ScheduleCalendar noon;
    noon.second = {{1, 2, 3}};
    noon.minute = {{4, 5, 0}, {9, 0, 0}};
    noon.hour = {{12, 0, 0}};
    noon.day_of_month = {{1, 15, 2}};
    noon.month = {{6, 8, 0}};
    noon.year = {{2030, 2040, 5}};
    noon.day_of_week = {{1, 5, 0}};
    noon.comment = "summer";
    spec.calendars = {noon};
    spec.excluded = {ScheduleCalendar{}};
    spec.intervals = {{1h, 7min}, {30s, 0s}};
    spec.cron = {"0 4 * * 1", "@daily"};
    spec.start = Time{1'000s};
    spec.end = Time{9'000s};
    spec.jitter = 3s;
    spec.time_zone = "Europe/Madrid";
    schedule.policies = {ScheduleOverlap::BufferOne, 60s, true, true};
    schedule.state = {"a note", true, 9};
    const auto start = full_start();
    schedule.action = {start.workflow_type, start.arguments, start.options, start.headers};
    return schedule;
}

/// Through the wire, with the codec on both sides.
Schedule there_and_back(const ClientPayloads& codec, const Schedule& schedule) {
    wire::schedule::Schedule message;
    EXPECT_TRUE(wire::write_schedule(codec, schedule, message));
    wire::schedule::Schedule parsed;
    EXPECT_TRUE(parsed.ParseFromString(message.SerializeAsString()));
    return wire::read_schedule(codec, parsed).value();
}

void expect_same_action(const ScheduledWorkflow& left, const ScheduledWorkflow& right) {
    EXPECT_EQ(left.workflow_type, right.workflow_type);
    EXPECT_EQ(left.arguments, right.arguments);
    EXPECT_EQ(left.headers, right.headers);
    EXPECT_EQ(left.options.workflow_id, right.options.workflow_id);
    EXPECT_EQ(left.options.task_queue, right.options.task_queue);
    EXPECT_EQ(left.options.execution_timeout, right.options.execution_timeout);
    EXPECT_EQ(left.options.run_timeout, right.options.run_timeout);
    EXPECT_EQ(left.options.task_timeout, right.options.task_timeout);
    EXPECT_EQ(left.options.retry_policy, right.options.retry_policy);
    EXPECT_EQ(left.options.memo, right.options.memo);
    EXPECT_EQ(left.options.search_attributes, right.options.search_attributes);
    EXPECT_EQ(left.options.priority, right.options.priority);
    EXPECT_EQ(left.options.summary, right.options.summary);
    EXPECT_EQ(left.options.details, right.options.details);
    EXPECT_EQ(left.options.version, right.options.version);
}

TEST(WireSchedule, keeps_every_field) {
    for (const auto& codec : {plain(), mirrored()}) {
        const auto schedule = full_schedule();
        const auto back = there_and_back(codec, schedule);
        EXPECT_EQ(back.spec, schedule.spec);
        EXPECT_EQ(back.policies, schedule.policies);
        EXPECT_EQ(back.state, schedule.state);
        expect_same_action(back.action, schedule.action);
    }
}

TEST(WireSchedule, keeps_what_is_not_said_unsaid) {
    Schedule schedule;
    schedule.action.options.task_queue = "cpu";
    schedule.action.options.workflow_id = "nightly";
    schedule.action.options.version = RunOnNewestVersion{};
    const auto back = there_and_back(plain(), schedule);
    EXPECT_EQ(back.spec, schedule.spec);
    EXPECT_EQ(back.policies, schedule.policies);
    EXPECT_EQ(back.state, schedule.state);
    expect_same_action(back.action, schedule.action);
}

TEST(WireStart, hides_arguments_memo_and_texts_but_neither_headers_nor_search_attributes) {
    const auto call = wire::prepared(mirrored(), full_start()).value();
    ::temporal::api::workflow::v1::NewWorkflowExecutionInfo message;
    ASSERT_TRUE(wire::write_start(mirrored(), call, message));
    EXPECT_EQ(message.input().payloads(0).data(), "21");
    EXPECT_EQ(message.memo().fields().at("who").data(), "321");
    EXPECT_EQ(message.user_metadata().summary().data(), "\"neves\"");
    EXPECT_EQ(message.search_attributes().indexed_fields().at("Tenant").data(), "45");
    EXPECT_EQ(message.header().fields().at("_tracer-data").data(), "{}");
}

TEST(WireStart, chooses_ids_where_none_are_given) {
    StartWorkflow call;
    call.options.task_queue = "cpu";
    const auto first = wire::prepared(plain(), call).value();
    const auto second = wire::prepared(plain(), call).value();
    EXPECT_FALSE(first.options.workflow_id.empty());
    EXPECT_FALSE(first.options.request_id.empty());
    EXPECT_NE(first.options.workflow_id, second.options.workflow_id);
}

TEST(WireStart, refuses_what_the_server_would_not_take) {
    StartWorkflow call;
    EXPECT_EQ(wire::prepared(plain(), call).error().kind(), ErrorKind::InvalidInput);
    call.options.task_queue = "cpu";
    call.arguments = {json_payload(std::string(2'100'000, '1'))};
    const auto refused = wire::prepared(plain(), call);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().kind(), ErrorKind::TooLarge);
    EXPECT_THAT(refused.error().message(), ::testing::HasSubstr("the limit is 2097152"));
}

}  // namespace
}  // namespace acervo::temporal
