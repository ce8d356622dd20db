#include "temporal/worker/payload_border.hpp"

#include <fmt/format.h>

#include <concepts>

#include "temporal/payload/failure_text.hpp"
#include "temporal/payload/failures.hpp"
#include "temporal/payload/payload_wire.hpp"
#include "temporal/payload/visit.hpp"

namespace acervo::temporal {

namespace {

// Where failures are in jobs and commands: everything that has a member of that name, or is a variant with one inside.

void each_failure(auto& message, const auto& visit) {
    if constexpr (requires {
                      { message.failure } -> std::same_as<Failure&>;
                  }) {
        visit(message.failure);
    } else if constexpr (requires {
                             { message.failure } -> std::same_as<std::optional<Failure>&>;
                         }) {
        if (message.failure) visit(*message.failure);
    } else if constexpr (requires { message.continued_failure; }) {
        if (message.continued_failure) visit(*message.continued_failure);
    } else if constexpr (requires { message.result.index(); }) {
        std::visit([&](auto& one) { each_failure(one, visit); }, message.result);
    } else if constexpr (requires { message.status.index(); }) {
        std::visit([&](auto& one) { each_failure(one, visit); }, message.status);
    } else if constexpr (requires { message.answer.index(); }) {
        if (auto* failure = std::get_if<Failure>(&message.answer)) visit(*failure);
    } else if constexpr (requires { message.response.index(); }) {
        if (auto* failure = std::get_if<Failure>(&message.response)) visit(*failure);
    }
}

std::size_t bytes_of(const Payloads& payloads) {
    std::size_t sum = 0;
    for (const auto& payload : payloads) sum += to_wire(payload).size();
    return sum;
}

Result<void> check(std::size_t bytes, const PayloadLimits& limits, std::string_view what) {
    if (bytes <= limits.refuse_bytes) return ok();
    return fail(ErrorKind::TooLarge,
                fmt::format("{} of {} bytes is too large; the limit is {}: large data belongs into "
                            "an object store",
                            what, bytes, limits.refuse_bytes));
}

}  // namespace

Result<void> PayloadBorder::decode(Payload& payload) const {
    if (!codec_) return ok();
    auto decoded = codec_->decode(std::move(payload));
    if (!decoded) return fail(std::move(decoded).error());
    payload = *std::move(decoded);
    return ok();
}

Result<void> PayloadBorder::encode(Payload& payload) const {
    if (!codec_) return ok();
    auto encoded = codec_->encode(std::move(payload));
    if (!encoded) return fail(std::move(encoded).error());
    payload = *std::move(encoded);
    return ok();
}

Result<void> PayloadBorder::enter(Activation& activation) const {
    if (codec_) {
        if (auto done = decode_with(*codec_, activation); !done) return done;
    }
    const auto reveal = [](Failure& failure) { failure = decode_attributes(std::move(failure)); };
    for (auto& job : activation.jobs) {
        std::visit([&](auto& one) { each_failure(one, reveal); }, job);
    }
    return ok();
}

Result<void> PayloadBorder::leave(Completion& completion) const {
    if (auto* failed = std::get_if<completion::TaskFailed>(&completion.status)) return leave(failed->failure);
    auto& commands = std::get<completion::Commands>(completion.status).commands;
    const auto dress = [this](Failure& failure) {
        failure = sendable(failure);
        if (encode_failures_) failure = encode_attributes(std::move(failure));
    };
    for (auto& command : commands) std::visit([&](auto& one) { each_failure(one, dress); }, command.what);
    if (!codec_) return ok();
    if (auto done = encode_with(*codec_, completion); !done) return done;
    for (const auto& command : commands) {
        auto report = check_size(command, limits_);
        if (report.verdict == SizeVerdict::TooLarge) return fail(ErrorKind::TooLarge, std::move(report.text));
    }
    return ok();
}

Result<void> PayloadBorder::leave(Failure& failure) const {
    failure = sendable(failure);
    if (encode_failures_) failure = encode_attributes(std::move(failure));
    return codec_ ? encode_with(*codec_, failure) : ok();
}

Result<void> PayloadBorder::leave_checked(Failure& failure) const {
    if (auto done = leave(failure); !done) return done;
    return check(payload_bytes(failure), limits_, "a failure with details");
}

Result<void> PayloadBorder::enter(activity_task::Start& start) const {
    for (auto* payloads : {&start.input, &start.heartbeat_details}) {
        for (auto& payload : *payloads) {
            if (auto done = decode(payload); !done) return done;
        }
    }
    for (auto& [name, payload] : start.headers) {
        if (auto done = decode(payload); !done) return done;
    }
    return ok();
}

Result<void> PayloadBorder::leave(ActivityCompletion& completion) const {
    if (auto* failed = std::get_if<ActivityCompletion::Failed>(&completion.status))
        return leave_checked(failed->failure);
    if (auto* ended = std::get_if<ActivityCompletion::Cancelled>(&completion.status)) {
        return leave_checked(ended->failure);
    }
    auto* completed = std::get_if<ActivityCompletion::Completed>(&completion.status);
    if (completed == nullptr || !completed->result) return ok();
    if (auto done = encode(*completed->result); !done) return done;
    return check(to_wire(*completed->result).size(), limits_, "a result");
}

Result<void> PayloadBorder::leave(Payloads& details) const {
    for (auto& payload : details) {
        if (auto done = encode(payload); !done) return done;
    }
    return check(bytes_of(details), limits_, "details");
}

}  // namespace acervo::temporal
