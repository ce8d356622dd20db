#pragma once

#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <utility>

#include "core/log.hpp"
#include "temporal/activity/activity_info.hpp"
#include "temporal/workflow/arguments.hpp"

namespace acervo::temporal {

class ActivityAttempt;

/// What an activity does everything with that is not its work: a small handle, passed by value, for any thread. It may
/// outlive the attempt; then nobody listens any more.
class ActivityContext {
public:
    explicit ActivityContext(std::shared_ptr<ActivityAttempt> attempt) : attempt_{std::move(attempt)} {}

    const ActivityInfo& info() const noexcept;

    /// Tells the server that the attempt lives, and how far it is. Never blocks; the engine sends as often as the
    /// heartbeat timeout asks for. A cancellation comes as the answer, so an activity that never heartbeats never hears
    /// of one. The details are those of the next attempt's `heartbeat_details`. PayloadError for details that cannot be
    /// sent. Local activities have no heartbeat: for them it does nothing.
    template <class... D>
    void heartbeat(const D&... details) const {
        send_heartbeat(encode_arguments("a heartbeat", details...));
    }
    /// What the attempt before told last, by position; nothing when it told nothing. PayloadError for another type.
    template <class T>
    std::optional<T> heartbeat_details(std::size_t index = 0) const {
        const auto& told = info().start.heartbeat_details;
        if (index >= told.size()) return std::nullopt;
        return value_or_throw(decode<T>(told[index]), "heartbeat details of " + name());
    }

    /// Stops when the attempt shall end: its workflow asks for it, the server knows it no more, or this worker shuts
    /// down. What is called back runs on the worker's loop, and must not block. Coroutines are cancelled beside (Asio's
    /// `terminal`), so their waits end by operation_aborted.
    std::stop_token stop_token() const noexcept;
    bool cancelled() const noexcept { return stop_token().stop_requested(); }
    /// Why; nothing as long as it is not cancelled.
    std::optional<activity_task::CancelReason> cancel_reason() const noexcept;
    /// Throws `Cancelled` once the attempt is cancelled: the way out of a loop. An attempt that ends by it is reported
    /// as cancelled.
    void throw_if_cancelled() const;
    /// For activities that are plain functions: waits, or throws `Cancelled` as soon as the attempt is cancelled.
    void sleep(Duration length) const;

    /// Ends this call, not the activity: somebody else completes it, by its task token or its ids. Does not return.
    [[noreturn]] void complete_async() const;

    /// Goes with log lines: activity type and id, attempt, workflow id and run id.
    const log::Context& log_context() const noexcept;

private:
    void send_heartbeat(Payloads details) const;
    std::string name() const;
    std::shared_ptr<ActivityAttempt> attempt_;
};

}  // namespace acervo::temporal
