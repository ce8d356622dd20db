#include "temporal/payload/failures.hpp"

#include <cxxabi.h>

#include <cstdlib>
#include <memory>
#include <typeinfo>

namespace acervo::temporal {

namespace {

constexpr const char* kSource = "AcervoCppSDK";

std::string type_name_of(const std::exception& exception) {
    const std::unique_ptr<char, decltype(&std::free)> name{
        abi::__cxa_demangle(typeid(exception).name(), nullptr, nullptr, nullptr), &std::free};
    return name ? name.get() : typeid(exception).name();
}

Failure application_failure(std::string type, std::string message) {
    Failure failure;
    failure.message = std::move(message);
    failure.source = kSource;
    failure.info.emplace<Failure::ApplicationInfo>().type = std::move(type);
    return failure;
}

bool can_retry_mend(ErrorKind kind) noexcept {
    return kind == ErrorKind::RateLimited || kind == ErrorKind::Unavailable || kind == ErrorKind::Timeout ||
           kind == ErrorKind::Conflict || kind == ErrorKind::Internal;
}

struct FailureAttributes {
    std::string message;
    std::string stack_trace;
    static constexpr auto fields() {
        return std::tuple{field("message", &FailureAttributes::message).may_be_missing(),
                          field("stack_trace", &FailureAttributes::stack_trace).may_be_missing()};
    }
};

Failure change_chain(Failure failure, void (*change)(Failure&)) {
    change(failure);
    if (failure.cause) failure.cause = std::make_shared<const Failure>(change_chain(*failure.cause, change));
    return failure;
}

}  // namespace

std::string application_type(const Failure& failure) {
    if (const auto* info = std::get_if<Failure::ApplicationInfo>(&failure.info)) return info->type;
    return failure.cause ? application_type(*failure.cause) : std::string{};
}

bool is_cancelled(const Failure& failure) noexcept {
    if (std::holds_alternative<Failure::CancelledInfo>(failure.info)) return true;
    const bool is_wrapper = std::holds_alternative<Failure::ActivityInfo>(failure.info) ||
                            std::holds_alternative<Failure::ChildWorkflowInfo>(failure.info);
    return is_wrapper && failure.cause && is_cancelled(*failure.cause);
}

std::string TemporalFailure::type() const { return application_type(failure_); }

ApplicationFailure::ApplicationFailure(FailureType type, std::string message)
    : TemporalFailure{application_failure(std::move(type.name), std::move(message))} {}

Failure::ApplicationInfo& ApplicationFailure::info() { return std::get<Failure::ApplicationInfo>(edit().info); }

ApplicationFailure&& ApplicationFailure::not_retryable() && {
    info().non_retryable = true;
    return std::move(*this);
}

ApplicationFailure&& ApplicationFailure::retry_after(Duration pause) && {
    info().next_retry_delay = pause;
    return std::move(*this);
}

ApplicationFailure&& ApplicationFailure::benign() && {
    info().category = FailureCategory::Benign;
    return std::move(*this);
}

ApplicationFailure&& ApplicationFailure::caused_by(const TemporalFailure& cause) && {
    edit().cause = std::make_shared<const Failure>(cause.failure());
    return std::move(*this);
}

void ApplicationFailure::add_details(Result<Payload> details) {
    if (!details) throw std::invalid_argument{"details of a failure: " + details.error().message()};
    info().details.push_back(*std::move(details));
}

namespace {

Failure cancelled_failure(std::string reason) {
    Failure failure;
    failure.message = std::move(reason);
    failure.source = kSource;
    failure.info.emplace<Failure::CancelledInfo>();
    return failure;
}

}  // namespace

Cancelled::Cancelled(std::string reason) : TemporalFailure{cancelled_failure(std::move(reason))} {}

std::exception_ptr to_exception(Failure failure) {
    if (is_cancelled(failure)) return std::make_exception_ptr(Cancelled{std::move(failure)});
    if (std::holds_alternative<Failure::ActivityInfo>(failure.info)) {
        return std::make_exception_ptr(ActivityFailure{std::move(failure)});
    }
    if (std::holds_alternative<Failure::ChildWorkflowInfo>(failure.info)) {
        return std::make_exception_ptr(ChildWorkflowFailure{std::move(failure)});
    }
    if (std::holds_alternative<Failure::TimeoutInfo>(failure.info)) {
        return std::make_exception_ptr(TimeoutFailure{std::move(failure)});
    }
    if (std::holds_alternative<Failure::TerminatedInfo>(failure.info)) {
        return std::make_exception_ptr(TerminatedFailure{std::move(failure)});
    }
    if (std::holds_alternative<Failure::ApplicationInfo>(failure.info)) {
        return std::make_exception_ptr(ApplicationFailure{std::move(failure)});
    }
    return std::make_exception_ptr(ServerFailure{std::move(failure)});
}

Failure to_failure(const Error& error) {
    auto failure = application_failure(std::string{name_of(error.kind())}, error.message());
    auto& info = std::get<Failure::ApplicationInfo>(failure.info);
    info.non_retryable = !can_retry_mend(error.kind());
    if (const auto pause = error.retry_after()) info.next_retry_delay = *pause;
    return failure;
}

Failure to_failure(const std::exception_ptr& thrown) {
    try {
        std::rethrow_exception(thrown);
    } catch (const TemporalFailure& known) {
        return known.failure();
    } catch (const std::exception& exception) {
        auto failure = application_failure(type_name_of(exception), exception.what());
        if (const auto* nested = dynamic_cast<const std::nested_exception*>(&exception)) {
            if (nested->nested_ptr()) return caused_by(std::move(failure), to_failure(nested->nested_ptr()));
        }
        return failure;
    } catch (...) {
        return application_failure("unknown", "something was thrown that is no exception");
    }
}

Failure encode_attributes(Failure failure) {
    return change_chain(std::move(failure), [](Failure& link) {
        FailureAttributes attributes{link.message, link.stack_trace};
        if (auto payload = encode(attributes)) {
            link.encoded_attributes = *std::move(payload);
            link.message = "Encoded failure";
            link.stack_trace.clear();
        }
    });
}

Failure decode_attributes(Failure failure) {
    return change_chain(std::move(failure), [](Failure& link) {
        if (!link.encoded_attributes) return;
        if (auto attributes = decode<FailureAttributes>(*link.encoded_attributes)) {
            link.message = std::move(attributes->message);
            link.stack_trace = std::move(attributes->stack_trace);
            link.encoded_attributes.reset();
        }
    });
}

}  // namespace acervo::temporal
