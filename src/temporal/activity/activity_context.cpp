#include "temporal/activity/activity_context.hpp"

#include <condition_variable>
#include <mutex>

#include "temporal/activity/activity_attempt.hpp"

namespace acervo::temporal {

const ActivityInfo& ActivityContext::info() const noexcept { return attempt_->info(); }

std::stop_token ActivityContext::stop_token() const noexcept { return attempt_->stop_token(); }

std::optional<activity_task::CancelReason> ActivityContext::cancel_reason() const noexcept {
    return attempt_->cancel_reason();
}

void ActivityContext::throw_if_cancelled() const {
    if (const auto reason = cancel_reason()) throw Cancelled{describe(*reason)};
}

void ActivityContext::sleep(Duration length) const {
    std::mutex mutex;
    std::condition_variable_any stopped;
    std::unique_lock lock{mutex};
    stopped.wait_for(lock, stop_token(), length, [] { return false; });
    throw_if_cancelled();
}

void ActivityContext::complete_async() const { throw CompletesElsewhere{}; }

const log::Context& ActivityContext::log_context() const noexcept { return attempt_->log_context(); }

void ActivityContext::send_heartbeat(Payloads details) const {
    if (auto sent = attempt_->heartbeat(std::move(details)); !sent) {
        throw PayloadError{"heartbeat of " + name() + ": " + sent.error().message()};
    }
}

std::string ActivityContext::name() const { return describe(info()); }

}  // namespace acervo::temporal
