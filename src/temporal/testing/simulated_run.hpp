#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "temporal/testing/history.hpp"
#include "temporal/workflow/instance.hpp"

namespace acervo::temporal::testing {

enum class RunStatus { Running, Completed, Failed, Cancelled, Terminated, TimedOut, ContinuedAsNew };

/// One activity or local activity that a run waits for.
struct SimulatedActivity {
    std::string type;
    std::string id;
    Payloads arguments;
    std::optional<RetryPolicy> retry_policy;
    std::optional<Duration> start_to_close;
    /// When no further attempt may begin or end.
    std::optional<Time> deadline;
    ActivityCancellationType cancellation_type = ActivityCancellationType::TryCancel;
    bool local = false;
    Duration local_retry_threshold = std::chrono::minutes{1};
    std::uint32_t attempt = 1;
    Time scheduled;
};

struct SimulatedRun;

struct SimulatedChild {
    std::shared_ptr<SimulatedRun> run;
    command::StartChildWorkflow start;
};

/// How an update stands.
struct SimulatedUpdate {
    bool accepted = false;
    std::optional<std::variant<Payload, Failure>> outcome;
};

/// One run on the simulated server: its instance, and the state machines that the engine would keep.
struct SimulatedRun {
    std::string workflow_id;
    std::string run_id;
    job::InitializeWorkflow start;
    std::unique_ptr<Instance> instance;
    History history;

    RunStatus status = RunStatus::Running;
    std::optional<Payload> result;
    std::optional<Failure> failure;
    /// The workflow task failed and this run is stuck.
    std::optional<Failure> task_failure;
    std::shared_ptr<SimulatedRun> continued_as;

    std::vector<Job> pending;
    bool task_scheduled = false;
    std::map<std::uint32_t, Time> timers;
    std::map<std::uint32_t, SimulatedActivity> activities;
    std::map<std::uint32_t, SimulatedChild> children;
    std::map<std::string, SimulatedUpdate> updates;
    PayloadMap memo;
    PayloadMap search_attributes;
    std::uint32_t events = 0;

    std::weak_ptr<SimulatedRun> parent;
    std::uint32_t seq_in_parent = 0;

    bool open() const noexcept { return status == RunStatus::Running; }
};

}  // namespace acervo::temporal::testing
