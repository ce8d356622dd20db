#pragma once

#include <chrono>
#include <string>
#include <type_traits>
#include <utility>

#include "core/async.hpp"
#include "core/result.hpp"
#include "core/trace_context.hpp"
#include "temporal/client/client_context.hpp"
#include "temporal/client/client_options.hpp"
#include "temporal/client/workflow_handle.hpp"
#include "temporal/engine/connection.hpp"
#include "temporal/workflow/declarations.hpp"

namespace acervo::temporal {

/// A workflow that is to be started, with its arguments.
struct UntypedStartRequest {
    std::string workflow_type;
    Result<Payloads> arguments;
    StartOptions options;
};
template <class R>
struct StartRequest : UntypedStartRequest {};

/// For `Client::signal_with_start`: `start_of(ingest, input, options)`.
template <class R, class... P>
StartRequest<R> start_of(const Workflow<R(P...)>& workflow, std::type_identity_t<P>... arguments,
                         StartOptions options) {
    return StartRequest<R>{{workflow.name(), encode_all(arguments...), std::move(options)}};
}

/// Speaks to a Temporal server about one namespace. Copies are cheap and share everything; all functions may be called
/// from any thread, what is awaited resumes on the caller's executor.
///
///   Client client{connection, {.name_space = "dam"}};
///   auto order = CO_TRY(co_await client.start(ingest, input, {.workflow_id = "asset-7", .task_queue = "cpu"}));
///   auto summary = CO_TRY(co_await order.result(Deadline::after(1h)));
///
/// Every call ends within the client's time limit, also when the server is away (Unavailable, or Timeout) or slow.
/// What is not about one workflow stands in the headers beside this one: list_workflows.hpp, schedules.hpp,
/// task_queue.hpp …
class Client {
public:
    Client(Connection connection, ClientOptions options);

    const std::string& name_space() const noexcept { return context_.core->name_space(); }
    const std::string& identity() const noexcept { return context_.core->identity(); }

    /// The same client with another time limit per call.
    Client within(std::chrono::milliseconds timeout) const;
    /// The same client, whose calls belong to a trace: for the tracing interceptor.
    Client traced(TraceContext trace) const;

    /// Starts a workflow. Conflict when the id is taken (`already_started` tells the run), unless the options say what
    /// shall happen then.
    template <class R, class... P>
    Async<Result<WorkflowHandle<R>>> start(const Workflow<R(P...)>& workflow, std::type_identity_t<P>... arguments,
                                           StartOptions options) const {
        return typed<R>(context_, start_untyped(workflow.name(), encode_all(arguments...), std::move(options)));
    }

    /// Starts the workflow unless one of this id runs, and signals it in any case, as one step.
    template <class R, class... S>
    Async<Result<WorkflowHandle<R>>> signal_with_start(StartRequest<R> start, const Signal<S...>& signal,
                                                       std::type_identity_t<S>... values) const {
        auto sent = signal_with_start_untyped(std::move(start), signal.name(), encode_all(values...));
        return typed<R>(context_, std::move(sent));
    }

    /// A workflow that was started by anybody. An empty run id means the latest run.
    template <class R, class... P>
    WorkflowHandle<R> handle(const Workflow<R(P...)>& /*type*/, std::string workflow_id,
                             std::string run_id = {}) const {
        return WorkflowHandle<R>{context_, WorkflowExecution{std::move(workflow_id), std::move(run_id)}};
    }
    UntypedHandle handle(std::string workflow_id, std::string run_id = {}) const {
        return UntypedHandle{context_, WorkflowExecution{std::move(workflow_id), std::move(run_id)}};
    }

    /// For workflows whose types this program does not know.
    Async<Result<StartedWorkflow>> start_untyped(std::string workflow_type, Result<Payloads> arguments,
                                                 StartOptions options) const;

    Async<Result<StartedWorkflow>> signal_with_start_untyped(UntypedStartRequest start, std::string signal_name,
                                                             Result<Payloads> signal_arguments) const;

    const ClientContext& context() const noexcept { return context_; }

private:
    template <class R>
    static Async<Result<WorkflowHandle<R>>> typed(ClientContext context, Async<Result<StartedWorkflow>> work) {
        auto started = CO_TRY(co_await std::move(work));
        co_return WorkflowHandle<R>{std::move(context), std::move(started)};
    }

    ClientContext context_;
};

}  // namespace acervo::temporal
