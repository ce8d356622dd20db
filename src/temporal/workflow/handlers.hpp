#pragma once

#include <functional>
#include <map>
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

/// What a workflow listens to, and what came in before it listened.
struct Handlers {
    std::map<std::string, SignalHandler> signals;
    std::map<std::string, QueryHandler> queries;
    std::map<std::string, UpdateHandler> updates;
    std::vector<job::SignalWorkflow> early_signals;
    std::vector<job::DoUpdate> early_updates;
};

}  // namespace acervo::temporal
