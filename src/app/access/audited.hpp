#pragma once

#include <string>
#include <utility>
#include <vector>

#include "core/async.hpp"
#include "core/result.hpp"
#include "domain/identity/user.hpp"
#include "store/audit/audit.hpp"
#include "store/database.hpp"

namespace acervo {

/// More about what was done, by name.
using AuditDetails = std::vector<std::pair<std::string, std::string>>;
/// As a JSON object.
std::string to_json(const AuditDetails& details);

/// What `caller` does to one thing.
template <class Id>
AuditEntry audit_line(const Caller& caller, std::string action, std::string object_type, const Id& object,
                      const AuditDetails& details = {}) {
    return {caller.principal.user, std::move(action), std::move(object_type),
            object.to_string(),    caller.request_id, to_json(details)};
}

namespace detail {
template <class Change>
Async<Result<void>> change_and_note(Transaction& tx, Change change, AuditEntry line) {
    CO_TRY(co_await change(tx));
    co_return co_await append_audit(tx, std::move(line));
}
}  // namespace detail

/// One change and its line in the audit log, together or not at all. `change` is called with the transaction, again
/// after every failure to serialize.
template <class Change>
Async<Result<void>> audited(Database& database, AuditEntry line, Change change) {
    const auto work = [&](Transaction& tx) { return detail::change_and_note(tx, change, line); };
    co_return co_await in_transaction(database, work);
}

}  // namespace acervo
