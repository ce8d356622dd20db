#include "temporal/client/workflow_history.hpp"

#include <temporal/api/workflowservice/v1/request_response.pb.h>

#include "temporal/client/call_failure.hpp"
#include "temporal/client/rpc.hpp"
#include "temporal/engine/wire_values.hpp"

namespace acervo::temporal {

namespace {

namespace service = ::temporal::api::workflowservice::v1;
namespace enums = ::temporal::api::enums::v1;

std::string name_of(enums::EventType type) {
    constexpr std::string_view kPrefix = "EVENT_TYPE_";
    const auto& name = enums::EventType_Name(type);
    return name.starts_with(kPrefix) ? name.substr(kPrefix.size()) : std::to_string(static_cast<int>(type));
}

}  // namespace

std::vector<HistoryEvent> History::events() const {
    ::temporal::api::history::v1::History history;
    std::vector<HistoryEvent> events;
    if (!history.ParseFromString(bytes_)) return events;
    events.reserve(static_cast<std::size_t>(history.events_size()));
    for (const auto& event : history.events()) {
        events.push_back({event.event_id(), wire::read(event.event_time()), name_of(event.event_type())});
    }
    return events;
}

Async<Result<HistoryPage>> fetch_history_page(Client client, WorkflowExecution execution, std::string page) {
    const auto& context = client.context();
    service::GetWorkflowExecutionHistoryRequest request;
    request.set_namespace_(context.core->name_space());
    wire::write(execution, *request.mutable_execution());
    request.set_next_page_token(page);
    auto answer = co_await ask<service::GetWorkflowExecutionHistoryResponse>(
        context.core, "GetWorkflowExecutionHistory", request.SerializeAsString(), context.deadline());
    if (!answer) co_return fail(explained(std::move(answer).error(), "history of workflow " + execution.workflow_id));
    co_return HistoryPage{History{answer->history().SerializeAsString()}, answer->next_page_token()};
}

Async<Result<History>> fetch_history(Client client, WorkflowExecution execution) {
    History history;
    std::string page;
    do {
        auto next = CO_TRY(co_await fetch_history_page(client, execution, page));
        history.append(next.history);
        page = std::move(next.next_page);
    } while (!page.empty());
    co_return history;
}

}  // namespace acervo::temporal
