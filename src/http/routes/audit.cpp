#include "app/audit/audit.hpp"

#include "http/generated/encode.hpp"
#include "http/generated/parameters.hpp"
#include "http/routes/answers.hpp"
#include "http/routes/routes.hpp"

namespace acervo::http {
namespace {

api::AuditPage page(const AuditPage& found) {
    api::AuditPage view;
    view.entries.reserve(found.records.size());
    for (const auto& record : found.records) {
        view.entries.push_back({.audit_id = record.id,
                                .actor_id = record.actor,
                                .action = record.action,
                                .object_type = record.object_type,
                                .object_id = record.object_id,
                                .request_id = record.request_id,
                                .details = record.details,
                                .created_at = record.created_at});
    }
    view.next = found.next;
    return view;
}

Async<Response> list_audit_route(Database& database, Request request) {
    const auto asked = api::decode_list_audit_parameters(request);
    if (!asked) co_return problem(asked.error());
    AuditFilter filter{.actor = asked->actor_id,
                       .action = asked->action,
                       .object_type = asked->object_type,
                       .object_id = asked->object_id,
                       .since = asked->since,
                       .until = asked->until,
                       .before = asked->before};
    co_return answer(co_await list_audit_page(database, std::move(filter), asked->limit), page);
}

}  // namespace

void add_audit_routes(Router& router, Identity& identity, Database& database) {
    router.add(endpoint(api::kListAudit, identity, [&database](Request request, const Caller&) {
        return list_audit_route(database, std::move(request));
    }));
}

}  // namespace acervo::http
