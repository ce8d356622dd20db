#pragma once

#include <functional>
#include <memory>
#include <vector>

#include "core/async.hpp"
#include "temporal/activity/activity_attempt.hpp"
#include "temporal/activity/activity_registry.hpp"
#include "temporal/activity/activity_threads.hpp"

namespace acervo::temporal {

using ActivityOutcome = decltype(ActivityCompletion::status);

/// What a call to an activity carries.
struct ActivityCall {
    ActivityContext context;
    Payloads input;
};

/// Stands around every attempt of every activity of a worker. It must outlive the worker.
class ActivityInterceptor {
public:
    using Next = std::function<Async<std::optional<Payload>>(ActivityCall)>;

    virtual ~ActivityInterceptor() = default;
    /// Runs on the worker's loop. Calls `next`, or answers or throws itself, which is then the attempt's outcome.
    virtual Async<std::optional<Payload>> run_activity(ActivityCall call, Next next) const = 0;
};
/// The first is the outermost.
using ActivityInterceptors = std::vector<std::shared_ptr<const ActivityInterceptor>>;

/// What attempts are run with. It outlives them.
struct ActivityRunner {
    const ActivityRegistry* registry;
    ActivityThreads* threads;
    ActivityInterceptors interceptors;
};

/// One attempt from its input to its outcome; no exception leaves it. `runner` outlives the call.
///   returned → Completed              `Cancelled`, or an Asio wait cut short, in an attempt that was cancelled →
///   Cancelled complete_async → WillCompleteAsync             everything else that is thrown → Failed
///   (payload/failures.hpp)
/// A type that is not registered is a retryable failure "ActivityNotRegistered": another worker may know it.
Async<ActivityOutcome> run_activity(const ActivityRunner* runner, std::shared_ptr<ActivityAttempt> attempt,
                                    Payloads input);

}  // namespace acervo::temporal
