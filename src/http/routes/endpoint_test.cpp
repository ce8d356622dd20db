#include "http/routes/endpoint.hpp"

#include <gtest/gtest.h>

namespace acervo::http {
namespace {

TEST(ContentType, is_json_in_any_case_and_with_parameters) {
    for (const auto* type : {"application/json", "Application/JSON", "application/json;charset=utf-8",
                             "application/json ; charset=utf-8", "application/json\t"}) {
        EXPECT_TRUE(is_of_type(type, "application/json")) << type;
    }
}

TEST(ContentType, is_nothing_else) {
    for (const auto* type : {"", ";", " ", "text/plain", "application/jsonp", "application/json5; x", "application",
                             "application/problem+json", "json"}) {
        EXPECT_FALSE(is_of_type(type, "application/json")) << type;
    }
}

}  // namespace
}  // namespace acervo::http
