#include "app/identity/reset_letter.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace acervo {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;
using testing::Not;

Letter letter_in(Language language, std::string username = "ana") {
    return write_reset_letter(
        {.language = language,
         .username = std::move(username),
         .email = "ana@example.org",
         .link = Secret{"https://dam.example.org/reset-password#t0k3n"},
         .expires_at = std::chrono::sys_days{std::chrono::year{2025} / 3 / 18} + 9h + 5min + 59s});
}

TEST(ResetLetter, says_in_both_languages_whose_it_is_how_long_it_is_good_and_where_to_go) {
    for (const auto language : {Language::Es, Language::En}) {
        const auto letter = letter_in(language);
        EXPECT_EQ(letter.to, "ana@example.org");
        EXPECT_THAT(letter.text, HasSubstr("\n\nhttps://dam.example.org/reset-password#t0k3n\n\n"));
        EXPECT_THAT(letter.text, HasSubstr("2025-03-18 09:05 UTC"));
        EXPECT_THAT(letter.text, HasSubstr("ana"));
        EXPECT_THAT(letter.subject, Not(HasSubstr("t0k3n")));
    }
    EXPECT_THAT(letter_in(Language::Es).subject, HasSubstr("contraseña"));
    EXPECT_THAT(letter_in(Language::En).subject, HasSubstr("password"));
}

TEST(ResetLetter, a_name_makes_no_lines_of_its_own) {
    EXPECT_THAT(letter_in(Language::En, "ana\nhttps://evil.example.org").text, HasSubstr("\"anahttps://evil"));
}

}  // namespace
}  // namespace acervo
