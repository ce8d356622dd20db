#include "http/routes/etag.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "http/problem/problem.hpp"

namespace acervo::http {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

TEST(IfMatch, names_the_edit_whatever_the_version) {
    Asset asset;
    asset.edit_version = 3;
    asset.version = 17;
    EXPECT_EQ(etag_of(asset), "\"3.17\"");
    EXPECT_THAT(edit_condition(etag_of(asset)).value().edits, ElementsAre(3));
    EXPECT_THAT(edit_condition(R"("3", "5.9" ,"7.1")").value().edits, ElementsAre(3, 5, 7));
    EXPECT_TRUE(edit_condition("*").value().any);
}

TEST(IfMatch, that_is_weak_or_of_others_names_no_edit) {
    for (const char* text : {R"(W/"3.17")", R"("abc")", R"("")", R"("3x.1")"}) {
        const auto condition = edit_condition(text).value();
        EXPECT_FALSE(condition.any) << text;
        EXPECT_THAT(condition.edits, IsEmpty()) << text;
    }
}

TEST(IfMatch, must_be_there_and_be_a_list_of_tags) {
    EXPECT_EQ(problem(edit_condition(std::nullopt).error()).status, 428);
    for (const char* text : {"3", "\"3", "\"3\" \"4\"", "\"3\",", "*, \"3\"", " "}) {
        const auto condition = edit_condition(text);
        ASSERT_FALSE(condition) << text;
        EXPECT_EQ(condition.error().kind(), ErrorKind::InvalidInput) << text;
    }
}

TEST(IfNoneMatch, names_the_whole_tag_weak_or_not) {
    constexpr auto kTag = "\"3.17\"";
    for (const char* text : {"*", R"("3.17")", R"(W/"3.17")", R"("1.1", "3.17")"})
        EXPECT_TRUE(is_named(text, kTag)) << text;
    for (const char* text : {R"("3")", R"("3.18")", "3.17", ""}) EXPECT_FALSE(is_named(text, kTag)) << text;
    EXPECT_FALSE(is_named(std::nullopt, kTag));
}

}  // namespace
}  // namespace acervo::http
