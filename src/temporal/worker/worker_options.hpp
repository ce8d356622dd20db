#pragma once

#include <chrono>
#include <memory>
#include <string>

#include "core/metrics.hpp"
#include "temporal/activity/activity_registry.hpp"
#include "temporal/engine/worker_options.hpp"
#include "temporal/payload/codec.hpp"
#include "temporal/payload/limits.hpp"
#include "temporal/worker/interceptor.hpp"
#include "temporal/workflow/activation_watch.hpp"
#include "temporal/workflow/registry.hpp"

namespace acervo::temporal {

/// One task queue of a worker, and what is run for it.
struct QueueOptions {
    /// The names of the queue, what is open at a time, pollers, rates, time limits. Namespace, identity, build and
    /// deployment, where they are empty, and the time for shutdown are the worker's; which kinds of tasks are taken
    /// follows from the registries below.
    CoreWorkerOptions engine;
    /// Null: no workflow tasks. Both outlive the worker.
    const Registry* workflows{nullptr};
    /// Null: no activities. With `workflows` they are the local activities too.
    const ActivityRegistry* activities{nullptr};
    /// On which workflows run; zero: as many as there are cores, at most 4.
    unsigned workflow_threads{0};
    /// On which activities run that are plain functions; they begin when they are needed. Zero: as many as activities
    /// may be open. When there are fewer, activities wait for a thread, while their time to close runs.
    unsigned activity_threads{0};
};

struct WorkerOptions {
    std::string name_space;
    /// Empty: the connection's.
    std::string identity{};
    std::string build_id{};
    std::optional<Deployment> deployment{};
    /// Goes over all payloads but search attributes.
    std::shared_ptr<const PayloadCodec> codec{};
    /// Messages and stack traces of failures travel as payloads, so that the codec goes over them.
    bool encode_failures{false};
    PayloadLimits limits{};
    WorkerInterceptors interceptors{};
    /// Where the worker counts what it does (`acervo_temporal_…`); outlives it. The engine's own metrics are
    /// `Runtime::metrics`.
    Metrics* metrics{nullptr};

    /// At a shutdown: after the first, activities that still run are told to cancel; after the second they are left
    /// behind.
    std::chrono::milliseconds graceful_shutdown{std::chrono::seconds{10}};
    std::chrono::milliseconds cancel_time{std::chrono::seconds{5}};
    /// Workflow code that does not come back for so long has a bug: its task fails, with its name.
    std::chrono::milliseconds deadlock_limit{ActivationWatch::kLimit};
};

}  // namespace acervo::temporal
