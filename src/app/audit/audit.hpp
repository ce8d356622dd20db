#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/async.hpp"
#include "core/result.hpp"
#include "domain/audit/audit_record.hpp"
#include "store/audit/audit_chain.hpp"
#include "store/database.hpp"

namespace acervo {

/// Gives at most `limit` committed rows of the audit log their places in the chain; how many it were. Several callers
/// at once wait for each other.
Async<Result<int>> seal_audit(Database& database, int limit);

/// What a look at the whole chain found.
struct AuditVerdict {
    /// Links that fit, from the first one on.
    std::int64_t sealed{0};
    /// The hash of the last of them: kept elsewhere it also shows a chain that was rewritten whole, or cut at its end.
    std::string head;
    /// Rows that wait for their place; some are always on their way.
    std::int64_t unsealed{0};
    /// What is wrong with the first link that does not fit, or with rows beside the chain. Nothing: all is as written.
    std::optional<std::string> fault;
};

/// Recomputes the chain. `expected_head` is a hash that a former look gave: it must be in the chain.
Async<Result<AuditVerdict>> verify_audit(Database& database, std::optional<std::string> expected_head);

struct AuditPage {
    std::vector<AuditRecord> records;
    std::optional<std::int64_t> next;
};
/// Newest first; `filter.before` is the `next` of the page before.
Async<Result<AuditPage>> list_audit_page(Database& database, AuditFilter filter, int limit);

}  // namespace acervo
