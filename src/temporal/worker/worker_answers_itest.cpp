// Answers of activities that cannot be sent as they are: the workflow hears of it, and the worker goes on.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "temporal/worker/worker.hpp"
#include "temporal/worker/worker_fixture.hpp"

namespace acervo::temporal {
namespace {

using namespace std::chrono_literals;
using ::testing::HasSubstr;

const Activity<std::string(std::string)> answer{"answer", {.start_to_close_timeout = 20s}};
const Workflow<std::string(std::string)> asking{"asking"};

Task<std::string> asking_workflow(Context ctx, std::string question) {
    ActivityOptions options = answer.options();
    options.retry_policy.emplace().maximum_attempts = 1;
    co_return co_await ctx.run(answer, question, options);
}

/// Names what it encodes in bytes that are no UTF-8, which protobuf refuses, where the text asks for it.
class UnreadableCodec final : public PayloadCodec {
public:
    Result<Payload> encode(Payload payload) const override {
        if (payload.data.find("unreadable") != std::string::npos) payload.metadata["\xFF"] = "x";
        return payload;
    }
    Result<Payload> decode(Payload payload) const override { return payload; }
};

class WorkerAnswers : public WorkerTest {
protected:
    WorkerAnswers() {
        workflows_.add(asking, &asking_workflow);
        queue_.engine.max_activities = 1;
    }
    End end_of_asking(const std::string& question) { return end_of(start(asking, question)); }
    /// With its only slot: an answer that was lost would hold it for ever.
    void expect_alive() { EXPECT_EQ(result_of<std::string>(start(asking, "well")), "well"); }
};

TEST_F(WorkerAnswers, which_the_engine_cannot_read_fail_the_activity_and_free_its_slot) {
    options_.codec = std::make_shared<UnreadableCodec>();
    activities_.add(answer, [](const std::string& question) { return question == "well" ? question : "unreadable"; });
    begin();
    const auto end = end_of_asking("ill");
    EXPECT_EQ(end.event, "EVENT_TYPE_WORKFLOW_EXECUTION_FAILED");
    EXPECT_THAT(describe(end.failure), HasSubstr("complete an activity"));
    expect_alive();
}

TEST_F(WorkerAnswers, whose_failure_carries_too_much_say_so) {
    activities_.add(answer, [](const std::string& question) -> std::string {
        if (question == "well") return question;
        throw ApplicationFailure{FailureType{"Boast"}, "look at this"}.with_details(std::string(5'000'000, '!'));
    });
    begin();
    const auto end = end_of_asking("ill");
    EXPECT_EQ(application_type(end.failure), "too_large");
    EXPECT_THAT(describe(end.failure), HasSubstr("a failure with details of 5000"));
    expect_alive();
}

}  // namespace
}  // namespace acervo::temporal
