#pragma once

#include <functional>

#include "core/log.hpp"
#include "temporal/model/payload.hpp"

namespace acervo::temporal {

struct Info;

/// What a worker, or a test, puts around workflow code. Called on the thread of the workflow.
struct WorkflowHooks {
    /// Where `ctx.log()` writes; the log of the process by default. Not called in a replay.
    std::function<void(log::Level, log::Event, const log::Context&, log::Fields)> log;
    /// Adds headers to whatever the workflow begins: activities, children, signals, its continuation. Must be made from
    /// the workflow's own data only, for it is called again in a replay.
    std::function<void(const Info&, PayloadMap&)> outbound_headers;
};

}  // namespace acervo::temporal
