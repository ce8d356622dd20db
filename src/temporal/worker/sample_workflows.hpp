#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "temporal/activity/activity_registry.hpp"
#include "temporal/workflow/context.hpp"

/// The workflows and activities that the worker's tests run on the real server. Their histories are recorded in
/// `histories/`: a change here that does not fit them fails the replay.
namespace acervo::temporal::samples {

inline const Activity<std::string(std::string)> greet{"greet", {.start_to_close_timeout = std::chrono::seconds{20}}};
/// Fails until its attempt is as high as the argument.
inline const Activity<int(int)> succeed_at{"succeed_at", {.start_to_close_timeout = std::chrono::seconds{20}}};
/// Heartbeats until it is cancelled.
inline const Activity<void()> toil{"toil",
                                   {.start_to_close_timeout = std::chrono::minutes{2},
                                    .heartbeat_timeout = std::chrono::seconds{20},
                                    .cancellation_type = ActivityCancellationType::WaitCancellationCompleted}};

inline const Workflow<std::string(std::string)> hello{"hello"};
inline const Workflow<int(int)> persistent{"persistent"};
inline const Workflow<std::int64_t()> clockwork{"clockwork"};
/// Two timers of some seconds.
inline const Workflow<std::string()> clockwork_long{"clockwork_long"};
inline const Workflow<std::string()> listener{"listener"};
inline const Workflow<std::vector<std::string>()> ledger{"ledger"};
inline const Workflow<std::string(std::string)> parent{"parent"};
inline const Workflow<int(int)> relay{"relay"};
inline const Workflow<int(int)> nearby{"nearby"};
inline const Workflow<std::string()> toiler{"toiler"};
inline const Workflow<std::string()> side_by_side{"side_by_side"};
inline const Workflow<std::string()> patched{"patched"};
inline const Workflow<void()> refuser{"refuser"};
inline const Workflow<std::string()> chance{"chance"};
inline const Workflow<void(int)> trip{"trip"};

inline const Signal<std::string> say{"say"};
inline const Signal<> finish{"finish"};
inline const Query<std::string()> heard{"heard"};
inline const Update<int(std::string)> enter{"enter"};

void add_workflows(Registry& registry);
void add_activities(ActivityRegistry& registry);

}  // namespace acervo::temporal::samples
