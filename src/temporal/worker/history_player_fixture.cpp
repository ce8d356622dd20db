#include "temporal/worker/history_player_fixture.hpp"

#include <temporal/api/history/v1/message.pb.h>

#include <algorithm>
#include <stdexcept>

#include "temporal/engine/core_worker.hpp"
#include "temporal/engine/translate.hpp"
#include "temporal/payload/failures.hpp"

namespace acervo::temporal {

namespace {

namespace events = ::temporal::api::history::v1;
using ::temporal::api::history::v1::HistoryEvent;

CoreWorkerOptions replay_options() {
    CoreWorkerOptions options;
    options.name_space = "replay";
    options.task_queue = "replay";
    options.identity = "history-player";
    return options;
}

events::History parsed(const std::string& bytes) {
    events::History history;
    if (!history.ParseFromString(bytes)) throw std::runtime_error{"this is no history"};
    return history;
}

Result<void> refused(const job::RemoveFromCache& removed) {
    using enum job::RemoveFromCache::Reason;
    if (removed.reason != Nondeterminism && removed.reason != Fatal) return ok();
    return fail(ErrorKind::PreconditionFailed, removed.message);
}

/// An update that the task which began at `started` accepted.
bool accepts_update(const events::History& history, int started) {
    for (int i = started + 2; i < history.events_size(); ++i) {
        const auto& event = history.events(i);
        if (event.has_workflow_execution_update_accepted_event_attributes()) return true;
        if (event.has_workflow_task_started_event_attributes()) return false;
    }
    return false;
}

}  // namespace

Async<Result<std::vector<PlayedStep>>> HistoryPlayer::play(std::string workflow_id, std::string history) const {
    const auto core = CO_TRY(ReplayCore::make(runtime, replay_options()));
    Instance instance{*registry, setup};
    std::vector<PlayedStep> steps;
    Result<void> fits;
    CO_TRY(co_await core.push(std::move(workflow_id), std::move(history)));
    core.close();
    for (;;) {
        const auto polled = CO_TRY(co_await core.worker().poll_workflow());
        if (!polled) break;
        const auto activation = CO_TRY(read_activation(*polled));
        const auto completion = instance.apply(activation);
        if (const auto* removed = std::get_if<job::RemoveFromCache>(&activation.jobs.front())) {
            if (fits) fits = refused(*removed);
        } else if (const auto* failed = std::get_if<completion::TaskFailed>(&completion.status)) {
            if (fits) fits = fail(ErrorKind::PreconditionFailed, "the code fails: " + describe(failed->failure));
        } else {
            steps.push_back({activation.is_replaying, std::get<completion::Commands>(completion.status).commands});
        }
        CO_TRY(co_await core.worker().complete_workflow(write_completion(completion)));
    }
    CO_TRY(co_await core.worker().finalize());
    if (!fits) co_return fail(std::move(fits).error());
    co_return steps;
}

std::vector<HistoryPrefix> prefixes_of(const std::string& bytes) {
    const auto history = parsed(bytes);
    std::vector<HistoryPrefix> prefixes;
    events::History before;
    for (int i = 0; i + 1 < history.events_size(); ++i) {
        *before.add_events() = history.events(i);
        if (!history.events(i).has_workflow_task_started_event_attributes()) continue;
        if (!history.events(i + 1).has_workflow_task_completed_event_attributes() || accepts_update(history, i))
            continue;
        prefixes.push_back({before.SerializeAsString(), static_cast<std::size_t>(i) + 1});
    }
    return prefixes;
}

bool has_lost_tasks(const std::string& bytes) {
    const auto history = parsed(bytes);
    return std::ranges::any_of(history.events(), [](const HistoryEvent& event) {
        if (event.has_workflow_task_failed_event_attributes()) return true;
        // A task that nobody took in time goes to another queue, and has asked for nothing.
        return event.has_workflow_task_timed_out_event_attributes() &&
               event.workflow_task_timed_out_event_attributes().timeout_type() !=
                   ::temporal::api::enums::v1::TIMEOUT_TYPE_SCHEDULE_TO_START;
    });
}

std::string broken_task(const std::string& bytes) {
    namespace enums = ::temporal::api::enums::v1;
    const auto history = parsed(bytes);
    for (const auto& event : history.events()) {
        if (!event.has_workflow_task_failed_event_attributes()) continue;
        const auto& failed = event.workflow_task_failed_event_attributes();
        const auto cause = failed.cause();
        if (cause == enums::WORKFLOW_TASK_FAILED_CAUSE_WORKFLOW_WORKER_UNHANDLED_FAILURE ||
            cause == enums::WORKFLOW_TASK_FAILED_CAUSE_NON_DETERMINISTIC_ERROR) {
            return failed.failure().message();
        }
    }
    return {};
}

}  // namespace acervo::temporal
