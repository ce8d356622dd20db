#include <variant>

#include "temporal/engine/wire_values.hpp"

namespace acervo::temporal::wire {

namespace {

namespace failure = ::temporal::api::failure::v1;
namespace enums = ::temporal::api::enums::v1;

Failure::ApplicationInfo read_info(const failure::ApplicationFailureInfo& from) {
    Failure::ApplicationInfo into;
    into.type = from.type();
    into.non_retryable = from.non_retryable();
    into.details = read(from.details().payloads());
    if (from.has_next_retry_delay()) into.next_retry_delay = read(from.next_retry_delay());
    into.category = same_number<FailureCategory>(from.category());
    return into;
}

Failure::ActivityInfo read_info(const failure::ActivityFailureInfo& from) {
    Failure::ActivityInfo into;
    into.scheduled_event_id = from.scheduled_event_id();
    into.started_event_id = from.started_event_id();
    into.identity = from.identity();
    into.activity_type = from.activity_type().name();
    into.activity_id = from.activity_id();
    into.retry_state = same_number<RetryState>(from.retry_state());
    return into;
}

Failure::ChildWorkflowInfo read_info(const failure::ChildWorkflowExecutionFailureInfo& from) {
    Failure::ChildWorkflowInfo into;
    into.namespace_name = from.namespace_();
    into.execution = read(from.workflow_execution());
    into.workflow_type = from.workflow_type().name();
    into.initiated_event_id = from.initiated_event_id();
    into.started_event_id = from.started_event_id();
    into.retry_state = same_number<RetryState>(from.retry_state());
    return into;
}

Failure::Info read_info(const failure::Failure& from) {
    switch (from.failure_info_case()) {
        case failure::Failure::kApplicationFailureInfo:
            return read_info(from.application_failure_info());
        case failure::Failure::kTimeoutFailureInfo: {
            const auto& info = from.timeout_failure_info();
            return Failure::TimeoutInfo{same_number<TimeoutType>(info.timeout_type()),
                                        read(info.last_heartbeat_details().payloads())};
        }
        case failure::Failure::kCanceledFailureInfo: {
            const auto& info = from.canceled_failure_info();
            return Failure::CancelledInfo{read(info.details().payloads()), info.identity()};
        }
        case failure::Failure::kTerminatedFailureInfo:
            return Failure::TerminatedInfo{from.terminated_failure_info().identity()};
        case failure::Failure::kServerFailureInfo:
            return Failure::ServerInfo{from.server_failure_info().non_retryable()};
        case failure::Failure::kResetWorkflowFailureInfo:
            return Failure::ResetWorkflowInfo{
                read(from.reset_workflow_failure_info().last_heartbeat_details().payloads())};
        case failure::Failure::kActivityFailureInfo:
            return read_info(from.activity_failure_info());
        case failure::Failure::kChildWorkflowExecutionFailureInfo:
            return read_info(from.child_workflow_execution_failure_info());
        case failure::Failure::kNexusOperationExecutionFailureInfo:
        case failure::Failure::kNexusHandlerFailureInfo:
        case failure::Failure::FAILURE_INFO_NOT_SET:
            break;
    }
    return std::monostate{};
}

/// Empty details are left out, as the other libraries do it.
template <class Message>
void write_details(const Payloads& details, Message& into, common::Payloads* (Message::*mutable_x)()) {
    if (!details.empty()) write(details, *(into.*mutable_x)()->mutable_payloads());
}

class InfoWriter {
public:
    explicit InfoWriter(failure::Failure& into) : into_{into} {}

    void operator()(std::monostate /*none*/) const {}
    void operator()(const Failure::ApplicationInfo& from) const {
        auto& info = *into_.mutable_application_failure_info();
        info.set_type(from.type);
        info.set_non_retryable(from.non_retryable);
        write_details(from.details, info, &failure::ApplicationFailureInfo::mutable_details);
        write(from.next_retry_delay, info, &failure::ApplicationFailureInfo::mutable_next_retry_delay);
        info.set_category(same_number<enums::ApplicationErrorCategory>(from.category));
    }
    void operator()(const Failure::TimeoutInfo& from) const {
        auto& info = *into_.mutable_timeout_failure_info();
        info.set_timeout_type(same_number<enums::TimeoutType>(from.type));
        write_details(from.last_heartbeat_details, info, &failure::TimeoutFailureInfo::mutable_last_heartbeat_details);
    }
    void operator()(const Failure::CancelledInfo& from) const {
        auto& info = *into_.mutable_canceled_failure_info();
        write_details(from.details, info, &failure::CanceledFailureInfo::mutable_details);
        info.set_identity(from.identity);
    }
    void operator()(const Failure::TerminatedInfo& from) const {
        into_.mutable_terminated_failure_info()->set_identity(from.identity);
    }
    void operator()(const Failure::ServerInfo& from) const {
        into_.mutable_server_failure_info()->set_non_retryable(from.non_retryable);
    }
    void operator()(const Failure::ResetWorkflowInfo& from) const {
        auto& info = *into_.mutable_reset_workflow_failure_info();
        write_details(from.last_heartbeat_details, info,
                      &failure::ResetWorkflowFailureInfo::mutable_last_heartbeat_details);
    }
    void operator()(const Failure::ActivityInfo& from) const {
        auto& info = *into_.mutable_activity_failure_info();
        info.set_scheduled_event_id(from.scheduled_event_id);
        info.set_started_event_id(from.started_event_id);
        info.set_identity(from.identity);
        info.mutable_activity_type()->set_name(from.activity_type);
        info.set_activity_id(from.activity_id);
        info.set_retry_state(same_number<enums::RetryState>(from.retry_state));
    }
    void operator()(const Failure::ChildWorkflowInfo& from) const {
        auto& info = *into_.mutable_child_workflow_execution_failure_info();
        info.set_namespace_(from.namespace_name);
        write(from.execution, *info.mutable_workflow_execution());
        info.mutable_workflow_type()->set_name(from.workflow_type);
        info.set_initiated_event_id(from.initiated_event_id);
        info.set_started_event_id(from.started_event_id);
        info.set_retry_state(same_number<enums::RetryState>(from.retry_state));
    }

private:
    failure::Failure& into_;
};

}  // namespace

Failure read(const failure::Failure& from) {
    Failure into;
    into.message = from.message();
    into.source = from.source();
    into.stack_trace = from.stack_trace();
    if (from.has_encoded_attributes()) into.encoded_attributes = read(from.encoded_attributes());
    into.info = read_info(from);
    if (from.has_cause()) into.cause = std::make_shared<const Failure>(read(from.cause()));
    return into;
}

void write(const Failure& from, failure::Failure& into) {
    into.set_message(from.message);
    into.set_source(from.source);
    into.set_stack_trace(from.stack_trace);
    write(from.encoded_attributes, into, &failure::Failure::mutable_encoded_attributes);
    std::visit(InfoWriter{into}, from.info);
    if (from.cause) write(*from.cause, *into.mutable_cause());
}

}  // namespace acervo::temporal::wire
