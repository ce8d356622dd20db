#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "temporal/model/job.hpp"

namespace acervo::temporal {

/// What a workflow may know about itself. All of it is the same in a replay.
struct Info {
    /// As the run was started: type, ids, timeouts, attempt, parent, memo, headers …
    job::InitializeWorkflow start;
    std::string run_id;
    std::string namespace_name;
    std::string task_queue;

    // As of the current activation.
    Time now{};
    bool is_replaying = false;
    std::uint32_t history_length = 0;
    std::uint64_t history_size_bytes = 0;
    /// The history grows long (51,200 events are the end): continue as new soon.
    bool continue_as_new_suggested = false;
    DeploymentVersion deployment_version;
    PayloadMap memo;
    PayloadMap search_attributes;

    const std::string& workflow_type() const noexcept { return start.workflow_type; }
    const std::string& workflow_id() const noexcept { return start.workflow_id; }
    std::int32_t attempt() const noexcept { return start.attempt; }
};

}  // namespace acervo::temporal
