#include "temporal/worker/worker_metrics.hpp"

namespace acervo::temporal {

namespace {

constexpr auto kTasks = "acervo_temporal_workflow_tasks_total";
constexpr auto kTasksHelp = "Workflow tasks that were answered";
constexpr auto kActivities = "acervo_temporal_activities_total";
constexpr auto kActivitiesHelp = "Attempts of activities that ended";

/// Activities may take hours.
std::vector<double> activity_buckets() { return {0.01, 0.1, 1, 10, 60, 600, 3600}; }

}  // namespace

WorkerMetrics::Cells::Cells(Metrics& metrics, const std::string& task_queue)
    : tasks_completed{metrics.counter(kTasks, kTasksHelp, {{"task_queue", task_queue}, {"outcome", "completed"}})},
      tasks_failed{metrics.counter(kTasks, kTasksHelp, {{"task_queue", task_queue}, {"outcome", "failed"}})},
      task_duration{metrics.histogram("acervo_temporal_workflow_task_seconds",
                                      "From a workflow task's arrival to its answer", latency_buckets(),
                                      {{"task_queue", task_queue}})},
      cached{metrics.gauge("acervo_temporal_cached_workflows", "Runs kept between their tasks",
                           {{"task_queue", task_queue}})},
      running{metrics.gauge("acervo_temporal_running_activities", "Attempts of activities that run",
                            {{"task_queue", task_queue}})},
      ended{metrics.counter(kActivities, kActivitiesHelp, {{"task_queue", task_queue}, {"outcome", "completed"}}),
            metrics.counter(kActivities, kActivitiesHelp, {{"task_queue", task_queue}, {"outcome", "failed"}}),
            metrics.counter(kActivities, kActivitiesHelp, {{"task_queue", task_queue}, {"outcome", "cancelled"}}),
            metrics.counter(kActivities, kActivitiesHelp, {{"task_queue", task_queue}, {"outcome", "elsewhere"}})},
      activity_duration{metrics.histogram("acervo_temporal_activity_seconds", "How long attempts of activities took",
                                          activity_buckets(), {{"task_queue", task_queue}})} {}

WorkerMetrics::WorkerMetrics(Metrics* metrics, const std::string& task_queue) {
    if (metrics != nullptr) cells_.emplace(*metrics, task_queue);
}

void WorkerMetrics::workflow_task(std::chrono::nanoseconds took, bool failed) noexcept {
    if (!cells_) return;
    (failed ? cells_->tasks_failed : cells_->tasks_completed).add();
    cells_->task_duration.observe(took);
}

void WorkerMetrics::cached_workflows(std::size_t count) noexcept {
    if (cells_) cells_->cached.set(static_cast<std::int64_t>(count));
}

void WorkerMetrics::activity_began() noexcept {
    if (cells_) cells_->running.add();
}

void WorkerMetrics::activity_ended(std::chrono::nanoseconds took, const ActivityOutcome& outcome) noexcept {
    if (!cells_) return;
    cells_->running.subtract();
    cells_->ended.at(outcome.index()).add();
    cells_->activity_duration.observe(took);
}

}  // namespace acervo::temporal
