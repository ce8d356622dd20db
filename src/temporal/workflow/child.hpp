#pragma once

#include <string>
#include <utility>

#include "temporal/workflow/arguments.hpp"
#include "temporal/workflow/declarations.hpp"
#include "temporal/workflow/run.hpp"

namespace acervo::temporal {

/// A child workflow that was started.
template <class R>
class Child {
public:
    Child(Run& run, std::string workflow_id, std::string run_id, Future<R> result)
        : run_{&run}, workflow_id_{std::move(workflow_id)}, run_id_{std::move(run_id)}, result_{std::move(result)} {}

    const std::string& workflow_id() const noexcept { return workflow_id_; }
    const std::string& run_id() const noexcept { return run_id_; }
    /// ChildWorkflowFailure when it fails, Cancelled when it was cancelled. `result().cancel()` asks it to end.
    const Future<R>& result() const noexcept { return result_; }

    /// Done when the server took the signal.
    template <class... P>
    Future<void> signal(const Signal<P...>& signal, std::type_identity_t<P>... arguments) const {
        command::SignalExternalWorkflow command;
        command.target = command::SignalExternalWorkflow::Child{workflow_id_};
        command.signal_name = signal.name();
        command.arguments = encode_arguments("signal \"" + signal.name() + "\"", arguments...);
        return run_->signal(run_->scheduler().fiber()->scope, std::move(command));
    }

private:
    Run* run_;
    std::string workflow_id_;
    std::string run_id_;
    Future<R> result_;
};

/// Any other workflow, by its id. An empty run id means its latest run.
class ExternalWorkflow {
public:
    ExternalWorkflow(Run& run, Run::Scope scope, WorkflowExecution execution)
        : run_{&run}, scope_{std::move(scope)}, execution_{std::move(execution)} {}

    /// Done when the server took the signal; fails when there is no such workflow.
    template <class... P>
    Future<void> signal(const Signal<P...>& signal, std::type_identity_t<P>... arguments) const {
        command::SignalExternalWorkflow command;
        command.target = target();
        command.signal_name = signal.name();
        command.arguments = encode_arguments("signal \"" + signal.name() + "\"", arguments...);
        return run_->signal(scope_, std::move(command));
    }
    /// Done when the server took the request, not when the workflow ended.
    Future<void> cancel(std::string reason = {}) const {
        return run_->request_cancel(scope_, target(), std::move(reason));
    }

private:
    NamespacedExecution target() const {
        return {run_->info().namespace_name, execution_.workflow_id, execution_.run_id};
    }
    Run* run_;
    Run::Scope scope_;
    WorkflowExecution execution_;
};

}  // namespace acervo::temporal
