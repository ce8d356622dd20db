#include "adapters/redis/key_slot.hpp"

#include <gtest/gtest.h>

namespace acervo {
namespace {

TEST(KeySlot, agrees_with_the_specification_s_check_value) { EXPECT_EQ(key_slot("123456789"), 0x31C3 % kRedisSlots); }

TEST(KeySlot, agrees_with_cluster_keyslot_of_the_server) {
    EXPECT_EQ(key_slot("foo"), 12182);
    EXPECT_EQ(key_slot("bar"), 5061);
    EXPECT_EQ(key_slot(""), 0);
}

TEST(KeySlot, hashes_only_the_first_tag_that_is_not_empty) {
    EXPECT_EQ(key_slot("{user1000}.following"), key_slot("{user1000}.followers"));
    EXPECT_EQ(key_slot("foo{{bar}}zap"), key_slot("{bar"));
    EXPECT_EQ(key_slot("foo{bar}{zap}"), key_slot("bar"));
    EXPECT_NE(key_slot("foo{}{bar}"), key_slot("bar"));
}

}  // namespace
}  // namespace acervo
