#pragma once

#include <array>
#include <chrono>
#include <optional>
#include <string>

#include "core/metrics.hpp"
#include "temporal/activity/run_activity.hpp"

namespace acervo::temporal {

/// What one task queue of a worker counts; nothing where there are no metrics.
class WorkerMetrics {
public:
    WorkerMetrics(Metrics* metrics, const std::string& task_queue);

    void workflow_task(std::chrono::nanoseconds took, bool failed) noexcept;
    void cached_workflows(std::size_t count) noexcept;
    void activity_began() noexcept;
    void activity_ended(std::chrono::nanoseconds took, const ActivityOutcome& outcome) noexcept;

private:
    struct Cells {
        Cells(Metrics& metrics, const std::string& task_queue);
        Counter tasks_completed;
        Counter tasks_failed;
        Histogram task_duration;
        Gauge cached;
        Gauge running;
        /// By the index of the outcome's variant.
        std::array<Counter, 4> ended;
        Histogram activity_duration;
    };
    std::optional<Cells> cells_;
};

}  // namespace acervo::temporal
