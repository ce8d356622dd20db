#include "app/media/words_of_file.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace acervo {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

EmbeddedMetadata of_the_press() {
    EmbeddedMetadata file;
    file.title = "ES-0317";
    file.headline = "El alcalde, en el pleno";
    file.caption = "Sesión de marzo";
    file.keywords = {"pleno", "alcalde"};
    file.creators = {"Ana Ruiz", "Luis Gil"};
    file.city = "Cádiz";
    file.captured_at = "2025-03-17T10:00:00";
    file.position = GeoPosition{.latitude = 36.5, .longitude = -6.3};
    return file;
}

AssetWords as_uploaded() { return {.title = "DSC_0001.JPG", .description = "", .tags = {}}; }

MetadataSchema schema(std::vector<Field> fields) { return {.revision = 1, .fields = std::move(fields)}; }

TEST(WordsOfFile, fill_what_nobody_has_said) {
    const auto words = with_words_of_file(as_uploaded(), {}, of_the_press(), {});
    EXPECT_EQ(words.title, "El alcalde, en el pleno");
    EXPECT_EQ(words.description, "Sesión de marzo");
    EXPECT_THAT(words.tags, ElementsAre("pleno", "alcalde"));
    EXPECT_EQ(words.editorial_metadata, "{}") << "a site without a schema has no fields to fill";
}

TEST(WordsOfFile, leave_alone_what_people_said_be_it_nothing) {
    auto mine = as_uploaded();
    mine.title = "Mine";
    const auto words = with_words_of_file(mine, {.title = true, .description = true, .tags = true}, of_the_press(), {});
    EXPECT_EQ(words.title, "Mine");
    EXPECT_EQ(words.description, "");
    EXPECT_THAT(words.tags, IsEmpty());
}

TEST(WordsOfFile, take_nothing_away) {
    auto before = as_uploaded();
    before.description = "of the file before";
    const auto words = with_words_of_file(before, {}, EmbeddedMetadata{}, {});
    EXPECT_EQ(words.title, "DSC_0001.JPG");
    EXPECT_EQ(words.description, "of the file before");
}

TEST(WordsOfFile, use_the_title_where_there_is_no_headline) {
    auto file = of_the_press();
    file.headline.clear();
    EXPECT_EQ(with_words_of_file(as_uploaded(), {}, file, {}).title, "ES-0317");
}

TEST(WordsOfFile, go_into_fields_of_their_name_and_form) {
    const auto fields = schema({{.name = "city"},
                                {.name = "creators"},
                                {.name = "captured_at", .type = FieldType::Date},
                                {.name = "keywords", .list = true},
                                {.name = "program", .required = true}});
    EXPECT_EQ(
        with_words_of_file(as_uploaded(), {}, of_the_press(), fields).editorial_metadata,
        R"({"city":"Cádiz","creators":"Ana Ruiz; Luis Gil","captured_at":"2025-03-17","keywords":["pleno","alcalde"]})");
    const auto others = schema({{.name = "city", .type = FieldType::Choice, .choices = {{"Sevilla"}}},
                                {.name = "creators", .list = true},
                                {.name = "captured_at", .type = FieldType::DateTime},
                                {.name = "gps"},
                                {.name = "country"}});
    EXPECT_EQ(with_words_of_file(as_uploaded(), {}, of_the_press(), others).editorial_metadata,
              R"({"creators":["Ana Ruiz","Luis Gil"]})")
        << "no place of another vocabulary, no moment of which nobody knows the zone, no coordinates";
}

TEST(WordsOfFile, leave_members_alone_that_people_said) {
    auto words = as_uploaded();
    words.editorial_metadata = R"({"city":"Sevilla"})";
    const auto fields = schema({{.name = "city"}, {.name = "creators"}});
    const SaidByPeople said{.members = {"city"}};
    EXPECT_EQ(with_words_of_file(words, said, of_the_press(), fields).editorial_metadata,
              R"({"city":"Sevilla","creators":"Ana Ruiz; Luis Gil"})");
}

TEST(WordsOfFile, are_no_more_than_an_asset_may_have) {
    EmbeddedMetadata file;
    file.headline = std::string(1'000, 'h');
    for (int i = 0; i < 300; ++i) file.keywords.push_back("k" + std::to_string(i));
    auto words = with_words_of_file(as_uploaded(), {}, file, {});
    EXPECT_EQ(words.title.size(), 500u);
    EXPECT_EQ(words.tags.size(), 100u);
    words.editorial_metadata = R"({"notes":")" + std::string(65'500, 'n') + R"("})";
    file.copyright = std::string(1'000, 'c');
    const auto before = words.editorial_metadata;
    EXPECT_EQ(with_words_of_file(words, {}, file, schema({{.name = "copyright"}})).editorial_metadata, before);
}

}  // namespace
}  // namespace acervo
