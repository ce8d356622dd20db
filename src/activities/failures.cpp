#include "activities/failures.hpp"

namespace acervo::activities {

temporal::ApplicationFailure failure_of(const char* what, const Error& error) {
    using temporal::ApplicationFailure;
    using temporal::FailureType;
    // A tool that takes too long is not away: it would take as long the next time, and each time counts.
    if (error.kind() == ErrorKind::Timeout && what == std::string_view{dependency::kMediaTools}) {
        return ApplicationFailure{FailureType{kTooLong}, error.message()};
    }
    switch (error.kind()) {
        case ErrorKind::Unavailable:
        case ErrorKind::Timeout:
            return ApplicationFailure{FailureType{kOutage}, error.message()}.with_details(std::string{what});
        case ErrorKind::UnsupportedType:
            return ApplicationFailure{FailureType{kUnsupportedFormat}, error.message()}.not_retryable();
        default:
            return ApplicationFailure{temporal::to_failure(error)};
    }
}

}  // namespace acervo::activities
