#include "app/reconcile/examine_key.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "app/reconcile/mending.hpp"

namespace acervo {
namespace {

using Entry = ObjectListing::Entry;
using Entries = std::vector<Entry>;

Async<Result<Entries>> entries_at(ObjectStore& objects, ObjectAddress object) {
    Entries entries;
    for (std::string cursor;;) {
        auto page = CO_TRY(co_await objects.list_versions(object, cursor));
        for (auto& entry : page.entries) {
            if (entry.key == object.key) entries.push_back(std::move(entry));
        }
        if (page.next.empty()) co_return entries;
        cursor = std::move(page.next);
    }
}

bool is_own(const Entry& entry, const LedgerEntry& row) {
    return !entry.is_delete_marker && version_of(entry) == row.version_id && entry.size == row.size;
}

/// One key, with what was found there.
struct Key {
    ObjectAddress object;
    Entries entries;
};

Async<Result<void>> remove_all(Reconciler& reconciler, Key key, FindingKind kind, bool may_mend, Reconciliation* into) {
    for (auto& entry : key.entries) {
        Finding finding{
            .kind = kind,
            .object = key.object,
            .detail = fmt::format("{} {}", entry.is_delete_marker ? "delete marker" : "version", version_of(entry)),
            .bytes = entry.size};
        std::optional<Result<void>> mended;
        if (may_mend) mended = co_await reconciler.remover.remove(key.object, entry.version_id);
        settle(reconciler, std::move(finding), mended, into);
    }
    co_return ok();
}

Async<Result<void>> unknown(Reconciler& reconciler, Key key, Reconciliation* into) {
    const auto now = reconciler.clock.now();
    std::erase_if(key.entries, [&](const Entry& entry) {
        return !entry.last_modified || now - *entry.last_modified <= reconciler.rules.grace;
    });
    const bool may_mend = reconciler.rules.repair && reconciler.rules.remove_unknown;
    co_return co_await remove_all(reconciler, std::move(key), FindingKind::UnknownObject, may_mend, into);
}

Async<Result<void>> end_plan(Database& database, ObjectAddress object) {
    const auto work = [&](Transaction& tx) { return mark_object_deleted(tx, object); };
    co_return co_await in_transaction(database, work);
}

Async<Result<void>> planned(Reconciler& reconciler, Key key, LedgerEntry row, Reconciliation* into) {
    // Other objects than masters have no upload that would tell whether somebody is at work on them.
    if (row.awaited || !row.is_master) co_return ok();
    Finding finding{.kind = FindingKind::StalePlan, .object = key.object, .detail = "no upload fills it"};
    std::optional<Result<void>> mended;
    if (reconciler.rules.repair) mended = co_await end_plan(reconciler.database, key.object);
    settle(reconciler, std::move(finding), mended, into);
    co_return co_await remove_all(reconciler, std::move(key), FindingKind::LeftObject, mended && *mended, into);
}

Async<Result<void>> stored(Reconciler& reconciler, Key key, LedgerEntry row, Reconciliation* into) {
    const auto own = [&row](const Entry& entry) { return is_own(entry, row); };
    if (std::ranges::none_of(key.entries, own)) {
        // Its row may have come between the two looks; now that it is there the object must be, too.
        key.entries = CO_TRY(co_await entries_at(reconciler.objects, key.object));
    }
    if (std::ranges::none_of(key.entries, own)) {
        Finding lost{.kind = FindingKind::LostObject,
                     .object = key.object,
                     .detail = fmt::format("version {} of {} bytes", row.version_id, row.size)};
        settle(reconciler, std::move(lost), std::nullopt, into);
        co_return ok();
    }
    std::erase_if(key.entries, own);
    co_return co_await remove_all(reconciler, std::move(key), FindingKind::SurplusVersion, reconciler.rules.repair,
                                  into);
}

}  // namespace

std::string version_of(const ObjectListing::Entry& entry) { return entry.version_id == "null" ? "" : entry.version_id; }

Async<Result<void>> examine_key(Reconciler& reconciler, ObjectAddress object, Reconciliation* into) {
    Key key{.object = object, .entries = CO_TRY(co_await entries_at(reconciler.objects, object))};
    const auto row = CO_TRY(co_await find_in_ledger(reconciler.database, object));
    if (!row) co_return co_await unknown(reconciler, std::move(key), into);
    if (row->state == LedgerState::Stored) co_return co_await stored(reconciler, std::move(key), *row, into);
    if (row->state == LedgerState::Planned) co_return co_await planned(reconciler, std::move(key), *row, into);
    co_return co_await remove_all(reconciler, std::move(key), FindingKind::LeftObject, reconciler.rules.repair, into);
}

}  // namespace acervo
