#include "temporal/payload/failure_text.hpp"

#include <gtest/gtest.h>

#include "temporal/payload/failures.hpp"

namespace acervo::temporal {
namespace {

Failure failure(std::string message) { return ApplicationFailure{FailureType{"Broken"}, std::move(message)}.failure(); }

TEST(SendableFailure, stays_as_it_is_when_there_is_nothing_to_mend) {
    const auto chain = caused_by(failure("Tür, 木, 😀, \x7F"), failure("inner"));
    EXPECT_EQ(sendable(chain), chain);
}

TEST(SendableFailure, has_no_bytes_that_are_no_utf8) {
    EXPECT_EQ(sendable(failure("a\xFF"
                               "b"))
                  .message,
              "a\xEF\xBF\xBD"
              "b");
    EXPECT_EQ(sendable(failure("cut \xE6\x9C")).message, "cut \xEF\xBF\xBD\xEF\xBF\xBD");
    EXPECT_EQ(sendable(failure("\xED\xA0\x80")).message.substr(0, 3), "\xEF\xBF\xBD") << "a surrogate";
    EXPECT_EQ(sendable(failure("\xC0\xAF")).message.substr(0, 3), "\xEF\xBF\xBD") << "an overlong form";
    const auto inner = sendable(caused_by(failure("outer"), failure("\xFF")));
    EXPECT_EQ(inner.cause->message, "\xEF\xBF\xBD");
}

TEST(SendableFailure, is_cut_between_characters_and_says_so) {
    std::string text = "x";
    for (int i = 0; i < 100'000; ++i) text += "ü";
    const auto cut = sendable(failure(text)).message;
    EXPECT_LT(cut.size(), kMostFailureText + 100);
    EXPECT_EQ(sendable(failure(cut)).message, cut) << "another border changes nothing";
    EXPECT_TRUE(cut.ends_with("ü … (cut; it had 200001 bytes)")) << cut.substr(cut.size() - 60);
}

TEST(SendableFailure, has_no_endless_chain) {
    auto chain = failure("0");
    for (int i = 1; i < 1'000; ++i) chain = caused_by(failure(std::to_string(i)), chain);
    int links = 0;
    const auto sent = sendable(chain);
    for (const auto* link = &sent; link != nullptr; link = link->cause.get()) ++links;
    EXPECT_EQ(links, kMostFailureLinks);
}

}  // namespace
}  // namespace acervo::temporal
