#include "temporal/client/call_failure.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <temporal/api/errordetails/v1/message.pb.h>

#include "temporal/engine/rpc_error.hpp"
#include "temporal/engine/wire_values.hpp"
#include "temporal/payload/failures.hpp"

namespace acervo::temporal {
namespace {

namespace details = ::temporal::api::errordetails::v1;
using ::testing::HasSubstr;

CallFailure ended(WorkflowStatus status, Failure failure) {
    CallFailure result;
    result.status = status;
    result.failure = std::move(failure);
    return result;
}

/// What the server says, with a message in its details.
Error refused(RpcCode code, const google::protobuf::Message& detail) {
    details::MultiOperationExecutionFailure::OperationStatus status;  // the shape of google.rpc.Status
    status.set_code(static_cast<int>(code));
    status.add_details()->PackFrom(detail);
    return rpc_error(RpcStatus{code, status.SerializeAsString()}, "the server's words");
}

TEST(CallFailure, carries_the_chain_of_causes) {
    Failure activity;
    activity.message = "activity failed";
    activity.info.emplace<Failure::ActivityInfo>().activity_type = "probe";
    const auto chain = caused_by(activity, to_failure(Error{ErrorKind::NotFound, "no such asset"}));
    const auto error = failed_call("workflow asset-7", ended(WorkflowStatus::Failed, chain));
    EXPECT_EQ(error.kind(), ErrorKind::NotFound) << "the kind that the cause is named after";
    EXPECT_THAT(error.message(), HasSubstr("workflow asset-7"));
    EXPECT_THAT(error.message(), HasSubstr("no such asset"));
    const auto told = call_failure_of(error);
    ASSERT_TRUE(told);
    EXPECT_EQ(told->status, WorkflowStatus::Failed);
    EXPECT_EQ(told->failure, chain);
}

TEST(CallFailure, has_a_kind_for_each_end) {
    const auto kind = [](WorkflowStatus status) { return failed_call("w", ended(status, {})).kind(); };
    EXPECT_EQ(kind(WorkflowStatus::Failed), ErrorKind::Internal);
    EXPECT_EQ(kind(WorkflowStatus::Cancelled), ErrorKind::Conflict);
    EXPECT_EQ(kind(WorkflowStatus::Terminated), ErrorKind::Conflict);
    EXPECT_EQ(kind(WorkflowStatus::TimedOut), ErrorKind::Timeout);
}

TEST(CallFailure, is_not_in_other_errors) {
    EXPECT_FALSE(call_failure_of(Error{ErrorKind::Internal, "x"}));
    EXPECT_FALSE(call_failure_of(Error{ErrorKind::Internal, "x"}.with_tag("temporal-failure:")));
    EXPECT_FALSE(call_failure_of(Error{ErrorKind::Internal, "x"}.with_tag("temporal-failure:3:\xff")));
    EXPECT_FALSE(already_started(Error{ErrorKind::Conflict, "x"}));
}

TEST(Explained, tells_the_run_that_has_the_id) {
    details::WorkflowExecutionAlreadyStartedFailure detail;
    detail.set_run_id("run-1");
    const auto error = explained(refused(RpcCode::AlreadyExists, detail), "start \"ingest\"");
    EXPECT_EQ(error.kind(), ErrorKind::Conflict);
    EXPECT_EQ(error.message(), "start \"ingest\": the id is taken by run run-1");
    EXPECT_EQ(already_started(error), "run-1");
}

TEST(Explained, tells_the_failure_of_a_query) {
    details::QueryFailedFailure detail;
    wire::write(to_failure(Error{ErrorKind::InvalidInput, "no such stage"}), *detail.mutable_failure());
    const auto error = explained(refused(RpcCode::InvalidArgument, detail), "query \"stage\"");
    EXPECT_EQ(error.kind(), ErrorKind::InvalidInput);
    ASSERT_TRUE(call_failure_of(error));
    EXPECT_EQ(call_failure_of(error)->failure.message, "no such stage");
}

TEST(Explained, tells_a_query_that_failed_with_a_text_only) {
    const auto error = explained(refused(RpcCode::InvalidArgument, details::QueryFailedFailure{}), "query \"stage\"");
    EXPECT_EQ(error.kind(), ErrorKind::InvalidInput);
    ASSERT_TRUE(call_failure_of(error));
    EXPECT_EQ(call_failure_of(error)->failure.message, "the server's words");
}

TEST(Explained, names_what_was_asked) {
    const auto error = explained(Error{ErrorKind::Unavailable, "the server is away"}, "start \"ingest\"");
    EXPECT_EQ(error.kind(), ErrorKind::Unavailable);
    EXPECT_EQ(error.message(), "start \"ingest\": the server is away");
}

}  // namespace
}  // namespace acervo::temporal
