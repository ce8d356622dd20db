#pragma once

#include <memory>
#include <vector>

#include "temporal/activity/run_activity.hpp"
#include "temporal/model/activation.hpp"
#include "temporal/model/completion.hpp"
#include "temporal/workflow/info.hpp"

namespace acervo::temporal {

/// Stands around everything that a worker runs: inbound around attempts of activities and activations of workflows,
/// outbound before what workflows begin. All does nothing until it is overridden. It must outlive the worker; all but
/// `run_activity` is called on the threads of workflows, several at once.
class WorkerInterceptor : public ActivityInterceptor {
public:
    Async<std::optional<Payload>> run_activity(ActivityCall call, Next next) const override {
        return next(std::move(call));
    }

    /// Before workflow code runs, and when it waits again. Replays too: `activation.is_replaying`. They see payloads as
    /// the workflow does; what they throw fails the workflow task.
    virtual void before_activation(const Activation& /*activation*/) const {}
    virtual void after_activation(const Activation& /*activation*/, const Completion& /*completion*/) const {}
    /// Adds headers to whatever a workflow begins. From the workflow's own data only: it is called again in a replay.
    virtual void outbound_headers(const Info& /*workflow*/, PayloadMap& /*headers*/) const {}
};
/// The first is the outermost.
using WorkerInterceptors = std::vector<std::shared_ptr<const WorkerInterceptor>>;

}  // namespace acervo::temporal
