#include "app/media/give_up.hpp"

#include "store/audit/audit.hpp"
#include "store/ingest/ingest.hpp"
#include "store/outbox/outbox.hpp"

namespace acervo {

Async<Result<void>> give_up_ingest(Transaction& tx, IngestFailure failure) {
    CO_TRY(
        co_await fail_renditions(tx, failure.upload, std::move(failure.profiles), std::move(failure.rendition_reason)));
    const bool failed =
        CO_TRY(co_await fail_ingest(tx, failure.asset, failure.upload, std::move(failure.reason), failure.is_parked));
    if (!failed) co_return ok();
    CO_TRY(co_await add_event(tx, "asset.failed", failure.asset));
    AuditEntry line{std::nullopt, "ingest.fail", "asset", failure.asset.to_string(), "", "{}"};
    co_return co_await append_audit(tx, std::move(line));
}

}  // namespace acervo
