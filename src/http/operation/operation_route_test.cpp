#include "http/operation/operation_route.hpp"

#include <gtest/gtest.h>

#include <boost/asio/io_context.hpp>

#include "testkit/run.hpp"

namespace acervo::http {
namespace {

Async<Response> answer(Request /*request*/) { co_return Response{200}; }

Response ask(const api::Operation& operation, std::vector<std::pair<std::string, std::string>> query) {
    const auto route = operation_route(operation, answer);
    Request request;
    request.query = std::move(query);
    boost::asio::io_context context;
    return testkit::run(context, route.handler(std::move(request)));
}

TEST(OperationRoute, has_what_the_contract_says) {
    const auto route = operation_route(api::kCompleteUpload, answer);
    EXPECT_EQ(route.method, Method::Post);
    EXPECT_EQ(route.pattern, "/api/v1/assets/{asset_id}/complete");
    EXPECT_EQ(route.name, "complete_upload");
    EXPECT_EQ(route.body_limit, api::kCompleteUpload.body_limit);
}

TEST(OperationRoute, refuses_query_members_where_there_are_no_parameters) {
    for (const auto* operation : api::kOperations) {
        const auto response = ask(*operation, {{"page", "2"}, {"page", "3"}});
        if (operation->has_parameters) {
            EXPECT_EQ(response.status, 200) << operation->id << " reads its own";
            continue;
        }
        EXPECT_EQ(response.status, 400) << operation->id;
        ASSERT_TRUE(response.failure) << operation->id;
        EXPECT_EQ(response.failure->kind(), ErrorKind::InvalidInput);
        ASSERT_EQ(response.failure->fields().size(), 2U);
        EXPECT_EQ(response.failure->fields().front().pointer, "page");
        EXPECT_EQ(response.failure->fields().front().detail, "is not known here");
    }
}

TEST(OperationRoute, leaves_query_members_to_handlers_that_must_know_the_caller_first) {
    const auto route = operation_route(api::kGetCurrentUser, answer, QueryCheck::ByHandler);
    Request request;
    request.query = {{"page", "2"}};
    EXPECT_EQ(refuse_query(api::kGetCurrentUser, request)->status, 400);
    EXPECT_FALSE(refuse_query(api::kListAssets, request)) << "it reads its own";
    boost::asio::io_context context;
    EXPECT_EQ(testkit::run(context, route.handler(std::move(request))).status, 200);
}

TEST(OperationRoute, lets_requests_without_a_query_through) {
    for (const auto* operation : api::kOperations) EXPECT_EQ(ask(*operation, {}).status, 200) << operation->id;
}

}  // namespace
}  // namespace acervo::http
