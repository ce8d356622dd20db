#include "temporal/activity/activity_tester.hpp"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <map>
#include <mutex>

namespace acervo::temporal::testing {

namespace asio = boost::asio;

/// The loop on which attempts run, and what they said.
class ActivityTester::Loop {
public:
    ActivityOutcome run(const ActivityRunner& runner, ActivityInfo info, Payloads input) {
        auto send = [this](Payloads details) { return take(std::move(details)); };
        auto attempt = std::make_shared<ActivityAttempt>(std::move(info), std::move(send));
        {
            const std::lock_guard lock{mutex_};
            attempt_ = attempt;
        }
        asio::cancellation_signal signal;
        signal_ = &signal;
        ActivityOutcome outcome;
        auto ended = [&outcome](const std::exception_ptr& /*none*/, ActivityOutcome how) { outcome = std::move(how); };
        asio::co_spawn(context_, run_activity(&runner, attempt, std::move(input)),
                       asio::bind_cancellation_slot(signal.slot(), ended));
        context_.restart();
        context_.run();
        const std::lock_guard lock{mutex_};
        attempt_.reset();
        signal_ = nullptr;
        return outcome;
    }

    void cancel(activity_task::CancelReason reason) {
        asio::post(context_, [this, reason] {
            const auto attempt = current();
            if (!attempt) return;
            attempt->cancel(reason);
            signal_->emit(asio::cancellation_type::terminal);
        });
    }

    void after(std::size_t count, std::function<void()> action) {
        const std::lock_guard lock{mutex_};
        actions_.emplace(count, std::move(action));
    }
    std::vector<Payloads> told() const {
        const std::lock_guard lock{mutex_};
        return told_;
    }

private:
    std::shared_ptr<ActivityAttempt> current() const {
        const std::lock_guard lock{mutex_};
        return attempt_;
    }
    Result<void> take(Payloads details) {
        std::function<void()> action;
        {
            const std::lock_guard lock{mutex_};
            told_.push_back(std::move(details));
            const auto found = actions_.find(told_.size());
            if (found != actions_.end()) action = found->second;
        }
        if (action) action();
        return ok();
    }

    asio::io_context context_;
    /// Used on the loop only.
    asio::cancellation_signal* signal_ = nullptr;
    mutable std::mutex mutex_;
    std::shared_ptr<ActivityAttempt> attempt_;
    std::vector<Payloads> told_;
    std::map<std::size_t, std::function<void()>> actions_;
};

ActivityTester::ActivityTester(const ActivityRegistry& registry, ActivityInterceptors interceptors)
    : registry_{&registry}, interceptors_{std::move(interceptors)}, loop_{std::make_unique<Loop>()} {
    start_.workflow_type = "a workflow of the test";
    start_.workflow_execution = {"test-workflow", "test-run"};
    start_.activity_id = "1";
}

ActivityTester::~ActivityTester() = default;

void ActivityTester::after_heartbeats(std::size_t count, std::function<void()> action) {
    loop_->after(count, std::move(action));
}

void ActivityTester::cancel(activity_task::CancelReason reason) { loop_->cancel(reason); }

ActivityOutcome ActivityTester::run_untyped(const std::string& type, Payloads input) {
    ActivityThreads threads{1};
    const ActivityRunner runner{registry_, &threads, interceptors_};
    start_.activity_type = type;
    return loop_->run(runner, ActivityInfo{start_, "test-token", "test-queue"}, std::move(input));
}

std::size_t ActivityTester::heartbeats() const { return loop_->told().size(); }

Payloads ActivityTester::details_of(std::size_t number) const { return loop_->told().at(number); }

Failure ActivityTester::failure_of(const ActivityOutcome& outcome) {
    if (const auto* failed = std::get_if<ActivityCompletion::Failed>(&outcome)) return failed->failure;
    if (const auto* ended = std::get_if<ActivityCompletion::Cancelled>(&outcome)) return ended->failure;
    return ApplicationFailure{FailureType{"CompletesElsewhere"}, "the activity is completed by somebody else"}
        .failure();
}

}  // namespace acervo::temporal::testing
