#include "temporal/worker/queue_worker.hpp"

#include <algorithm>
#include <boost/asio/this_coro.hpp>
#include <thread>

#include "core/log.hpp"
#include "core/sleep.hpp"
#include "temporal/engine/translate.hpp"
#include "temporal/payload/failure_text.hpp"
#include "temporal/payload/failures.hpp"

namespace acervo::temporal {

namespace asio = boost::asio;
using namespace std::chrono_literals;

namespace {

/// After a poll or a look at the server that failed; the engine itself has repeated them before.
constexpr auto kPause = 500ms;
/// How often the server is asked whether it is still there.
constexpr auto kLookInterval = 5s;
/// How often deadlocks and a shutdown are looked for.
constexpr auto kWatchInterval = 50ms;
constexpr int kFinalizeAttempts = 100;

unsigned workflow_threads(const QueueOptions& queue) {
    if (queue.workflow_threads != 0) return queue.workflow_threads;
    return std::clamp(std::thread::hardware_concurrency(), 1U, 4U);
}

std::size_t activity_threads(const QueueOptions& queue) {
    if (queue.activity_threads != 0) return queue.activity_threads;
    return std::size_t{queue.engine.max_activities} +
           (queue.workflows != nullptr ? queue.engine.max_local_activities : 0);
}

Instance::Setup instance_setup(const WorkerOptions& options, const std::string& task_queue) {
    Instance::Setup setup{options.name_space, task_queue, {}, options.limits};
    if (!options.interceptors.empty()) {
        setup.hooks.outbound_headers = [interceptors = options.interceptors](const Info& info, PayloadMap& headers) {
            for (const auto& one : interceptors) one->outbound_headers(info, headers);
        };
    }
    return setup;
}

/// In place of an answer that the engine could not read: an id that is no UTF-8, say.
Completion refused(const std::string& run_id, const Error& reason) {
    Completion completion;
    completion.run_id = run_id;
    completion.status =
        completion::TaskFailed{sendable(to_failure(reason)), TaskFailedCause::WorkflowWorkerUnhandledFailure};
    return completion;
}

ActivityCompletion refused_attempt(std::string token, const Error& reason) {
    return {std::move(token), ActivityCompletion::Failed{sendable(to_failure(reason))}};
}

const ActivityRegistry& no_activities() {
    static const ActivityRegistry none;
    return none;
}

}  // namespace

QueueWorker::QueueWorker(CoreWorker core, const WorkerOptions& options, QueueOptions queue)
    : core_{std::make_shared<CoreWorker>(std::move(core))},
      options_{options},
      queue_{std::move(queue)},
      metrics_{options.metrics, queue_.engine.task_queue},
      ready_{fail(ErrorKind::Unavailable, "the worker has not begun")} {}

QueueWorker::~QueueWorker() = default;

void QueueWorker::open(const asio::any_io_executor& executor) {
    const PayloadBorder border{options_.codec, options_.encode_failures, options_.limits};
    if (queue_.workflows != nullptr) {
        shards_.emplace(WorkflowShards::Setup{queue_.workflows, instance_setup(options_, task_queue()), border,
                                              options_.interceptors},
                        workflow_threads(queue_));
    }
    const auto& interceptors = options_.interceptors;
    ActivityTasks::Setup setup{executor,
                               task_queue(),
                               queue_.activities != nullptr ? queue_.activities : &no_activities(),
                               activity_threads(queue_),
                               ActivityInterceptors(interceptors.begin(), interceptors.end()),
                               border,
                               &metrics_};
    const auto complete = [this](std::string token, std::string completion) {
        tasks_->spawn("complete an activity", complete_activity(std::move(token), std::move(completion)));
    };
    const auto heartbeat = [core = std::weak_ptr{core_}](const std::string& bytes) {
        // Refused when all has ended: nobody listens any more to what was left behind.
        if (const auto held = core.lock()) static_cast<void>(held->heartbeat(bytes));
    };
    activities_ = std::make_shared<ActivityTasks>(std::move(setup), complete, heartbeat);
    tasks_.emplace(executor, OnFailure::KeepOthers);
}

Async<Result<void>> QueueWorker::run() {
    open(co_await asio::this_coro::executor);
    tasks_->spawn("validate", validate());
    if (queue_.workflows != nullptr) {
        ++polling_;
        tasks_->spawn("poll workflow tasks", poll_workflows());
    }
    ++polling_;
    tasks_->spawn("poll activities", poll_activities());
    tasks_->spawn("watch", watch());
    co_await tasks_->join();
    activities_.reset();
    shards_.reset();
    co_return co_await finalize();
}

void QueueWorker::shut_down() {
    if (stopping_.exchange(true)) return;
    core_->initiate_shutdown();
}

Result<void> QueueWorker::ready() const {
    if (stopping()) return fail(ErrorKind::Unavailable, "the worker shuts down");
    const std::lock_guard lock{ready_mutex_};
    return ready_;
}

void QueueWorker::set_ready(Result<void> ready) {
    const std::lock_guard lock{ready_mutex_};
    ready_ = std::move(ready);
}

Async<void> QueueWorker::pause(std::chrono::milliseconds length) {
    const auto until = Clock::now() + length;
    do {
        co_await sleep_for(kWatchInterval);
    } while (!stopping() && Clock::now() < until);
}

Async<void> QueueWorker::validate() {
    while (!stopping()) {
        auto answer = co_await core_->validate();
        if (stopping()) break;
        const bool was_ready = ready().has_value();
        if (answer && !was_ready) log::info("worker.ready", {{"task_queue", task_queue()}});
        if (!answer) {
            log::warn("worker.waits_for_server", {{"task_queue", task_queue()}, {"reason", answer.error()}});
        }
        const bool is_there = answer.has_value();
        set_ready(is_there ? ok() : Result<void>{fail(std::move(answer).error())});
        co_await pause(is_there ? kLookInterval : kPause);
    }
}

Async<void> QueueWorker::poll_workflows() {
    for (;;) {
        auto polled = co_await core_->poll_workflow();
        if (!polled) {
            log::error("workflow.poll_failed", {{"task_queue", task_queue()}, {"reason", polled.error()}});
            co_await pause(kPause);
            continue;
        }
        if (!*polled) break;
        auto activation = read_activation(**polled);
        if (activation) {
            tasks_->spawn("workflow task", answer_activation(*std::move(activation)));
        } else {
            log::error("workflow.task_unreadable", {{"reason", activation.error()}});
        }
    }
    --polling_;
}

Async<void> QueueWorker::answer_activation(Activation activation) {
    const auto run_id = activation.run_id;
    const auto began = Clock::now();
    auto answer = co_await shards_->apply(std::move(activation));
    metrics_.workflow_task(Clock::now() - began, !answer.failure.empty());
    metrics_.cached_workflows(shards_->cached());
    if (!answer.failure.empty()) {
        log::error("workflow.task_failed",
                   {{"task_queue", task_queue()}, {"run_id", run_id}, {"reason", answer.failure}});
    }
    const auto done = co_await core_->complete_workflow(std::move(answer.completion));
    if (done) co_return;
    log::error("workflow.answer_refused", {{"run_id", run_id}, {"reason", done.error()}});
    // The engine waits for an answer, at a shutdown too: one that it can read.
    static_cast<void>(co_await core_->complete_workflow(write_completion(refused(run_id, done.error()))));
}

Async<void> QueueWorker::poll_activities() {
    for (;;) {
        auto polled = co_await core_->poll_activity();
        if (!polled) {
            log::error("activity.poll_failed", {{"task_queue", task_queue()}, {"reason", polled.error()}});
            co_await pause(kPause);
            continue;
        }
        if (!*polled) break;
        auto task = read_activity_task(**polled);
        if (task) {
            activities_->take(*std::move(task));
        } else {
            log::error("activity.task_unreadable", {{"reason", task.error()}});
        }
    }
    --polling_;
}

Async<void> QueueWorker::complete_activity(std::string token, std::string completion) {
    const auto done = co_await core_->complete_activity(std::move(completion));
    if (done) co_return;
    log::error("activity.answer_refused", {{"task_queue", task_queue()}, {"reason", done.error()}});
    // Otherwise the engine would count the attempt as running for ever, and its slot as taken.
    static_cast<void>(
        co_await core_->complete_activity(write_activity_completion(refused_attempt(std::move(token), done.error()))));
}

Async<void> QueueWorker::watch() {
    std::optional<Clock::time_point> leave_at;
    while (polling_ > 0 || activities_->running() > 0) {
        if (stopping() && !leave_at) leave_at = Clock::now() + options_.graceful_shutdown + options_.cancel_time;
        if (shards_) shards_->give_up_overdue(Clock::now(), options_.deadlock_limit);
        if (leave_at && Clock::now() >= *leave_at && activities_->running() > 0) activities_->leave_behind();
        co_await sleep_for(kWatchInterval);
    }
}

Async<Result<void>> QueueWorker::finalize() {
    Result<void> done;
    // A heartbeat of an activity that was left behind may hold the engine for a moment.
    for (int i = 0; i < kFinalizeAttempts; ++i) {
        done = co_await core_->finalize();
        if (done || done.error().kind() != ErrorKind::InvalidInput) break;
        co_await sleep_for(10ms);
    }
    co_return done;
}

}  // namespace acervo::temporal
