#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <temporal/api/workflowservice/v1/request_response.pb.h>
#include <temporal/sdk/core/core_interface.pb.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>

#include "temporal/engine/core_worker.hpp"
#include "temporal/engine/server_fixture.hpp"
#include "testkit/run.hpp"

namespace acervo::temporal {
namespace {

namespace asio = boost::asio;
namespace service = ::temporal::api::workflowservice::v1;
namespace enums = ::temporal::api::enums::v1;
namespace activation = ::coresdk::workflow_activation;
using Activation = activation::WorkflowActivation;
using Job = activation::WorkflowActivationJob;
using Completion = ::coresdk::workflow_completion::WorkflowActivationCompletion;
using namespace std::chrono_literals;
using testkit::run;

CoreWorkerOptions options_for(const std::string& name_space, const std::string& queue) {
    CoreWorkerOptions options;
    options.name_space = name_space;
    options.task_queue = queue;
    options.graceful_shutdown = 1s;
    options.sticky_timeout = 1s;
    options.max_heartbeat_throttle = 200ms;
    options.default_heartbeat_throttle = 200ms;
    options.workflow_pollers = Pollers::fixed(2);
    options.activity_pollers = Pollers::fixed(1);
    return options;
}

/// One worker on the real server, played by hand: the test is the workflow and the activity.
class CoreWorkerTest : public ::testing::Test {
protected:
    CoreWorkerTest() : worker_{CoreWorker::make(server_.connection(), options()).value()} {}
    ~CoreWorkerTest() override { shut_down(); }

    CoreWorkerOptions options() const { return options_for(server_.name_space(), queue_); }

    void start(const std::string& input) {
        service::StartWorkflowExecutionRequest request;
        request.set_namespace_(server_.name_space());
        request.set_workflow_id(id_);
        request.mutable_workflow_type()->set_name("by-hand");
        request.mutable_task_queue()->set_name(queue_);
        request.set_request_id(Server::fresh("request"));
        request.mutable_input()->add_payloads()->set_data(input);
        run_id_ = server_.call<service::StartWorkflowExecutionResponse>("StartWorkflowExecution", request).run_id();
    }

    std::optional<Activation> poll_workflow() { return parsed<Activation>(run(context(), worker_->poll_workflow())); }
    std::optional<::coresdk::activity_task::ActivityTask> poll_activity() {
        return parsed<::coresdk::activity_task::ActivityTask>(run(context(), worker_->poll_activity()));
    }
    template <class Message>
    static std::optional<Message> parsed(const Result<std::optional<std::string>>& polled) {
        EXPECT_TRUE(polled) << polled.error().message();
        if (!polled || !*polled) return std::nullopt;
        Message message;
        EXPECT_TRUE(message.ParseFromString(**polled));
        return message;
    }
    void complete(const Completion& completion) {
        const auto done = run(context(), worker_->complete_workflow(completion.SerializeAsString()));
        EXPECT_TRUE(done) << done.error().message();
    }
    static Completion empty(const std::string& run_id) {
        Completion completion;
        completion.set_run_id(run_id);
        completion.mutable_successful();
        return completion;
    }
    static Completion returning(const std::string& run_id, const std::string& result) {
        auto completion = empty(run_id);
        auto* end = completion.mutable_successful()->add_commands()->mutable_complete_workflow_execution();
        end->mutable_result()->set_data(result);
        return completion;
    }
    Completion calling_activity(const std::string& run_id) const {
        auto completion = empty(run_id);
        auto* activity = completion.mutable_successful()->add_commands()->mutable_schedule_activity();
        activity->set_seq(1);
        activity->set_activity_id("1");
        activity->set_activity_type("echo");
        activity->set_task_queue(queue_);
        activity->mutable_start_to_close_timeout()->set_seconds(30);
        activity->mutable_heartbeat_timeout()->set_seconds(5);
        activity->add_arguments()->set_data("ping");
        return completion;
    }

    std::string history() {
        service::GetWorkflowExecutionHistoryRequest request;
        request.set_namespace_(server_.name_space());
        request.mutable_execution()->set_workflow_id(id_);
        request.mutable_execution()->set_run_id(run_id_);
        const auto got =
            server_.call<service::GetWorkflowExecutionHistoryResponse>("GetWorkflowExecutionHistory", request);
        return got.history().SerializeAsString();
    }
    /// Waits at the server for the end of the workflow.
    std::string result() {
        service::GetWorkflowExecutionHistoryRequest request;
        request.set_namespace_(server_.name_space());
        request.mutable_execution()->set_workflow_id(id_);
        request.set_wait_new_event(true);
        request.set_history_event_filter_type(enums::HISTORY_EVENT_FILTER_TYPE_CLOSE_EVENT);
        const auto got =
            server_.call<service::GetWorkflowExecutionHistoryResponse>("GetWorkflowExecutionHistory", request);
        const auto& last = got.history().events(got.history().events_size() - 1);
        return last.workflow_execution_completed_event_attributes().result().payloads(0).data();
    }

    /// As the rules have it: no new tasks, what comes is answered, then the end.
    void shut_down() {
        if (worker_) end(*worker_);
        worker_.reset();
    }
    void end(const CoreWorker& worker) {
        worker.initiate_shutdown();
        while (const auto left = parsed<Activation>(run(context(), worker.poll_workflow()))) {
            EXPECT_TRUE(run(context(), worker.complete_workflow(empty(left->run_id()).SerializeAsString())));
        }
        EXPECT_EQ(run(context(), worker.poll_activity()).value(), std::nullopt);
        const auto ended = run(context(), worker.finalize());
        EXPECT_TRUE(ended) << ended.error().message();
    }

    asio::io_context& context() { return server_.context(); }

    Server server_;
    std::string queue_{Server::fresh("queue")};
    std::string id_{Server::fresh("workflow")};
    std::string run_id_;
    std::optional<CoreWorker> worker_;
};

TEST_F(CoreWorkerTest, takes_a_workflow_task_and_its_answer_reaches_the_server) {
    start("in");
    const auto first = poll_workflow();
    ASSERT_TRUE(first);
    EXPECT_EQ(first->run_id(), run_id_);
    ASSERT_TRUE(first->jobs(0).has_initialize_workflow());
    EXPECT_EQ(first->jobs(0).initialize_workflow().arguments(0).data(), "in");
    complete(returning(run_id_, "out"));
    EXPECT_EQ(result(), "out");
}

TEST_F(CoreWorkerTest, takes_an_activity_with_heartbeats_and_brings_its_result_into_the_workflow) {
    start("");
    ASSERT_TRUE(poll_workflow());
    complete(calling_activity(run_id_));
    const auto task = poll_activity();
    ASSERT_TRUE(task);
    EXPECT_EQ(task->start().input(0).data(), "ping");

    ::coresdk::ActivityHeartbeat beat;
    beat.set_task_token(task->task_token());
    beat.add_details()->set_data("half");
    EXPECT_TRUE(worker_->heartbeat(beat.SerializeAsString()));
    EXPECT_FALSE(worker_->heartbeat("\xff"));

    ::coresdk::ActivityTaskCompletion done;
    done.set_task_token(task->task_token());
    done.mutable_result()->mutable_completed()->mutable_result()->set_data("pong");
    EXPECT_TRUE(run(context(), worker_->complete_activity(done.SerializeAsString())));

    const auto resolved = poll_workflow();
    ASSERT_TRUE(resolved);
    ASSERT_TRUE(resolved->jobs(0).has_resolve_activity());
    complete(returning(run_id_, resolved->jobs(0).resolve_activity().result().completed().result().data()));
    EXPECT_EQ(result(), "pong");
}

TEST_F(CoreWorkerTest, evicts_a_run_and_gets_it_again_from_its_beginning) {
    start("");
    ASSERT_TRUE(poll_workflow());
    complete(calling_activity(run_id_));
    worker_->evict(run_id_);
    const auto removed = poll_workflow();
    ASSERT_TRUE(removed);
    EXPECT_TRUE(removed->jobs(0).has_remove_from_cache());
    complete(empty(run_id_));

    const auto task = poll_activity();
    ASSERT_TRUE(task);
    ::coresdk::ActivityTaskCompletion done;
    done.set_task_token(task->task_token());
    done.mutable_result()->mutable_completed()->mutable_result()->set_data("pong");
    EXPECT_TRUE(run(context(), worker_->complete_activity(done.SerializeAsString())));
    const auto again = poll_workflow();
    ASSERT_TRUE(again);
    EXPECT_TRUE(again->jobs(0).has_initialize_workflow());
    EXPECT_TRUE(again->is_replaying());
    complete(calling_activity(run_id_));
    ASSERT_TRUE(poll_workflow());
    complete(returning(run_id_, "out"));
    EXPECT_EQ(result(), "out");
}

TEST_F(CoreWorkerTest, says_what_is_wrong_with_a_completion) {
    const auto unreadable = run(context(), worker_->complete_workflow("\xff"));
    ASSERT_FALSE(unreadable);
    EXPECT_EQ(unreadable.error().kind(), ErrorKind::InvalidInput);
    Completion without_status;
    without_status.set_run_id("nobody's");
    EXPECT_FALSE(run(context(), worker_->complete_workflow(without_status.SerializeAsString())));
    EXPECT_FALSE(run(context(), worker_->complete_activity("")));
}

TEST_F(CoreWorkerTest, knows_whether_its_namespace_is_there) {
    const auto limits = run(context(), worker_->validate());
    ASSERT_TRUE(limits) << limits.error().message();
    ::coresdk::NamespaceInfo info;
    ASSERT_TRUE(info.ParseFromString(*limits));
    EXPECT_GT(info.limits().blob_size_limit_error(), 0);

    const auto stranger = CoreWorker::make(server_.connection(), options_for("nobody-made-this", queue_)).value();
    const auto answer = run(context(), stranger.validate());
    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().kind(), ErrorKind::NotFound) << answer.error().message();
    end(stranger);
}

TEST_F(CoreWorkerTest, is_not_finalized_while_a_poll_is_open) {
    bool ended = false;
    auto poll = [](const CoreWorker* worker, bool* flag) -> Async<void> {
        auto polled = co_await worker->poll_workflow();
        *flag = polled && !*polled;
    };
    asio::co_spawn(context(), poll(&*worker_, &ended), asio::detached);
    context().poll();
    const auto early = run(context(), worker_->finalize());
    ASSERT_FALSE(early);
    EXPECT_EQ(early.error().kind(), ErrorKind::InvalidInput) << early.error().message();
    worker_->initiate_shutdown();
    testkit::run_until(context(), [&ended] { return ended; });
}

TEST_F(CoreWorkerTest, may_be_dropped_while_it_polls_and_holds_a_task) {
    start("");
    ASSERT_TRUE(poll_workflow());
    auto poll = [](const CoreWorker* worker) -> Async<void> {
        const auto polled = co_await worker->poll_activity();
        static_cast<void>(polled);
    };
    asio::co_spawn(context(), poll(&*worker_), asio::detached);
    context().poll();
    worker_.reset();
}

TEST_F(CoreWorkerTest, refuses_options_that_cannot_be_used) {
    const auto refused = [this](const std::function<void(CoreWorkerOptions&)>& spoil) {
        auto wrong = options();
        wrong.task_queue += "-other";
        spoil(wrong);
        const auto made = CoreWorker::make(server_.connection(), wrong);
        if (made) end(*made);
        return !made && made.error().kind() == ErrorKind::InvalidInput;
    };
    EXPECT_TRUE(refused([](auto& o) { o.name_space.clear(); }));
    EXPECT_TRUE(refused([](auto& o) { o.workflows = o.activities = false; }));
    EXPECT_TRUE(refused([](auto& o) { o.max_workflow_tasks = 1; }));
    EXPECT_TRUE(refused([](auto& o) { o.workflow_pollers = Pollers::fixed(1); }));
    EXPECT_TRUE(refused([](auto& o) { o.activity_pollers = Pollers::autoscaling(4, 1, 2); }));
    EXPECT_TRUE(refused([](auto& o) { o.activities_per_second = -1; }));
    EXPECT_TRUE(refused([](auto& o) { o.deployment.emplace(); }));
    EXPECT_FALSE(refused([](auto& o) {
        o.workflow_pollers = Pollers::autoscaling(1, 2, 4);
        o.activities_per_second = 10;
        o.build_id = "1";
        o.deployment = Deployment{"test", VersioningBehavior::Pinned};
    }));
}

class ReplayTest : public CoreWorkerTest {
protected:
    /// Plays the code `by_hand` against the recorded history: why the run was removed at the end.
    activation::RemoveFromCache replay(const std::function<Completion(const Activation&)>& by_hand) {
        const auto replay = ReplayCore::make(server_.runtime(), options()).value();
        EXPECT_TRUE(run(context(), replay.push(id_, history())));
        replay.close();
        activation::RemoveFromCache reason;
        while (const auto next = parsed<Activation>(run(context(), replay.worker().poll_workflow()))) {
            if (next->jobs(0).has_remove_from_cache()) reason = next->jobs(0).remove_from_cache();
            const auto answer = next->jobs(0).has_remove_from_cache() ? empty(next->run_id()) : by_hand(*next);
            EXPECT_TRUE(run(context(), replay.worker().complete_workflow(answer.SerializeAsString())));
        }
        EXPECT_TRUE(run(context(), replay.worker().finalize()));
        return reason;
    }
};

TEST_F(ReplayTest, tells_code_that_fits_a_history_from_code_that_does_not) {
    start("");
    ASSERT_TRUE(poll_workflow());
    complete(returning(run_id_, "out"));
    ASSERT_EQ(result(), "out");

    const auto fits = replay([](const Activation& next) { return returning(next.run_id(), "out"); });
    EXPECT_EQ(fits.reason(), activation::RemoveFromCache::LANG_REQUESTED) << fits.message();
    const auto changed = replay([this](const Activation& next) { return calling_activity(next.run_id()); });
    EXPECT_EQ(changed.reason(), activation::RemoveFromCache::NONDETERMINISM) << changed.message();
}

TEST_F(ReplayTest, refuses_bytes_that_are_no_history) {
    const auto replay = ReplayCore::make(server_.runtime(), options()).value();
    for (const auto* bytes : {"", "\xff", "\x0a\x00"}) {
        const auto pushed = run(context(), replay.push("id", bytes));
        ASSERT_FALSE(pushed);
        EXPECT_EQ(pushed.error().kind(), ErrorKind::InvalidInput) << pushed.error().message();
    }
    replay.close();
    const auto late = run(context(), replay.push("id", ""));
    EXPECT_FALSE(late);
}

}  // namespace
}  // namespace acervo::temporal
