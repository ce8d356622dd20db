#include <chrono>
#include <stdexcept>

#include "temporal/workflow/run.hpp"

namespace acervo::temporal {

namespace {

std::exception_ptr cancelled(std::string reason) { return std::make_exception_ptr(Cancelled{std::move(reason)}); }

std::string text_of(Duration length) {
    return std::to_string(std::chrono::duration_cast<std::chrono::milliseconds>(length).count()) + " ms";
}

}  // namespace

bool Run::refuse(FutureStateBase& state) const {
    if (scheduler_.stopped()) return true;
    if (read_only_) throw std::logic_error{"a query or validator must not change the workflow: it began an operation"};
    if (!state.scope()->cancelled()) return false;
    state.fail(cancelled(state.scope()->reason()));
    return true;
}

Future<void> Run::start_timer(const Scope& scope, Duration length, const std::string& summary) {
    auto state = std::make_shared<FutureState<void>>(scheduler_, scope);
    if (refuse(*state)) return Future<void>{state};
    if (length <= Duration::zero()) length = std::chrono::milliseconds{1};  // the server refuses timers of no length
    const auto seq = ++last_.timer;
    emit(command::StartTimer{seq, length}, summary);
    timers_.emplace(seq, PlainOperation{state, "timer of " + text_of(length)});
    // A cancelled timer stays until the activation is over: the server may have let it fire before it hears of the
    // cancellation, and then the same activation brings both.
    state->on_cancel([this, seq] {
        const auto timed = timers_.at(seq).state;
        emit(command::CancelTimer{seq});
        timed->fail(cancelled(timed->scope()->cancelled() ? timed->scope()->reason() : "the timer was cancelled"));
    });
    return Future<void>{state};
}

Future<void> Run::wait(const Scope& scope, std::function<bool()> holds) {
    auto condition = std::make_shared<Condition>(scheduler_, scope);
    condition->holds = std::move(holds);
    if (refuse(*condition) || condition->check()) return Future<void>{condition};
    scheduler_.watch(condition);
    condition->on_cancel([weak = std::weak_ptr{condition}] {
        if (const auto waiting = weak.lock()) {
            waiting->fail(
                cancelled(waiting->scope()->cancelled() ? waiting->scope()->reason() : "the wait was cancelled"));
        }
    });
    return Future<void>{condition};
}

void Run::schedule(std::shared_ptr<FutureStateBase> state, command::ScheduleActivity activity,
                   const std::string& summary, Receive receive) {
    if (!activity.start_to_close_timeout && !activity.schedule_to_close_timeout) {
        throw std::logic_error{"activity \"" + activity.activity_type +
                               "\" needs a start_to_close_timeout or a schedule_to_close_timeout"};
    }
    if (refuse(*state)) return;
    const auto seq = ++last_.activity;
    activity.seq = seq;
    if (activity.activity_id.empty()) activity.activity_id = std::to_string(seq);
    if (activity.task_queue.empty()) activity.task_queue = info_.task_queue;
    activity.headers = outbound_headers();
    const auto what = "activity \"" + activity.activity_type + "\"";
    const bool abandons = activity.cancellation_type == ActivityCancellationType::Abandon;
    emit(std::move(activity), summary);
    state->on_cancel([this, seq, abandons] {
        // The engine (0.10) cannot deal with an abandoned activity that fails later, so it does not hear of it: nothing
        // of it would stand in the history. The activity's own answer finds the future done.
        if (ended_now_.activities.contains(seq)) return;
        if (abandons) {
            activities_.at(seq).state->fail(cancelled("the activity was abandoned"));
        } else {
            emit(command::RequestCancelActivity{seq});
        }
    });
    activities_.emplace(seq, ActivityOperation{std::move(state), std::move(receive), what, std::nullopt});
}

void Run::schedule(std::shared_ptr<FutureStateBase> state, command::ScheduleLocalActivity activity, Receive receive) {
    if (!activity.start_to_close_timeout && !activity.schedule_to_close_timeout) {
        throw std::logic_error{"local activity \"" + activity.activity_type +
                               "\" needs a start_to_close_timeout or a schedule_to_close_timeout"};
    }
    if (refuse(*state)) return;
    const auto what = "local activity \"" + activity.activity_type + "\"";
    schedule_local(ActivityOperation{std::move(state), std::move(receive), what, std::move(activity)});
}

void Run::schedule_local(ActivityOperation operation) {
    const auto seq = ++last_.activity;
    auto& activity = *operation.again;
    activity.seq = seq;
    activity.activity_id = std::to_string(seq);
    activity.headers = outbound_headers();
    emit(activity);
    operation.state->on_cancel([this, seq] {
        if (!ended_now_.activities.contains(seq)) emit(command::RequestCancelLocalActivity{seq});
    });
    activities_.emplace(seq, std::move(operation));
}

void Run::back_off(ActivityOperation operation, const job::Backoff& backoff) {
    auto state = operation.state;
    if (refuse(*state)) return;
    auto pause = start_timer(state->scope(), backoff.backoff_duration, {});
    auto& activity = *operation.again;
    activity.attempt = backoff.attempt;
    activity.original_schedule_time = backoff.original_schedule_time;
    // The timer hears of its scope's end by itself; this is for `future.cancel()`.
    state->on_cancel([timer = std::weak_ptr{pause.state()}] {
        if (const auto running = timer.lock()) running->cancel();
    });
    auto go_on = std::make_shared<ActivityOperation>(std::move(operation));
    pause.state()->when_done([this, go_on, timer = std::weak_ptr{pause.state()}] {
        const auto fired = timer.lock();
        if (fired && fired->failed()) return go_on->state->fail(fired->error());
        if (!refuse(*go_on->state)) schedule_local(std::move(*go_on));
    });
}

void Run::start_child(std::shared_ptr<FutureState<std::string>> started, std::shared_ptr<FutureStateBase> result,
                      command::StartChildWorkflow child, const std::string& summary, Receive receive) {
    if (refuse(*result)) {
        if (result->error()) started->fail(result->error());
        return;
    }
    const auto seq = ++last_.child;
    child.seq = seq;
    child.namespace_name = info_.namespace_name;
    if (child.task_queue.empty()) child.task_queue = info_.task_queue;
    child.headers = outbound_headers();
    result->on_cancel([this, seq, scope = result->scope()] {
        if (ended_now_.children.contains(seq)) return;
        emit(command::CancelChildWorkflow{seq, scope->cancelled() ? scope->reason() : "cancelled by its parent"});
    });
    ChildOperation operation{std::move(started), std::move(result), std::move(receive), child.workflow_id,
                             child.workflow_type};
    emit(std::move(child), summary);
    children_.emplace(seq, std::move(operation));
}

Future<void> Run::signal(const Scope& scope, command::SignalExternalWorkflow signal) {
    auto state = std::make_shared<FutureState<void>>(scheduler_, scope);
    if (refuse(*state)) return Future<void>{state};
    const auto seq = ++last_.signal;
    signal.seq = seq;
    signal.headers = outbound_headers();
    signals_.emplace(seq, PlainOperation{state, "delivery of signal \"" + signal.signal_name + "\""});
    emit(std::move(signal));
    state->on_cancel([this, seq] {
        if (!ended_now_.signals.contains(seq)) emit(command::CancelSignalWorkflow{seq});
    });
    return Future<void>{state};
}

Future<void> Run::request_cancel(const Scope& scope, NamespacedExecution target, std::string reason) {
    auto state = std::make_shared<FutureState<void>>(scheduler_, scope);
    state->shield();  // nothing can call it back; its answer comes soon
    if (refuse(*state)) return Future<void>{state};
    const auto seq = ++last_.cancel;
    cancels_.emplace(seq, PlainOperation{state, "cancellation of workflow " + target.workflow_id});
    emit(command::RequestCancelExternalWorkflow{seq, std::move(target), std::move(reason)});
    return Future<void>{state};
}

}  // namespace acervo::temporal
