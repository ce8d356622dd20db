#include "temporal/worker/worker.hpp"

#include <boost/asio/cancellation_state.hpp>
#include <boost/asio/this_coro.hpp>

#include "core/log.hpp"
#include "core/task_group.hpp"
#include "temporal/worker/queue_worker.hpp"

namespace acervo::temporal {

namespace asio = boost::asio;

namespace {

/// `first` is a local of the one who awaits the group.
Async<void> run_queue(QueueWorker* queue, Result<void>* first) {
    auto ended = co_await queue->run();
    if (!ended && *first) *first = std::move(ended);
}

void complete_options(CoreWorkerOptions& engine, const WorkerOptions& options) {
    if (engine.name_space.empty()) engine.name_space = options.name_space;
    if (engine.identity.empty()) engine.identity = options.identity;
    if (engine.build_id.empty()) engine.build_id = options.build_id;
    if (!engine.deployment) engine.deployment = options.deployment;
    engine.graceful_shutdown = options.graceful_shutdown;
}

}  // namespace

Worker::Worker(Connection connection, WorkerOptions options)
    : connection_{std::move(connection)}, options_{std::move(options)} {}

Worker::~Worker() = default;

Result<void> Worker::add(QueueOptions queue) {
    queue.engine.workflows = queue.workflows != nullptr;
    queue.engine.activities = queue.activities != nullptr;
    complete_options(queue.engine, options_);
    auto core = CoreWorker::make(connection_, queue.engine);
    if (!core) return fail(std::move(core).error());
    queues_.push_back(std::make_unique<QueueWorker>(*std::move(core), options_, std::move(queue)));
    return ok();
}

Async<Result<void>> Worker::run() {
    co_await asio::this_coro::reset_cancellation_state(asio::disable_cancellation());
    TaskGroup running{co_await asio::this_coro::executor, OnFailure::KeepOthers};
    Result<void> first;
    for (const auto& queue : queues_) running.spawn("queue " + queue->task_queue(), run_queue(queue.get(), &first));
    co_await running.join();
    co_return first;
}

void Worker::shut_down() {
    for (const auto& queue : queues_) queue->shut_down();
}

Result<void> Worker::ready() const {
    for (const auto& queue : queues_) {
        if (auto one = queue->ready(); !one) {
            return fail(std::move(one).error().with_context("task queue " + queue->task_queue()));
        }
    }
    return ok();
}

}  // namespace acervo::temporal
