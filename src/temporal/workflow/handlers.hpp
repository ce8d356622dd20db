#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "temporal/model/job.hpp"
#include "temporal/workflow/future.hpp"

namespace acervo::temporal {

/// Whether a handler may be called after the main function ended: not when it refers to that function's locals.
enum class HandlerLife { UntilMainEnds, UntilEviction };

struct SignalHandler {
    std::function<void(const Payloads&)> call;
};
struct QueryHandler {
    HandlerLife life;
    std::function<Payload(const Payloads&)> call;
};
/// `call` begins the work; the future is its answer. `validate` throws to refuse, and may be empty.
struct UpdateHandler {
    std::function<void(const Payloads&)> validate;
    std::function<Future<Payload>(const Payloads&)> call;
};

using OtherSignals = std::function<void(const std::string&, const Payloads&)>;
struct OtherQueries {
    HandlerLife life;
    std::function<Payload(const std::string&, const Payloads&)> call;
};

/// What a workflow listens to, and what came in before it listened. Who calls a handler holds it: it may be replaced
/// meanwhile.
struct Handlers {
    std::map<std::string, std::shared_ptr<SignalHandler>> signals;
    std::map<std::string, std::shared_ptr<QueryHandler>> queries;
    std::map<std::string, std::shared_ptr<UpdateHandler>> updates;
    /// For names that nobody listens to; may be null.
    std::shared_ptr<OtherSignals> other_signals;
    std::shared_ptr<OtherQueries> other_queries;
    std::vector<job::SignalWorkflow> early_signals;
    std::vector<job::DoUpdate> early_updates;
};

}  // namespace acervo::temporal
