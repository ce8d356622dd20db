#pragma once

#include <optional>
#include <string>
#include <utility>
#include <variant>

#include "core/async.hpp"
#include "core/result.hpp"
#include "temporal/client/client.hpp"
#include "temporal/client/typed_payloads.hpp"
#include "temporal/model/failure.hpp"

namespace acervo::temporal {

/// One attempt of an activity, as its worker was told it.
struct TaskToken {
    std::string bytes;
};
/// The attempt that runs now, whichever it is. An empty run id means the workflow's latest run.
struct ActivityIds {
    WorkflowExecution execution;
    std::string activity_id;
};

/// What the server wants of the activity, in answer to a heartbeat.
struct HeartbeatAnswer {
    bool cancel_requested = false;
    bool is_paused = false;
    /// Its attempts are counted anew; this one shall end.
    bool is_reset = false;
};

/// An activity that somebody else ends than the worker that began it (it answered `WillCompleteAsync`): a person, a
/// callback. NotFound when the attempt is over: completed, timed out, or its workflow ended. Copies are cheap.
class AsyncActivity {
public:
    AsyncActivity(ClientContext context, std::variant<TaskToken, ActivityIds> which)
        : context_{std::move(context)}, which_{std::move(which)} {}

    template <class T>
    Async<Result<void>> complete(const T& result) const {
        return complete_with(encode_all(result));
    }
    Async<Result<void>> complete() const { return complete_with(Payloads{}); }
    /// Tried again as the retry policy has it, unless the failure says that it must not.
    Async<Result<void>> fail(Failure failure) const;
    /// It gave in to a cancellation, which must have been requested.
    Async<Result<void>> report_cancelled() const;
    template <class T>
    Async<Result<HeartbeatAnswer>> heartbeat(const T& details) const {
        return heartbeat_with(encode_all(details));
    }
    Async<Result<HeartbeatAnswer>> heartbeat() const { return heartbeat_with(Payloads{}); }

    Async<Result<void>> complete_with(Result<Payloads> result) const;
    Async<Result<HeartbeatAnswer>> heartbeat_with(Result<Payloads> details) const;

private:
    ClientContext context_;
    std::variant<TaskToken, ActivityIds> which_;
};

inline AsyncActivity async_activity(const Client& client, TaskToken token) {
    return AsyncActivity{client.context(), std::move(token)};
}
inline AsyncActivity async_activity(const Client& client, ActivityIds ids) {
    return AsyncActivity{client.context(), std::move(ids)};
}

}  // namespace acervo::temporal
