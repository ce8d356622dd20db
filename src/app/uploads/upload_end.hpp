#pragma once

#include <string>

#include "core/async.hpp"
#include "core/result.hpp"
#include "domain/upload/upload.hpp"
#include "ports/object_store.hpp"
#include "store/audit/audit.hpp"
#include "store/database.hpp"

namespace acervo {

/// What is written when an upload ends well: its state, the asset's, whose master it is from now on, the ledger's, the
/// ingest that is asked for, the event and the line of the audit log. Conflict when nobody completes it just now.
Async<Result<void>> write_upload_completed(Transaction& tx, Upload upload, ObjectInfo object, AuditEntry line);

/// What is written, beside the upload's own state, when its bytes will not come: an asset without another master is
/// `failed` for this reason, and whatever lies at the key is to go.
Async<Result<void>> write_upload_given_up(Transaction& tx, Upload upload, std::string reason, AuditEntry line);

}  // namespace acervo
