#include "temporal/testing/simulation.hpp"

namespace acervo::temporal::testing {

namespace {

Failure not_found(const std::string& workflow_id) {
    return ApplicationFailure{FailureType{"ExternalWorkflowNotFound"}, "workflow " + workflow_id + " is not running"}
        .failure();
}

}  // namespace

void Simulation::obey(const RunPointer& run, const Command& command) {
    std::visit([&](const auto& one) { obey(run, one); }, command.what);
}

void Simulation::obey(const RunPointer& run, const command::StartTimer& command) {
    const auto fires = now_ + command.start_to_fire_timeout;
    run->timers.emplace(command.seq, fires);
    at(fires, [this, run, seq = command.seq] {
        if (run->timers.erase(seq) > 0) tell(run, job::FireTimer{seq});
    });
}

void Simulation::obey(const RunPointer& run, const command::CancelTimer& command) {
    if (run->timers.erase(command.seq) > 0) return;
    // The engine takes back a fired timer that the workflow has not heard of yet.
    std::erase_if(run->pending, [&](const Job& job) {
        const auto* fired = std::get_if<job::FireTimer>(&job);
        return fired != nullptr && fired->seq == command.seq;
    });
}

void Simulation::obey(const RunPointer& run, const command::SignalExternalWorkflow& command) {
    const auto* child = std::get_if<command::SignalExternalWorkflow::Child>(&command.target);
    const auto id = child != nullptr ? child->workflow_id : std::get<NamespacedExecution>(command.target).workflow_id;
    at(now_, [this, run, id, command] {
        const auto target = find(id);
        job::ResolveSignalExternalWorkflow answer{command.seq, std::nullopt};
        if (target && target->open()) {
            tell(target, job::SignalWorkflow{command.signal_name, command.arguments, run->workflow_id, {}, 0});
        } else {
            answer.failure = not_found(id);
        }
        tell(run, std::move(answer));
    });
}

void Simulation::obey(const RunPointer& run, const command::RequestCancelExternalWorkflow& command) {
    at(now_, [this, run, command] {
        const auto target = find(command.execution.workflow_id);
        job::ResolveRequestCancelExternalWorkflow answer{command.seq, std::nullopt};
        if (target && target->open()) {
            tell(target, job::CancelWorkflow{command.reason});
        } else {
            answer.failure = not_found(command.execution.workflow_id);
        }
        tell(run, std::move(answer));
    });
}

void Simulation::obey(const RunPointer& run, const command::CompleteWorkflow& command) {
    run->result = command.result;
    close(run, RunStatus::Completed);
}

void Simulation::obey(const RunPointer& run, const command::FailWorkflow& command) {
    run->failure = command.failure;
    close(run, RunStatus::Failed);
}

void Simulation::obey(const RunPointer& run, const command::CancelWorkflowExecution&) {
    close(run, RunStatus::Cancelled);
}

void Simulation::obey(const RunPointer& run, const command::ContinueAsNew& command) {
    close(run, RunStatus::ContinuedAsNew);
    auto next = run->start;
    next.workflow_type = command.workflow_type;
    next.arguments = command.arguments;
    next.headers = command.headers;
    next.memo = command.memo.empty() ? run->memo : command.memo;
    next.search_attributes = command.search_attributes.empty() ? run->search_attributes : command.search_attributes;
    next.continued_from_run_id = run->run_id;
    next.continued_initiator = ContinueAsNewInitiator::Workflow;
    next.workflow_run_timeout = command.workflow_run_timeout;
    run->continued_as = start(std::move(next));
    run->continued_as->parent = run->parent;
    run->continued_as->seq_in_parent = run->seq_in_parent;
    if (const auto parent = run->parent.lock()) {
        const auto child = parent->children.find(run->seq_in_parent);
        if (child != parent->children.end()) child->second.run = run->continued_as;
    }
}

void Simulation::obey(const RunPointer& run, const command::UpdateResponse& command) {
    auto& update = run->updates[command.protocol_instance_id];
    if (const auto* failure = std::get_if<Failure>(&command.response)) {
        update.outcome = *failure;
    } else if (const auto* payload = std::get_if<Payload>(&command.response)) {
        update.outcome = *payload;
    } else {
        update.accepted = true;
    }
}

void Simulation::obey(const RunPointer& run, const command::UpsertSearchAttributes& command) {
    for (const auto& [name, payload] : command.search_attributes) run->search_attributes[name] = payload;
}

void Simulation::obey(const RunPointer& run, const command::ModifyProperties& command) {
    for (const auto& [name, payload] : command.upserted_memo) run->memo[name] = payload;
}

}  // namespace acervo::temporal::testing
