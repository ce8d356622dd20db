#include <algorithm>
#include <cmath>

#include "temporal/testing/simulation.hpp"

namespace acervo::temporal::testing {

namespace {

Failure activity_failure(const SimulatedActivity& activity, RetryState state, Failure cause) {
    Failure failure;
    failure.message = "activity failed";
    failure.source = "simulation";
    auto& info = failure.info.emplace<Failure::ActivityInfo>();
    info.activity_type = activity.type;
    info.activity_id = activity.id;
    info.retry_state = state;
    return caused_by(std::move(failure), std::move(cause));
}

Failure timeout(TimeoutType type) {
    Failure failure;
    failure.message = "the activity took too long";
    failure.source = "simulation";
    failure.info.emplace<Failure::TimeoutInfo>().type = type;
    return failure;
}

/// The pause before the next attempt, with the server's defaults.
Duration pause_after(const SimulatedActivity& activity, const Failure& failure) {
    if (const auto* info = std::get_if<Failure::ApplicationInfo>(&failure.info)) {
        if (info->next_retry_delay) return *info->next_retry_delay;
    }
    const auto policy = activity.retry_policy.value_or(RetryPolicy{});
    const auto first = policy.initial_interval.value_or(std::chrono::seconds{1});
    const auto longest = policy.maximum_interval.value_or(first * 100);
    const double factor = policy.backoff_coefficient == 0 ? 2.0 : policy.backoff_coefficient;
    const double pause = static_cast<double>(first.count()) * std::pow(factor, activity.attempt - 1);
    return Duration{static_cast<Duration::rep>(std::min(pause, static_cast<double>(longest.count())))};
}

/// Why there is no further attempt; InProgress when there is one.
RetryState verdict(const SimulatedActivity& activity, const Failure& failure, Time next_attempt) {
    const auto policy = activity.retry_policy.value_or(RetryPolicy{});
    if (const auto* info = std::get_if<Failure::ApplicationInfo>(&failure.info)) {
        if (info->non_retryable || std::ranges::count(policy.non_retryable_error_types, info->type) > 0) {
            return RetryState::NonRetryableFailure;
        }
    }
    if (policy.maximum_attempts > 0 && activity.attempt >= static_cast<std::uint32_t>(policy.maximum_attempts)) {
        return RetryState::MaximumAttemptsReached;
    }
    return activity.deadline && next_attempt >= *activity.deadline ? RetryState::Timeout : RetryState::InProgress;
}

/// Another attempt, another activity, or the same one again after it was resolved: then an event came too late.
bool is_current(const SimulatedRun& run, std::uint32_t seq, std::uint32_t attempt) {
    const auto found = run.activities.find(seq);
    return found != run.activities.end() && found->second.attempt == attempt;
}

}  // namespace

void Simulation::obey(const RunPointer& run, const command::ScheduleActivity& command) {
    SimulatedActivity activity;
    activity.type = command.activity_type;
    activity.id = command.activity_id;
    activity.arguments = command.arguments;
    activity.retry_policy = command.retry_policy;
    activity.start_to_close = command.start_to_close_timeout;
    if (command.schedule_to_close_timeout) activity.deadline = now_ + *command.schedule_to_close_timeout;
    activity.cancellation_type = command.cancellation_type;
    begin_activity(run, command.seq, std::move(activity));
}

void Simulation::obey(const RunPointer& run, const command::ScheduleLocalActivity& command) {
    SimulatedActivity activity;
    activity.type = command.activity_type;
    activity.id = command.activity_id;
    activity.arguments = command.arguments;
    activity.retry_policy = command.retry_policy;
    activity.start_to_close = command.start_to_close_timeout;
    activity.scheduled = command.original_schedule_time.value_or(now_);
    if (command.schedule_to_close_timeout) activity.deadline = activity.scheduled + *command.schedule_to_close_timeout;
    activity.cancellation_type = command.cancellation_type;
    activity.local = true;
    activity.attempt = command.attempt;
    if (command.local_retry_threshold) activity.local_retry_threshold = *command.local_retry_threshold;
    begin_activity(run, command.seq, std::move(activity));
}

void Simulation::begin_activity(const RunPointer& run, std::uint32_t seq, SimulatedActivity activity) {
    if (!activity.local) activity.scheduled = now_;
    if (activity.deadline) {
        at(*activity.deadline, [this, run, seq] {
            const auto late = run->activities.find(seq);
            if (late == run->activities.end()) return;
            auto failure = activity_failure(late->second, RetryState::Timeout, timeout(TimeoutType::ScheduleToClose));
            resolve_activity(run, seq, job::Failed{std::move(failure)});
        });
    }
    run->activities.insert_or_assign(seq, std::move(activity));
    at(now_, [this, run, seq] { attempt(run, seq); });
}

void Simulation::attempt(const RunPointer& run, std::uint32_t seq) {
    const auto found = run->activities.find(seq);
    if (found == run->activities.end()) return;
    const auto& activity = found->second;
    const auto fake = fakes_.find(activity.type);
    if (fake == fakes_.end()) {
        ApplicationFailure missing{FailureType{"NoFake"},
                                   "the test has no fake for activity \"" + activity.type + "\""};
        return attempt_failed(run, seq, std::move(missing).not_retryable().failure());
    }
    const FakeCall call{activity.attempt, activity.id, now_};
    // The fake may begin other things in this environment, so nothing here is used after it but the run.
    const auto number = activity.attempt;
    const auto limit = activity.start_to_close;
    const auto takes = fake->second.options.takes;
    auto answer = fake->second.attempt(call, activity.arguments);
    if (limit && takes > *limit) {
        after(*limit, [this, run, seq, number] {
            if (is_current(*run, seq, number)) attempt_failed(run, seq, timeout(TimeoutType::StartToClose));
        });
        return;
    }
    after(takes, [this, run, seq, number, answer = std::move(answer)] {
        if (!is_current(*run, seq, number)) return;
        if (const auto* failure = std::get_if<Failure>(&answer)) return attempt_failed(run, seq, *failure);
        resolve_activity(run, seq, job::Completed{std::get<Payload>(answer)});
    });
}

void Simulation::attempt_failed(const RunPointer& run, std::uint32_t seq, Failure failure) {
    auto& activity = run->activities.at(seq);
    const auto pause = pause_after(activity, failure);
    const auto state = verdict(activity, failure, now_ + pause);
    if (state != RetryState::InProgress) {
        return resolve_activity(run, seq, job::Failed{activity_failure(activity, state, std::move(failure))});
    }
    if (activity.local && pause > activity.local_retry_threshold) {
        return resolve_activity(run, seq, job::Backoff{activity.attempt + 1, pause, activity.scheduled});
    }
    ++activity.attempt;
    after(pause, [this, run, seq, number = activity.attempt] {
        if (is_current(*run, seq, number)) attempt(run, seq);
    });
}

void Simulation::cancel_activity(const RunPointer& run, std::uint32_t seq) {
    const auto found = run->activities.find(seq);
    if (found == run->activities.end()) return;
    const auto& activity = found->second;
    const auto fake = fakes_.find(activity.type);
    const bool ignores = fake != fakes_.end() && fake->second.options.ignores_cancellation;
    if (activity.cancellation_type == ActivityCancellationType::WaitCancellationCompleted && ignores) return;
    Failure cause;
    cause.message = "the activity was cancelled";
    cause.info.emplace<Failure::CancelledInfo>();
    auto failure = activity_failure(activity, RetryState::CancelRequested, std::move(cause));
    resolve_activity(run, seq, job::Cancelled{std::move(failure)});
}

void Simulation::resolve_activity(const RunPointer& run, std::uint32_t seq, job::ResolveActivity::Result result) {
    const auto activity = run->activities.extract(seq);
    tell(run, job::ResolveActivity{seq, std::move(result), activity.mapped().local});
}

}  // namespace acervo::temporal::testing
