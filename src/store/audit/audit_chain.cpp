#include "store/audit/audit_chain.hpp"

namespace acervo {
namespace {

const std::string kColumns =
    "a.id, a.actor_id, a.action, a.object_type, a.object_id, a.request_id, a.details::text, a.created_at";
const std::string kUnsealedSql =
    "SELECT " + kColumns + " FROM audit_unsealed u JOIN audit_log a ON a.id = u.audit_id ORDER BY a.id LIMIT $1";
const std::string kChainSql =
    "SELECT c.seq, c.hash, c.audit_id, " + kColumns +
    " FROM audit_chain c LEFT JOIN audit_log a ON a.id = c.audit_id WHERE c.seq > $1 ORDER BY c.seq LIMIT $2";
const std::string kListSql =
    "SELECT " + kColumns +
    " FROM audit_log a WHERE ($1::uuid IS NULL OR a.actor_id = $1) "
    "AND ($2::text IS NULL OR a.action = $2 OR (right($2, 1) = '.' AND starts_with(a.action, $2))) "
    "AND ($3::text IS NULL OR a.object_type = $3) AND ($4::text IS NULL OR a.object_id = $4) "
    "AND ($5::timestamptz IS NULL OR a.created_at >= $5) AND ($6::timestamptz IS NULL OR a.created_at < $6) "
    "AND ($7::bigint IS NULL OR a.id < $7) ORDER BY a.id DESC LIMIT $8";

// Any number; it names the chain among the advisory locks of the database.
constexpr Statement kLock{"audit_chain.lock", "SELECT pg_advisory_xact_lock(hashtext('audit_chain'))"};
constexpr Statement kHead{"audit_chain.head", "SELECT seq, hash FROM audit_chain ORDER BY seq DESC LIMIT 1"};
const Statement kUnsealed{"audit_unsealed.list", kUnsealedSql};
constexpr Statement kInsert{"audit_chain.insert",
                            "INSERT INTO audit_chain (seq, audit_id, hash) "
                            "SELECT * FROM unnest($1::bigint[], $2::bigint[], $3::text[])"};
constexpr Statement kDequeue{"audit_unsealed.delete", "DELETE FROM audit_unsealed WHERE audit_id = ANY ($1::bigint[])"};
const Statement kChain{"audit_chain.list", kChainSql};
constexpr Statement kNoLimit{"audit_log.no_limit", "SET LOCAL statement_timeout = 0"};
constexpr Statement kUnaccounted{"audit_log.unaccounted",
                                 "SELECT count(*) FROM audit_log a WHERE NOT EXISTS "
                                 "(SELECT FROM audit_chain c WHERE c.audit_id = a.id) AND NOT EXISTS "
                                 "(SELECT FROM audit_unsealed u WHERE u.audit_id = a.id)"};
constexpr Statement kCountUnsealed{"audit_unsealed.count", "SELECT count(*) FROM audit_unsealed"};
const Statement kList{"audit_log.list", kListSql};

AuditRecord record_of(const Row& row, int first) {
    AuditRecord record;
    record.id = row.get<std::int64_t>(first);
    record.actor = row.get<std::optional<UserId>>(first + 1);
    record.action = row.get<std::string>(first + 2);
    record.object_type = row.get<std::string>(first + 3);
    record.object_id = row.get<std::string>(first + 4);
    record.request_id = row.get<std::string>(first + 5);
    record.details = row.get<std::string>(first + 6);
    record.created_at = row.get<Timestamp>(first + 7);
    return record;
}

ChainEntry entry_of(const Row& row) {
    ChainEntry entry;
    entry.link = {.seq = row.get<std::int64_t>(0), .hash = row.get<std::string>(1)};
    entry.audit_id = row.get<std::int64_t>(2);
    if (!row.is_null(3)) entry.record = record_of(row, 3);
    return entry;
}

}  // namespace

Async<Result<AuditLink>> lock_audit_head(Transaction& tx) {
    CO_TRY(co_await tx.execute(kLock));
    const auto rows = CO_TRY(co_await tx.execute(kHead));
    if (rows.empty()) co_return AuditLink{.seq = 0, .hash = std::string{kAuditGenesis}};
    co_return AuditLink{.seq = rows[0].get<std::int64_t>(0), .hash = rows[0].get<std::string>(1)};
}

Async<Result<std::vector<AuditRecord>>> list_unsealed(Transaction& tx, int limit) {
    const auto rows = CO_TRY(co_await tx.execute(kUnsealed, limit));
    co_return rows.map([](const Row& row) { return record_of(row, 0); });
}

Async<Result<void>> insert_links(Transaction& tx, std::vector<SealedRecord> links) {
    std::vector<std::int64_t> seqs;
    std::vector<std::int64_t> ids;
    std::vector<std::string> hashes;
    for (const auto& one : links) {
        seqs.push_back(one.link.seq);
        ids.push_back(one.record.id);
        hashes.push_back(one.link.hash);
    }
    CO_TRY(co_await tx.execute(kInsert, seqs, ids, hashes));
    CO_TRY(co_await tx.execute(kDequeue, ids));
    co_return ok();
}

Async<Result<std::vector<ChainEntry>>> list_chain(Transaction& tx, std::int64_t after_seq, int limit) {
    const auto rows = CO_TRY(co_await tx.execute(kChain, after_seq, limit));
    co_return rows.map(entry_of);
}

Async<Result<std::int64_t>> count_unaccounted(Transaction& tx) {
    CO_TRY(co_await tx.execute(kNoLimit));
    const auto rows = CO_TRY(co_await tx.execute(kUnaccounted));
    co_return rows[0].get<std::int64_t>(0);
}

Async<Result<std::int64_t>> count_unsealed(Transaction& tx) {
    const auto rows = CO_TRY(co_await tx.execute(kCountUnsealed));
    co_return rows[0].get<std::int64_t>(0);
}

Async<Result<std::vector<AuditRecord>>> list_audit(Database& database, AuditFilter filter, int limit) {
    const auto rows =
        CO_TRY(co_await database.query(kList, filter.actor, filter.action, filter.object_type, filter.object_id,
                                       filter.since, filter.until, filter.before, limit));
    co_return rows.map([](const Row& row) { return record_of(row, 0); });
}

}  // namespace acervo
