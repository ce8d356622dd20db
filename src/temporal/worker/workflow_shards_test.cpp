// Many runs on a few threads, without a server: nobody meets another one's state, and who blocks holds up nobody.
#include "temporal/worker/workflow_shards.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <boost/asio/io_context.hpp>
#include <latch>

#include "core/sleep.hpp"
#include "temporal/workflow/context.hpp"
#include "testkit/run.hpp"

namespace acervo::temporal {
namespace {

using namespace std::chrono_literals;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

const Workflow<int()> adding{"adding"};
const Workflow<int()> blocking{"blocking"};
const Signal<int> add{"add"};

/// Ends at 1 + 2 + … + 10.
Task<int> adding_workflow(Context ctx) {
    auto& sum = ctx.make<int>(0);
    ctx.on(add, [&sum](int number) { sum += number; });
    co_await ctx.wait([&sum] { return sum == 55; });
    co_return sum;
}

std::latch* g_gate = nullptr;
std::atomic<bool> g_entered = false;
Task<int> blocking_workflow(Context /*ctx*/) {
    g_entered = true;
    g_gate->wait();
    co_return 1;
}

Activation begin(const std::string& run_id, const std::string& type) {
    Activation activation;
    activation.run_id = run_id;
    job::InitializeWorkflow start;
    start.workflow_type = type;
    start.workflow_id = "id of " + run_id;
    activation.jobs.emplace_back(std::move(start));
    return activation;
}
Activation tell(const std::string& run_id, int number) {
    Activation activation;
    activation.run_id = run_id;
    activation.jobs.emplace_back(job::SignalWorkflow{"add", encode_arguments("a signal", number), "test", {}, 0});
    return activation;
}
Activation evict(const std::string& run_id) {
    Activation activation;
    activation.run_id = run_id;
    activation.jobs.emplace_back(job::RemoveFromCache{});
    return activation;
}

class Shards : public ::testing::Test {
protected:
    Shards() {
        workflows_.add(adding, &adding_workflow);
        workflows_.add(blocking, &blocking_workflow);
    }
    void open(std::size_t threads) {
        shards_.emplace(
            WorkflowShards::Setup{&workflows_, {"test", "test", {}, {}}, PayloadBorder{nullptr, false, {}}, {}},
            threads);
    }
    /// The answers to one run's activations, one after the other.
    Async<void> drive(std::string run_id, int* ended) {
        auto answer = co_await shards_->apply(begin(run_id, "adding"));
        EXPECT_THAT(answer.failure, IsEmpty());
        for (int number = 1; number <= 10; ++number) {
            answer = co_await shards_->apply(tell(run_id, number));
            EXPECT_THAT(answer.failure, IsEmpty());
        }
        EXPECT_THAT(answer.completion, HasSubstr("55"));
        answer = co_await shards_->apply(evict(run_id));
        ++*ended;
    }
    Async<void> keep(Activation activation, std::optional<WorkflowShards::Answer>* into) {
        into->emplace(co_await shards_->apply(std::move(activation)));
    }

    boost::asio::io_context context_;
    Registry workflows_;
    std::optional<WorkflowShards> shards_;
};

TEST_F(Shards, run_many_workflows_that_never_mix) {
    open(4);
    constexpr int kRuns = 100;
    int ended = 0;
    for (int i = 0; i < kRuns; ++i) {
        testkit::start(context_, drive("run-" + std::to_string(i), &ended), [] {});
    }
    testkit::run_until(context_, [&ended] { return ended == kRuns; });
    EXPECT_EQ(shards_->cached(), 0U);
}

TEST_F(Shards, give_up_who_blocks_and_go_on_with_the_others) {
    std::latch gate{1};
    g_gate = &gate;
    g_entered = false;
    open(1);
    std::optional<WorkflowShards::Answer> blocked;
    std::optional<WorkflowShards::Answer> other;
    testkit::start(context_, keep(begin("stuck", "blocking"), &blocked), [] {});
    testkit::start(context_, keep(begin("free", "adding"), &other), [] {});
    testkit::run_until(context_, [] { return g_entered.load(); });
    // Once only: whatever runs at this moment is overdue.  A moment far ahead stands for waiting.
    shards_->give_up_overdue(WorkflowShards::Clock::now() + 1h, 1min);
    testkit::run_until(context_, [&] { return blocked && other; });
    EXPECT_THAT(blocked->failure, HasSubstr("workflow \"blocking\" (id id of stuck) has not come back"));
    EXPECT_THAT(other->failure, IsEmpty());
    std::optional<WorkflowShards::Answer> again;
    testkit::run(context_, keep(tell("stuck", 1), &again));
    EXPECT_THAT(again->failure, HasSubstr("has not come back from an earlier task"));
    gate.count_down();
    // What the gate and the workflows are needed for is over once its thread has come back.
    testkit::run_until(context_, [&] {
        std::optional<WorkflowShards::Answer> answer;
        testkit::run(context_, keep(tell("stuck", 1), &answer));
        return answer->failure.find("has not come back") == std::string::npos;
    });
    shards_.reset();
    g_gate = nullptr;
}

}  // namespace
}  // namespace acervo::temporal
