#include "temporal/activity/run_activity.hpp"

#include <boost/asio/cancellation_state.hpp>
#include <boost/asio/this_coro.hpp>

#include "core/cancellation.hpp"

namespace acervo::temporal {

namespace asio = boost::asio;

namespace {

using Answer = ActivityRegistry::Answer;

Async<Answer> run_body(ActivityRegistry::Body body, ActivityThreads* threads, ActivityCall call) {
    if (auto* coroutine = std::get_if<ActivityRegistry::Coroutine>(&body)) {
        co_return co_await (*coroutine)(std::move(call.context), std::move(call.input));
    }
    // A thread cannot be interrupted: the work hears of a cancellation by its stop token alone.
    co_await asio::this_coro::reset_cancellation_state(asio::disable_cancellation());
    auto work = [blocking = std::get<ActivityRegistry::Blocking>(std::move(body)), call = std::move(call)] {
        return blocking(call.context, call.input);
    };
    co_return co_await threads->run(std::move(work));
}

/// The interceptors from `index` on around the body. `runner` outlives the call.
Async<Answer> run_from(std::size_t index, const ActivityRunner* runner, ActivityRegistry::Body body,
                       ActivityCall call) {
    if (index == runner->interceptors.size()) {
        co_return co_await run_body(std::move(body), runner->threads, std::move(call));
    }
    ActivityInterceptor::Next next = [index, runner, body = std::move(body)](ActivityCall inner) {
        return run_from(index + 1, runner, body, std::move(inner));
    };
    co_return co_await runner->interceptors[index]->run_activity(std::move(call), std::move(next));
}

ActivityRegistry::Body body_of(const ActivityRegistry& registry, const ActivityInfo& info) {
    if (const auto* body = registry.find(info.activity_type())) return *body;
    throw ApplicationFailure{FailureType{"ActivityNotRegistered"},
                             "activity type \"" + info.activity_type() +
                                 "\" is not registered with this worker; known: " + registry.known_types()};
}

ActivityOutcome cancelled(const ActivityAttempt& attempt, Failure failure) {
    if (!std::holds_alternative<Failure::CancelledInfo>(failure.info)) {
        failure = Cancelled{describe(*attempt.cancel_reason())}.failure();
    }
    return ActivityCompletion::Cancelled{std::move(failure)};
}

/// Called in a `catch`.
ActivityOutcome outcome_of_exception(const ActivityAttempt& attempt) {
    const auto thrown = std::current_exception();
    const bool asked = attempt.cancel_reason().has_value();
    try {
        throw;
    } catch (const CompletesElsewhere&) {
        return ActivityCompletion::WillCompleteAsync{};
    } catch (const Cancelled& given_in) {
        if (asked) return cancelled(attempt, given_in.failure());
        // The server refuses a cancellation that nobody asked for.
        return ActivityCompletion::Failed{
            ApplicationFailure{FailureType{"Cancelled"}, given_in.failure().message}.failure()};
    } catch (...) {
        if (asked && is_cancellation(thrown)) return cancelled(attempt, {});
        return ActivityCompletion::Failed{to_failure(thrown)};
    }
}

}  // namespace

Async<ActivityOutcome> run_activity(const ActivityRunner* runner, std::shared_ptr<ActivityAttempt> attempt,
                                    Payloads input) {
    try {
        ActivityCall call{ActivityContext{attempt}, std::move(input)};
        auto body = body_of(*runner->registry, attempt->info());
        auto answer = co_await run_from(0, runner, std::move(body), std::move(call));
        co_return ActivityCompletion::Completed{std::move(answer)};
    } catch (...) {
        co_return outcome_of_exception(*attempt);
    }
}

}  // namespace acervo::temporal
