#pragma once

#include <string>

#include "temporal/model/activity_task.hpp"

namespace acervo::temporal {

/// What an activity may know about the attempt that it makes.
struct ActivityInfo {
    /// As the attempt was given out: ids, types, attempt, times and time limits, headers, details of the last heartbeat
    /// of the attempt before.
    activity_task::Start start;
    /// Names the attempt, for whoever completes it from elsewhere.
    std::string task_token;
    std::string task_queue;

    const std::string& activity_id() const noexcept { return start.activity_id; }
    const std::string& activity_type() const noexcept { return start.activity_type; }
    const std::string& workflow_id() const noexcept { return start.workflow_execution.workflow_id; }
    const std::string& workflow_run_id() const noexcept { return start.workflow_execution.run_id; }
    /// From 1.
    std::uint32_t attempt() const noexcept { return start.attempt; }

    /// When the server gives this attempt up (start-to-close), or the whole activity (schedule-to-close), whichever
    /// comes first; nothing when there is no limit that can be told.
    std::optional<Time> deadline() const;
};

}  // namespace acervo::temporal
