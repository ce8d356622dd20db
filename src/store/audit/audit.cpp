#include "store/audit/audit.hpp"

namespace acervo {
namespace {

constexpr Statement kAppend{"audit_log.append",
                            "INSERT INTO audit_log (actor_id, action, object_type, object_id, request_id, details) "
                            "VALUES ($1, $2, $3, left($4, 500), $5, $6::jsonb)"};

}  // namespace

Async<Result<void>> append_audit(Transaction& tx, AuditEntry entry) {
    CO_TRY(co_await tx.execute(kAppend, entry.actor, std::move(entry.action), std::move(entry.object_type),
                               std::move(entry.object_id), std::move(entry.request_id), std::move(entry.details)));
    co_return ok();
}

Async<Result<void>> append_audit(Database& database, AuditEntry entry) {
    CO_TRY(co_await database.query(kAppend, entry.actor, std::move(entry.action), std::move(entry.object_type),
                                   std::move(entry.object_id), std::move(entry.request_id), std::move(entry.details)));
    co_return ok();
}

}  // namespace acervo
