#include "core/digest.hpp"

#include <gtest/gtest.h>

namespace acervo {
namespace {

TEST(Sha256, agrees_with_the_standard_s_examples) {
    EXPECT_EQ(sha256_hex(""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    EXPECT_EQ(sha256_hex("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

TEST(Sha256Stream, answers_for_pieces_as_for_the_whole) {
    Sha256Stream pieces;
    pieces.add(std::string_view{"a"});
    pieces.add(std::string_view{""});
    pieces.add(std::string_view{"bc"});
    EXPECT_EQ(pieces.finish(), sha256_hex("abc"));
    EXPECT_EQ(Sha256Stream{}.finish(), sha256_hex(""));
}

}  // namespace
}  // namespace acervo
