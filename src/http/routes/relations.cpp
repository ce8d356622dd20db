#include "app/catalogue/relations.hpp"

#include "http/generated/encode.hpp"
#include "http/generated/parameters.hpp"
#include "http/routes/answers.hpp"
#include "http/routes/routes.hpp"

namespace acervo::http {
namespace {

api::RelationPage page(const RelationPage& found) {
    api::RelationPage shown;
    for (const auto& [relation, other] : found.relations) {
        auto& one = shown.relations.emplace_back();
        one.type = relation.type;
        one.direction = relation.direction;
        one.asset_id = other.id;
        one.asset_type = other.type;
        one.title = other.title;
        one.created_by = relation.created_by;
        one.created_at = relation.created_at;
    }
    if (found.next) shown.next = found.next->uuid();
    return shown;
}

Async<Response> list_relations_route(Database& database, Request request, Caller caller) {
    const auto asked = api::decode_list_relations_parameters(request);
    if (!asked) co_return problem(asked.error());
    std::optional<RelationId> after;
    if (asked->after) after = RelationId{*asked->after};
    const auto found = co_await list_relation_page(database, std::move(caller), asked->asset_id, after, asked->limit);
    co_return answer(found, page);
}

Async<Response> add_relation_route(Database& database, Request request, Caller caller) {
    const auto asked = api::decode_add_relation_parameters(request);
    if (!asked) co_return problem(asked.error());
    const RelationEnds ends{.source = asked->asset_id, .type = asked->relation_type, .target = asked->target_id};
    co_return done(co_await add_relation(database, std::move(caller), ends));
}

Async<Response> remove_relation_route(Database& database, Request request, Caller caller) {
    const auto asked = api::decode_remove_relation_parameters(request);
    if (!asked) co_return problem(asked.error());
    const RelationEnds ends{.source = asked->asset_id, .type = asked->relation_type, .target = asked->target_id};
    co_return done(co_await remove_relation(database, std::move(caller), ends));
}

}  // namespace

void add_relation_routes(Router& router, Identity& identity, Database& database) {
    const auto add = routes_on(router, identity, database);
    add(api::kListRelations, list_relations_route);
    add(api::kAddRelation, add_relation_route);
    add(api::kRemoveRelation, remove_relation_route);
}

}  // namespace acervo::http
