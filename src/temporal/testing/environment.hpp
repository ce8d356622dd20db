#pragma once

#include <memory>
#include <stdexcept>
#include <string>
#include <utility>

#include "temporal/testing/replay.hpp"
#include "temporal/testing/simulation.hpp"

namespace acervo::temporal::testing {

/// The answer of an update: empty while its handler works.
template <class R>
class TestUpdate {
public:
    TestUpdate(Simulation::RunPointer run, std::string id) : run_{std::move(run)}, id_{std::move(id)} {}
    bool accepted() const { return run_->updates[id_].accepted; }
    std::optional<Outcome<R>> outcome() const {
        const auto& found = run_->updates[id_].outcome;
        if (!found) return std::nullopt;
        if (const auto* failure = std::get_if<Failure>(&*found)) return Outcome<R>{std::unexpected{*failure}};
        return Outcome<R>{value_or_throw(decode<Stored<R>>(std::get<Payload>(*found)), "answer to an update")};
    }

private:
    Simulation::RunPointer run_;
    std::string id_;
};

/// A workflow under test, through its continuations.
template <class R>
class TestRun {
public:
    TestRun(Simulation& simulation, Simulation::RunPointer run) : simulation_{&simulation}, first_{std::move(run)} {}

    /// Lets time pass until the workflow ends. std::runtime_error when it never does, with what it waits for, and when
    /// its code has a bug.
    Outcome<R> result() const {
        while (latest().open() && !latest().task_failure && simulation_->step()) {
        }
        const auto& run = latest();
        if (run.task_failure) throw std::runtime_error{"workflow task failed: " + describe(*run.task_failure)};
        if (run.open()) throw std::runtime_error{"the workflow waits for ever. " + stack()};
        if (run.status != RunStatus::Completed) return Outcome<R>{std::unexpected{ending_failure(run)}};
        const auto payload = run.result ? *run.result : null_payload();
        return Outcome<R>{value_or_throw(decode<Stored<R>>(payload), "result of the workflow")};
    }
    template <class... P>
    void signal(const Signal<P...>& signal, std::type_identity_t<P>... arguments) const {
        auto input = encode_arguments("signal \"" + signal.name() + "\"", arguments...);
        simulation_->tell(pointer(), job::SignalWorkflow{signal.name(), std::move(input), "test", {}, 0});
    }
    template <class A, class... P>
    Outcome<A> query(const Query<A(P...)>& query, std::type_identity_t<P>... arguments) const {
        simulation_->settle();
        return ask<A>(query.name(), encode_arguments("query", arguments...));
    }
    template <class A, class... P>
    TestUpdate<A> update(const Update<A(P...)>& update, std::type_identity_t<P>... arguments) const {
        const auto id = "update-" + std::to_string(pointer()->updates.size() + 1);
        pointer()->updates[id];
        auto input = encode_arguments("update \"" + update.name() + "\"", arguments...);
        simulation_->tell(pointer(), job::DoUpdate{id, id, update.name(), std::move(input), {}, "test", true});
        simulation_->settle();
        return {pointer(), id};
    }
    void cancel(std::string reason = "the test cancels") const {
        simulation_->tell(pointer(), job::CancelWorkflow{std::move(reason)});
    }
    void terminate() const { simulation_->close(pointer(), RunStatus::Terminated); }
    /// Takes it from the cache; the next thing it hears of finds it replayed.
    Result<void> evict() const {
        simulation_->settle();
        return simulation_->evict(pointer());
    }

    RunStatus status() const { return latest().status; }
    /// Of the latest run.
    const History& history() const { return latest().history; }
    const PayloadMap& memo() const { return latest().memo; }
    const PayloadMap& search_attributes() const { return latest().search_attributes; }
    std::string task_failure() const { return latest().task_failure ? describe(*latest().task_failure) : ""; }
    std::size_t continuations() const {
        std::size_t count = 0;
        for (auto run = first_; run->continued_as; run = run->continued_as) ++count;
        return count;
    }

private:
    static Failure ending_failure(const SimulatedRun& run) {
        if (run.failure) return *run.failure;
        Failure failure;
        failure.message = "the workflow was cancelled";
        if (run.status == RunStatus::Cancelled) failure.info.emplace<Failure::CancelledInfo>();
        if (run.status == RunStatus::Terminated) failure.info.emplace<Failure::TerminatedInfo>();
        if (run.status == RunStatus::TimedOut) failure.info.emplace<Failure::TimeoutInfo>();
        return failure;
    }
    template <class A>
    Outcome<A> ask(std::string type, Payloads arguments) const {
        const auto completion = simulation_->query(pointer(), {"query-1", std::move(type), std::move(arguments), {}});
        const auto* commands = std::get_if<completion::Commands>(&completion.status);
        if (commands == nullptr) throw std::runtime_error{"the query broke the workflow task"};
        const auto& answer = std::get<command::QueryResult>(commands->commands.front().what).answer;
        if (const auto* failure = std::get_if<Failure>(&answer)) return Outcome<A>{std::unexpected{*failure}};
        return Outcome<A>{value_or_throw(decode<A>(std::get<Payload>(answer)), "answer to a query")};
    }
    std::string stack() const { return ask<std::string>("__stack_trace", {}).value(); }
    const Simulation::RunPointer& pointer() const {
        const auto* run = &first_;
        while ((*run)->continued_as) run = &(*run)->continued_as;
        return *run;
    }
    const SimulatedRun& latest() const { return *pointer(); }

    Simulation* simulation_;
    Simulation::RunPointer first_;
};

/// Workflows under test without a server: activities are fakes, time jumps, everything is decided by the seed.
///
///   TestEnvironment env{registry};
///   env.fake(probe_master, [](AssetId) { return Probe{25}; });
///   const auto run = env.start(ingest, input);
///   EXPECT_EQ(run.result().value(), Summary{1});
///   EXPECT_TRUE(replay_every_prefix(registry, run.history()));
class TestEnvironment {
public:
    /// `registry` must outlive it.
    explicit TestEnvironment(const Registry& registry, Simulation::Options options = {})
        : simulation_{registry, std::move(options)} {}

    template <class R, class... P, class F>
    void fake(const Activity<R(P...)>& activity, F play, FakeOptions options = {}) {
        simulation_.add_fake(activity.name(), make_fake(activity, std::move(play), options));
    }
    template <class R, class... P>
    TestRun<R> start(const Workflow<R(P...)>& workflow, std::type_identity_t<P>... arguments) {
        job::InitializeWorkflow start;
        start.workflow_id = workflow.name() + "-" + std::to_string(++started_);
        start.arguments = encode_arguments("workflow \"" + workflow.name() + "\"", arguments...);
        return start_as(workflow, std::move(start));
    }
    /// With everything that a start can carry; type and missing id are filled in.
    template <class R, class... P>
    TestRun<R> start_as(const Workflow<R(P...)>& workflow, job::InitializeWorkflow start) {
        start.workflow_type = workflow.name();
        return {simulation_, simulation_.start(std::move(start))};
    }

    Time now() const noexcept { return simulation_.now(); }
    /// Lets this much time pass.
    void advance(Duration length) { simulation_.run_to(simulation_.now() + length); }
    /// All that happens without time passing.
    void settle() { simulation_.settle(); }
    /// When that much time has passed, `action` happens: a signal, a cancellation.
    void after(Duration length, std::function<void()> action) { simulation_.after(length, std::move(action)); }
    Simulation& simulation() noexcept { return simulation_; }

private:
    Simulation simulation_;
    int started_ = 0;
};

}  // namespace acervo::temporal::testing
