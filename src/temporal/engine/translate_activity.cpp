#include <temporal/sdk/core/activity_task/activity_task.pb.h>
#include <temporal/sdk/core/core_interface.pb.h>

#include "temporal/engine/translate.hpp"
#include "temporal/engine/wire_values.hpp"
#include "temporal/payload/convert.hpp"

namespace acervo::temporal {

namespace {

using wire::read;
using wire::same_number;
using wire::write;
using FromTask = ::coresdk::activity_task::ActivityTask;

activity_task::Start read_start(const ::coresdk::activity_task::Start& from) {
    activity_task::Start into;
    into.workflow_namespace = from.workflow_namespace();
    into.workflow_type = from.workflow_type();
    into.workflow_execution = read(from.workflow_execution());
    into.activity_id = from.activity_id();
    into.activity_type = from.activity_type();
    into.headers = read(from.header_fields());
    into.input = read(from.input());
    into.heartbeat_details = read(from.heartbeat_details());
    if (from.has_scheduled_time()) into.scheduled_time = read(from.scheduled_time());
    if (from.has_current_attempt_scheduled_time()) {
        into.current_attempt_scheduled_time = read(from.current_attempt_scheduled_time());
    }
    if (from.has_started_time()) into.started_time = read(from.started_time());
    into.attempt = from.attempt();
    if (from.has_schedule_to_close_timeout()) into.schedule_to_close_timeout = read(from.schedule_to_close_timeout());
    if (from.has_start_to_close_timeout()) into.start_to_close_timeout = read(from.start_to_close_timeout());
    if (from.has_heartbeat_timeout()) into.heartbeat_timeout = read(from.heartbeat_timeout());
    if (from.has_retry_policy()) into.retry_policy = read(from.retry_policy());
    if (from.has_priority()) into.priority = read(from.priority());
    into.is_local = from.is_local();
    return into;
}

class StatusWriter {
public:
    explicit StatusWriter(::coresdk::activity_result::ActivityExecutionResult& into) : into_{into} {}

    void operator()(const ActivityCompletion::Completed& from) const {
        // The engine refuses an end without a payload.
        write(from.result.value_or(null_payload()), *into_.mutable_completed()->mutable_result());
    }
    void operator()(const ActivityCompletion::Failed& from) const {
        write(from.failure, *into_.mutable_failed()->mutable_failure());
    }
    void operator()(const ActivityCompletion::Cancelled& from) const {
        write(from.failure, *into_.mutable_cancelled()->mutable_failure());
    }
    void operator()(const ActivityCompletion::WillCompleteAsync& /*later*/) const {
        into_.mutable_will_complete_async();
    }

private:
    ::coresdk::activity_result::ActivityExecutionResult& into_;
};

}  // namespace

Result<ActivityTask> read_activity_task(std::string_view bytes) {
    FromTask from;
    if (!from.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()))) {
        return fail(ErrorKind::Internal, "the engine's activity task cannot be read");
    }
    switch (from.variant_case()) {
        case FromTask::kStart:
            return ActivityTask{from.task_token(), read_start(from.start())};
        case FromTask::kCancel:
            return ActivityTask{
                from.task_token(),
                activity_task::Cancel{same_number<activity_task::CancelReason>(from.cancel().reason())}};
        case FromTask::VARIANT_NOT_SET:
            break;
    }
    return fail(ErrorKind::Internal, "the engine's activity task neither starts nor cancels anything");
}

std::string write_activity_completion(const ActivityCompletion& completion) {
    ::coresdk::ActivityTaskCompletion into;
    into.set_task_token(completion.task_token);
    std::visit(StatusWriter{*into.mutable_result()}, completion.status);
    return into.SerializeAsString();
}

std::string write_heartbeat(const ActivityHeartbeat& heartbeat) {
    ::coresdk::ActivityHeartbeat into;
    into.set_task_token(heartbeat.task_token);
    write(heartbeat.details, *into.mutable_details());
    return into.SerializeAsString();
}

}  // namespace acervo::temporal
