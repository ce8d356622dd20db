#include "temporal/client/client_fixture.hpp"

#include "core/sleep.hpp"
#include "temporal/engine/translate.hpp"
#include "temporal/payload/convert.hpp"

namespace acervo::temporal {

namespace {

using namespace std::chrono_literals;

CoreWorkerOptions options_for(const Server& server, const std::string& queue) {
    CoreWorkerOptions options;
    options.name_space = server.name_space();
    options.task_queue = queue;
    options.graceful_shutdown = 1s;
    options.sticky_timeout = 1s;
    options.max_heartbeat_throttle = 200ms;
    options.default_heartbeat_throttle = 200ms;
    options.workflow_pollers = Pollers::fixed(2);
    options.activity_pollers = Pollers::fixed(1);
    return options;
}

}  // namespace

ScriptedWorker::ScriptedWorker(Server& server, const std::string& queue, Script script, ActivityScript activities)
    : server_{server},
      worker_{CoreWorker::make(server.connection(), options_for(server, queue)).value()},
      script_{std::move(script)},
      activities_{std::move(activities)} {
    testkit::start(server_.context(), play_workflows(), [this] { --playing_; });
    testkit::start(server_.context(), play_activities(), [this] { --playing_; });
}

ScriptedWorker::~ScriptedWorker() {
    worker_.initiate_shutdown();
    testkit::run_until(server_.context(), [this] { return playing_ == 0; });
    const auto ended = testkit::run(server_.context(), worker_.finalize());
    EXPECT_TRUE(ended) << ended.error().message();
}

Async<void> ScriptedWorker::play_workflows() {
    for (;;) {
        const auto polled = (co_await worker_.poll_workflow()).value();
        if (!polled) co_return;
        const auto activation = read_activation(*polled).value();
        Completion completion;
        completion.run_id = activation.run_id;
        completion::Commands commands;
        if (find_job<job::RemoveFromCache>(activation) == nullptr) commands.commands = script_(activation);
        completion.status = std::move(commands);
        const auto done = co_await worker_.complete_workflow(write_completion(completion));
        EXPECT_TRUE(done) << done.error().message();
    }
}

Async<void> ScriptedWorker::play_activities() {
    for (;;) {
        const auto polled = (co_await worker_.poll_activity()).value();
        if (!polled) co_return;
        const auto task = read_activity_task(*polled).value();
        ActivityCompletion completion;
        completion.task_token = task.task_token;
        completion.status = ActivityCompletion::WillCompleteAsync{};
        if (auto answer = activities_ ? activities_(task) : std::nullopt) completion = *std::move(answer);
        if (!std::holds_alternative<activity_task::Start>(task.what)) continue;
        const auto done = co_await worker_.complete_activity(write_activity_completion(completion));
        EXPECT_TRUE(done) << done.error().message();
    }
}

Command complete_with(const std::string& text) {
    command::CompleteWorkflow end;
    end.result = text_payload(text);
    Command command;
    command.what = std::move(end);
    return command;
}

Command fail_with(const std::string& type, const std::string& message, bool is_final) {
    command::FailWorkflow end;
    end.failure.message = message;
    auto& info = end.failure.info.emplace<Failure::ApplicationInfo>();
    info.type = type;
    info.non_retryable = is_final;
    Command command;
    command.what = std::move(end);
    return command;
}

Async<void> ClientTest::pause() { return sleep_for(100ms); }

}  // namespace acervo::temporal
