#include "http/router/router.hpp"

#include <gmock/gmock.h>

namespace acervo::http {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::Pair;

Async<Response> unused(Request) { co_return Response{200}; }

Route route(Method method, const char* pattern) { return Route{method, pattern, pattern, unused}; }

class RouterTest : public testing::Test {
protected:
    RouterTest() {
        for (const auto* pattern : {"/", "/api/v1/assets", "/api/v1/assets/{asset_id}", "/api/v1/assets/latest",
                                    "/api/v1/assets/{id}/complete", "/api/v1/{kind}/latest/{part}"}) {
            router_.add(route(Method::Get, pattern));
        }
        router_.add(route(Method::Post, "/api/v1/assets"));
        router_.add(route(Method::Delete, "/api/v1/assets/{asset_id}"));
    }

    Router::Match find(Method method, const char* target) const { return router_.find(method, *Target::parse(target)); }
    std::string name_at(const char* target) const {
        const auto match = find(Method::Get, target);
        return match.route == nullptr ? "none" : match.route->name;
    }

    Router router_;
};

TEST_F(RouterTest, finds_a_route_by_its_text) {
    EXPECT_EQ(name_at("/"), "/");
    EXPECT_EQ(name_at("/api/v1/assets"), "/api/v1/assets");
}

TEST_F(RouterTest, gives_parameters_decoded) {
    const auto match = find(Method::Get, "/api/v1/assets/a%2Fb%20c/complete?x=1");
    ASSERT_NE(match.route, nullptr);
    EXPECT_THAT(match.parameters, ElementsAre(Pair("id", "a/b c")));
}

TEST_F(RouterTest, prefers_text_to_a_parameter) {
    EXPECT_EQ(name_at("/api/v1/assets/latest"), "/api/v1/assets/latest");
}

TEST_F(RouterTest, goes_back_to_a_parameter_when_the_text_leads_nowhere) {
    EXPECT_EQ(name_at("/api/v1/assets/latest/complete"), "/api/v1/assets/{id}/complete");
    const auto match = find(Method::Get, "/api/v1/assets/latest/7");
    ASSERT_NE(match.route, nullptr);
    EXPECT_THAT(match.parameters, ElementsAre(Pair("kind", "assets"), Pair("part", "7")));
}

TEST_F(RouterTest, matches_text_after_decoding) { EXPECT_EQ(name_at("/api/v1/%61ssets"), "/api/v1/assets"); }

TEST_F(RouterTest, finds_nothing_beside_the_patterns) {
    for (const auto* target : {"/api", "/api/v1/assets/", "/api/v1//x", "/api/v1/assets//complete", "//",
                               "/API/v1/assets", "/api/v1/assets/x/other", "/api%2Fv1/assets"}) {
        EXPECT_EQ(name_at(target), "none") << target;
        EXPECT_THAT(find(Method::Get, target).allowed, IsEmpty()) << target;
    }
}

TEST_F(RouterTest, names_the_methods_a_path_allows) {
    EXPECT_EQ(find(Method::Put, "/api/v1/assets").allowed, "GET, HEAD, POST, OPTIONS");
    EXPECT_EQ(find(Method::Post, "/api/v1/assets/1").allowed, "GET, HEAD, DELETE, OPTIONS");
}

TEST_F(RouterTest, answers_head_as_get) {
    const auto match = find(Method::Head, "/api/v1/assets");
    ASSERT_NE(match.route, nullptr);
    EXPECT_EQ(match.route->method, Method::Get);
}

TEST_F(RouterTest, prefers_a_head_of_its_own) {
    router_.add(route(Method::Head, "/api/v1/assets"));
    EXPECT_EQ(find(Method::Head, "/api/v1/assets").route->method, Method::Head);
}

TEST_F(RouterTest, refuses_a_route_twice) {
    EXPECT_THROW(router_.add(route(Method::Get, "/api/v1/assets/{other_name}")), std::invalid_argument);
    EXPECT_NO_THROW(router_.add(route(Method::Put, "/api/v1/assets/{other_name}")));
}

TEST(Router, refuses_malformed_patterns) {
    Router router;
    for (const auto* pattern : {"", "a", "/a{b}", "/{}", "/{a", "/a}", "/{a}/{a}", "/{a}{b}", "/%20", "/a?b"}) {
        EXPECT_THROW(router.add(route(Method::Get, pattern)), std::invalid_argument) << pattern;
    }
    EXPECT_THROW(router.add(Route(Method::Get, "/a", "a", nullptr)), std::invalid_argument);
}

TEST(Router, takes_parameter_names_of_each_route) {
    Router router;
    router.add(route(Method::Get, "/a/{x}"));
    router.add(route(Method::Put, "/a/{y}"));
    const auto target = *Target::parse("/a/1");
    EXPECT_THAT(router.find(Method::Get, target).parameters, ElementsAre(Pair("x", "1")));
    EXPECT_THAT(router.find(Method::Put, target).parameters, ElementsAre(Pair("y", "1")));
}

TEST(Route, takes_a_mebibyte_unless_told_otherwise) {
    EXPECT_EQ(route(Method::Post, "/a").body_limit, 1024U * 1024U);
    EXPECT_EQ(route(Method::Post, "/a").with_body_limit(10).body_limit, 10U);
}

}  // namespace
}  // namespace acervo::http
