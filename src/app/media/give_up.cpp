#include "app/media/give_up.hpp"

#include "store/audit/audit.hpp"
#include "store/ingest/ingest.hpp"
#include "store/outbox/outbox.hpp"

namespace acervo {

Async<Result<void>> give_up_ingest(Transaction& tx, IngestFailure failure) {
    LostRenditions lost{.upload = failure.upload,
                        .profiles = std::move(failure.profiles),
                        .reason = std::move(failure.rendition_reason),
                        .ingest = failure.ingest};
    CO_TRY(co_await fail_renditions(tx, std::move(lost)));
    FailedIngest ingest{.asset = failure.asset,
                        .upload = failure.upload,
                        .reason = std::move(failure.reason),
                        .is_parked = failure.is_parked,
                        .ingest = std::move(failure.ingest)};
    const bool failed = CO_TRY(co_await fail_ingest(tx, std::move(ingest)));
    if (!failed) co_return ok();
    CO_TRY(co_await add_event(tx, "asset.failed", failure.asset));
    AuditEntry line{std::nullopt, "ingest.fail", "asset", failure.asset.to_string(), "", "{}"};
    co_return co_await append_audit(tx, std::move(line));
}

}  // namespace acervo
