#include "temporal/testing/simulation.hpp"

#include <algorithm>
#include <stdexcept>

#include "temporal/testing/replay.hpp"

namespace acervo::temporal::testing {

namespace {

/// The order that the engine promises within one activation.
int rank(const Job& job) {
    if (std::holds_alternative<job::InitializeWorkflow>(job)) return 0;
    if (std::holds_alternative<job::NotifyHasPatch>(job)) return 1;
    if (std::holds_alternative<job::UpdateRandomSeed>(job)) return 2;
    if (std::holds_alternative<job::SignalWorkflow>(job) || std::holds_alternative<job::DoUpdate>(job)) return 3;
    const auto* activity = std::get_if<job::ResolveActivity>(&job);
    return activity != nullptr && activity->is_local ? 5 : 4;
}

constexpr Time kBeginning{std::chrono::sys_days{std::chrono::year{2026} / 1 / 1}};

}  // namespace

Simulation::Simulation(const Registry& registry, Options options)
    : registry_{&registry}, options_{std::move(options)}, now_{kBeginning} {}

bool Simulation::step() {
    if (agenda_.empty()) return false;
    if (++happened_ > options_.happenings) throw std::runtime_error{"the simulation does not come to rest"};
    const auto next = agenda_.extract(agenda_.begin());
    now_ = next.key().first;
    next.mapped()();
    return true;
}

void Simulation::settle() { run_to(now_); }

void Simulation::run_to(Time moment) {
    while (!agenda_.empty() && agenda_.begin()->first.first <= moment) step();
    now_ = std::max(now_, moment);
}

Instance::Setup Simulation::setup() const {
    return {options_.namespace_name, options_.task_queue, options_.hooks, options_.limits};
}

Simulation::RunPointer Simulation::start(job::InitializeWorkflow start) {
    auto run = std::make_shared<SimulatedRun>();
    const auto number = next_run_++;
    run->workflow_id = start.workflow_id;
    run->run_id = "run-" + std::to_string(number);
    start.randomness_seed = options_.seed * 1'000'003 + number;
    start.start_time = now_;
    if (start.first_run_id.empty()) start.first_run_id = run->run_id;
    start.original_run_id = run->run_id;
    run->memo = start.memo;
    run->search_attributes = start.search_attributes;
    run->instance = std::make_unique<Instance>(*registry_, setup());
    run->history = History{start.workflow_type, start.workflow_id, options_.namespace_name, options_.task_queue, {}};
    run->start = start;
    latest_.insert_or_assign(run->workflow_id, run);
    runs_.push_back(run);
    if (start.workflow_run_timeout) {
        after(*start.workflow_run_timeout, [this, run] { close(run, RunStatus::TimedOut); });
    }
    tell(run, std::move(start));
    return run;
}

Simulation::RunPointer Simulation::find(const std::string& workflow_id) const {
    const auto found = latest_.find(workflow_id);
    return found == latest_.end() ? nullptr : found->second;
}

void Simulation::tell(const RunPointer& run, Job job) {
    if (!run->open() || run->task_failure) return;
    run->pending.push_back(std::move(job));
    if (std::exchange(run->task_scheduled, true)) return;
    at(now_, [this, run] { run_task(run); });
}

void Simulation::run_task(const RunPointer& run) {
    run->task_scheduled = false;
    if (!run->open() || run->pending.empty()) return;
    Activation activation;
    activation.run_id = run->run_id;
    activation.timestamp = now_;
    std::multimap<int, Job> ordered;
    for (auto& job : std::exchange(run->pending, {})) ordered.emplace(rank(job), std::move(job));
    for (auto& [order, job] : ordered) activation.jobs.push_back(std::move(job));
    run->events += static_cast<std::uint32_t>(activation.jobs.size()) + 2;
    activation.history_length = run->events;
    activation.continue_as_new_suggested = run->events >= options_.suggest_continue_after;
    const auto completion = run->instance->apply(activation);
    if (const auto* failed = std::get_if<completion::TaskFailed>(&completion.status)) {
        run->task_failure = failed->failure;
        return;
    }
    const auto commands = std::get<completion::Commands>(completion.status).commands;
    run->events += static_cast<std::uint32_t>(commands.size());
    run->history.steps.push_back(HistoryStep{std::move(activation), commands});
    for (const auto& command : commands) obey(run, command);
}

Completion Simulation::query(const RunPointer& run, job::QueryWorkflow query) {
    Activation activation;
    activation.run_id = run->run_id;
    activation.timestamp = now_;
    activation.jobs.emplace_back(std::move(query));
    return run->instance->apply(activation);
}

Result<void> Simulation::evict(const RunPointer& run) {
    Activation eviction;
    eviction.run_id = run->run_id;
    eviction.jobs.emplace_back(
        job::RemoveFromCache{"the test asked for it", job::RemoveFromCache::Reason::LangRequested});
    run->instance->apply(eviction);
    run->instance = std::make_unique<Instance>(*registry_, setup());
    return replay_into(*run->instance, run->history);
}

void Simulation::close(const RunPointer& run, RunStatus status) {
    if (!run->open()) return;
    run->status = status;
    run->timers.clear();
    run->activities.clear();
    if (status == RunStatus::ContinuedAsNew) return;
    for (const auto& [seq, child] : std::exchange(run->children, {})) {
        if (!child.run || !child.run->open()) continue;
        switch (child.start.parent_close_policy) {
            case ParentClosePolicy::Abandon:
                break;
            case ParentClosePolicy::RequestCancel:
                tell(child.run, job::CancelWorkflow{"its parent ended"});
                break;
            default:
                close(child.run, RunStatus::Terminated);
        }
    }
    tell_parent(run);
}

}  // namespace acervo::temporal::testing
