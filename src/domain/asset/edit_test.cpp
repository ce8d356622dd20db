#include "domain/asset/edit.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace acervo {
namespace {

using testing::ElementsAre;

TEST(EditCondition, holds_for_the_edits_it_names_and_no_other) {
    const EditCondition condition{.any = false, .edits = {3, 5}};
    EXPECT_TRUE(condition.check(3));
    EXPECT_TRUE(condition.check(5));
    ASSERT_FALSE(condition.check(4));
    EXPECT_EQ(condition.check(4).error().kind(), ErrorKind::PreconditionFailed);
    EXPECT_FALSE(EditCondition{}.check(1)) << "one that names nothing holds for nothing";
    EXPECT_TRUE((EditCondition{.any = true}).check(7));
}

TEST(Tags, are_kept_once_in_their_order) {
    EXPECT_THAT(without_repeats({"b", "a", "b", "B", "a"}), ElementsAre("b", "a", "B"));
}

TEST(Tags, are_taken_away_before_others_are_put_behind_those_there_are) {
    const AssetPatch patch{.remove_tags = {"b", "x"}, .add_tags = {"a", "b", "z"}};
    EXPECT_THAT(patched_tags({"a", "b", "c"}, patch).value(), ElementsAre("a", "c", "b", "z"));
    EXPECT_THAT(patched_tags({"a"}, AssetPatch{.tags = std::vector<std::string>{"n", "n"}, .add_tags = {"m"}}).value(),
                ElementsAre("n", "m"));
    EXPECT_THAT(patched_tags({"a", "a"}, AssetPatch{}).value(), ElementsAre("a", "a")) << "nothing asked for";
}

TEST(Tags, are_at_most_a_hundred) {
    std::vector<std::string> many;
    for (std::size_t i = 0; i < kMostTags; ++i) many.push_back(std::to_string(i));
    EXPECT_TRUE(patched_tags(many, AssetPatch{.add_tags = {"7"}}));
    const auto refused = patched_tags(many, AssetPatch{.add_tags = {"new"}});
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().kind(), ErrorKind::InvalidInput);
}

}  // namespace
}  // namespace acervo
