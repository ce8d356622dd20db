#pragma once

#include <concepts>
#include <exception>
#include <stdexcept>
#include <string>
#include <utility>

#include "core/error.hpp"
#include "core/result.hpp"
#include "temporal/model/failure.hpp"
#include "temporal/payload/convert.hpp"

/// Failures as exceptions, for workflow and activity code. What is thrown here is business: it fails the activity or
/// the workflow and is seen by whoever waits for it. Any other exception is a bug.
namespace acervo::temporal {

/// The root: anything that another party can be told. Holds the whole chain of causes.
class TemporalFailure : public std::exception {
public:
    explicit TemporalFailure(Failure failure) : failure_{std::move(failure)}, what_{describe(failure_)} {}

    const Failure& failure() const noexcept { return failure_; }
    /// The chain on one line.
    const char* what() const noexcept override { return what_.c_str(); }
    /// The type of the first application failure in the chain, or an empty text: `e.type() == "OutOfStock"`.
    std::string type() const;

protected:
    Failure& edit() noexcept { return failure_; }

private:
    Failure failure_;
    std::string what_;
};

/// The name under which callers and retry policies know a kind of failure.
struct FailureType {
    std::string name;
};

/// Thrown by workflows and activities: `throw ApplicationFailure{FailureType{"OutOfStock"}, "article 7 is gone"};`
class ApplicationFailure final : public TemporalFailure {
public:
    ApplicationFailure(FailureType type, std::string message);
    explicit ApplicationFailure(Failure failure) : TemporalFailure{std::move(failure)} {}

    /// No retry policy repeats it.
    ApplicationFailure&& not_retryable() &&;
    /// The next attempt begins after this pause, whatever the policy says.
    ApplicationFailure&& retry_after(Duration pause) &&;
    /// Expected, so logs and metrics do not count it as an error.
    ApplicationFailure&& benign() &&;
    ApplicationFailure&& caused_by(const TemporalFailure& cause) &&;
    /// std::invalid_argument when the value cannot be encoded.
    template <class T>
    ApplicationFailure&& with_details(const T& details) &&;

private:
    Failure::ApplicationInfo& info();
    void add_details(Result<Payload> details);
};

/// The work was cancelled: by a request to the workflow, by its scope, or because it lost a race.
class Cancelled final : public TemporalFailure {
public:
    explicit Cancelled(std::string reason);
    explicit Cancelled(Failure failure) : TemporalFailure{std::move(failure)} {}
};

/// An activity failed for good; `failure().cause` tells why, `type()` gives the application's name for it.
class ActivityFailure final : public TemporalFailure {
public:
    using TemporalFailure::TemporalFailure;
};

/// A child workflow failed, was terminated, timed out, or could not start.
class ChildWorkflowFailure final : public TemporalFailure {
public:
    using TemporalFailure::TemporalFailure;
};

class TimeoutFailure final : public TemporalFailure {
public:
    using TemporalFailure::TemporalFailure;
};

class TerminatedFailure final : public TemporalFailure {
public:
    using TemporalFailure::TemporalFailure;
};

class ServerFailure final : public TemporalFailure {
public:
    using TemporalFailure::TemporalFailure;
};

/// A payload cannot be read as, or made from, the type that the code declares. In a workflow it is a bug: one side
/// changed its types.
class PayloadError final : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

/// As an exception of the class that fits its case, ready to be thrown.
std::exception_ptr to_exception(Failure failure);
/// A house error as a failure: its type is the kind's name, and kinds that no retry can mend are not retryable.
Failure to_failure(const Error& error);
/// Anything thrown: failures as they are, other exceptions as an application failure named by their C++ type,
/// retryable, with nested exceptions (std::throw_with_nested) as causes.
Failure to_failure(const std::exception_ptr& thrown);

/// A cancellation, or an activity's or child's failure that came from one.
bool is_cancelled(const Failure& failure) noexcept;
/// The type of the first application failure in the chain, or an empty text.
std::string application_type(const Failure& failure);

/// Moves message and stack trace of the whole chain into `encoded_attributes`, so that a codec can hide them, and back.
/// The form is that of the official SDKs: json/plain `{"message": …, "stack_trace": …}` and "Encoded failure".
Failure encode_attributes(Failure failure);
Failure decode_attributes(Failure failure);

/// The value, or PayloadError that begins with `what`: "result of activity \"probe\": $.frames: …".
template <class T>
T value_or_throw(Result<T> result, const std::string& what) {
    if (!result) throw PayloadError{what + ": " + result.error().message()};
    return *std::move(result);
}

template <class T>
ApplicationFailure&& ApplicationFailure::with_details(const T& details) && {
    add_details(encode(details));
    return std::move(*this);
}

}  // namespace acervo::temporal
