#pragma once

#include <string>
#include <string_view>

#include "core/result.hpp"
#include "temporal/model/activation.hpp"
#include "temporal/model/activity_task.hpp"
#include "temporal/model/completion.hpp"

/// Between the model and the messages that the engine takes and gives. Readers answer Internal for bytes that are no
/// such message, which would be a mistake between the engine and us.
namespace acervo::temporal {

/// coresdk.workflow_activation.WorkflowActivation
Result<Activation> read_activation(std::string_view bytes);
/// coresdk.workflow_completion.WorkflowActivationCompletion
std::string write_completion(const Completion& completion);

/// coresdk.activity_task.ActivityTask
Result<ActivityTask> read_activity_task(std::string_view bytes);
/// coresdk.ActivityTaskCompletion
std::string write_activity_completion(const ActivityCompletion& completion);
/// coresdk.ActivityHeartbeat
std::string write_heartbeat(const ActivityHeartbeat& heartbeat);

/// A recorded history as the official command line prints it (`workflow show --output json`, which is
/// temporal.api.history.v1.History in proto3's JSON) becomes the bytes that `ReplayCore::push` takes. Members that are
/// newer than our messages are left out. InvalidInput with the reason when it is not a history.
Result<std::string> history_of_json(std::string_view json);
/// What a replay needs of it.
struct RecordedRun {
    /// Empty where the first event does not tell it, as those of old servers.
    std::string workflow_id;
    std::string history;
};
/// The same for a replay: timers carry the numbers that the engine gives them, also where the SDK for Go wrote the
/// history.
Result<RecordedRun> recorded_run_of_json(std::string_view json);
/// From a serialized temporal.api.history.v1.History.
Result<RecordedRun> recorded_run_of_bytes(std::string_view bytes);

}  // namespace acervo::temporal
