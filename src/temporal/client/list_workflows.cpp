#include "temporal/client/list_workflows.hpp"

#include <temporal/api/workflowservice/v1/request_response.pb.h>

#include "temporal/client/call_failure.hpp"
#include "temporal/client/rpc.hpp"
#include "temporal/client/wire_description.hpp"
#include "temporal/engine/wire_values.hpp"

namespace acervo::temporal {

namespace {

namespace service = ::temporal::api::workflowservice::v1;

}  // namespace

Async<Result<WorkflowPage>> list_workflows(Client client, ListWorkflows asked) {
    const auto& context = client.context();
    service::ListWorkflowExecutionsRequest request;
    request.set_namespace_(context.core->name_space());
    request.set_query(asked.query);
    request.set_page_size(asked.page_size);
    request.set_next_page_token(asked.page);
    auto answer = co_await ask<service::ListWorkflowExecutionsResponse>(
        context.core, "ListWorkflowExecutions", request.SerializeAsString(), context.deadline());
    if (!answer) co_return fail(explained(std::move(answer).error(), "list workflows where " + asked.query));
    WorkflowPage page;
    page.next_page = answer->next_page_token();
    page.workflows.reserve(static_cast<std::size_t>(answer->executions_size()));
    for (const auto& one : answer->executions()) {
        page.workflows.push_back(CO_TRY(wire::read_summary(*context.core, one)));
    }
    co_return page;
}

Async<Result<WorkflowCount>> count_workflows(Client client, std::string query) {
    const auto& context = client.context();
    service::CountWorkflowExecutionsRequest request;
    request.set_namespace_(context.core->name_space());
    request.set_query(query);
    auto answer = co_await ask<service::CountWorkflowExecutionsResponse>(
        context.core, "CountWorkflowExecutions", request.SerializeAsString(), context.deadline());
    if (!answer) co_return fail(explained(std::move(answer).error(), "count workflows where " + query));
    WorkflowCount counted;
    counted.count = answer->count();
    for (const auto& group : answer->groups()) {
        counted.groups.push_back({wire::read(group.group_values()), group.count()});
    }
    co_return counted;
}

std::string filter_text(std::string_view text) {
    std::string result{"'"};
    for (const char letter : text) {
        if (letter == '\'' || letter == '\\') result += letter == '\\' ? '\\' : '\'';
        result += letter;
    }
    return result + '\'';
}

}  // namespace acervo::temporal
