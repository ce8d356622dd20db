#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <optional>
#include <stop_token>

#include "core/log.hpp"
#include "core/result.hpp"
#include "temporal/activity/activity_info.hpp"

namespace acervo::temporal {

/// What `ActivityContext::complete_async` throws, and the library catches.
class CompletesElsewhere {};

/// One attempt of an activity, behind its contexts: what it is, whom heartbeats go to, whether it shall end. For the
/// worker and the test context; activities have `ActivityContext`.
class ActivityAttempt {
public:
    /// Takes details to the server. Called on the activity's thread, also when nobody listens any more. InvalidInput
    /// for details that cannot be sent.
    using SendHeartbeat = std::function<Result<void>(Payloads)>;

    ActivityAttempt(ActivityInfo info, SendHeartbeat send_heartbeat);

    const ActivityInfo& info() const noexcept { return info_; }
    const log::Context& log_context() const noexcept { return log_context_; }
    Result<void> heartbeat(Payloads details) const { return send_heartbeat_(std::move(details)); }

    /// Only the first call counts.
    void cancel(activity_task::CancelReason reason);
    std::stop_token stop_token() const noexcept { return stop_.get_token(); }
    std::optional<activity_task::CancelReason> cancel_reason() const noexcept;

private:
    static constexpr int kNotCancelled = -1;
    ActivityInfo info_;
    SendHeartbeat send_heartbeat_;
    log::Context log_context_;
    std::atomic<int> reason_{kNotCancelled};
    std::stop_source stop_;
};

/// `the activity was cancelled`, `the worker shuts down` …
std::string describe(activity_task::CancelReason reason);

/// `activity "probe" (id 3, attempt 2, workflow asset-7)`
std::string describe(const ActivityInfo& info);

}  // namespace acervo::temporal
