#include "adapters/s3/s3_error.hpp"

#include <gtest/gtest.h>

namespace acervo::s3 {
namespace {

struct Case {
    int status;
    const char* code;
    ErrorKind kind;
};

Answer answer(int status, std::string code) {
    Answer made;
    made.status = status;
    made.code = std::move(code);
    return made;
}

TEST(S3Error, has_the_kind_that_the_port_promises) {
    for (const auto& c : {Case{404, "NoSuchKey", ErrorKind::NotFound},
                          Case{404, "NoSuchBucket", ErrorKind::NotFound},
                          Case{404, "NoSuchUpload", ErrorKind::NotFound},
                          Case{404, "", ErrorKind::NotFound},
                          Case{405, "MethodNotAllowed", ErrorKind::NotFound},
                          Case{403, "AccessDenied", ErrorKind::Internal},
                          Case{403, "SignatureDoesNotMatch", ErrorKind::Internal},
                          Case{400, "AuthorizationHeaderMalformed", ErrorKind::Internal},
                          Case{400, "ExpiredToken", ErrorKind::Internal},
                          Case{400, "InvalidPart", ErrorKind::InvalidInput},
                          Case{400, "EntityTooSmall", ErrorKind::InvalidInput},
                          Case{416, "InvalidRange", ErrorKind::InvalidInput},
                          Case{412, "PreconditionFailed", ErrorKind::PreconditionFailed},
                          Case{409, "BucketNotEmpty", ErrorKind::Conflict},
                          Case{409, "OperationAborted", ErrorKind::Unavailable},
                          Case{400, "RequestTimeout", ErrorKind::Unavailable},
                          Case{400, "BadDigest", ErrorKind::Unavailable},
                          Case{429, "", ErrorKind::Unavailable},
                          Case{500, "InternalError", ErrorKind::Unavailable},
                          Case{503, "SlowDown", ErrorKind::Unavailable},
                          Case{502, "", ErrorKind::Unavailable},
                          Case{301, "PermanentRedirect", ErrorKind::Unavailable},
                          Case{200, "InternalError", ErrorKind::Unavailable}}) {
        EXPECT_EQ(error_of(answer(c.status, c.code), "x").kind(), c.kind) << c.status << " " << c.code;
    }
}

TEST(S3Error, names_the_call_and_the_reason) {
    auto refused = answer(403, "AccessDenied");
    refused.message = "Access Denied.";
    EXPECT_EQ(error_of(refused, "PutObject b/k").message(),
              "PutObject b/k: the store answered 403 AccessDenied: Access Denied.");
}

TEST(S3Error, keeps_call_object_and_the_words_of_the_store_from_the_caller) {
    for (const int status : {301, 400, 403, 404, 409, 412, 429, 500, 503}) {
        auto refused = answer(status, "SecretCode");
        refused.message = "a secret";
        const auto error = error_of(refused, "PutObject secret-bucket/secret-key");
        EXPECT_NE(error.message().find("secret-key"), std::string::npos) << status;
        EXPECT_EQ(error.public_message().find("ecret"), std::string_view::npos) << status;
    }
    const auto lost = in_call({ErrorKind::Timeout, "http://secret:8333: connecting took too long"}, "HeadObject b/k");
    EXPECT_EQ(lost.message(), "HeadObject b/k: http://secret:8333: connecting took too long");
    EXPECT_EQ(lost.public_message(), "the object store took too long");
}

TEST(S3Error, leaves_what_is_wrong_with_a_body_in_its_own_words) {
    const auto wrong = in_call(Error{ErrorKind::InvalidInput, "the body must have 10 bytes"}, "UploadPart bucket/key");
    EXPECT_EQ(wrong.message(), "UploadPart bucket/key: the body must have 10 bytes");
    EXPECT_EQ(wrong.public_message(), "the body must have 10 bytes");
    const auto away = in_call(Error{ErrorKind::Unavailable, "no connection to 10.0.0.7"}, "UploadPart bucket/key");
    EXPECT_EQ(away.public_message(), "the object store is not available");
}

TEST(S3Error, passes_on_when_to_come_back) {
    auto slow = answer(503, "SlowDown");
    slow.headers.set("Retry-After", "3");
    EXPECT_EQ(error_of(slow, "x").retry_after(), std::chrono::seconds{3});
    slow.headers.set("Retry-After", "Sun, 22 Nov 2026 04:30:35 GMT");
    EXPECT_EQ(error_of(slow, "x").retry_after(), std::nullopt);
}

TEST(S3Error, is_also_what_comes_behind_a_200) {
    EXPECT_TRUE(answer(200, "").accepted());
    EXPECT_FALSE(answer(200, "InternalError").accepted());
    EXPECT_FALSE(answer(301, "").accepted());
}

}  // namespace
}  // namespace acervo::s3
