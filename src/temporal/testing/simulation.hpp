#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "temporal/testing/fake_activity.hpp"
#include "temporal/testing/simulated_run.hpp"

namespace acervo::temporal::testing {

/// Server and engine in a few hundred lines, for one test on one thread: a clock that jumps to the next thing that
/// happens, an agenda in the order of time and then of the calls, and the rules by which commands become jobs. Not
/// typed: `TestEnvironment` puts the types on.
class Simulation {
public:
    using RunPointer = std::shared_ptr<SimulatedRun>;
    using Action = std::function<void()>;

    struct Options {
        std::string namespace_name = "default";
        std::string task_queue = "test";
        std::uint64_t seed = 1;
        /// The flag `continue_as_new_suggested` is set from this many events on.
        std::uint32_t suggest_continue_after = 4096;
        /// More happenings than this mean that nothing comes to an end.
        std::uint64_t happenings = 2'000'000;
        WorkflowHooks hooks;
        PayloadLimits limits;
    };
    Simulation(const Registry& registry, Options options);

    Time now() const noexcept { return now_; }
    void at(Time moment, Action action) {
        agenda_.emplace(std::pair{std::max(moment, now_), next_++}, std::move(action));
    }
    void after(Duration length, Action action) { at(now_ + length, std::move(action)); }
    /// The next happening; false when there is none. std::runtime_error when there are too many.
    bool step();
    /// All that happens until now.
    void settle();
    /// All that happens until `moment`, which then is now.
    void run_to(Time moment);

    void add_fake(const std::string& type, FakeActivity fake) { fakes_.insert_or_assign(type, std::move(fake)); }
    RunPointer start(job::InitializeWorkflow start);
    /// The latest run with this id, or null.
    RunPointer find(const std::string& workflow_id) const;
    const std::vector<RunPointer>& runs() const noexcept { return runs_; }

    /// A job for a run that is open; a workflow task follows.
    void tell(const RunPointer& run, Job job);
    Completion query(const RunPointer& run, job::QueryWorkflow query);
    void close(const RunPointer& run, RunStatus status);
    /// Takes the run from the worker's cache; it is played from its history before it goes on.
    Result<void> evict(const RunPointer& run);

private:
    void run_task(const RunPointer& run);
    Instance::Setup setup() const;
    void obey(const RunPointer& run, const Command& command);
    template <class T>
    void obey(const RunPointer&, const T&) {}  // queries' answers, patch markers: nothing to do
    void obey(const RunPointer& run, const command::StartTimer& command);
    void obey(const RunPointer& run, const command::CancelTimer& command);
    void obey(const RunPointer& run, const command::ScheduleActivity& command);
    void obey(const RunPointer& run, const command::ScheduleLocalActivity& command);
    void obey(const RunPointer& run, const command::RequestCancelActivity& command) {
        cancel_activity(run, command.seq);
    }
    void obey(const RunPointer& run, const command::RequestCancelLocalActivity& command) {
        cancel_activity(run, command.seq);
    }
    void obey(const RunPointer& run, const command::StartChildWorkflow& command);
    void obey(const RunPointer& run, const command::CancelChildWorkflow& command);
    void obey(const RunPointer& run, const command::SignalExternalWorkflow& command);
    void obey(const RunPointer& run, const command::RequestCancelExternalWorkflow& command);
    void obey(const RunPointer& run, const command::CompleteWorkflow& command);
    void obey(const RunPointer& run, const command::FailWorkflow& command);
    void obey(const RunPointer& run, const command::CancelWorkflowExecution& command);
    void obey(const RunPointer& run, const command::ContinueAsNew& command);
    void obey(const RunPointer& run, const command::UpdateResponse& command);
    void obey(const RunPointer& run, const command::UpsertSearchAttributes& command);
    void obey(const RunPointer& run, const command::ModifyProperties& command);

    void begin_activity(const RunPointer& run, std::uint32_t seq, SimulatedActivity activity);
    void attempt(const RunPointer& run, std::uint32_t seq);
    void attempt_failed(const RunPointer& run, std::uint32_t seq, Failure failure);
    void cancel_activity(const RunPointer& run, std::uint32_t seq);
    void resolve_activity(const RunPointer& run, std::uint32_t seq, job::ResolveActivity::Result result);
    void begin_child(const RunPointer& parent, std::uint32_t seq);
    void tell_parent(const RunPointer& child);

    const Registry* registry_;
    Options options_;
    Time now_;
    std::map<std::pair<Time, std::uint64_t>, Action> agenda_;
    std::uint64_t next_ = 0;
    std::uint64_t happened_ = 0;
    std::uint64_t next_run_ = 1;
    std::map<std::string, FakeActivity> fakes_;
    std::map<std::string, RunPointer> latest_;
    std::vector<RunPointer> runs_;
};

}  // namespace acervo::temporal::testing
