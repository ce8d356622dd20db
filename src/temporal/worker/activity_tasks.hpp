#pragma once

#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <string>

#include "temporal/activity/run_activity.hpp"
#include "temporal/model/activity_task.hpp"
#include "temporal/worker/payload_border.hpp"
#include "temporal/worker/worker_metrics.hpp"

namespace acervo::temporal {

/// The attempts of activities that run for one task queue. On the worker's loop; attempts hold it, for one that is left
/// behind may be the last.
class ActivityTasks : public std::enable_shared_from_this<ActivityTasks> {
public:
    struct Setup {
        boost::asio::any_io_executor executor;
        std::string task_queue;
        const ActivityRegistry* registry;
        std::size_t threads;
        ActivityInterceptors interceptors;
        PayloadBorder border;
        WorkerMetrics* metrics;
    };
    /// Takes the end of the attempt of this token to the engine: coresdk.ActivityTaskCompletion. Called on the loop,
    /// once for each attempt.
    using Complete = std::function<void(std::string token, std::string completion)>;
    /// Takes a heartbeat to the engine: coresdk.ActivityHeartbeat. Called on any thread, also after all has ended.
    using Heartbeat = std::function<void(const std::string&)>;

    ActivityTasks(Setup setup, Complete complete, Heartbeat heartbeat);
    ~ActivityTasks();
    ActivityTasks(const ActivityTasks&) = delete;
    ActivityTasks& operator=(const ActivityTasks&) = delete;

    void take(ActivityTask task);
    /// All that run are reported as failed (retryable, "WorkerShutdown"), and nobody waits for them.
    void leave_behind();
    std::size_t running() const noexcept { return running_.size(); }

private:
    struct Running;
    void begin(const std::string& token, activity_task::Start start);
    void cancel(const std::string& token, activity_task::CancelReason reason);
    void end(const std::string& token, ActivityOutcome outcome);
    void complete(const std::string& token, ActivityOutcome outcome);
    ActivityAttempt::SendHeartbeat heartbeat_of(const std::string& token, bool is_local) const;

    Setup setup_;
    Complete complete_;
    Heartbeat heartbeat_;
    ActivityThreads threads_;
    ActivityRunner runner_;
    std::map<std::string, std::shared_ptr<Running>> running_;
};

}  // namespace acervo::temporal
