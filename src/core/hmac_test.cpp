#include "core/hmac.hpp"

#include <gtest/gtest.h>

namespace acervo {
namespace {

/// RFC 4231, test cases 1, 2 and 6 (a key longer than a block).
TEST(HmacSha256, is_that_of_the_rfc) {
    const std::string first_key(20, '\x0b');
    EXPECT_EQ(to_hex(hmac_sha256(bytes_of(first_key), bytes_of("Hi There"))),
              "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7");
    EXPECT_EQ(to_hex(hmac_sha256(bytes_of("Jefe"), bytes_of("what do ya want for nothing?"))),
              "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
    const std::string long_key(131, '\xaa');
    EXPECT_EQ(
        to_hex(hmac_sha256(bytes_of(long_key), bytes_of("Test Using Larger Than Block-Size Key - Hash Key First"))),
        "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54");
}

TEST(EqualInConstantTime, compares_length_and_every_byte) {
    EXPECT_TRUE(equal_in_constant_time(bytes_of("same"), bytes_of("same")));
    EXPECT_TRUE(equal_in_constant_time(bytes_of(""), bytes_of("")));
    EXPECT_FALSE(equal_in_constant_time(bytes_of("same"), bytes_of("samf")));
    EXPECT_FALSE(equal_in_constant_time(bytes_of("same"), bytes_of("sam")));
    EXPECT_FALSE(equal_in_constant_time(bytes_of("same"), bytes_of("")));
}

}  // namespace
}  // namespace acervo
