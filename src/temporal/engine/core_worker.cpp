#include "temporal/engine/core_worker.hpp"

#include <acervo_temporal_bridge.h>

#include "temporal/engine/bridge_call.hpp"

namespace acervo::temporal {

namespace {

using Shared = std::shared_ptr<AtbWorker>;
using Poll = void (*)(const AtbWorker*, void*, AtbCallback);
using Complete = void (*)(const AtbWorker*, AtbBytes, void*, AtbCallback);

AtbBytes bytes_of(std::string_view text) noexcept {
    return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}

std::uint64_t count_of(std::chrono::milliseconds duration) noexcept {
    return static_cast<std::uint64_t>(std::max<std::int64_t>(duration.count(), 0));
}

AtbPollers pollers_of(const Pollers& pollers) noexcept {
    switch (pollers.kind()) {
        case Pollers::Kind::Fixed:
            return {ATB_POLLERS_FIXED, 0, pollers.maximum(), 0};
        case Pollers::Kind::Autoscaling:
            return {ATB_POLLERS_AUTOSCALING, pollers.minimum(), pollers.maximum(), pollers.initial()};
        case Pollers::Kind::EngineChooses:
            break;
    }
    return {ATB_POLLERS_DEFAULT, 0, 0, 0};
}

/// Points into `options`.
AtbWorkerOptions asked_of(const CoreWorkerOptions& options) noexcept {
    AtbWorkerOptions asked{};
    asked.namespace_name = options.name_space.c_str();
    asked.task_queue = options.task_queue.c_str();
    asked.identity = options.identity.c_str();
    asked.build_id = options.build_id.c_str();
    asked.versioning = ATB_VERSIONING_NONE;
    if (options.deployment) {
        asked.versioning = ATB_VERSIONING_DEPLOYMENT;
        asked.deployment_name = options.deployment->name.c_str();
        asked.default_versioning_behavior = static_cast<std::int32_t>(options.deployment->default_behavior);
    }
    asked.workflows = options.workflows;
    asked.activities = options.activities;
    asked.max_cached_workflows = options.max_cached_workflows;
    asked.max_workflow_tasks = options.max_workflow_tasks;
    asked.max_activities = options.max_activities;
    asked.max_local_activities = options.max_local_activities;
    asked.workflow_pollers = pollers_of(options.workflow_pollers);
    asked.activity_pollers = pollers_of(options.activity_pollers);
    asked.worker_activities_per_second = options.activities_per_second.value_or(0);
    asked.task_queue_activities_per_second = options.task_queue_activities_per_second.value_or(0);
    asked.graceful_shutdown_ms = count_of(options.graceful_shutdown);
    asked.sticky_timeout_ms = count_of(options.sticky_timeout);
    asked.max_heartbeat_throttle_ms = count_of(options.max_heartbeat_throttle);
    asked.default_heartbeat_throttle_ms = count_of(options.default_heartbeat_throttle);
    asked.fail_workflow_on_nondeterminism = options.fail_workflow_on_nondeterminism;
    return asked;
}

void free_worker(void* worker) { atb_worker_free(static_cast<AtbWorker*>(worker)); }

/// `owner` is what must outlive the worker.
template <class Owner>
Shared shared_worker(bridge::Handle handle, Owner owner) {
    return {static_cast<AtbWorker*>(handle.release()),
            [owner = std::move(owner)](AtbWorker* worker) { atb_worker_free(worker); }};
}

Result<void> outcome_of(const bridge::Answer& answer, std::string_view what) {
    if (answer.is_ok()) return ok();
    return fail(answer.error(what));
}

// The coroutines hold the worker themselves: the object that was asked may go before they end.

Async<Result<std::string>> asked(Shared worker, Poll question, std::string what) {
    bridge::Begin begin = [&](void* context) { question(worker.get(), context, bridge::acervo_temporal_answer); };
    auto answer = co_await bridge::ask(std::move(begin));
    if (!answer.is_ok()) co_return fail(answer.error(what));
    co_return answer.take_data();
}

Async<Result<std::optional<std::string>>> polled(Shared worker, Poll question, std::string what) {
    bridge::Begin begin = [&](void* context) { question(worker.get(), context, bridge::acervo_temporal_answer); };
    auto answer = co_await bridge::ask(std::move(begin));
    if (answer.is_shutdown()) co_return std::nullopt;
    if (!answer.is_ok()) co_return fail(answer.error(what));
    co_return answer.take_data();
}

Async<Result<void>> completed(Shared worker, Complete question, std::string completion, std::string what) {
    bridge::Begin begin = [&](void* context) {
        question(worker.get(), bytes_of(completion), context, bridge::acervo_temporal_answer);
    };
    const auto answer = co_await bridge::ask(std::move(begin));
    co_return outcome_of(answer, what);
}

Async<Result<void>> finalized(Shared worker) {
    bridge::Begin begin = [&](void* context) {
        atb_worker_finalize(worker.get(), context, bridge::acervo_temporal_answer);
    };
    const auto answer = co_await bridge::ask(std::move(begin));
    co_return outcome_of(answer, "finalize the worker");
}

Async<Result<void>> pushed(Shared worker, std::string workflow_id, std::string history) {
    bridge::Begin begin = [&](void* context) {
        atb_replay_push(worker.get(), workflow_id.c_str(), bytes_of(history), context, bridge::acervo_temporal_answer);
    };
    const auto answer = co_await bridge::ask(std::move(begin));
    co_return outcome_of(answer, "push a history");
}

}  // namespace

Result<CoreWorker> CoreWorker::make(const Connection& connection, const CoreWorkerOptions& options) {
    const auto wanted = asked_of(options);
    auto answer = bridge::ask_now(
        [&](void* context) {
            atb_worker_new(connection.runtime().handle().get(), connection.handle().get(), &wanted, context,
                           bridge::acervo_temporal_answer);
        },
        free_worker);
    if (!answer.is_ok()) return fail(answer.error("worker of " + options.task_queue));
    return CoreWorker{shared_worker(answer.take_handle(), connection)};
}

Async<Result<std::string>> CoreWorker::validate() const {
    return asked(worker_, atb_worker_validate, "validate the worker");
}

Async<Result<std::optional<std::string>>> CoreWorker::poll_workflow() const {
    return polled(worker_, atb_worker_poll_workflow, "poll for workflow tasks");
}

Async<Result<void>> CoreWorker::complete_workflow(std::string completion) const {
    return completed(worker_, atb_worker_complete_workflow, std::move(completion), "complete a workflow task");
}

Async<Result<std::optional<std::string>>> CoreWorker::poll_activity() const {
    return polled(worker_, atb_worker_poll_activity, "poll for activities");
}

Async<Result<void>> CoreWorker::complete_activity(std::string completion) const {
    return completed(worker_, atb_worker_complete_activity, std::move(completion), "complete an activity");
}

Result<void> CoreWorker::heartbeat(std::string_view heartbeat) const {
    if (atb_worker_heartbeat(worker_.get(), bytes_of(heartbeat))) return ok();
    return fail(ErrorKind::InvalidInput, "this is no heartbeat of an activity, or the worker is finalized");
}

void CoreWorker::evict(const std::string& run_id) const { atb_worker_evict(worker_.get(), run_id.c_str()); }

void CoreWorker::initiate_shutdown() const { atb_worker_initiate_shutdown(worker_.get()); }

Async<Result<void>> CoreWorker::finalize() const { return finalized(worker_); }

Result<ReplayCore> ReplayCore::make(const Runtime& runtime, const CoreWorkerOptions& options) {
    const auto wanted = asked_of(options);
    auto answer = bridge::ask_now(
        [&](void* context) {
            atb_replay_new(runtime.handle().get(), &wanted, context, bridge::acervo_temporal_answer);
        },
        free_worker);
    if (!answer.is_ok()) return fail(answer.error("replay worker"));
    return ReplayCore{CoreWorker{shared_worker(answer.take_handle(), runtime)}};
}

Async<Result<void>> ReplayCore::push(std::string workflow_id, std::string history) const {
    return pushed(worker_.worker_, std::move(workflow_id), std::move(history));
}

void ReplayCore::close() const { atb_replay_close(worker_.worker_.get()); }

}  // namespace acervo::temporal
