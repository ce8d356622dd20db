#include "temporal/testing/simulation.hpp"

namespace acervo::temporal::testing {

namespace {

Failure child_failure(const command::StartChildWorkflow& start, Failure cause) {
    Failure failure;
    failure.message = "child workflow failed";
    failure.source = "simulation";
    auto& info = failure.info.emplace<Failure::ChildWorkflowInfo>();
    info.execution.workflow_id = start.workflow_id;
    info.workflow_type = start.workflow_type;
    return caused_by(std::move(failure), std::move(cause));
}

Failure cancelled_cause() {
    Failure cause;
    cause.message = "the child workflow was cancelled";
    cause.info.emplace<Failure::CancelledInfo>();
    return cause;
}

/// How a closed run ended, as its parent hears of it.
job::ResolveChildWorkflow::Result ending_of(const SimulatedRun& run, const command::StartChildWorkflow& start) {
    Failure cause;
    switch (run.status) {
        case RunStatus::Completed:
            return job::Completed{run.result};
        case RunStatus::Cancelled:
            return job::Cancelled{child_failure(start, cancelled_cause())};
        case RunStatus::Failed:
            return job::Failed{child_failure(start, run.failure.value_or(Failure{}))};
        case RunStatus::TimedOut:
            cause.message = "the child workflow took too long";
            cause.info.emplace<Failure::TimeoutInfo>().type = TimeoutType::StartToClose;
            return job::Failed{child_failure(start, std::move(cause))};
        default:
            cause.message = "the child workflow was terminated";
            cause.info.emplace<Failure::TerminatedInfo>();
            return job::Failed{child_failure(start, std::move(cause))};
    }
}

}  // namespace

void Simulation::obey(const RunPointer& run, const command::StartChildWorkflow& command) {
    run->children.emplace(command.seq, SimulatedChild{nullptr, command});
    at(now_, [this, run, seq = command.seq] { begin_child(run, seq); });
}

void Simulation::begin_child(const RunPointer& parent, std::uint32_t seq) {
    const auto found = parent->children.find(seq);
    if (!parent->open() || found == parent->children.end()) return;
    const auto& command = found->second.start;
    const auto other = find(command.workflow_id);
    if (other && other->open()) {
        tell(parent, job::ResolveChildWorkflowStart{seq, job::ResolveChildWorkflowStart::NotStarted{
                                                             command.workflow_id, command.workflow_type,
                                                             StartChildFailedCause::WorkflowAlreadyExists}});
        parent->children.erase(found);
        return;
    }
    job::InitializeWorkflow init;
    init.workflow_type = command.workflow_type;
    init.workflow_id = command.workflow_id;
    init.arguments = command.input;
    init.headers = command.headers;
    init.memo = command.memo;
    init.search_attributes = command.search_attributes;
    init.workflow_run_timeout = command.workflow_run_timeout;
    init.parent = NamespacedExecution{options_.namespace_name, parent->workflow_id, parent->run_id};
    const auto child = start(std::move(init));
    child->parent = parent;
    child->seq_in_parent = seq;
    found->second.run = child;
    tell(parent, job::ResolveChildWorkflowStart{seq, job::ResolveChildWorkflowStart::Started{child->run_id}});
}

void Simulation::obey(const RunPointer& run, const command::CancelChildWorkflow& command) {
    const auto found = run->children.find(command.child_workflow_seq);
    if (found == run->children.end()) return;
    const auto seq = command.child_workflow_seq;
    if (!found->second.run) {  // not started yet
        tell(run, job::ResolveChildWorkflowStart{
                      seq, job::Cancelled{child_failure(found->second.start, cancelled_cause())}});
        run->children.erase(found);
        return;
    }
    const auto type = found->second.start.cancellation_type;
    if (type != ChildCancellationType::Abandon) tell(found->second.run, job::CancelWorkflow{command.reason});
    if (type == ChildCancellationType::WaitCancellationCompleted) return;
    tell(run, job::ResolveChildWorkflow{seq, job::Cancelled{child_failure(found->second.start, cancelled_cause())}});
    run->children.erase(found);
}

void Simulation::tell_parent(const RunPointer& child) {
    const auto parent = child->parent.lock();
    if (!parent || !parent->open()) return;
    const auto found = parent->children.find(child->seq_in_parent);
    if (found == parent->children.end() || found->second.run != child) return;
    tell(parent, job::ResolveChildWorkflow{child->seq_in_parent, ending_of(*child, found->second.start)});
    parent->children.erase(found);
}

}  // namespace acervo::temporal::testing
