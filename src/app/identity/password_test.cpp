#include "app/identity/password.hpp"

#include <gtest/gtest.h>

namespace acervo {
namespace {

TEST(Password, is_recognised_and_no_other_is) {
    const auto hash = hash_password(Secret{"una frase larga y propia"});
    EXPECT_TRUE(verify_password(hash, Secret{"una frase larga y propia"}));
    EXPECT_FALSE(verify_password(hash, Secret{"una frase larga y propi"}));
    EXPECT_FALSE(verify_password(hash, Secret{""}));
}

TEST(Password, has_another_hash_each_time_and_names_its_costs) {
    const auto first = hash_password(Secret{"x"});
    EXPECT_NE(first.reveal(), hash_password(Secret{"x"}).reveal());
    EXPECT_TRUE(first.reveal().starts_with("$argon2id$v=19$m=19456,t=2,p=1$")) << first.reveal();
}

TEST(Password, of_nobody_matches_nothing) {
    EXPECT_FALSE(verify_password(decoy_password_hash(), Secret{""}));
    EXPECT_FALSE(verify_password(Secret{"not a hash"}, Secret{"x"}));
}

}  // namespace
}  // namespace acervo
