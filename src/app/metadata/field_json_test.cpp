#include "app/metadata/field_json.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace acervo {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::UnorderedElementsAre;

const std::vector<Field>& site() {
    static const std::vector<Field> kFields{
        {.name = "program", .required = true, .labels = {{"es", "Programa"}}, .min_length = 2, .max_length = 5},
        {.name = "season", .type = FieldType::Integer, .minimum = 1, .maximum = 40},
        {.name = "share", .type = FieldType::Number, .minimum = 0, .maximum = 1},
        {.name = "live", .type = FieldType::Boolean},
        {.name = "day", .type = FieldType::Date},
        {.name = "start", .type = FieldType::DateTime},
        {.name = "rights", .type = FieldType::Choice, .choices = {{"own", {{"es", "Propios"}}}, {"agency"}}},
        {.name = "people", .list = true, .max_length = 3, .max_items = 2}};
    return kFields;
}

std::vector<std::string> places(std::string_view metadata) {
    std::vector<std::string> found;
    for (const auto& fault : faults_of(metadata, site())) {
        found.push_back(fault.pointer.substr(std::string_view{"/editorial_metadata/"}.size()));
    }
    return found;
}

TEST(MetadataFields, come_back_from_the_database_as_they_went) {
    const auto back = fields_from_json(to_json(site())).value();
    EXPECT_EQ(to_json(back), to_json(site()));
    EXPECT_EQ(back.at(6).choices.at(0).labels.at(0).text, "Propios");
    EXPECT_FALSE(fields_from_json("[{}]"));
    EXPECT_FALSE(fields_from_json("no"));
}

TEST(MetadataFields, take_what_is_as_they_say) {
    EXPECT_THAT(places(R"({"program":"ñandú","season":40,"share":0.5,"live":false,"day":"2026-01-31",
        "start":"2026-01-31T08:00:00Z","rights":"agency","people":["ana","eva"]})"),
                IsEmpty());
    EXPECT_THAT(places(R"({"program":"ab","share":1})"), IsEmpty());
}

TEST(MetadataFields, refuse_everything_else_each_at_its_place) {
    EXPECT_THAT(places("{}"), ElementsAre("program"));
    EXPECT_THAT(places(R"({"program":"a"})"), ElementsAre("program"));
    EXPECT_THAT(places(R"({"program":"abcdef"})"), ElementsAre("program"));
    EXPECT_THAT(places(R"({"program":5})"), ElementsAre("program"));
    EXPECT_THAT(places(R"({"program":["ab"]})"), ElementsAre("program"));
    EXPECT_THAT(places(R"({"program":"ab","season":1.5})"), ElementsAre("season"));
    EXPECT_THAT(places(R"({"program":"ab","season":0})"), ElementsAre("season"));
    EXPECT_THAT(places(R"({"program":"ab","season":41})"), ElementsAre("season"));
    EXPECT_THAT(places(R"({"program":"ab","season":18446744073709551615})"), ElementsAre("season"));
    EXPECT_THAT(places(R"({"program":"ab","share":-0.1})"), ElementsAre("share"));
    EXPECT_THAT(places(R"({"program":"ab","share":"1"})"), ElementsAre("share"));
    EXPECT_THAT(places(R"({"program":"ab","live":1,"day":"2026-02-30","start":"now","rights":"OWN"})"),
                UnorderedElementsAre("live", "day", "start", "rights"));
    EXPECT_THAT(places(R"({"program":"ab","people":"ana"})"), ElementsAre("people"));
    EXPECT_THAT(places(R"({"program":"ab","people":["ana",1,"sofia"]})"),
                UnorderedElementsAre("people", "people/1", "people/2"));
    EXPECT_THAT(places(R"({"program":"ab","a/b~c":1})"), ElementsAre("a~1b~0c"));
}

}  // namespace
}  // namespace acervo
