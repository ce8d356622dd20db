#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/async.hpp"
#include "core/result.hpp"
#include "domain/audit/audit_record.hpp"
#include "store/database.hpp"

namespace acervo {

/// A place in the chain.
struct AuditLink {
    std::int64_t seq{0};
    std::string hash;
};

/// The last link, locked against other writers of the chain until the transaction ends; `kAuditGenesis` at 0 when
/// there is none.
Async<Result<AuditLink>> lock_audit_head(Transaction& tx);

/// Committed rows that have no place yet, oldest first.
Async<Result<std::vector<AuditRecord>>> list_unsealed(Transaction& tx, int limit);

struct SealedRecord {
    AuditRecord record;
    AuditLink link;
};

/// Takes them out of the queue and into the chain.
Async<Result<void>> insert_links(Transaction& tx, std::vector<SealedRecord> links);

/// One link with the row it stands for; no row when that is gone.
struct ChainEntry {
    AuditLink link;
    std::int64_t audit_id{0};
    std::optional<AuditRecord> record;
};

/// In order, behind `seq`.
Async<Result<std::vector<ChainEntry>>> list_chain(Transaction& tx, std::int64_t after_seq, int limit);

/// Rows of the log that have neither a link nor a place in the queue: somebody put them in, or took them out of it.
/// Looks at every row of the log, for as long as that takes.
Async<Result<std::int64_t>> count_unaccounted(Transaction& tx);
/// Rows that wait to be sealed.
Async<Result<std::int64_t>> count_unsealed(Transaction& tx);

struct AuditFilter {
    std::optional<UserId> actor;
    /// `asset.` for every action of assets; a whole action for that one.
    std::optional<std::string> action;
    std::optional<std::string> object_type;
    std::optional<std::string> object_id;
    std::optional<Timestamp> since;
    std::optional<Timestamp> until;
    /// Only rows before this one.
    std::optional<std::int64_t> before;
};

/// Newest first.
Async<Result<std::vector<AuditRecord>>> list_audit(Database& database, AuditFilter filter, int limit);

}  // namespace acervo
