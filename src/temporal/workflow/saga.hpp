#pragma once

#include <functional>
#include <memory>
#include <utility>
#include <vector>

#include "temporal/workflow/context.hpp"

namespace acervo::temporal {

/// Steps that can be undone. Each step that is done names what undoes it; when the work fails or is cancelled, that is
/// done in reverse order, shielded from the cancellation, and the failure goes on.
///
///   Task<void> book(Context ctx, Saga saga, Trip trip) {
///       saga.undo(cancel_hotel, trip.hotel);            // before the step: it may succeed and its answer get lost
///       co_await ctx.run(book_hotel, trip.hotel);
///       …
///   }
///   Saga saga{ctx};
///   co_await saga.run(book(ctx, saga, trip));
///
/// A small handle: copies are the same saga.
class Saga {
public:
    explicit Saga(const Context& ctx) : ctx_{ctx.here()}, steps_{std::make_shared<Steps>()} {}

    /// Undone by an activity. Compensations must not mind being done twice, or for a step that never was.
    template <class R, class... P>
    void undo(const Activity<R(P...)>& activity, std::type_identity_t<P>... arguments) {
        steps_->push_back([activity, ... arguments = std::move(arguments)](Context ctx) {
            return run_undo(std::move(ctx), activity, arguments...);
        });
    }
    /// Undone by a task that this makes.
    void undo(std::function<Task<void>(Context)> compensation) { steps_->push_back(std::move(compensation)); }

    /// The work's result; compensates when it fails, then throws the failure. Bugs are not compensated: the workflow
    /// task is repeated.
    template <class T>
    Task<T> run(Task<T> work) {
        return run_work(*this, std::move(work));
    }
    /// Undoes all steps, last first, and forgets them. A compensation that fails is logged and does not stop the
    /// others.
    Task<void> compensate() { return run_back(ctx_, std::exchange(*steps_, {})); }

private:
    using Steps = std::vector<std::function<Task<void>(Context)>>;

    template <class R, class... P>
    static Task<void> run_undo(Context ctx, Activity<R(P...)> activity, P... arguments) {
        co_await ctx.run(activity, std::move(arguments)...);
    }
    static Task<void> run_back(Context ctx, Steps steps);
    template <class T>
    static Task<T> run_work(Saga saga, Task<T> work) {
        const auto done = saga.ctx_.spawn(std::move(work));
        const auto outcome = co_await done.settled();
        if (!outcome) {
            const auto undone = saga.ctx_.shielded(saga.compensate());
            co_await undone;
        }
        if constexpr (std::is_void_v<T>) {
            static_cast<void>(outcome.value());
        } else {
            co_return outcome.value();
        }
    }

    Context ctx_;
    std::shared_ptr<Steps> steps_;
};

}  // namespace acervo::temporal
