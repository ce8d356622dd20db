#pragma once

#include "core/async.hpp"
#include "core/result.hpp"
#include "store/database.hpp"
#include "temporal/client/client.hpp"

namespace acervo {

/// What one round of the relay did.
struct Relayed {
    int started{0};
    /// Refused by Temporal for a reason of their own; they are tried again later.
    int refused{0};
    int cancelled{0};
    /// As many were looked at as one round takes: there may be more.
    bool is_full{false};
};

/// Starts the workflows that committed changes ask for, each under its own id, so that a second start of one is none
/// (rule 7 of ARCHITECTURE.md), and tells those that shall end. Any number may run at once. Unavailable when Temporal
/// is away: nothing is counted against the workflows then.
Async<Result<Relayed>> relay_workflows(Database& database, temporal::Client& client, int limit);

/// Looks at workflows that were started and whose end nobody has seen, `limit` at most: what those left undone that
/// were ended from outside (terminated, or their history is lost) is failed, so that a person can retry it. How many
/// have ended, well or not. Unavailable when Temporal is away.
Async<Result<int>> settle_ended_workflows(Database& database, temporal::Client& client, int limit);

}  // namespace acervo
