#include "http/problem/problem.hpp"

#include <gmock/gmock.h>

#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>
#include <set>

namespace acervo::http {
namespace {

using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

constexpr std::array kAllKinds{ErrorKind::InvalidInput,    ErrorKind::NotFound,
                               ErrorKind::Conflict,        ErrorKind::PreconditionFailed,
                               ErrorKind::UnsupportedType, ErrorKind::IdempotencyMismatch,
                               ErrorKind::Forbidden,       ErrorKind::Unauthenticated,
                               ErrorKind::TooLarge,        ErrorKind::RateLimited,
                               ErrorKind::Unavailable,     ErrorKind::Timeout,
                               ErrorKind::Internal};

std::string type_from_name(ErrorKind kind) {
    std::string name{name_of(kind)};
    std::ranges::replace(name, '_', '-');
    return "/problems/" + name;
}

TEST(Problem, has_a_type_of_its_own_for_every_kind_made_of_its_name) {
    std::set<std::string_view> types;
    for (const auto kind : kAllKinds) {
        EXPECT_EQ(problem_kind(kind).type, type_from_name(kind));
        EXPECT_GE(problem_kind(kind).status, 400);
        types.insert(problem_kind(kind).type);
    }
    EXPECT_EQ(types.size(), kAllKinds.size());
}

TEST(Problem, carries_status_and_media_type) {
    const auto response = problem(Error{ErrorKind::PreconditionFailed, "the asset is at version 3"});
    EXPECT_EQ(response.status, 412);
    EXPECT_EQ(response.headers.find("content-type"), "application/problem+json");
    EXPECT_FALSE(response.headers.find("Retry-After"));
}

TEST(Problem, writes_the_document_of_rfc_9457) {
    const auto text = problem_document(Error{ErrorKind::Conflict, "upload is no longer \"open\""}, "id-1");
    const auto document = boost::json::parse(text);
    EXPECT_EQ(document.at("type").as_string(), "/problems/conflict");
    EXPECT_EQ(document.at("status").as_int64(), 409);
    EXPECT_EQ(document.at("detail").as_string(), "upload is no longer \"open\"");
    EXPECT_EQ(document.at("request_id").as_string(), "id-1");
    EXPECT_FALSE(document.at("title").as_string().empty());
    EXPECT_FALSE(document.as_object().contains("errors"));
}

TEST(Problem, lists_field_errors) {
    std::vector<FieldError> fields{{"/size", "must be positive"}, {"/title", "is too long"}};
    const auto error = Error{ErrorKind::InvalidInput, "2 members are wrong"}.with_fields(std::move(fields));
    const auto document = boost::json::parse(problem_document(error, "id"));
    ASSERT_EQ(document.at("errors").as_array().size(), 2U);
    EXPECT_EQ(document.at("errors").as_array()[1].at("pointer").as_string(), "/title");
    EXPECT_EQ(document.at("errors").as_array()[1].at("detail").as_string(), "is too long");
}

TEST(Problem, lists_no_more_field_errors_than_the_contract_allows) {
    const auto error =
        Error{ErrorKind::InvalidInput, "all wrong"}.with_fields(std::vector<FieldError>(101, {"/a", "no"}));
    const auto document = boost::json::parse(problem_document(error, "id"));
    EXPECT_EQ(document.at("errors").as_array().size(), 100U);
}

TEST(Problem, never_shows_what_an_internal_error_says) {
    std::vector<FieldError> fields{{"secret_pointer", "secret_detail"}};
    const auto error = Error{ErrorKind::Internal, "row 7 of secret_table"}.with_fields(std::move(fields));
    EXPECT_THAT(problem_document(error, "id-2"), Not(HasSubstr("secret")));
    EXPECT_THAT(problem_document(error, "id-2"), HasSubstr("id-2"));
}

TEST(Problem, never_shows_what_an_error_says_of_the_servers_behind_us) {
    for (const auto kind : {ErrorKind::Unavailable, ErrorKind::Timeout}) {
        EXPECT_THAT(problem_document(Error{kind, "connection to 10.0.0.7 failed"}, "id"), Not(HasSubstr("10.0.0.7")));
    }
    auto told = Error{ErrorKind::NotFound, "HeadObject b/secret: 404"}.with_public_message("it is not in the store");
    const auto document = boost::json::parse(problem_document(told, "id"));
    EXPECT_EQ(document.at("detail").as_string(), "it is not in the store");
}

TEST(Problem, says_when_to_come_back) {
    const auto limited = Error{ErrorKind::RateLimited, "slow down"}.with_retry_after(std::chrono::seconds{7});
    EXPECT_EQ(problem(limited).headers.find("Retry-After"), "7");
    EXPECT_EQ(problem(Error{ErrorKind::Unavailable, "the store is away"}).headers.find("Retry-After"), "1");
}

TEST(Problem, asks_for_authentication_with_a_401) {
    EXPECT_TRUE(problem(Error{ErrorKind::Unauthenticated, "no session"}).headers.find("WWW-Authenticate"));
}

TEST(ProtocolProblem, knows_every_status_the_server_refuses_with) {
    for (const int status : {400, 405, 408, 413, 414, 417, 431, 501, 503, 505}) {
        EXPECT_EQ(protocol_problem_kind(status).status, status);
        const auto document = boost::json::parse(protocol_problem(status, "why", "id").body);
        EXPECT_EQ(document.at("status").as_int64(), status);
        EXPECT_THAT(std::string{document.at("type").as_string()}, StartsWith("/problems/"));
    }
}

}  // namespace
}  // namespace acervo::http
