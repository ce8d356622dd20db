#pragma once

#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "temporal/activity/run_activity.hpp"
#include "temporal/workflow/outcome.hpp"

namespace acervo::temporal::testing {

/// Runs activities as a worker does, in a test, without a server:
///
///   ActivityTester tester{registry};
///   tester.start().attempt = 2;
///   tester.left_by_last_attempt(std::int64_t{40});
///   tester.after_heartbeats(1, [&] { tester.cancel(); });
///   EXPECT_TRUE(tester.run(transcode, clip).was_cancelled());
class ActivityTester {
public:
    explicit ActivityTester(const ActivityRegistry& registry, ActivityInterceptors interceptors = {});
    ~ActivityTester();
    ActivityTester(const ActivityTester&) = delete;
    ActivityTester& operator=(const ActivityTester&) = delete;

    /// What the next attempt is told of itself; type and input are filled in.
    activity_task::Start& start() noexcept { return start_; }
    template <class... D>
    void left_by_last_attempt(const D&... details) {
        start_.heartbeat_details = encode_arguments("details", details...);
    }
    /// `action` is called on the activity's thread when it has sent this many heartbeats.
    void after_heartbeats(std::size_t count, std::function<void()> action);
    /// Cancels the attempt that runs. Any thread.
    void cancel(activity_task::CancelReason reason = activity_task::CancelReason::Cancelled);

    /// One attempt to its end. An activity that answered `complete_async` is a failure of type "CompletesElsewhere".
    template <class R, class... P>
    Outcome<R> run(const Activity<R(P...)>& activity, std::type_identity_t<P>... arguments) {
        const auto what = "activity \"" + activity.name() + "\"";
        auto outcome = run_untyped(activity.name(), encode_arguments(what, arguments...));
        if (const auto* completed = std::get_if<ActivityCompletion::Completed>(&outcome)) {
            if constexpr (std::is_void_v<R>) {
                return Outcome<R>{std::monostate{}};
            } else {
                const auto payload = completed->result ? *completed->result : null_payload();
                return Outcome<R>{value_or_throw(decode<R>(payload), "result of " + what)};
            }
        }
        return Outcome<R>{std::unexpected{failure_of(outcome)}};
    }
    ActivityOutcome run_untyped(const std::string& type, Payloads input);

    /// What attempts told, in order.
    std::size_t heartbeats() const;
    template <class T>
    T heartbeat(std::size_t number) const {
        return value_or_throw(decode<T>(details_of(number).at(0)), "heartbeat");
    }

private:
    class Loop;
    static Failure failure_of(const ActivityOutcome& outcome);
    Payloads details_of(std::size_t number) const;

    const ActivityRegistry* registry_;
    ActivityInterceptors interceptors_;
    activity_task::Start start_;
    std::unique_ptr<Loop> loop_;
};

}  // namespace acervo::temporal::testing
