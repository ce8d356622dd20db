#pragma once

#include <chrono>
#include <string>

#include "temporal/activity/activity_registry.hpp"
#include "temporal/workflow/context.hpp"

/// What is measured and what is compared across SDKs; the Go side is bench/peers/temporal_go/flows.go.
namespace acervo::bench {

inline const temporal::Activity<std::string(std::string)> echo{"echo",
                                                               {.start_to_close_timeout = std::chrono::seconds{20}}};
/// `steps` one after the other; in each `width` activities side by side. Answers how many bytes came back.
inline const temporal::Workflow<int(int, int)> crunch{"crunch"};
inline const std::string kWork = "a small piece of work";

/// `crunch`, and the errand of `temporal/worker/errand_workflow.hpp`; of other code when `changed`.
void add_workflows(temporal::Registry& registry, bool changed = false);
void add_activities(temporal::ActivityRegistry& registry);

}  // namespace acervo::bench
