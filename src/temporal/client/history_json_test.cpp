#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <temporal/api/history/v1/message.pb.h>

#include "temporal/client/workflow_history.hpp"

namespace acervo::temporal {
namespace {

namespace enums = ::temporal::api::enums::v1;
using ::testing::HasSubstr;

// As `temporal workflow show --output json` of today writes it, shortened.
constexpr const char* kToday = R"({
 "events": [
  {
   "eventId": "1",
   "eventTime": "2026-01-31T08:09:10.123456789Z",
   "eventType": "EVENT_TYPE_WORKFLOW_EXECUTION_STARTED",
   "workflowExecutionStartedEventAttributes": {
    "workflowType": {"name": "ingest"},
    "taskQueue": {"name": "cpu", "kind": "TASK_QUEUE_KIND_NORMAL"},
    "input": {"payloads": [{"metadata": {"encoding": "anNvbi9wbGFpbg=="}, "data": "IkV2ZW50VHlwZSI="}]},
    "workflowRunTimeout": "3600s"
   }
  },
  {"eventId": "2", "eventType": "EVENT_TYPE_WORKFLOW_TASK_SCHEDULED", "ofANewerServer": {"x": [1, 2]}}
 ]
})";

::temporal::api::history::v1::History message_of(const History& history) {
    ::temporal::api::history::v1::History message;
    EXPECT_TRUE(message.ParseFromString(history.bytes()));
    return message;
}

TEST(HistoryJson, is_read_as_the_command_line_exports_it) {
    const auto history = parse_history(kToday);
    ASSERT_TRUE(history) << history.error().message();
    const auto message = message_of(*history);
    ASSERT_EQ(message.events_size(), 2);
    const auto& begun = message.events(0).workflow_execution_started_event_attributes();
    EXPECT_EQ(begun.workflow_type().name(), "ingest");
    EXPECT_EQ(begun.input().payloads(0).data(), "\"EventType\"");
    EXPECT_EQ(begun.workflow_run_timeout().seconds(), 3600);
    const auto events = history->events();
    EXPECT_EQ(events[0].type, "WORKFLOW_EXECUTION_STARTED");
    EXPECT_EQ(events[0].time.time_since_epoch().count() % 1'000'000'000, 123'456'789);
    EXPECT_EQ(events[1].id, 2);
}

TEST(HistoryJson, is_read_with_the_short_names_of_older_exports) {
    std::string text{kToday};
    const auto replace = [&text](const std::string& name, const std::string& by) {
        text.replace(text.find(name), name.size(), by);
    };
    replace("EVENT_TYPE_WORKFLOW_EXECUTION_STARTED", "WorkflowExecutionStarted");
    replace("TASK_QUEUE_KIND_NORMAL", "Normal");
    replace("EVENT_TYPE_WORKFLOW_TASK_SCHEDULED", "WorkflowTaskScheduled");
    const auto history = parse_history(text);
    ASSERT_TRUE(history) << history.error().message();
    EXPECT_EQ(message_of(*history).SerializeAsString(), message_of(*parse_history(kToday)).SerializeAsString());
}

TEST(HistoryJson, is_read_again_as_it_was_written) {
    const auto history = parse_history(kToday).value();
    const auto json = to_json(history).value();
    EXPECT_THAT(json, HasSubstr("\"EVENT_TYPE_WORKFLOW_EXECUTION_STARTED\""));
    EXPECT_THAT(json, HasSubstr("\"eventId\": \"1\""));
    EXPECT_EQ(to_json(parse_history(json).value()).value(), json);
}

TEST(HistoryJson, that_is_none_is_refused_with_a_reason) {
    for (const char* text : {"", "{", "[]", "7", "{}", R"({"events":[]})", R"({"events":[{"eventType":"Nonsense"}]})",
                             R"({"events":{"eventId":"1"}})"}) {
        const auto refused = parse_history(text);
        ASSERT_FALSE(refused) << text;
        EXPECT_EQ(refused.error().kind(), ErrorKind::InvalidInput) << text;
    }
    EXPECT_FALSE(to_json(History{"\xff\xff"}));
}

TEST(History, of_pages_is_the_history) {
    const auto whole = parse_history(kToday).value();
    History twice = whole;
    twice.append(whole);
    EXPECT_EQ(twice.events().size(), 4U);
    EXPECT_TRUE(History{}.events().empty());
}

}  // namespace
}  // namespace acervo::temporal
