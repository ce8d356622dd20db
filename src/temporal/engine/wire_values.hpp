#pragma once

// Only for the sources of this folder: the one header that knows protobuf.

#include <google/protobuf/duration.pb.h>
#include <google/protobuf/timestamp.pb.h>
#include <temporal/api/common/v1/message.pb.h>
#include <temporal/api/failure/v1/message.pb.h>
#include <temporal/sdk/core/common/common.pb.h>

#include <optional>

#include "temporal/model/execution.hpp"
#include "temporal/model/failure.hpp"
#include "temporal/model/payload.hpp"
#include "temporal/model/retry_policy.hpp"
#include "temporal/model/time.hpp"

/// The values that many messages hold, from the model to the wire (`write`) and back (`read`).
namespace acervo::temporal::wire {

namespace common = ::temporal::api::common::v1;
using WireMap = google::protobuf::Map<std::string, common::Payload>;
using WirePayloads = google::protobuf::RepeatedPtrField<common::Payload>;

Payload read(const common::Payload& from);
Payloads read(const WirePayloads& from);
PayloadMap read(const WireMap& from);
Duration read(const google::protobuf::Duration& from);
Time read(const google::protobuf::Timestamp& from);
RetryPolicy read(const common::RetryPolicy& from);
Priority read(const common::Priority& from);
WorkflowExecution read(const common::WorkflowExecution& from);
NamespacedExecution read(const coresdk::common::NamespacedWorkflowExecution& from);
Failure read(const ::temporal::api::failure::v1::Failure& from);

void write(const Payload& from, common::Payload& into);
void write(const Payloads& from, WirePayloads& into);
void write(const PayloadMap& from, WireMap& into);
void write(Duration from, google::protobuf::Duration& into);
void write(Time from, google::protobuf::Timestamp& into);
void write(const RetryPolicy& from, common::RetryPolicy& into);
void write(const Priority& from, common::Priority& into);
void write(const WorkflowExecution& from, common::WorkflowExecution& into);
void write(const NamespacedExecution& from, coresdk::common::NamespacedWorkflowExecution& into);
void write(const Failure& from, ::temporal::api::failure::v1::Failure& into);

/// `mutable_x` is a pointer to the message's member function: what is not there is not written.
template <class Value, class Message, class Field>
void write(const std::optional<Value>& from, Message& message, Field* (Message::*mutable_x)()) {
    if (from) write(*from, *(message.*mutable_x)());
}

/// Enums of the model carry the numbers of the protocol.
template <class Into, class From>
constexpr Into same_number(From from) noexcept {
    return static_cast<Into>(static_cast<int>(from));
}

}  // namespace acervo::temporal::wire
