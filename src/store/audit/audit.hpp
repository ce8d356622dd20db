#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/async.hpp"
#include "core/result.hpp"
#include "domain/identity/user.hpp"
#include "store/database.hpp"

namespace acervo {

/// Who did what to which thing, in the transaction of the change itself.
struct AuditEntry {
    /// Nobody for what an unknown caller did, such as a failed sign-in.
    std::optional<UserId> actor;
    /// `upload.open`, `session.create` …
    std::string action;
    /// `asset`, `session` …
    std::string object_type;
    std::string object_id;
    std::string request_id;
    /// More about it, as a JSON object.
    std::string details{"{}"};
};

Async<Result<void>> append_audit(Transaction& tx, AuditEntry entry);

/// What one actor does to many things of one type in one request: ids, and more about each as a JSON object.
struct AuditSeries {
    std::optional<UserId> actor;
    std::string action;
    std::string object_type;
    std::string request_id;
    std::vector<std::string> object_ids;
    std::vector<std::string> details;
};
/// A line for each.
Async<Result<void>> append_audit(Transaction& tx, AuditSeries series);

/// For an action that changes nothing else, such as a download.
Async<Result<void>> append_audit(Database& database, AuditEntry entry);

}  // namespace acervo
