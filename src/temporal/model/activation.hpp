#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "temporal/model/job.hpp"

namespace acervo::temporal {

/// What a run has to take notice of, all at one moment of its own time. One activation per run at a time; the answer is
/// a `Completion`. Source: coresdk.workflow_activation.WorkflowActivation.
struct Activation {
    std::string run_id;
    /// The workflow's clock: it stands still within an activation.
    Time timestamp;
    bool is_replaying = false;
    std::uint32_t history_length = 0;
    std::uint64_t history_size_bytes = 0;
    bool continue_as_new_suggested = false;
    DeploymentVersion deployment_version;
    std::string last_sdk_version;
    /// Flags of this library that may be used; none is defined yet.
    std::vector<std::uint32_t> available_internal_flags;
    /// In the order in which core gives them: start, patches, seeds, signals and updates, the rest, local activities,
    /// queries. Queries and evictions come alone.
    std::vector<Job> jobs;

    friend bool operator==(const Activation&, const Activation&) = default;
};

}  // namespace acervo::temporal
