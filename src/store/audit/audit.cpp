#include "store/audit/audit.hpp"

namespace acervo {
namespace {

constexpr Statement kAppend{"audit_log.append",
                            "INSERT INTO audit_log (actor_id, action, object_type, object_id, request_id, details) "
                            "VALUES ($1, $2, $3, left($4, 500), $5, $6::jsonb)"};

constexpr Statement kAppendMany{"audit_log.append_many",
                                "INSERT INTO audit_log (actor_id, action, object_type, object_id, request_id, details) "
                                "SELECT $1::uuid, $2, $3, left(one.id, 500), $5, one.details::jsonb "
                                "FROM unnest($4::text[], $6::text[]) one (id, details)"};

}  // namespace

Async<Result<void>> append_audit(Transaction& tx, AuditEntry entry) {
    CO_TRY(co_await tx.execute(kAppend, entry.actor, std::move(entry.action), std::move(entry.object_type),
                               std::move(entry.object_id), std::move(entry.request_id), std::move(entry.details)));
    co_return ok();
}

Async<Result<void>> append_audit(Transaction& tx, AuditSeries series) {
    CO_TRY(co_await tx.execute(kAppendMany, series.actor, std::move(series.action), std::move(series.object_type),
                               series.object_ids, std::move(series.request_id), series.details));
    co_return ok();
}

Async<Result<void>> append_audit(Database& database, AuditEntry entry) {
    CO_TRY(co_await database.query(kAppend, entry.actor, std::move(entry.action), std::move(entry.object_type),
                                   std::move(entry.object_id), std::move(entry.request_id), std::move(entry.details)));
    co_return ok();
}

}  // namespace acervo
