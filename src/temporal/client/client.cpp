#include "temporal/client/client.hpp"

#include <ranges>

#include "temporal/client/server_calls.hpp"

namespace acervo::temporal {

namespace {

using Chain = std::shared_ptr<ClientOutbound>;

Async<Result<StartedWorkflow>> run(Chain chain, StartWorkflow call, Result<Payloads> arguments) {
    call.arguments = CO_TRY(std::move(arguments));
    co_return co_await chain->start(std::move(call));
}

Async<Result<StartedWorkflow>> run(Chain chain, SignalWithStart call, UntypedStartRequest start,
                                   Result<Payloads> signal_arguments) {
    call.start.arguments = CO_TRY(std::move(start.arguments));
    call.signal_arguments = CO_TRY(std::move(signal_arguments));
    co_return co_await chain->signal_with_start(std::move(call));
}

}  // namespace

Client::Client(Connection connection, ClientOptions options) {
    context_.timeout = options.timeout;
    context_.core = std::make_shared<const ClientCore>(std::move(connection), std::move(options));
    context_.outbound = make_server_calls(context_.core);
    for (const auto& interceptor : std::views::reverse(context_.core->options().interceptors)) {
        context_.outbound = interceptor->intercept(std::move(context_.outbound));
    }
}

Client Client::within(std::chrono::milliseconds timeout) const {
    auto client = *this;
    client.context_.timeout = timeout;
    return client;
}

Client Client::traced(TraceContext trace) const {
    auto client = *this;
    client.context_.trace = std::move(trace);
    return client;
}

Async<Result<StartedWorkflow>> Client::start_untyped(std::string workflow_type, Result<Payloads> arguments,
                                                     StartOptions options) const {
    StartWorkflow call;
    call.terms = context_.terms();
    call.workflow_type = std::move(workflow_type);
    call.options = std::move(options);
    return run(context_.outbound, std::move(call), std::move(arguments));
}

Async<Result<StartedWorkflow>> Client::signal_with_start_untyped(UntypedStartRequest start, std::string signal_name,
                                                                 Result<Payloads> signal_arguments) const {
    SignalWithStart call;
    call.start.terms = context_.terms();
    call.start.workflow_type = start.workflow_type;
    call.start.options = start.options;
    call.signal_name = std::move(signal_name);
    return run(context_.outbound, std::move(call), std::move(start), std::move(signal_arguments));
}

}  // namespace acervo::temporal
