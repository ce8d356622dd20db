#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <random>
#include <set>
#include <string>
#include <vector>

#include "temporal/model/activation.hpp"
#include "temporal/model/completion.hpp"
#include "temporal/workflow/future.hpp"
#include "temporal/workflow/handlers.hpp"
#include "temporal/workflow/hooks.hpp"
#include "temporal/workflow/info.hpp"
#include "temporal/workflow/options.hpp"

namespace acervo::temporal {

/// Takes the payload of an answer: decodes it into the future that waits.
using Receive = std::function<void(const std::optional<Payload>&)>;

/// Thrown, and caught, only by this library: the run ends here and goes on as a new one.
struct ContinueAsNewRequest {
    command::ContinueAsNew command;
};

/// One run of one workflow behind its `Context`: numbers its operations, keeps those that are open, collects commands.
/// Not typed: `Context` puts the types on. Everything happens on the thread that applies an activation.
class Run {
public:
    struct Setup {
        std::string run_id;
        std::string namespace_name;
        std::string task_queue;
        WorkflowHooks hooks;
    };
    explicit Run(Setup setup);
    ~Run();
    Run(const Run&) = delete;
    Run& operator=(const Run&) = delete;

    Scheduler& scheduler() noexcept { return scheduler_; }
    const Info& info() const noexcept { return info_; }
    const WorkflowHooks& hooks() const noexcept { return hooks_; }

    // What happened: called by `Instance`, in the order of the jobs.
    void begin_activation(const Activation& activation);
    void initialize(const job::InitializeWorkflow& start);
    void apply(const job::FireTimer& job);
    void apply(const job::UpdateRandomSeed& job) { random_.seed(job.randomness_seed); }
    void apply(const job::NotifyHasPatch& job) { patches_in_history_.insert(job.patch_id); }
    void apply(const job::CancelWorkflow& job) { scheduler_.root_scope()->cancel(job.reason); }
    void apply(const job::SignalWorkflow& job);
    void apply(const job::QueryWorkflow& job);
    void apply(const job::DoUpdate& job);
    void apply(const job::ResolveActivity& job);
    void apply(const job::ResolveChildWorkflowStart& job);
    void apply(const job::ResolveChildWorkflow& job);
    void apply(const job::ResolveSignalExternalWorkflow& job) { resolve_plain(signals_, job.seq, job.failure); }
    void apply(const job::ResolveRequestCancelExternalWorkflow& job) { resolve_plain(cancels_, job.seq, job.failure); }
    /// Updates that nobody listens to by the end of an activation.
    void reject_unknown_updates();
    void main_ended() noexcept { main_ended_ = true; }
    std::vector<Command> take_commands() { return std::exchange(commands_, {}); }

    // What workflow code asks for. An operation in a cancelled scope is cancelled before it begins, without a command.
    using Scope = std::shared_ptr<CancelScope>;
    Future<void> start_timer(const Scope& scope, Duration length, const std::string& summary);
    Future<void> wait(const Scope& scope, std::function<bool()> holds);
    /// `state` is the future that `receive` fills.
    void schedule(std::shared_ptr<FutureStateBase> state, command::ScheduleActivity activity,
                  const std::string& summary, Receive receive);
    void schedule(std::shared_ptr<FutureStateBase> state, command::ScheduleLocalActivity activity, Receive receive);
    /// `started` receives the run id, `result` what `receive` makes of the answer.
    void start_child(std::shared_ptr<FutureState<std::string>> started, std::shared_ptr<FutureStateBase> result,
                     command::StartChildWorkflow child, const std::string& summary, Receive receive);
    Future<void> signal(const Scope& scope, command::SignalExternalWorkflow signal);
    Future<void> request_cancel(const Scope& scope, NamespacedExecution target, std::string reason);
    bool patched(const std::string& id, bool deprecated);
    void upsert_search_attributes(PayloadMap attributes);
    void upsert_memo(PayloadMap memo);
    std::mt19937_64& random() noexcept { return random_; }

    /// A failure that a signal's handler throws fails the workflow, a continuation ends it; the first one counts.
    template <class F>
    void call_handler(F handler) {
        try {
            handler();
        } catch (const TemporalFailure&) {
            fail_by_handler(std::current_exception());
        } catch (const ContinueAsNewRequest&) {
            fail_by_handler(std::current_exception());
        }
    }
    void watch_handler(const std::shared_ptr<FutureStateBase>& task);
    /// Handlers of signals and updates that have begun and not ended.
    std::size_t open_handlers() const noexcept { return open_handlers_; }
    const std::exception_ptr& handler_failure() const noexcept { return handler_failure_; }
    /// The answer of an update that needs no waiting.
    template <class F>
    void answer_now(FutureState<Payload>& state, F handler) {
        try {
            state.succeed(handler());
        } catch (const TemporalFailure&) {
            state.fail(std::current_exception());
        } catch (const ContinueAsNewRequest&) {
            state.fail(std::current_exception());
        }
    }
    void listen(const std::string& name, SignalHandler handler);
    void listen(const std::string& name, QueryHandler handler);
    void listen(const std::string& name, UpdateHandler handler);
    void listen_to_others(OtherSignals handler);
    void listen_to_others(OtherQueries handler) {
        handlers_.other_queries = std::make_shared<OtherQueries>(std::move(handler));
    }

    /// Adds a command. Without effect once the run is stopped; std::logic_error inside a query or validator.
    void emit(Command::What what, const std::string& summary = {});
    PayloadMap outbound_headers() const;
    /// Objects that live until the run is evicted, longer than every coroutine.
    void keep(std::shared_ptr<void> object) { kept_.push_back(std::move(object)); }
    /// What the run waits for, one line each, for the query `__stack_trace`.
    std::string open_operations() const;

private:
    struct ActivityOperation {
        std::shared_ptr<FutureStateBase> state;
        Receive receive;
        std::string what;
        /// Only for a local activity: what to schedule again after a pause.
        std::optional<command::ScheduleLocalActivity> again;
    };
    struct ChildOperation {
        std::shared_ptr<FutureState<std::string>> started;
        std::shared_ptr<FutureStateBase> result;
        Receive receive;
        std::string workflow_id;
        std::string workflow_type;
    };
    struct PlainOperation {
        std::shared_ptr<FutureState<void>> state;
        std::string what;
    };

    using PlainOperations = std::map<std::uint32_t, PlainOperation>;
    /// The number of the last operation of each kind. The engine looks a timer or an activity up by it in a history, so
    /// kinds are counted apart as the official SDKs on this engine do: their histories then fit the same workflow here.
    struct LastSeq {
        std::uint32_t activity = 0;
        std::uint32_t timer = 0;
        std::uint32_t child = 0;
        std::uint32_t signal = 0;
        std::uint32_t cancel = 0;
    };

    /// What this activation brings the end of. The engine has it ended already and takes no cancellation any more: of a
    /// signal that failed, a child that was terminated, a local activity, it would fail the task (seen with 0.10).
    struct EndedNow {
        std::set<std::uint32_t> activities;
        std::set<std::uint32_t> children;
        std::set<std::uint32_t> signals;
    };

    /// True when nothing may begin: the state has been told why.
    bool refuse(FutureStateBase& state) const;
    void schedule_local(ActivityOperation operation);
    void back_off(ActivityOperation operation, const job::Backoff& backoff);
    static void resolve_plain(PlainOperations& open, std::uint32_t seq, const std::optional<Failure>& failure);
    void start_update(const job::DoUpdate& job, std::shared_ptr<UpdateHandler> handler);
    void answer_update(const std::string& instance_id, const std::shared_ptr<FutureState<Payload>>& answer);
    Payload answer_query(const job::QueryWorkflow& job);
    void fail_by_handler(std::exception_ptr failure) noexcept {
        if (!handler_failure_) handler_failure_ = std::move(failure);
    }
    void forbid_commands(bool on) noexcept { read_only_ = on; }

    Info info_;
    WorkflowHooks hooks_;
    std::mt19937_64 random_;
    LastSeq last_;
    EndedNow ended_now_;
    std::vector<Command> commands_;
    bool read_only_ = false;
    bool main_ended_ = false;
    std::exception_ptr handler_failure_;
    std::size_t open_handlers_ = 0;
    std::set<std::string> patches_in_history_;
    std::map<std::string, bool> patches_decided_;
    std::map<std::uint32_t, ActivityOperation> activities_;
    std::map<std::uint32_t, ChildOperation> children_;
    PlainOperations timers_;
    /// To other workflows.
    PlainOperations signals_;
    PlainOperations cancels_;
    Handlers handlers_;
    // Destroyed in the order: coroutines (the scheduler stops first, see ~Run), handlers, then what was kept for both.
    std::vector<std::shared_ptr<void>> kept_;
    Scheduler scheduler_;
};

}  // namespace acervo::temporal
