#include "app/spreadsheet/metadata_cells.hpp"

#include <gmock/gmock.h>

namespace acervo {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using Values = std::vector<std::string>;

TableFields fields() {
    MetadataSchema video;
    video.fields = std::vector<Field>{{.name = "program"},
                                      {.name = "season", .type = FieldType::Integer},
                                      {.name = "live", .type = FieldType::Boolean},
                                      {.name = "guests", .list = true}};
    return table_fields({video, MetadataSchema{}, MetadataSchema{}});
}

std::string patch(std::string_view metadata, MetadataRow row) {
    const auto made = metadata_patch(metadata, AssetType::Video, fields(), row);
    return made ? *made : made.error().fields().front().pointer;
}

TEST(ListCell, gives_back_every_value_it_was_made_of) {
    for (const auto& values : {Values{"a"}, Values{"a;b", "c\\", "\\;"}, Values{" x ", " ", "y z"}, Values{}}) {
        EXPECT_EQ(values_in(list_cell(values)), values);
    }
    EXPECT_THAT(values_in(" a ;b c; ;"), ElementsAre("a", "b c"));
}

TEST(MetadataCells, have_a_column_for_each_field_and_one_for_the_rest) {
    EXPECT_THAT(fields().names, ElementsAre("guests", "live", "program", "season"));
    constexpr auto kMetadata = R"({"program":"=1+1","season":-3,"live":true,"guests":["Ana;B","-x"],"extra":{"a":1}})";
    EXPECT_THAT(metadata_cells(kMetadata, AssetType::Video, fields()),
                ElementsAre("Ana\\;B;-x", "true", "'=1+1", "-3", R"({"extra":{"a":1}})"));
    EXPECT_THAT(metadata_cells(R"({"program":"x","season":3})", AssetType::Audio, fields()),
                ElementsAre("", "", "x", "", R"({"season":3})"));
}

TEST(MetadataCells, put_what_is_not_of_its_fields_type_with_the_rest) {
    EXPECT_THAT(metadata_cells(R"({"season":"three","guests":"Ana"})", AssetType::Video, fields()),
                ElementsAre("", "", "", "", R"({"season":"three","guests":"Ana"})"));
}

TEST(MetadataPatch, of_a_row_that_was_exported_changes_nothing) {
    for (const auto* metadata :
         {R"({"program":"=1+1","season":-3,"live":true,"guests":["Ana;B"," x"],"extra":{"a":1}})", "{}",
          R"({"season":"three","guests":[],"live":null})", R"({"program":"'=x","season":18446744073709551615})"}) {
        auto cells = metadata_cells(metadata, AssetType::Video, fields());
        MetadataRow row{.others = cells.back()};
        for (std::size_t i = 0; i < fields().names.size(); ++i) row.fields.emplace_back(fields().names[i], cells[i]);
        EXPECT_EQ(patch(metadata, row), metadata == std::string_view{R"({"season":"three","guests":[],"live":null})"}
                                            ? R"({"live":null})"
                                            : "{}");
    }
}

TEST(MetadataPatch, holds_what_differs_in_the_type_of_its_field) {
    const MetadataRow row{
        .fields = {{"program", "Telediario"}, {"season", " 4 "}, {"live", "TRUE"}, {"guests", "Ana; Eva"}}};
    EXPECT_EQ(patch(R"({"program":"Telediario"})", row), R"({"season":4,"live":true,"guests":["Ana","Eva"]})");
    EXPECT_EQ(patch(R"({"program":"x"})", {.fields = {{"program", ""}, {"season", ""}}}), R"({"program":null})");
    EXPECT_EQ(patch(R"({"a":{"b":1}})", {.others = R"({"a":{"c":2}})"}), R"({"a":{"c":2}})");
    EXPECT_EQ(patch(R"({"a":1})", {.others = ""}), "{}");
}

TEST(MetadataPatch, names_the_cell_that_is_not_of_its_fields_type) {
    EXPECT_EQ(patch("{}", {.fields = {{"season", "four"}}}), "/editorial_metadata/season");
    EXPECT_EQ(patch("{}", {.fields = {{"season", "4.5"}}}), "/editorial_metadata/season");
    EXPECT_EQ(patch("{}", {.fields = {{"live", "perhaps"}}}), "/editorial_metadata/live");
    EXPECT_EQ(patch("{}", {.others = "[1]"}), "/editorial_metadata");
}

}  // namespace
}  // namespace acervo
