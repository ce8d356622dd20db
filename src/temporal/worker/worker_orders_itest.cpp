// What comes in an order that nobody planned: messages with the start and with the end, cancellations too early and too
// late, work left open; and what is too large or unreadable to be sent.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/sleep.hpp"
#include "temporal/worker/worker.hpp"
#include "temporal/worker/worker_fixture.hpp"
#include "testkit/run.hpp"

namespace acervo::temporal {
namespace {

using namespace std::chrono_literals;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

const Workflow<std::string(std::string)> odd{"odd"};
const Workflow<std::string(std::string)> odd_child{"odd_child"};
const Activity<int(int)> busy{"busy", {.start_to_close_timeout = 30s, .heartbeat_timeout = 5s}};
const Activity<int(std::string)> take{"take", {.start_to_close_timeout = 30s}};
const Activity<int(std::string)> boast{"boast", {.start_to_close_timeout = 60s}};
const Update<std::string(std::string)> change{"change"};

struct Changes {
    std::string seen;
};

Task<std::string> changed(Context ctx, Changes& changes, std::string text) {
    co_await ctx.run(busy, 1);
    changes.seen += text;
    co_return text + "!";
}

Task<std::string> child_workflow(Context ctx, std::string what) {
    co_await ctx.sleep(what == "fails" ? 500ms : 2s);
    if (what == "fails") throw ApplicationFailure{FailureType{"Late"}, "too late"};
    co_return what;
}

Task<std::string> cancel_before_it_starts(Context ctx) {
    const auto scope = ctx.scope_below();
    const auto child = scope.run(odd_child, "x");
    scope.cancel();
    const auto outcome = co_await child.settled();
    co_return outcome.was_cancelled() ? "cancelled" : "not cancelled";
}

Task<std::string> cancel_child(Context ctx, ChildCancellationType type, std::string what) {
    ChildOptions options;
    options.cancellation_type = type;
    options.parent_close_policy = ParentClosePolicy::Abandon;
    const auto child = co_await ctx.start_child(odd_child, std::move(what), options);
    child.result().cancel();
    const auto outcome = co_await child.result().settled();
    co_await ctx.sleep(1s);  // its own end comes meanwhile
    co_return outcome.was_cancelled() ? "cancelled" : "not cancelled";
}

Task<std::string> leave_work_open(Context ctx) {
    const auto activity = ctx.run(busy, 3000);
    const auto timer = ctx.sleep(1h);
    const auto child = ctx.run(odd_child, "x");
    const auto local = ctx.run_local(busy, 1);
    co_await ctx.sleep(200ms);
    ctx.continue_as_new(odd, "second run");
}

Task<std::string> cancel_who_does_not_listen(Context ctx) {
    ActivityOptions options = busy.options();
    options.cancellation_type = ActivityCancellationType::WaitCancellationCompleted;
    const auto stubborn = ctx.run(busy, 1500, options);
    co_await ctx.sleep(300ms);
    stubborn.cancel();
    const auto outcome = co_await stubborn.settled();
    co_return outcome ? "it did its work" : "it gave in";
}

Task<std::string> send_too_much_at_once(Context ctx) {
    const std::string much(1'900'000, 'x');
    std::vector<Future<int>> all;
    for (int i = 0; i < 3; ++i) all.push_back(ctx.run(take, much));
    co_await ctx.all(std::move(all));
    co_return "sent";
}

Task<std::string> hear_a_boast(Context ctx, std::string what) {
    ActivityOptions once = boast.options();
    once.retry_policy.emplace().maximum_attempts = 1;
    const auto outcome = co_await ctx.run(boast, std::move(what), once).settled();
    if (outcome) co_return "no failure";
    std::rethrow_exception(to_exception(outcome.failure()));
}

Task<std::string> odd_workflow(Context ctx, std::string what) {
    auto& changes = ctx.make<Changes>();
    if (what == "child at once") co_return co_await cancel_before_it_starts(ctx);
    if (what == "child") co_return co_await cancel_child(ctx, ChildCancellationType::WaitCancellationCompleted, "x");
    if (what == "child tried") co_return co_await cancel_child(ctx, ChildCancellationType::TryCancel, "fails");
    if (what == "child left") co_return co_await cancel_child(ctx, ChildCancellationType::Abandon, "fails");
    if (what == "open work") co_return co_await leave_work_open(ctx);
    if (what == "stubborn") co_return co_await cancel_who_does_not_listen(ctx);
    if (what == "too much") co_return co_await send_too_much_at_once(ctx);
    if (what == "long" || what == "latin") co_return co_await hear_a_boast(ctx, what);
    if (what == "fails long") throw ApplicationFailure{FailureType{"Big"}, std::string(5'000'000, 'y')};
    if (what == "fails latin") throw ApplicationFailure{FailureType{"Latin"}, "na\xEFve"};
    if (what == "broken id") {
        ChildOptions options;
        options.workflow_id = "na\xEFve";
        co_return co_await ctx.run(odd_child, "x", options);
    }
    if (what == "update") {
        ctx.on(change, [ctx, &changes](std::string text) { return changed(ctx, changes, std::move(text)); });
        co_await ctx.wait([&changes] { return !changes.seen.empty(); });
        co_return changes.seen;
    }
    co_return what;
}

class WorkerOrders : public WorkerTest {
protected:
    WorkerOrders() {
        workflows_.add(odd, &odd_workflow);
        workflows_.add(odd_child, &child_workflow);
        activities_.add(busy, [](const ActivityContext& context, int milliseconds) {
            const auto end = std::chrono::steady_clock::now() + std::chrono::milliseconds{milliseconds};
            while (std::chrono::steady_clock::now() < end) {
                std::this_thread::sleep_for(20ms);
                context.heartbeat(1);  // and does not look whether it was cancelled
            }
            return milliseconds;
        });
        activities_.add(take, [](const std::string& text) { return static_cast<int>(text.size()); });
        activities_.add(boast, [](const std::string& what) -> int {
            if (what == "latin") throw ApplicationFailure{FailureType{"Latin"}, "na\xEFve"};
            throw ApplicationFailure{FailureType{"Big"}, std::string(5'000'000, 'z')};
        });
    }
    void begin_later() {
        auto later = [](WorkerOrders* self) -> Async<void> {
            co_await sleep_for(500ms);
            self->begin();
        };
        testkit::start(context(), later(this), [] {});
    }
    void expect_end(const std::string& what, const std::string& end) {
        const auto run = start(odd, what);
        EXPECT_EQ(result_of<std::string>(run), end);
        EXPECT_THAT(task_failures(run), IsEmpty());
    }
    std::string failure_of(const std::string& what) { return describe(end_of(start(odd, what)).failure); }
};

TEST_F(WorkerOrders, a_child_may_be_cancelled_before_and_after_it_started) {
    begin();
    expect_end("child at once", "cancelled");
    expect_end("child", "cancelled");
}

TEST_F(WorkerOrders, a_child_that_nobody_waits_for_may_still_fail) {
    begin();
    expect_end("child tried", "cancelled");
    expect_end("child left", "cancelled");
}

TEST_F(WorkerOrders, a_run_continues_as_new_over_open_work) {
    begin();
    expect_end("open work", "second run");
}

TEST_F(WorkerOrders, an_activity_that_ignores_its_cancellation_is_waited_for) {
    begin();
    expect_end("stubborn", "it did its work");
}

TEST_F(WorkerOrders, an_update_may_come_with_the_first_task) {
    const auto run = start(odd, "update");
    begin_later();
    EXPECT_EQ(update(run, change, "a").value(), "a!");
    EXPECT_EQ(result_of<std::string>(run), "a");
    EXPECT_THAT(task_failures(run), IsEmpty());
}

TEST_F(WorkerOrders, too_much_for_one_task_fails_the_task_and_not_the_workflow) {
    begin();
    const auto run = start(odd, "too much");
    until([&] { return !task_failures(run).empty(); });
    EXPECT_THAT(task_failures(run).front(), HasSubstr("3 commands of one workflow task carry 57000"));
    terminate(run);
}

TEST_F(WorkerOrders, failures_with_endless_or_broken_texts_arrive_all_the_same) {
    begin();
    EXPECT_THAT(failure_of("long"), HasSubstr("(cut; it had 5000000 bytes)"));
    EXPECT_THAT(failure_of("fails long"), HasSubstr("(cut; it had 5000000 bytes)"));
    EXPECT_THAT(failure_of("latin"), HasSubstr("na\xEF\xBF\xBDve"));
    EXPECT_THAT(failure_of("fails latin"), HasSubstr("na\xEF\xBF\xBDve"));
}

TEST_F(WorkerOrders, an_answer_that_the_engine_cannot_read_fails_the_task_and_holds_up_no_shutdown) {
    begin();
    const auto run = start(odd, "broken id");
    until([&] { return !task_failures(run).empty(); });
    EXPECT_THAT(task_failures(run).front(), HasSubstr("complete a workflow task"));
    terminate(run);
    stop();
}

class ThrowingCodec final : public PayloadCodec {
public:
    Result<Payload> encode(Payload payload) const override { return payload; }
    Result<Payload> decode(Payload /*payload*/) const override { throw std::runtime_error{"no key today"}; }
};

TEST_F(WorkerOrders, a_codec_that_throws_fails_tasks_and_the_worker_lives) {
    options_.codec = std::make_shared<ThrowingCodec>();
    begin();
    const auto run = start(odd, "x");
    until([&] { return !task_failures(run).empty(); });
    EXPECT_THAT(task_failures(run).front(), HasSubstr("the payload codec threw: no key today"));
    stop();
    options_.codec = nullptr;
    begin();
    EXPECT_EQ(result_of<std::string>(run), "x");
}

class ThrowingInterceptor final : public WorkerInterceptor {
public:
    void before_activation(const Activation& /*activation*/) const override { throw std::runtime_error{"not today"}; }
};

TEST_F(WorkerOrders, an_interceptor_that_throws_fails_tasks_and_the_worker_lives) {
    options_.interceptors = {std::make_shared<ThrowingInterceptor>()};
    begin();
    const auto run = start(odd, "x");
    until([&] { return !task_failures(run).empty(); });
    EXPECT_THAT(task_failures(run).front(), HasSubstr("not today"));
    stop();
    options_.interceptors.clear();
    begin();
    EXPECT_EQ(result_of<std::string>(run), "x");
}

TEST_F(WorkerOrders, a_worker_of_an_unknown_namespace_says_so_and_can_be_shut_down) {
    options_.name_space = "nowhere";
    begin();
    until([this] { return worker_->ready().error().message().find("has not begun") == std::string::npos; });
    EXPECT_THAT(worker_->ready().error().message(), HasSubstr("nowhere"));
    stop();
}

}  // namespace
}  // namespace acervo::temporal
