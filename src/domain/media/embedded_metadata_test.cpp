#include "domain/media/embedded_metadata.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "domain/media/capture_time.hpp"
#include "domain/media/embedded_text.hpp"

namespace acervo {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST(EmbeddedMetadata, of_nothing_says_nothing) {
    const auto found = embedded_metadata({});
    EXPECT_EQ(found.title, "");
    EXPECT_THAT(found.keywords, IsEmpty());
    EXPECT_FALSE(found.position);
    EXPECT_FALSE(found.orientation);
    EXPECT_EQ(found.captured_at, "");
}

TEST(EmbeddedMetadata, prefers_exif_then_xmp_then_iptc) {
    EmbeddedValues values{
        {"IFD0:Copyright", {"© exif"}}, {"IPTC:CopyrightNotice", {"© iptc"}}, {"XMP-dc:Rights", {"© xmp"}}};
    EXPECT_EQ(embedded_metadata(values).copyright, "© exif");
    values["IFD0:Copyright"] = {"   "};
    EXPECT_EQ(embedded_metadata(values).copyright, "© xmp") << "blanks are nothing";
    values.erase("XMP-dc:Rights");
    values["IPTC:CodedCharacterSet"] = {"\x1b%G"};
    EXPECT_EQ(embedded_metadata(values).copyright, "© iptc");
}

TEST(EmbeddedMetadata, prefers_iptc_where_somebody_changed_it_alone) {
    EmbeddedValues values{{"IPTC:Headline", {"new"}},
                          {"XMP-photoshop:Headline", {"old"}},
                          {"File:CurrentIPTCDigest", {"a"}},
                          {"Photoshop:IPTCDigest", {"a"}}};
    EXPECT_EQ(embedded_metadata(values).headline, "old");
    values["Photoshop:IPTCDigest"] = {"b"};
    EXPECT_EQ(embedded_metadata(values).headline, "new");
    values.erase("Photoshop:IPTCDigest");
    EXPECT_EQ(embedded_metadata(values).headline, "old") << "nobody can tell";
}

TEST(EmbeddedMetadata, takes_the_whole_word_where_iptc_had_no_room_for_it) {
    const std::string whole(40, 'k');
    const EmbeddedValues values{{"IPTC:City", {whole.substr(0, 32)}},
                                {"XMP-photoshop:City", {whole}},
                                {"File:CurrentIPTCDigest", {"a"}},
                                {"Photoshop:IPTCDigest", {"b"}}};
    EXPECT_EQ(embedded_metadata(values).city, whole);
}

TEST(EmbeddedMetadata, takes_no_words_of_the_camera_for_a_caption) {
    EmbeddedValues values{{"IFD0:ImageDescription", {"OLYMPUS DIGITAL CAMERA         "}}};
    EXPECT_EQ(embedded_metadata(values).caption, "");
    values["XMP-dc:Description"] = {"El alcalde\r\nsaluda"};
    EXPECT_EQ(embedded_metadata(values).caption, "El alcalde\nsaluda");
}

TEST(EmbeddedMetadata, reads_several_people_from_one_text) {
    EXPECT_THAT(embedded_metadata({{"IFD0:Artist", {"Ana Ruiz; \"Pérez; hijos\"; Ana Ruiz"}}}).creators,
                ElementsAre("Ana Ruiz", "Pérez; hijos"));
    EXPECT_THAT(embedded_metadata({{"IFD0:Artist", {"Juan \"Chico\" Pérez"}}}).creators,
                ElementsAre("Juan \"Chico\" Pérez"));
    EXPECT_THAT(embedded_metadata({{"XMP-dc:Creator", {"Ana", "Luis"}}}).creators, ElementsAre("Ana", "Luis"));
}

TEST(EmbeddedMetadata, reads_sound_and_films) {
    const auto song = embedded_metadata({{"ID3v1:Title", {"Entrevist"}},
                                         {"ID3v2_4:Title", {"Entrevista"}},
                                         {"ID3v2_4:Artist", {"Ana"}},
                                         {"ID3v2_4:Genre", {"News"}},
                                         {"ID3v2_4:RecordingTime", {"2025:03:17"}}});
    EXPECT_EQ(song.title, "Entrevista");
    EXPECT_EQ(song.genre, "News");
    EXPECT_EQ(song.captured_at, "2025-03-17");
    const auto film = embedded_metadata({{"Keys:Keywords", {"pleno, alcalde;  ,pleno"}},
                                         {"Keys:CreationDate", {"2025:03:17 10:00:00+01:00"}},
                                         {"QuickTime:CreateDate", {"2025:03:17 09:00:05"}}});
    EXPECT_THAT(film.keywords, ElementsAre("pleno", "alcalde"));
    EXPECT_EQ(film.captured_at, "2025-03-17T10:00:00+01:00");
    EXPECT_EQ(embedded_metadata({{"QuickTime:CreateDate", {"2025:03:17 09:00:05"}}}).captured_at,
              "2025-03-17T09:00:05+00:00");
    EXPECT_EQ(embedded_metadata({{"QuickTime:CreateDate", {"0000:00:00 00:00:00"}}}).captured_at, "");
}

TEST(EmbeddedMetadata, knows_when_a_photo_was_taken) {
    EXPECT_EQ(embedded_metadata(
                  {{"ExifIFD:DateTimeOriginal", {"2025:03:17 10:00:00"}}, {"ExifIFD:OffsetTimeOriginal", {"+01:00"}}})
                  .captured_at,
              "2025-03-17T10:00:00+01:00");
    EXPECT_EQ(embedded_metadata({{"Composite:SubSecDateTimeOriginal", {"2025:03:17 10:00:00.12-03:00"}},
                                 {"ExifIFD:OffsetTimeOriginal", {"-03:00"}}})
                  .captured_at,
              "2025-03-17T10:00:00.12-03:00");
    EXPECT_EQ(embedded_metadata({{"ExifIFD:DateTimeOriginal", {"    :  :     :  :  "}},
                                 {"IPTC:DateCreated", {"1936:07:19"}},
                                 {"IPTC:TimeCreated", {"10:00:00+00:00"}}})
                  .captured_at,
              "1936-07-19T10:00:00+00:00");
}

TEST(EmbeddedMetadata, knows_where_and_nothing_off_the_earth) {
    const auto at = [](const char* latitude, const char* longitude) {
        return embedded_metadata({{"Composite:GPSLatitude", {latitude}}, {"Composite:GPSLongitude", {longitude}}})
            .position;
    };
    ASSERT_TRUE(at("37.38", "-5.98"));
    EXPECT_DOUBLE_EQ(at("37.38", "-5.98")->latitude, 37.38);
    EXPECT_DOUBLE_EQ(at("37.38", "-5.98")->longitude, -5.98);
    EXPECT_TRUE(at("0", "9.4")) << "on the equator lies Gabon";
    for (const auto& [latitude, longitude] : {std::pair{"0", "0"},
                                              {"90.1", "0"},
                                              {"0", "-180.5"},
                                              {"nan", "1"},
                                              {"inf", "1"},
                                              {"1e999", "1"},
                                              {"1 0", "2"},
                                              {"", "2"}}) {
        EXPECT_FALSE(at(latitude, longitude)) << latitude << ' ' << longitude;
    }
    EXPECT_FALSE(embedded_metadata({{"Composite:GPSLatitude", {"3"}}}).position);
}

TEST(EmbeddedMetadata, is_bounded_and_plain_whatever_the_file_holds) {
    std::vector<std::string> many;
    for (int i = 0; i < 100'000; ++i) many.push_back("k" + std::to_string(i));
    const auto found = embedded_metadata({{"XMP-dc:Subject", many},
                                          {"XMP-dc:Title", {std::string(1'000'000, 'x')}},
                                          {"XMP-dc:Description", {std::string(1'000'000, 'x')}},
                                          {"XMP-photoshop:City", {"Se\x1b[31mvilla\x07"}},
                                          {"XMP-photoshop:State", {"\xff\xfe not text"}},
                                          {"IFD0:Orientation", {"9"}},
                                          {"XMP-xmp:Rating", {"-7"}},
                                          {"ExifIFD:ISO", {"99999999999999999999"}}});
    EXPECT_EQ(found.keywords.size(), 500u);
    EXPECT_EQ(found.title.size(), 1'000u);
    EXPECT_EQ(found.caption.size(), 10'000u);
    EXPECT_EQ(found.city, "Se[31mvilla");
    EXPECT_EQ(found.region, "");
    EXPECT_FALSE(found.orientation);
    EXPECT_FALSE(found.rating);
    EXPECT_FALSE(found.camera.iso);
}

TEST(EmbeddedText, is_plain) {
    EXPECT_EQ(plain_line("  a \t b\r\nc  ", 100), "a b c");
    EXPECT_EQ(plain_text("a  \r\n\r\n\r\n b\rc", 100), "a\n\nb\nc");
    EXPECT_EQ(plain_line("ñandú", 2), "ña");
    EXPECT_EQ(plain_line("a b", 2), "a");
    EXPECT_EQ(plain_line(std::string_view{"a\0b", 3}, 9), "ab");
    EXPECT_EQ(plain_line("\xed\xa0\x80", 9), "") << "half of a pair is no character";
}

TEST(EmbeddedText, is_restored_only_where_it_was_utf_8) {
    EXPECT_EQ(with_utf8_restored("EspaÃ±a"), "España");
    EXPECT_EQ(with_utf8_restored("â‚¬ 5"), "€ 5");
    EXPECT_EQ(with_utf8_restored("España"), "España");
    EXPECT_EQ(with_utf8_restored("Madrid"), "Madrid");
    EXPECT_EQ(with_utf8_restored("日本"), "日本");
    EXPECT_EQ(embedded_metadata({{"IPTC:City", {"MÃ¡laga"}}}).city, "Málaga");
    EXPECT_EQ(embedded_metadata({{"IPTC:City", {"MÃ¡laga"}}, {"IPTC:CodedCharacterSet", {"\x1b%G"}}}).city, "MÃ¡laga")
        << "the file says that this is meant";
}

TEST(CaptureTime, is_a_moment_that_there_was) {
    EXPECT_EQ(capture_time("2025:03:17 10:00:00", ""), "2025-03-17T10:00:00");
    EXPECT_EQ(capture_time("2025-03-17T10:00:00Z", "+05:00"), "2025-03-17T10:00:00Z");
    EXPECT_EQ(capture_time("2024:02:29", ""), "2024-02-29");
    EXPECT_EQ(capture_time("2025:03:17 10:00", "+0530"), "2025-03-17T10:00:00+05:30");
    EXPECT_EQ(capture_time("2016:12:31 23:59:60Z", ""), "2016-12-31T23:59:59Z");
    EXPECT_EQ(capture_time("2025:03:17 10:00:00", "yesterday"), "2025-03-17T10:00:00");
    for (const auto* text : {"", "0000:00:00 00:00:00", "2025:02:29", "2025:13:01", "2025", "1700:01:01", "9999:01:01",
                             "2025:03:17 25:00:00", "2025:03:17 10:00:00+25:00", "2025:03:17 10:00:00 and more",
                             "2025:03:17X", "-025:03:17"}) {
        EXPECT_FALSE(capture_time(text, "")) << text;
    }
}

}  // namespace
}  // namespace acervo
