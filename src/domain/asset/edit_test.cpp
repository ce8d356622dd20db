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

}  // namespace
}  // namespace acervo
