#include "adapters/smtp/message.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace acervo::smtp {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;
using testing::Not;

constexpr Timestamp kMonday = std::chrono::sys_days{std::chrono::year{2025} / 3 / 17} + 9h + 5min + 3s;
const Sender kHouse{.address = "acervo@example.org", .name = "Acervo"};

Letter letter(std::string subject = "Hello", std::string text = "Hello\n", std::string to = "ana@example.org") {
    return {.to = std::move(to), .subject = std::move(subject), .text = std::move(text)};
}

std::size_t longest_line(std::string_view message) {
    std::size_t longest = 0;
    while (!message.empty()) {
        const auto end = message.find("\r\n");
        longest = std::max(longest, end == std::string_view::npos ? message.size() : end);
        message.remove_prefix(end == std::string_view::npos ? message.size() : end + 2);
    }
    return longest;
}

TEST(Message, is_a_header_an_empty_line_and_the_text) {
    EXPECT_EQ(message_of(letter(), kHouse, kMonday, "01").value(),
              "Date: Mon, 17 Mar 2025 09:05:03 +0000\r\n"
              "From: Acervo\r\n <acervo@example.org>\r\n"
              "To: <ana@example.org>\r\n"
              "Subject: Hello\r\n"
              "Message-ID: <01@example.org>\r\n"
              "Auto-Submitted: auto-generated\r\n"
              "MIME-Version: 1.0\r\n"
              "Content-Type: text/plain; charset=utf-8\r\n"
              "Content-Transfer-Encoding: quoted-printable\r\n"
              "\r\n"
              "Hello\r\n");
}

TEST(Message, holds_no_header_that_somebody_smuggles_in) {
    for (const auto* to : {"ana@example.org\r\nBcc: eve@example.org", "ana@example.org,eve@example.org",
                           "ana@example.org> NOTIFY=NEVER", "<ana@example.org>", "ana", "@example.org", "ana@", "a@b@c",
                           "\"a b\"@example.org", "ana@[127.0.0.1]", "ana@exam\xff.org", "-oQ/tmp@example.org"}) {
        EXPECT_FALSE(message_of(letter("Hello", "Hello\n", to), kHouse, kMonday, "01")) << to;
    }
    EXPECT_FALSE(message_of(letter("Hello\r\nBcc: eve@example.org"), kHouse, kMonday, "01"));
    EXPECT_FALSE(message_of(letter("\xff"), kHouse, kMonday, "01"));
    EXPECT_FALSE(message_of(letter(), {.address = "acervo@example.org", .name = "A\nB"}, kMonday, "01"));
    EXPECT_FALSE(is_address("ana@" + std::string(251, 'x')));
    EXPECT_TRUE(is_address("ana.o'hara+dam@example.org"));
    EXPECT_TRUE(is_address("añó@ejemplo.es"));
}

TEST(Message, words_beyond_ascii_are_encoded_and_never_split_a_character) {
    EXPECT_EQ(header_text("Contraseña nueva"), "=?utf-8?q?Contrase=C3=B1a_nueva?=");
    EXPECT_EQ(header_text("a =?b?= c"), "=?utf-8?q?a_=3D=3Fb=3F=3D_c?=");
    std::string long_one;
    for (int i = 0; i < 40; ++i) long_one += "ñ";
    const auto folded = header_text(long_one);
    EXPECT_LE(longest_line("Subject: " + folded), 84U) << "the first with the name of the field";
    EXPECT_THAT(folded, HasSubstr("?=\r\n =?utf-8?q?"));
    EXPECT_THAT(folded, Not(HasSubstr("=C3?="))) << folded;
    EXPECT_THAT(message_of(letter(), {.address = "a@b.org", .name = "Ediciones, S.A."}, kMonday, "01").value(),
                HasSubstr("From: =?utf-8?q?Ediciones=2C_S=2EA=2E?=\r\n <a@b.org>\r\n"));
}

TEST(Message, the_text_is_quoted_printable) {
    EXPECT_EQ(quoted_printable("1 = uno\nniño \n.\n"), "1 =3D uno\r\nni=C3=B1o=20\r\n.\r\n");
    EXPECT_EQ(quoted_printable("no end"), "no end\r\n");
    const auto lines = quoted_printable(std::string(200, 'x') + "\n");
    EXPECT_EQ(longest_line(lines), 76U);
    EXPECT_EQ(lines, std::string(75, 'x') + "=\r\n" + std::string(75, 'x') + "=\r\n" + std::string(50, 'x') + "\r\n");
    EXPECT_THAT(quoted_printable("a\rb"), HasSubstr("=0D")) << "no bare CR";
}

}  // namespace
}  // namespace acervo::smtp
