#include "app/catalogue/document_cache.hpp"

#include <gtest/gtest.h>

#include <string>

namespace acervo {
namespace {

using namespace std::chrono_literals;

constexpr Timestamp kMoment{1'700'000'000'000'000us};

TEST(CachedDocument, is_read_as_it_was_written) {
    for (const std::string document : {"{}", "{\"a\": 1}", "{\"lines\": \"one\\ntwo\"}", "{\n\n}"}) {
        const auto text = write_cached_document("7.1700000000000000", document);
        const auto read = read_cached_document(text);
        ASSERT_TRUE(read) << text;
        EXPECT_EQ(read->edition, "7.1700000000000000");
        EXPECT_EQ(read->document, document);
    }
}

TEST(CachedDocument, is_nothing_when_it_was_cut_off_at_any_place_or_grew) {
    const auto whole = write_cached_document("7.0", R"({"a": {"b": {}}})");
    for (std::size_t length = 0; length < whole.size(); ++length) {
        EXPECT_FALSE(read_cached_document(std::string_view{whole}.substr(0, length))) << length;
    }
    EXPECT_FALSE(read_cached_document(whole + "}"));
}

TEST(CachedDocument, is_nothing_when_somebody_else_wrote_it) {
    for (const std::string_view text :
         {"", "\n", "{}", "7.0 2\n{}", "acervo-document-1\n{}", "acervo-document-1 \n{}", "acervo-document-1 7.0\n{}",
          "acervo-document-1 7.0 \n{}", "acervo-document-1 7.0 two\n{}", "acervo-document-1 7.0 -2\n{}",
          "acervo-document-1 7.0 2 \n{}", "acervo-document-1 7.0 0x2\n{}", "acervo-document-17.0 2\n{}",
          "acervo-document-2 7.0 2\n{}", "acervo-document-1 7.0 2\n[]", "acervo-document-1 7.0 0\n",
          "acervo-document-1 7.0 99999999999999999999999\n{}"}) {
        EXPECT_FALSE(read_cached_document(text)) << text;
    }
    EXPECT_TRUE(read_cached_document("acervo-document-1 7.0 2\n{}")) << "what the others differ from";
}

TEST(CachedDocument, is_nothing_when_no_document_is_so_large) {
    const auto large = "{" + std::string(256 * 1024, ' ') + "}";
    EXPECT_FALSE(read_cached_document(write_cached_document("7.0", large)));
}

TEST(Edition, differs_with_the_edit_and_with_its_moment) {
    const auto edition = edition_of(7, kMoment);
    EXPECT_EQ(edition, edition_of(7, kMoment));
    EXPECT_NE(edition, edition_of(8, kMoment));
    EXPECT_NE(edition, edition_of(7, kMoment + 1us)) << "the same number after a return to a backup";
    EXPECT_NE(edition, edition_of(7, std::nullopt));
}

}  // namespace
}  // namespace acervo
