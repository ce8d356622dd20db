#pragma once

#include <string>
#include <string_view>

#include "core/error.hpp"
#include "core/result.hpp"
#include "net/http_message.hpp"

namespace acervo::s3 {

/// The whole answer to a call whose body is small: a document, a refusal, or nothing.
struct Answer {
    int status{0};
    Headers headers;
    std::string text;
    /// The code of S3's error document: also of one that comes behind a 200, as the completion of a multipart upload
    /// may bring. HEAD has no document: then it is empty.
    std::string code;
    std::string message;

    bool accepted() const noexcept { return status >= 200 && status < 300 && code.empty(); }
};

/// What a refusal means in the house's terms, as the port says it ("Error responses", Amazon S3 API Reference).
/// `what` names the call and the object: it begins the message, and is kept from who calls the API.
Error error_of(const Answer& answer, std::string_view what);

/// `error` with the call and the object in front of its message, and words without either for who calls the API.
Error in_call(Error error, std::string_view what);

}  // namespace acervo::s3
