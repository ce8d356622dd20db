#include "activities/failures.hpp"

namespace acervo::activities {

temporal::ApplicationFailure failure_of(const char* what, const Error& error) {
    using temporal::ApplicationFailure;
    using temporal::FailureType;
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
