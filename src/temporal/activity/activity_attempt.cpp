#include "temporal/activity/activity_attempt.hpp"

#include <fmt/format.h>

namespace acervo::temporal {

ActivityAttempt::ActivityAttempt(ActivityInfo info, SendHeartbeat send_heartbeat)
    : info_{std::move(info)}, send_heartbeat_{std::move(send_heartbeat)} {
    log_context_ = log::Context{}.with({{"activity_type", info_.activity_type()},
                                        {"activity_id", info_.activity_id()},
                                        {"attempt", info_.attempt()},
                                        {"workflow_id", info_.workflow_id()},
                                        {"run_id", info_.workflow_run_id()}});
}

void ActivityAttempt::cancel(activity_task::CancelReason reason) {
    int expected = kNotCancelled;
    // The reason first: who sees the stop may ask for it at once.
    if (reason_.compare_exchange_strong(expected, static_cast<int>(reason))) stop_.request_stop();
}

std::optional<activity_task::CancelReason> ActivityAttempt::cancel_reason() const noexcept {
    const int reason = reason_.load();
    if (reason == kNotCancelled) return std::nullopt;
    return static_cast<activity_task::CancelReason>(reason);
}

std::string describe(activity_task::CancelReason reason) {
    using enum activity_task::CancelReason;
    switch (reason) {
        case NotFound:
            return "the server knows the activity no more";
        case Cancelled:
            return "the activity was cancelled";
        case TimedOut:
            return "the activity timed out";
        case WorkerShutdown:
            return "the worker shuts down";
        case Paused:
            return "the activity was paused";
        case Reset:
            return "the activity was reset";
    }
    return "the activity shall end";
}

std::string describe(const ActivityInfo& info) {
    return fmt::format("activity \"{}\" (id {}, attempt {}, workflow {})", info.activity_type(), info.activity_id(),
                       info.attempt(), info.workflow_id());
}

}  // namespace acervo::temporal
