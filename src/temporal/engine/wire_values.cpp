#include "temporal/engine/wire_values.hpp"

namespace acervo::temporal::wire {

namespace {

constexpr std::int64_t kNanosecondsPerSecond = 1'000'000'000;

}  // namespace

Payload read(const common::Payload& from) {
    Payload into;
    for (const auto& [key, value] : from.metadata()) into.metadata.emplace(key, value);
    into.data = from.data();
    return into;
}

Payloads read(const WirePayloads& from) {
    Payloads into;
    into.reserve(static_cast<std::size_t>(from.size()));
    for (const auto& one : from) into.push_back(read(one));
    return into;
}

PayloadMap read(const WireMap& from) {
    PayloadMap into;
    for (const auto& [name, value] : from) into.emplace(name, read(value));
    return into;
}

Duration read(const google::protobuf::Duration& from) {
    return std::chrono::seconds{from.seconds()} + std::chrono::nanoseconds{from.nanos()};
}

Time read(const google::protobuf::Timestamp& from) {
    return Time{std::chrono::seconds{from.seconds()} + std::chrono::nanoseconds{from.nanos()}};
}

RetryPolicy read(const common::RetryPolicy& from) {
    RetryPolicy into;
    if (from.has_initial_interval()) into.initial_interval = read(from.initial_interval());
    into.backoff_coefficient = from.backoff_coefficient();
    if (from.has_maximum_interval()) into.maximum_interval = read(from.maximum_interval());
    into.maximum_attempts = from.maximum_attempts();
    into.non_retryable_error_types = {from.non_retryable_error_types().begin(), from.non_retryable_error_types().end()};
    return into;
}

Priority read(const common::Priority& from) {
    return {from.priority_key(), from.fairness_key(), from.fairness_weight()};
}

WorkflowExecution read(const common::WorkflowExecution& from) { return {from.workflow_id(), from.run_id()}; }

NamespacedExecution read(const coresdk::common::NamespacedWorkflowExecution& from) {
    return {from.namespace_(), from.workflow_id(), from.run_id()};
}

void write(const Payload& from, common::Payload& into) {
    for (const auto& [key, value] : from.metadata) (*into.mutable_metadata())[key] = value;
    into.set_data(from.data);
}

void write(const Payloads& from, WirePayloads& into) {
    into.Reserve(static_cast<int>(from.size()));
    for (const auto& one : from) write(one, *into.Add());
}

void write(const PayloadMap& from, WireMap& into) {
    for (const auto& [name, value] : from) write(value, into[name]);
}

void write(Duration from, google::protobuf::Duration& into) {
    into.set_seconds(from.count() / kNanosecondsPerSecond);
    into.set_nanos(static_cast<std::int32_t>(from.count() % kNanosecondsPerSecond));
}

void write(Time from, google::protobuf::Timestamp& into) {
    // The nanoseconds of a timestamp are not negative, before 1970 either.
    const auto seconds = std::chrono::floor<std::chrono::seconds>(from);
    into.set_seconds(seconds.time_since_epoch().count());
    into.set_nanos(static_cast<std::int32_t>((from - seconds).count()));
}

void write(const RetryPolicy& from, common::RetryPolicy& into) {
    write(from.initial_interval, into, &common::RetryPolicy::mutable_initial_interval);
    into.set_backoff_coefficient(from.backoff_coefficient);
    write(from.maximum_interval, into, &common::RetryPolicy::mutable_maximum_interval);
    into.set_maximum_attempts(from.maximum_attempts);
    for (const auto& type : from.non_retryable_error_types) into.add_non_retryable_error_types(type);
}

void write(const Priority& from, common::Priority& into) {
    into.set_priority_key(from.priority_key);
    into.set_fairness_key(from.fairness_key);
    into.set_fairness_weight(from.fairness_weight);
}

void write(const WorkflowExecution& from, common::WorkflowExecution& into) {
    into.set_workflow_id(from.workflow_id);
    into.set_run_id(from.run_id);
}

void write(const NamespacedExecution& from, coresdk::common::NamespacedWorkflowExecution& into) {
    into.set_namespace_(from.namespace_name);
    into.set_workflow_id(from.workflow_id);
    into.set_run_id(from.run_id);
}

}  // namespace acervo::temporal::wire
