#include "temporal/engine/rpc_error.hpp"

#include <gtest/gtest.h>

namespace acervo::temporal {
namespace {

TEST(RpcError, keeps_code_and_details_whatever_bytes_they_are) {
    using namespace std::string_literals;
    const auto error = rpc_error(RpcStatus{RpcCode::NotFound, "\0:grpc:\xff"s}, "no such workflow");
    EXPECT_EQ(error.kind(), ErrorKind::NotFound);
    EXPECT_EQ(error.message(), "no such workflow");
    const auto status = rpc_status_of(error);
    ASSERT_TRUE(status);
    EXPECT_EQ(status->code(), RpcCode::NotFound);
    EXPECT_EQ(status->details(), "\0:grpc:\xff"s);
}

TEST(RpcError, knows_that_an_error_of_another_side_has_no_status) {
    EXPECT_FALSE(rpc_status_of(Error{ErrorKind::NotFound, "no"}));
    EXPECT_FALSE(rpc_status_of(Error{ErrorKind::NotFound, "no"}.with_tag("grpc:x:")));
    EXPECT_FALSE(rpc_status_of(Error{ErrorKind::NotFound, "no"}.with_tag("grpc:5")));
    EXPECT_FALSE(rpc_status_of(Error{ErrorKind::NotFound, "no"}.with_tag("users_name_key")));
}

TEST(RpcError, maps_every_code_to_a_kind) {
    const auto kind = [](RpcCode code) { return kind_of(code, "words"); };
    EXPECT_EQ(kind(RpcCode::Cancelled), ErrorKind::Unavailable);
    EXPECT_EQ(kind(RpcCode::Unknown), ErrorKind::Internal);
    EXPECT_EQ(kind(RpcCode::InvalidArgument), ErrorKind::InvalidInput);
    EXPECT_EQ(kind(RpcCode::DeadlineExceeded), ErrorKind::Timeout);
    EXPECT_EQ(kind(RpcCode::NotFound), ErrorKind::NotFound);
    EXPECT_EQ(kind(RpcCode::AlreadyExists), ErrorKind::Conflict);
    EXPECT_EQ(kind(RpcCode::PermissionDenied), ErrorKind::Forbidden);
    EXPECT_EQ(kind(RpcCode::ResourceExhausted), ErrorKind::RateLimited);
    EXPECT_EQ(kind(RpcCode::FailedPrecondition), ErrorKind::PreconditionFailed);
    EXPECT_EQ(kind(RpcCode::Aborted), ErrorKind::Conflict);
    EXPECT_EQ(kind(RpcCode::OutOfRange), ErrorKind::InvalidInput);
    EXPECT_EQ(kind(RpcCode::Unimplemented), ErrorKind::Internal);
    EXPECT_EQ(kind(RpcCode::Internal), ErrorKind::Internal);
    EXPECT_EQ(kind(RpcCode::Unavailable), ErrorKind::Unavailable);
    EXPECT_EQ(kind(RpcCode::DataLoss), ErrorKind::Internal);
    EXPECT_EQ(kind(RpcCode::Unauthenticated), ErrorKind::Unauthenticated);
    EXPECT_EQ(kind(static_cast<RpcCode>(99)), ErrorKind::Internal);
}

TEST(RpcError, knows_the_engines_own_words_for_lost_time_and_lost_connections) {
    EXPECT_EQ(kind_of(RpcCode::Cancelled, "Timeout expired"), ErrorKind::Timeout);
    EXPECT_EQ(kind_of(RpcCode::Unknown, "transport error"), ErrorKind::Unavailable);
    EXPECT_EQ(rpc_error(RpcStatus{RpcCode::Unknown, ""}, "transport error", "start").kind(), ErrorKind::Unavailable);
    EXPECT_EQ(rpc_error(RpcStatus{RpcCode::Unknown, ""}, "transport error", "start").message(),
              "start: transport error");
}

TEST(RpcError, tells_a_message_that_is_too_large_from_a_caller_that_is_too_fast) {
    EXPECT_EQ(kind_of(RpcCode::ResourceExhausted, "grpc: received message larger than max (5 vs. 4)"),
              ErrorKind::TooLarge);
    EXPECT_EQ(kind_of(RpcCode::InvalidArgument, "Blob data size exceeds limit: exceeds size limit"),
              ErrorKind::TooLarge);
    EXPECT_EQ(kind_of(RpcCode::ResourceExhausted, "namespace rate limit exceeded"), ErrorKind::RateLimited);
}

}  // namespace
}  // namespace acervo::temporal
