#include "app/metadata/merge_patch.hpp"

#include <gtest/gtest.h>

namespace acervo {
namespace {

// The examples of RFC 7396, appendix A, whose target and patch are objects.
TEST(MergePatch, does_what_its_specification_shows) {
    struct Example {
        const char* target;
        const char* patch;
        const char* merged;
    };
    for (const auto& [target, patch, merged] : {
             Example{R"({"a":"b"})", R"({"a":"c"})", R"({"a":"c"})"},
             Example{R"({"a":"b"})", R"({"b":"c"})", R"({"a":"b","b":"c"})"},
             Example{R"({"a":"b"})", R"({"a":null})", R"({})"},
             Example{R"({"a":"b","b":"c"})", R"({"a":null})", R"({"b":"c"})"},
             Example{R"({"a":["b"]})", R"({"a":"c"})", R"({"a":"c"})"},
             Example{R"({"a":"c"})", R"({"a":["b"]})", R"({"a":["b"]})"},
             Example{R"({"a":{"b":"c"}})", R"({"a":{"b":"d","c":null}})", R"({"a":{"b":"d"}})"},
             Example{R"({"a":[{"b":"c"}]})", R"({"a":[1]})", R"({"a":[1]})"},
             Example{R"({"e":null})", R"({"a":1})", R"({"e":null,"a":1})"},
             Example{R"({})", R"({"a":{"bb":{"ccc":null}}})", R"({"a":{"bb":{}}})"},
         }) {
        EXPECT_EQ(merge_patch(target, patch).value(), merged) << target << " " << patch;
    }
}

TEST(MergePatch, without_a_text_takes_everything_away) { EXPECT_EQ(merge_patch(R"({"a":1})", "").value(), "{}"); }

TEST(MergePatch, refuses_what_would_grow_too_large) {
    const auto half = std::string(kMostMetadataBytes / 2, 'x');
    const auto target = R"({"a":")" + half + "\"}";
    const auto merged = merge_patch(target, R"({"b":")" + half + "\"}");
    ASSERT_FALSE(merged);
    EXPECT_EQ(merged.error().fields().at(0).pointer, "/editorial_metadata");
    EXPECT_TRUE(merge_patch(target, R"({"a":")" + half + "\"}")) << "what is replaced does not count";
}

TEST(CompactJson, is_the_same_for_texts_that_mean_the_same) {
    EXPECT_EQ(compact_json(R"({"a": 1.5,  "b": [true]})"), compact_json(R"({"a":1.5,"b":[true]})"));
}

}  // namespace
}  // namespace acervo
