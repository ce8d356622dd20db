#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/async.hpp"
#include "core/result.hpp"
#include "temporal/client/client.hpp"
#include "temporal/model/time.hpp"

namespace acervo::temporal {

/// temporal.api.enums.v1.TaskQueueType: a queue's name stands for one of each.
enum class TaskKind {
    Workflow = 1,
    Activity = 2,
};

/// A worker that asked for tasks in the last minutes.
struct QueuePoller {
    std::string identity;
    std::optional<Time> last_access_time;
    /// The rate that it asked to be held to.
    double tasks_per_second = 0;
};

/// How a queue stands: enough for autoscaling and dashboards. Source: temporal.api.taskqueue.v1.TaskQueueStats.
struct QueueState {
    std::vector<QueuePoller> pollers;
    /// Tasks that wait; the server's estimate, exact when it is small.
    std::int64_t backlog_count = 0;
    /// How long the oldest of them has waited.
    Duration backlog_age{};
    /// Tasks per second over the last 30 s. Those that a worker took at once are in both.
    double add_rate = 0;
    double dispatch_rate = 0;
    /// The limit that the server holds the queue to; nothing when there is none.
    std::optional<double> limit_per_second;
};

/// Queues come into being when they are named: an unknown one is empty. Tasks on the sticky queues of workers that have
/// a workflow in their cache are not counted.
Async<Result<QueueState>> describe_task_queue(Client client, std::string task_queue, TaskKind kind);

}  // namespace acervo::temporal
