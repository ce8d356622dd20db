#include "temporal/client/call_failure.hpp"

#include <fmt/format.h>
#include <temporal/api/errordetails/v1/message.pb.h>

#include <array>
#include <charconv>

#include "temporal/engine/rpc_error.hpp"
#include "temporal/engine/wire_values.hpp"
#include "temporal/payload/failures.hpp"

namespace acervo::temporal {

namespace {

namespace details = ::temporal::api::errordetails::v1;

constexpr std::string_view kMark = "temporal-failure:";

ErrorKind kind_named(std::string_view name) {
    constexpr std::array kKinds{
        ErrorKind::InvalidInput,       ErrorKind::NotFound,        ErrorKind::Conflict,
        ErrorKind::PreconditionFailed, ErrorKind::UnsupportedType, ErrorKind::IdempotencyMismatch,
        ErrorKind::Forbidden,          ErrorKind::Unauthenticated, ErrorKind::TooLarge,
        ErrorKind::RateLimited,        ErrorKind::Unavailable,     ErrorKind::Timeout};
    for (const auto kind : kKinds) {
        if (name_of(kind) == name) return kind;
    }
    return ErrorKind::Internal;
}

ErrorKind kind_of(const CallFailure& failure) {
    switch (failure.status) {
        case WorkflowStatus::Cancelled:
        case WorkflowStatus::Terminated:
            return ErrorKind::Conflict;
        case WorkflowStatus::TimedOut:
            return ErrorKind::Timeout;
        default:
            return kind_named(application_type(failure.failure));
    }
}

/// A message out of the details of google.rpc.Status. It has the shape of OperationStatus, which has a class here.
template <class Detail>
std::optional<Detail> detail_of(const Error& error) {
    const auto status = rpc_status_of(error);
    details::MultiOperationExecutionFailure::OperationStatus parsed;
    if (!status || !parsed.ParseFromString(status->details())) return std::nullopt;
    for (const auto& any : parsed.details()) {
        Detail detail;
        if (any.UnpackTo(&detail)) return detail;
    }
    return std::nullopt;
}

Error told(ErrorKind kind, const std::string& what, const CallFailure& failure) {
    ::temporal::api::failure::v1::Failure message;
    wire::write(failure.failure, message);
    auto tag = fmt::format("{}{}:{}", kMark, static_cast<int>(failure.status), message.SerializeAsString());
    return Error{kind, what + ": " + describe(failure.failure)}.with_tag(std::move(tag));
}

}  // namespace

Error failed_call(std::string what, CallFailure failure) { return told(kind_of(failure), what, failure); }

std::optional<CallFailure> call_failure_of(const Error& error) {
    std::string_view tag{error.tag()};
    if (!tag.starts_with(kMark)) return std::nullopt;
    tag.remove_prefix(kMark.size());
    int status = 0;
    const auto* const end = tag.data() + tag.size();
    const auto [next, failed] = std::from_chars(tag.data(), end, status);
    ::temporal::api::failure::v1::Failure message;
    if (failed != std::errc{} || next == end || !message.ParseFromString(std::string{next + 1, end})) {
        return std::nullopt;
    }
    CallFailure failure;
    failure.status = static_cast<WorkflowStatus>(status);
    failure.failure = wire::read(message);
    return failure;
}

std::optional<std::string> already_started(const Error& error) {
    const auto detail = detail_of<details::WorkflowExecutionAlreadyStartedFailure>(error);
    return detail ? std::optional{detail->run_id()} : std::nullopt;
}

Error explained(Error error, const std::string& what) {
    if (const auto run = already_started(error)) {
        auto tag = error.tag();
        return Error{error.kind(), fmt::format("{}: the id is taken by run {}", what, *run)}.with_tag(std::move(tag));
    }
    if (const auto query = detail_of<details::QueryFailedFailure>(error)) {
        CallFailure failure;
        failure.failure = wire::read(query->failure());
        // Workers of some libraries only send a text.
        if (failure.failure.message.empty()) failure.failure.message = error.message();
        const bool is_typed = !application_type(failure.failure).empty();
        return told(is_typed ? kind_of(failure) : error.kind(), what, failure);
    }
    return std::move(error).with_context(what);
}

}  // namespace acervo::temporal
