#include "core/id.hpp"

#include <gtest/gtest.h>

#include <set>

namespace acervo {
namespace {

TEST(Uuid, reads_what_it_writes) {
    const auto id = Uuid::make();
    EXPECT_EQ(Uuid::parse(id.to_string()), id);
}

TEST(Uuid, carries_version_seven_and_the_rfc_variant) {
    const auto text = Uuid::make().to_string();
    EXPECT_EQ(text[14], '7');
    EXPECT_NE(std::string_view{"89ab"}.find(text[19]), std::string_view::npos);
}

TEST(Uuid, reads_upper_case_and_writes_lower_case) {
    EXPECT_EQ(Uuid::parse("0190163D-8694-739B-AEA5-966C26F8AD91")->to_string(), "0190163d-8694-739b-aea5-966c26f8ad91");
}

TEST(Uuid, refuses_everything_but_the_canonical_form) {
    for (const auto* text : {"", "0190163d8694739baea5966c26f8ad91", "0190163d-8694-739b-aea5-966c26f8ad9",
                             "0190163d-8694-739b-aea5-966c26f8ad9g", "0190163d-8694-739b-aea5966c26f8-ad91-",
                             "{0190163d-8694-739b-aea5-966c26f8ad9}"}) {
        EXPECT_FALSE(Uuid::parse(text)) << text;
    }
}

TEST(Uuid, does_not_repeat_itself) {
    std::set<Uuid> seen;
    for (int i = 0; i < 10'000; ++i) seen.insert(Uuid::make());
    EXPECT_EQ(seen.size(), 10'000U);
}

}  // namespace
}  // namespace acervo
