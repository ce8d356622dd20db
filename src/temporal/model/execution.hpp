#pragma once

#include <cstdint>
#include <string>

namespace acervo::temporal {

/// One run of a workflow; an empty run id means the latest. Source: temporal.api.common.v1.WorkflowExecution.
struct WorkflowExecution {
    std::string workflow_id;
    std::string run_id;

    friend bool operator==(const WorkflowExecution&, const WorkflowExecution&) = default;
};

/// The same with its namespace. Source: coresdk.common.NamespacedWorkflowExecution.
struct NamespacedExecution {
    std::string namespace_name;
    std::string workflow_id;
    std::string run_id;

    friend bool operator==(const NamespacedExecution&, const NamespacedExecution&) = default;
};

/// Which deployment of workers does the work; both may be empty. Source: coresdk.common.WorkerDeploymentVersion.
struct DeploymentVersion {
    std::string deployment_name;
    std::string build_id;

    friend bool operator==(const DeploymentVersion&, const DeploymentVersion&) = default;
};

/// Order of tasks in a queue: 1 is served first, 0 means the server's default.
/// Source: temporal.api.common.v1.Priority.
struct Priority {
    std::int32_t priority_key = 0;
    std::string fairness_key;
    float fairness_weight = 0;

    friend bool operator==(const Priority&, const Priority&) = default;
};

}  // namespace acervo::temporal
