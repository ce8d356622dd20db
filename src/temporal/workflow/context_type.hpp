#pragma once

// What workflow code sees of Context; include context.hpp, which brings its templates too.

#include <concepts>
#include <functional>
#include <memory>
#include <string>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

#include "core/id.hpp"
#include "temporal/workflow/arguments.hpp"
#include "temporal/workflow/child.hpp"
#include "temporal/workflow/combine.hpp"
#include "temporal/workflow/declarations.hpp"
#include "temporal/workflow/drive.hpp"
#include "temporal/workflow/future.hpp"
#include "temporal/workflow/log.hpp"
#include "temporal/workflow/run.hpp"
#include "temporal/workflow/search_attribute.hpp"

namespace acervo::temporal {

class Scope;

/// What workflow code does everything with: a small handle, passed by value. Its operations begin when they are called
/// and answer a `Future`; they belong to the scope of the code that calls them, and are cancelled with it.
///
/// Workflow code must do the same again in a replay. It takes time, randomness and ids from here, begins nothing else
/// that waits, and keeps what emits commands in ordered containers.
class Context {
public:
    explicit Context(Run& run, Run::Scope scope = nullptr) : run_{&run}, scope_{std::move(scope)} {}

    const Info& info() const noexcept { return run_->info(); }
    /// Time of the workflow: stands still until the workflow waits.
    Time now() const noexcept { return info().now; }
    bool is_replaying() const noexcept { return info().is_replaying; }
    /// Random, and the same in a replay.
    std::uint64_t random() const { return run_->random()(); }
    /// 0 … `end` - 1, evenly spread.
    std::uint64_t random_below(std::uint64_t end) const;
    /// RFC 9562 version 4, from `random`.
    Uuid uuid() const;
    /// What the run before this one answered, where a cron schedule started both; nothing in the first. What it failed
    /// with, if it did: `info().start.continued_failure`. PayloadError for another type.
    template <class T>
    std::optional<T> last_result() const {
        const auto& last = info().start.last_completion_result;
        if (last.empty()) return std::nullopt;
        return value_or_throw(decode<T>(last.front()), "result of the run before");
    }
    /// Lines are written once, not in replays.
    WorkflowLog log() const { return WorkflowLog{*run_}; }
    /// Runs `effect` when this is no replay: for metrics. It must not touch the workflow.
    template <std::invocable F>
    void unless_replaying(F effect) const {
        if (!is_replaying()) effect();
    }

    /// Runs an activity. ActivityFailure when it fails for good, Cancelled when it was cancelled.
    template <class R, class... P>
    Future<R> run(const Activity<R(P...)>& activity, std::type_identity_t<P>... arguments) const;
    template <class R, class... P>
    Future<R> run(const Activity<R(P...)>& activity, std::type_identity_t<P>... arguments,
                  ActivityOptions options) const;
    /// Runs it inside this worker, without a task on the server: for what takes a second or less.
    template <class R, class... P>
    Future<R> run_local(const Activity<R(P...)>& activity, std::type_identity_t<P>... arguments,
                        LocalActivityOptions options) const;
    template <class R, class... P>
    Future<R> run_local(const Activity<R(P...)>& activity, std::type_identity_t<P>... arguments) const;

    /// Runs a child workflow to its end. ChildWorkflowFailure when it fails.
    template <class R, class... P>
    Future<R> run(const Workflow<R(P...)>& child, std::type_identity_t<P>... arguments) const;
    template <class R, class... P>
    Future<R> run(const Workflow<R(P...)>& child, std::type_identity_t<P>... arguments, ChildOptions options) const;
    /// Only starts it: awaited, it gives the `Child` to signal, cancel or wait for.
    template <class R, class... P>
    Future<Child<R>> start_child(const Workflow<R(P...)>& child, std::type_identity_t<P>... arguments,
                                 ChildOptions options) const;
    template <class R, class... P>
    Future<Child<R>> start_child(const Workflow<R(P...)>& child, std::type_identity_t<P>... arguments) const;
    ExternalWorkflow external(std::string workflow_id, std::string run_id = {}) const {
        return {*run_, scope(), WorkflowExecution{std::move(workflow_id), std::move(run_id)}};
    }

    /// Lengths of zero or less count as a millisecond.
    Future<void> sleep(Duration length, const std::string& summary = {}) const {
        return run_->start_timer(scope(), length, summary);
    }
    /// Until `condition` holds. It is looked at whenever the workflow rests, and must change nothing.
    Future<void> wait(std::function<bool()> condition) const { return run_->wait(scope(), std::move(condition)); }
    /// True when the condition holds in time.
    Future<bool> wait(std::function<bool()> condition, Duration limit) const;

    /// Runs a task beside this one. It hears of the cancellation of the scope in which it was spawned. What it refers
    /// to must outlive it.
    template <class T>
    Future<T> spawn(Task<T> task) const {
        return spawn_task(run_->scheduler(), scope(), std::move(task));
    }
    /// Runs a task that no cancellation reaches, and that is waited for in any case: clean-up.
    template <class T>
    Future<T> shielded(Task<T> task) const {
        auto future = spawn_task(run_->scheduler(), CancelScope::make(nullptr), std::move(task));
        future.state()->shield();
        return future;
    }
    /// A context whose operations can be cancelled together, and are with this one's.
    Scope scope_below() const;
    /// A scope that ends with nobody but itself.
    Scope detached_scope() const;
    /// This context without a scope of its own: its operations belong to the code that calls them.
    Context here() const { return Context{*run_}; }
    /// The workflow, the task or the scope has been told to end; operations begun now fail with Cancelled.
    bool cancelled() const noexcept { return scope()->cancelled(); }
    const std::string& cancel_reason() const noexcept { return scope()->reason(); }

    /// All values, as a tuple (a vector for a vector; `monostate` for void); at the first failure the others are
    /// cancelled and it is thrown. Members are futures or tasks; tasks are waited for before this returns.
    template <class... F>
    auto all(F... members) const {
        return all_of(as_future(std::move(members))...);
    }
    template <class F>
    auto all(std::vector<F> members) const {
        return all_of_many(as_futures(std::move(members)));
    }
    /// The first that ends, successful or not, as a variant (`Winner` for a vector); the others are cancelled.
    template <class... F>
    auto race(F... members) const {
        return one_of(Until::OneEnds, as_future(std::move(members))...);
    }
    template <class F>
    auto race(std::vector<F> members) const {
        return one_of_many(Until::OneEnds, as_futures(std::move(members)));
    }
    /// The first that succeeds; the others are cancelled. Throws the last failure when all fail.
    template <class... F>
    auto any(F... members) const {
        return one_of(Until::OneSucceeds, as_future(std::move(members))...);
    }
    template <class F>
    auto any(std::vector<F> members) const {
        return one_of_many(Until::OneSucceeds, as_futures(std::move(members)));
    }

    /// An object that lives as long as the run, so that handlers may work on it at any time.
    template <class T, class... A>
    T& make(A&&... arguments) const {
        auto object = std::make_shared<T>(std::forward<A>(arguments)...);
        run_->keep(object);
        return *object;
    }

    /// Handles a signal, also those that came before. `handler(arguments…)` returns nothing, or a Task that runs beside
    /// the rest. A failure it throws fails the workflow. A signal that cannot be read is logged and dropped.
    template <class... P, class F>
    void on(const Signal<P...>& signal, F handler) const;
    /// Answers a query; must change nothing. A handler that captures, and so may refer to locals, ends with the main
    /// function; to answer after that, give it an object of `make` instead: `on(query, state, [](State& s) {…})`.
    template <class R, class... P, class F>
    void on(const Query<R(P...)>& query, F handler) const;
    template <class R, class... P, class S, class F>
    void on(const Query<R(P...)>& query, S& state, F handler) const;
    /// Signals of names that nobody listens to, also those that came before: `handler(name, payloads)`.
    template <class F>
    void on_other_signals(F handler) const;
    /// Queries of names that nobody answers: `handler(name, payloads)` answers a payload (`encode`). It ends with the
    /// main function when it captures.
    template <class F>
    void on_other_queries(F handler) const;
    /// Handles an update: `handler(arguments…)` returns R or Task<R>. `validator(arguments…)` throws to refuse the
    /// update before it enters the history; it must change nothing.
    template <class R, class... P, class F>
    void on(const Update<R(P...)>& update, F handler) const;
    template <class R, class... P, class F, class V>
    void on(const Update<R(P...)>& update, F handler, V validator) const;

    /// No handler of a signal or an update is at work. Those that are when the main function ends are given up with it,
    /// which is logged; to let them end: `co_await ctx.wait([ctx] { return ctx.all_handlers_finished(); });`
    bool all_handlers_finished() const noexcept { return run_->open_handlers() == 0; }

    /// True where the code behind it may run: in new runs, and in those that ran it before.
    bool patched(const std::string& id) const { return run_->patched(id, false); }
    /// When no run without the patch is left, before the call is taken out for good.
    void deprecate_patch(const std::string& id) const { static_cast<void>(run_->patched(id, true)); }

    /// Ends this run and begins the next with fresh history. Does not return; awaits nothing. Handlers may call it too;
    /// in a spawned task it counts where that is awaited.
    template <class R, class... P>
    [[noreturn]] void continue_as_new(const Workflow<R(P...)>& workflow, std::type_identity_t<P>... arguments) const;
    template <class R, class... P>
    [[noreturn]] void continue_as_new(const Workflow<R(P...)>& workflow, std::type_identity_t<P>... arguments,
                                      ContinueOptions options) const;

    /// `ctx.upsert(tenant.is("acme"), priority.is(3));`
    template <std::same_as<SearchAttributeValue>... V>
    void upsert(V... values) const {
        PayloadMap attributes;
        (attributes.insert_or_assign(std::move(values.name), std::move(values.payload)), ...);
        run_->upsert_search_attributes(std::move(attributes));
    }
    template <class T>
    void upsert_memo(const std::string& name, const T& value) const {
        PayloadMap memo;
        memo.emplace(name, encode_or_throw(value, "memo " + name));
        run_->upsert_memo(std::move(memo));
    }

protected:
    /// The scope of this context; of the running fiber where the context has none of its own.
    const Run::Scope& scope() const noexcept { return scope_ ? scope_ : run_->scheduler().fiber()->scope; }

private:
    template <class T>
    Future<T> as_future(Future<T> future) const {
        return future;
    }
    template <class T>
    Future<T> as_future(Task<T> task) const {
        return spawn(std::move(task));
    }
    template <class F>
    auto as_futures(std::vector<F> members) const {
        std::vector<decltype(as_future(std::declval<F>()))> futures;
        futures.reserve(members.size());
        for (auto& member : members) futures.push_back(as_future(std::move(member)));
        return futures;
    }
    template <class R>
    std::shared_ptr<FutureState<R>> new_state() const {
        return std::make_shared<FutureState<R>>(run_->scheduler(), scope());
    }
    template <class R>
    std::pair<Future<std::string>, Future<R>> begin_child(const std::string& type, Payloads input, ChildOptions options,
                                                          std::string& id) const;

    Run* run_;
    Run::Scope scope_;
};

/// A context with a scope that can be cancelled: `auto scope = ctx.scope_below(); … scope.cancel("too late");`
class Scope : public Context {
public:
    Scope(Run& run, Run::Scope scope) : Context{run, std::move(scope)} {}
    void cancel(std::string reason = "its scope was cancelled") const { scope()->cancel(std::move(reason)); }
};

}  // namespace acervo::temporal
