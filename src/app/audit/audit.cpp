#include "app/audit/audit.hpp"

#include <fmt/format.h>

namespace acervo {
namespace {

constexpr int kBatch = 1000;

Async<Result<void>> seal(Transaction& tx, int limit, int* sealed) {
    auto head = CO_TRY(co_await lock_audit_head(tx));
    auto records = CO_TRY(co_await list_unsealed(tx, limit));
    std::vector<SealedRecord> links;
    links.reserve(records.size());
    for (auto& record : records) {
        head = {.seq = head.seq + 1, .hash = audit_link(head.seq + 1, head.hash, record)};
        links.push_back({.record = std::move(record), .link = head});
    }
    *sealed = static_cast<int>(links.size());
    if (!links.empty()) CO_TRY(co_await insert_links(tx, std::move(links)));
    co_return ok();
}

/// What is wrong with this entry, behind `last`.
std::optional<std::string> fault_of(const ChainEntry& entry, const AuditLink& last) {
    const auto wanted = last.seq + 1;
    if (entry.link.seq != wanted) return fmt::format("link {} is missing", wanted);
    if (!entry.record) return fmt::format("row {} of the audit log is missing (link {})", entry.audit_id, wanted);
    if (audit_link(wanted, last.hash, *entry.record) != entry.link.hash) {
        return fmt::format("row {} of the audit log is not as it was sealed (link {})", entry.audit_id, wanted);
    }
    return std::nullopt;
}

Async<Result<void>> verify(Transaction& tx, std::optional<std::string> expected_head, AuditVerdict* into) {
    AuditVerdict verdict;
    AuditLink last{.seq = 0, .hash = std::string{kAuditGenesis}};
    bool head_was_seen = !expected_head || *expected_head == kAuditGenesis;
    for (bool more = true; more && !verdict.fault;) {
        const auto entries = CO_TRY(co_await list_chain(tx, last.seq, kBatch));
        more = entries.size() == static_cast<std::size_t>(kBatch);
        for (const auto& entry : entries) {
            verdict.fault = fault_of(entry, last);
            if (verdict.fault) break;
            last = entry.link;
            head_was_seen = head_was_seen || last.hash == *expected_head;
        }
    }
    verdict.sealed = last.seq;
    verdict.head = last.hash;
    verdict.unsealed = CO_TRY(co_await count_unsealed(tx));
    const auto unaccounted = verdict.fault ? 0 : CO_TRY(co_await count_unaccounted(tx));
    if (unaccounted > 0) {
        verdict.fault = fmt::format("{} rows of the audit log are in no chain and no queue", unaccounted);
    } else if (!verdict.fault && !head_was_seen) {
        verdict.fault = "the chain does not hold the link that was expected: it was cut or rewritten";
    }
    *into = std::move(verdict);
    co_return ok();
}

}  // namespace

Async<Result<int>> seal_audit(Database& database, int limit) {
    int sealed = 0;
    const auto work = [limit, &sealed](Transaction& tx) { return seal(tx, limit, &sealed); };
    CO_TRY(co_await in_transaction(database, work));
    co_return sealed;
}

Async<Result<AuditVerdict>> verify_audit(Database& database, std::optional<std::string> expected_head) {
    AuditVerdict verdict;
    const auto work = [&](Transaction& tx) { return verify(tx, expected_head, &verdict); };
    CO_TRY(co_await in_transaction(database, work));
    co_return verdict;
}

Async<Result<AuditPage>> list_audit_page(Database& database, AuditFilter filter, int limit) {
    AuditPage page{.records = CO_TRY(co_await list_audit(database, filter, limit + 1)), .next = std::nullopt};
    if (page.records.size() > static_cast<std::size_t>(limit)) {
        page.records.resize(static_cast<std::size_t>(limit));
        page.next = page.records.back().id;
    }
    co_return page;
}

}  // namespace acervo
