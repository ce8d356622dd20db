#pragma once

#include <boost/asio/io_context.hpp>
#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "temporal/activity/activity_registry.hpp"
#include "temporal/client/client.hpp"
#include "temporal/testing/fake_activity.hpp"
#include "temporal/worker/worker.hpp"
#include "temporal/workflow/outcome.hpp"

namespace acervo::temporal::testing {

struct ServerEnvironmentOptions {
    std::string name_space{"default"};
    /// Of one call, and of one workflow until its end.
    std::chrono::seconds patience{60};
};

/// The loop on which worker and calls run: whenever the test waits for something.
class ServerLoop {
public:
    explicit ServerLoop(std::chrono::seconds patience) : patience_{patience} {}

    boost::asio::io_context& context() noexcept { return context_; }
    Deadline deadline() const { return Deadline::after(patience_); }
    /// Begins `work`; `flag`, which must live as long, tells when it has ended. What it throws comes out of `until`.
    void begin(Async<void> work, bool* ended);
    /// std::runtime_error when it takes longer than the patience twice over.
    void until(const bool& done);

    template <class T>
    T run(Async<T> work) {
        std::optional<T> value;
        bool ended = false;
        begin(keep<T>(std::move(work), &value), &ended);
        until(ended);
        return *std::move(value);
    }

private:
    template <class T>
    static Async<void> keep(Async<T> work, std::optional<T>* value) {
        value->emplace(co_await std::move(work));
    }

    boost::asio::io_context context_;
    std::chrono::seconds patience_;
};

/// The failure of a workflow, query or update out of a call's error; any other error of the call is thrown.
Failure failure_of(const Error& error);

/// What a call answered, as a test of `TestRun` has it.
template <class R>
Outcome<R> outcome_of(Result<R> answer) {
    if (!answer) return Outcome<R>{std::unexpected{failure_of(answer.error())}};
    if constexpr (std::is_void_v<R>) {
        return Outcome<R>{Stored<R>{}};
    } else {
        return Outcome<R>{*std::move(answer)};
    }
}

/// A workflow under test, through its continuations; as `TestRun`, by the server's history.
template <class R>
class ServerRun {
public:
    ServerRun(ServerLoop& loop, WorkflowHandle<R> handle) : loop_{&loop}, handle_{std::move(handle)} {}

    Outcome<R> result() const { return outcome_of<R>(loop_->run(handle_.result(loop_->deadline()))); }
    template <class... P>
    void signal(const Signal<P...>& signal, std::type_identity_t<P>... arguments) const {
        must(loop_->run(handle_.signal(signal, std::move(arguments)...)));
    }
    template <class A, class... P>
    Outcome<A> query(const Query<A(P...)>& query, std::type_identity_t<P>... arguments) const {
        return outcome_of<A>(loop_->run(handle_.query(query, std::move(arguments)...)));
    }
    /// Waits for its answer.
    template <class A, class... P>
    Outcome<A> update(const Update<A(P...)>& update, std::type_identity_t<P>... arguments) const {
        return outcome_of<A>(loop_->run(handle_.update(update, std::move(arguments)...)));
    }
    void cancel(std::string reason = "the test cancels") const { must(loop_->run(handle_.cancel(std::move(reason)))); }

    const WorkflowHandle<R>& handle() const noexcept { return handle_; }

private:
    static void must(const Result<void>& done) {
        if (!done) throw std::runtime_error{done.error().message()};
    }

    ServerLoop* loop_;
    WorkflowHandle<R> handle_;
};

/// Workflows under test on a real server, whose time jumps where nothing but timers is waited for (its option
/// `frontend.WorkflowTimeSkippingEnabled`, development server 1.32). It speaks as `TestEnvironment` does, so that one
/// test can be run in both:
///
///   template <class Environment> void waits_a_day(Environment& env) {
///       env.fake(probe_master, [](AssetId) { return Probe{25}; });
///       EXPECT_EQ(env.start(ingest, input).result().value(), Summary{1});
///   }
///
/// What it has not: `after` and `advance`, for the server decides when time passes; fakes that take time; histories in
/// memory.
class ServerEnvironment {
public:
    /// On a task queue of its own. `registry` must outlive it.
    ServerEnvironment(Connection connection, const Registry& registry, ServerEnvironmentOptions options = {});
    /// Ends the worker, and waits for it.
    ~ServerEnvironment();
    ServerEnvironment(const ServerEnvironment&) = delete;
    ServerEnvironment& operator=(const ServerEnvironment&) = delete;

    /// Before the first `start`. std::logic_error for an activity that is there already.
    template <class R, class... P, class F>
    void fake(const Activity<R(P...)>& activity, F play) {
        activities_.add(activity, [play](ActivityContext context, P... arguments) mutable -> R {
            if constexpr (std::invocable<F&, const FakeCall&, P...>) {
                const auto& start = context.info().start;
                const FakeCall call{start.attempt, start.activity_id, start.started_time.value_or(Time{})};
                return play(call, std::move(arguments)...);
            } else {
                return play(std::move(arguments)...);
            }
        });
    }
    template <class R, class... P>
    ServerRun<R> start(const Workflow<R(P...)>& workflow, std::type_identity_t<P>... arguments) {
        work();
        auto started = loop_.run(client_.start(workflow, std::move(arguments)..., start_options(workflow.name())));
        if (!started) throw std::runtime_error{started.error().message()};
        return {loop_, *std::move(started)};
    }

    Client& client() noexcept { return client_; }

private:
    /// Begins the worker, unless it runs.
    void work();
    StartOptions start_options(const std::string& type) const;

    ServerEnvironmentOptions options_;
    Connection connection_;
    const Registry* registry_;
    ActivityRegistry activities_;
    std::string task_queue_;
    ServerLoop loop_;
    Client client_;
    std::unique_ptr<Worker> worker_;
    bool worker_ended_{true};
};

}  // namespace acervo::temporal::testing
