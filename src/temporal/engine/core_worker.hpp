#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "core/async.hpp"
#include "core/result.hpp"
#include "temporal/engine/connection.hpp"
#include "temporal/engine/worker_options.hpp"

struct AtbWorker;

namespace acervo::temporal {

/// The engine's side of a worker: tasks come out, completions go in, both as serialized messages of `coresdk` (the
/// names are said below). All functions may be called on any thread; awaits resume on the caller's executor.
///
/// To end one: `initiate_shutdown`; go on polling and completing until both polls answer nothing; wait for completions
/// under way; `finalize`. A worker that is destroyed without it leaves its unfinished tasks to time-outs.
///
/// Polls and completions cannot be cut short, since what they carry would be lost: cancelling their caller has no
/// effect before they are answered. Polls end by `initiate_shutdown`.
class CoreWorker {
public:
    /// InvalidInput for options that cannot be used. Two workers of one process may not take the same kind of task
    /// from the same queue over one connection.
    static Result<CoreWorker> make(const Connection& connection, const CoreWorkerOptions& options);
    CoreWorker(CoreWorker&&) noexcept = default;
    CoreWorker& operator=(CoreWorker&&) noexcept = default;
    ~CoreWorker() = default;

    /// coresdk.NamespaceInfo: the limits of the namespace. NotFound when the server does not know it.
    Async<Result<std::string>> validate() const;

    /// coresdk.workflow_activation.WorkflowActivation; nothing: shut down. Each must be completed.
    Async<Result<std::optional<std::string>>> poll_workflow() const;
    /// coresdk.workflow_completion.WorkflowActivationCompletion; InvalidInput when it does not fit the activation.
    Async<Result<void>> complete_workflow(std::string completion) const;

    /// coresdk.activity_task.ActivityTask; nothing: shut down.
    Async<Result<std::optional<std::string>>> poll_activity() const;
    /// coresdk.ActivityTaskCompletion.
    Async<Result<void>> complete_activity(std::string completion) const;
    /// coresdk.ActivityHeartbeat. Never blocks, the engine sends as often as the throttle allows. InvalidInput when
    /// these bytes are none, or the worker is finalized.
    Result<void> heartbeat(std::string_view heartbeat) const;

    /// The run leaves the cache: a poll brings the activation that says so.
    void evict(const std::string& run_id) const;

    void initiate_shutdown() const;
    /// InvalidInput while another call of this worker runs.
    Async<Result<void>> finalize() const;

private:
    friend class ReplayCore;
    explicit CoreWorker(std::shared_ptr<AtbWorker> worker) : worker_{std::move(worker)} {}
    std::shared_ptr<AtbWorker> worker_;
};

/// A worker that is fed with recorded histories and speaks to no server. Poll and complete as with any worker: a
/// history's last activation removes its run from the cache, and the reason in it says whether the code fitted (the
/// engine's word for what did not is NONDETERMINISM).
class ReplayCore {
public:
    static Result<ReplayCore> make(const Runtime& runtime, const CoreWorkerOptions& options);

    const CoreWorker& worker() const noexcept { return worker_; }
    /// temporal.api.history.v1.History, from its first event on; InvalidInput when it is not one. Waits for room: the
    /// one before must have begun.
    Async<Result<void>> push(std::string workflow_id, std::string history) const;
    /// No more histories: polls answer nothing after the last.
    void close() const;

private:
    explicit ReplayCore(CoreWorker worker) : worker_{std::move(worker)} {}
    CoreWorker worker_;
};

}  // namespace acervo::temporal
