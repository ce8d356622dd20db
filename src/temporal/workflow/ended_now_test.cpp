// One activation cancels an operation and brings its end: the engine takes no cancellation of what has ended.
#include <gtest/gtest.h>

#include "temporal/workflow/context.hpp"
#include "temporal/workflow/instance.hpp"

namespace acervo::temporal {
namespace {

using namespace std::chrono_literals;

const Activity<void()> act{"act", {.start_to_close_timeout = 1h}};
const Workflow<void()> child{"child"};
const Signal<> poke{"poke"};
const Workflow<void()> by_activity{"activity"};
const Workflow<void()> by_local_activity{"local activity"};
const Workflow<void()> by_child{"child workflow"};
const Workflow<void()> by_signal{"signal"};

Task<void> await_activity(Context ctx) { co_await ctx.run(act); }
Task<void> await_local_activity(Context ctx) { co_await ctx.run_local(act); }
Task<void> await_child(Context ctx) { co_await ctx.run(child); }
Task<void> await_signal(Context ctx) { co_await ctx.external("other").signal(poke); }

class EndedNow : public ::testing::Test {
protected:
    EndedNow() {
        workflows_.add(by_activity, &await_activity)
            .add(by_local_activity, &await_local_activity)
            .add(by_child, &await_child)
            .add(by_signal, &await_signal);
    }
    static Activation with(std::vector<Job> jobs) {
        Activation activation;
        activation.run_id = "run-1";
        activation.jobs = std::move(jobs);
        return activation;
    }
    static std::vector<Command> commands_of(const Completion& completion) {
        const auto* commands = std::get_if<completion::Commands>(&completion.status);
        return commands != nullptr ? commands->commands : std::vector<Command>{};
    }
    /// The one command after the cancellation of a workflow and the end of its first operation in one activation.
    template <class Expected>
    void expect_only(const Workflow<void()>& workflow, Job end) {
        SCOPED_TRACE(workflow.name());
        Instance instance{workflows_, {"default", "queue", {}, {}}};
        job::InitializeWorkflow start;
        start.workflow_type = workflow.name();
        start.workflow_id = "id-1";
        ASSERT_EQ(commands_of(instance.apply(with({start}))).size(), 1U);
        const auto commands = commands_of(instance.apply(with({job::CancelWorkflow{"enough"}, std::move(end)})));
        ASSERT_EQ(commands.size(), 1U) << describe(commands.front());
        EXPECT_TRUE(std::holds_alternative<Expected>(commands.front().what)) << describe(commands.front());
    }
    static Failure failure() { return ApplicationFailure{FailureType{"Gone"}, "it is not there"}.failure(); }

    Registry workflows_;
};

TEST_F(EndedNow, asks_for_no_cancellation) {
    expect_only<command::CompleteWorkflow>(by_activity, job::ResolveActivity{1, job::Completed{}});
    expect_only<command::FailWorkflow>(by_local_activity, job::ResolveActivity{1, job::Failed{failure()}});
    expect_only<command::FailWorkflow>(by_child, job::ResolveChildWorkflow{1, job::Failed{failure()}});
    expect_only<command::FailWorkflow>(by_signal, job::ResolveSignalExternalWorkflow{1, failure()});
}

}  // namespace
}  // namespace acervo::temporal
