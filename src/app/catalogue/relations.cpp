#include "app/catalogue/relations.hpp"

#include <map>

#include "app/access/access.hpp"
#include "app/access/audited.hpp"
#include "store/outbox/outbox.hpp"

namespace acervo {
namespace {

AuditDetails details_of(const RelationEnds& ends) {
    return {{"type", std::string{name_of(ends.type)}}, {"target", ends.target.to_string()}};
}

Async<Result<void>> check_ends(Database& database, Caller caller, RelationEnds ends) {
    CO_TRY(co_await asset_for(database, caller, ends.source, Right::Edit));
    CO_TRY(co_await asset_for(database, caller, ends.target, Right::View));
    co_return ok();
}

Async<Result<void>> add(Transaction& tx, Caller caller, RelationEnds ends) {
    // Neither end may be thrown away or purged meanwhile: a purge forgets the relations that it sees.
    const std::vector<AssetId> ids{ends.source, ends.target};
    const auto both = CO_TRY(co_await lock_assets_seen_by(tx, caller.principal, ids));
    if (both.size() < 2) co_return fail(ErrorKind::NotFound, "there is no such asset");
    const bool is_new = CO_TRY(co_await insert_relation(tx, ends, caller.principal.user));
    if (!is_new) co_return ok();
    CO_TRY(co_await add_event(tx, "asset.relation_added", ends.source));
    auto line = audit_line(caller, "relation.add", "asset", ends.source, details_of(ends));
    co_return co_await append_audit(tx, std::move(line));
}

Async<Result<void>> remove(Transaction& tx, Caller caller, RelationEnds ends) {
    const bool was_there = CO_TRY(co_await delete_relation(tx, ends));
    if (!was_there) co_return ok();
    CO_TRY(co_await add_event(tx, "asset.relation_removed", ends.source));
    auto line = audit_line(caller, "relation.remove", "asset", ends.source, details_of(ends));
    co_return co_await append_audit(tx, std::move(line));
}

/// Adds those whose other end the caller may view.
Async<Result<void>> add_seen(Database& database, Principal who, std::vector<Relation> found, RelationPage* page) {
    std::vector<AssetId> ids;
    for (const auto& one : found) ids.push_back(one.other);
    auto seen = CO_TRY(co_await list_assets_seen_by(database, std::move(who), std::move(ids)));
    std::map<AssetId, Asset> others;
    for (auto& one : seen) others.emplace(one.asset.id, std::move(one.asset));
    for (auto& one : found) {
        const auto other = others.find(one.other);
        if (other != others.end()) page->relations.push_back({std::move(one), other->second});
    }
    co_return ok();
}

}  // namespace

Async<Result<RelationPage>> list_relation_page(Database& database, Caller caller, AssetId asset,
                                               std::optional<RelationId> after, int limit) {
    CO_TRY(co_await asset_for(database, caller, asset, Right::View));
    RelationPage page;
    const auto wanted = static_cast<std::size_t>(limit);
    // A page is filled from behind what may not be seen, so that nothing tells how much of that there is.
    while (page.relations.size() <= wanted) {
        auto found = CO_TRY(co_await list_relations(database, asset, after, limit + 1));
        if (found.empty()) co_return page;
        after = found.back().id;
        CO_TRY(co_await add_seen(database, caller.principal, std::move(found), &page));
    }
    page.relations.erase(page.relations.begin() + limit, page.relations.end());
    page.next = page.relations.back().relation.id;
    co_return page;
}

Async<Result<void>> add_relation(Database& database, Caller caller, RelationEnds ends) {
    if (ends.source == ends.target) co_return fail(ErrorKind::InvalidInput, "an asset has no relation to itself");
    CO_TRY(co_await check_ends(database, caller, ends));
    const auto work = [&](Transaction& tx) { return add(tx, caller, ends); };
    co_return co_await in_transaction(database, work);
}

Async<Result<void>> remove_relation(Database& database, Caller caller, RelationEnds ends) {
    CO_TRY(co_await check_ends(database, caller, ends));
    const auto work = [&](Transaction& tx) { return remove(tx, caller, ends); };
    co_return co_await in_transaction(database, work);
}

}  // namespace acervo
