#include "temporal/worker/activity_tasks.hpp"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>

#include "core/log.hpp"
#include "temporal/engine/translate.hpp"
#include "temporal/payload/failures.hpp"

namespace acervo::temporal {

namespace asio = boost::asio;

using Clock = std::chrono::steady_clock;

struct ActivityTasks::Running {
    std::shared_ptr<ActivityAttempt> attempt;
    /// Reaches the activity when it is a coroutine.
    asio::cancellation_signal signal;
    Clock::time_point began = Clock::now();
};

namespace {

/// `keeper` holds the runner as long as the attempt runs.
Async<ActivityOutcome> attempt(std::shared_ptr<const ActivityTasks> keeper, const ActivityRunner* runner,
                               std::shared_ptr<ActivityAttempt> what, Payloads input) {
    auto outcome = co_await run_activity(runner, std::move(what), std::move(input));
    static_cast<void>(keeper);
    co_return outcome;
}

ActivityOutcome failed(const Error& error) { return ActivityCompletion::Failed{to_failure(error)}; }

}  // namespace

ActivityTasks::ActivityTasks(Setup setup, Complete complete, Heartbeat heartbeat)
    : setup_{std::move(setup)},
      complete_{std::move(complete)},
      heartbeat_{std::move(heartbeat)},
      threads_{setup_.threads},
      runner_{setup_.registry, &threads_, setup_.interceptors} {}

ActivityTasks::~ActivityTasks() = default;

void ActivityTasks::take(ActivityTask task) {
    if (auto* start = std::get_if<activity_task::Start>(&task.what)) {
        begin(task.task_token, std::move(*start));
    } else {
        cancel(task.task_token, std::get<activity_task::Cancel>(task.what).reason);
    }
}

void ActivityTasks::begin(const std::string& token, activity_task::Start start) {
    if (auto entered = setup_.border.enter(start); !entered) return complete(token, failed(entered.error()));
    auto input = std::move(start.input);
    const bool is_local = start.is_local;
    auto what = std::make_shared<ActivityAttempt>(ActivityInfo{std::move(start), token, setup_.task_queue},
                                                  heartbeat_of(token, is_local));
    auto running = std::make_shared<Running>();
    running->attempt = what;
    running_.emplace(token, running);
    setup_.metrics->activity_began();
    const auto slot = running->signal.slot();
    auto ended = [self = weak_from_this(), running, token](const std::exception_ptr& /*none*/,
                                                           ActivityOutcome outcome) {
        if (const auto tasks = self.lock()) tasks->end(token, std::move(outcome));
    };
    asio::co_spawn(setup_.executor, attempt(shared_from_this(), &runner_, std::move(what), std::move(input)),
                   asio::bind_cancellation_slot(slot, std::move(ended)));
}

void ActivityTasks::cancel(const std::string& token, activity_task::CancelReason reason) {
    const auto found = running_.find(token);
    if (found == running_.end()) return;
    const auto running = found->second;  // it may end, and leave the map, while it is told
    running->attempt->cancel(reason);
    running->signal.emit(asio::cancellation_type::terminal);
}

void ActivityTasks::end(const std::string& token, ActivityOutcome outcome) {
    const auto found = running_.find(token);
    if (found == running_.end()) return;  // left behind
    const auto running = found->second;
    running_.erase(found);
    const auto& info = running->attempt->info();
    setup_.metrics->activity_ended(Clock::now() - running->began, outcome);
    if (const auto* bad = std::get_if<ActivityCompletion::Failed>(&outcome)) {
        log::warn(running->attempt->log_context(), "activity.failed",
                  {{"task_queue", info.task_queue}, {"reason", describe(bad->failure)}});
    }
    complete(token, std::move(outcome));
}

void ActivityTasks::complete(const std::string& token, ActivityOutcome outcome) {
    ActivityCompletion completion{token, std::move(outcome)};
    if (auto left = setup_.border.leave(completion); !left) {
        log::error("activity.answer_refused", {{"reason", left.error()}});
        completion.status = failed(left.error());
    }
    complete_(token, write_activity_completion(completion));
}

void ActivityTasks::leave_behind() {
    threads_.leave_behind();
    const auto left = running_;
    for (const auto& [token, running] : left) {
        log::error(running->attempt->log_context(), "activity.left_behind", {});
        const ApplicationFailure failure{FailureType{"WorkerShutdown"}, "the worker ended before the activity did"};
        end(token, ActivityCompletion::Failed{failure.failure()});
    }
}

ActivityAttempt::SendHeartbeat ActivityTasks::heartbeat_of(const std::string& token, bool is_local) const {
    if (is_local) return [](const Payloads& /*details*/) { return ok(); };
    return [token, border = setup_.border, heartbeat = heartbeat_](Payloads details) -> Result<void> {
        if (auto left = border.leave(details); !left) return left;
        heartbeat(write_heartbeat(ActivityHeartbeat{token, std::move(details)}));
        return ok();
    };
}

}  // namespace acervo::temporal
