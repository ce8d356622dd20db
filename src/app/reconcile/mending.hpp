#pragma once

#include "app/reconcile/reconcile.hpp"
#include "core/log.hpp"
#include "domain/upload/upload.hpp"

namespace acervo {

/// Notes and tells a finding of which `mended` says what came of it: nothing was tried when it is empty.
inline void settle(const Reconciler& reconciler, Finding finding, const std::optional<Result<void>>& mended,
                   Reconciliation* into) {
    finding.mended = mended && *mended;
    if (mended && !*mended) {
        log::warn("reconcile.not_mended",
                  {{"kind", name_of(finding.kind)}, {"key", finding.object.key}, {"error", mended->error()}});
    }
    into->add(finding);
    if (reconciler.tell) reconciler.tell(finding);
}

/// What the store holds of a multipart upload; 0 when it is gone, or does not tell.
Async<std::uint64_t> bytes_of_parts(ObjectStore& objects, ObjectAddress object, std::string multipart_id);

}  // namespace acervo
