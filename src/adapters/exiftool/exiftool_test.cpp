// Real files, made by FFmpeg, libvips and ExifTool when the test runs, and what hostile people send.
#include "adapters/exiftool/exiftool.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/asio/io_context.hpp>
#include <boost/json/parse.hpp>
#include <cstdlib>
#include <fstream>

#include "core/id.hpp"
#include "core/utf8.hpp"
#include "testkit/run.hpp"

namespace acervo {
namespace {

namespace fs = std::filesystem;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

class ExiftoolTest : public testing::Test {
protected:
    ExiftoolTest() : folder_{fs::temp_directory_path() / ("exiftool-" + Uuid::make().to_string())} {
        fs::create_directories(folder_ / "work");
    }
    ~ExiftoolTest() override { fs::remove_all(folder_); }

    void run(const std::string& command) {
        if (std::system(command.c_str()) != 0) throw std::runtime_error{command};
    }
    fs::path make(const std::string& name, const std::string& arguments) {
        const auto file = folder_ / name;
        run("ffmpeg -nostdin -v error -y " + arguments + " " + file.string());
        return file;
    }
    fs::path make_photo(const std::string& name, const std::string& tags) {
        const auto file = make(name, "-f lavfi -i testsrc2=s=64x48 -frames:v 1");
        run("exiftool -q -q -overwrite_original " + tags + " " + file.string());
        return file;
    }
    fs::path write(const std::string& name, const std::string& content) {
        const auto file = folder_ / name;
        std::ofstream{file, std::ios::binary} << content;
        return file;
    }
    Result<EmbeddedReading> read(const fs::path& file, ExiftoolOptions options = {}) {
        options.work_folder = folder_ / "work";
        const auto reader = make_exiftool(std::move(options));
        return testkit::run(context_, reader->read(file));
    }
    EmbeddedMetadata said(const fs::path& file) {
        auto reading = read(file);
        if (!reading) throw std::runtime_error{reading.error().message()};
        EXPECT_THAT(reading->raw, Not(HasSubstr(folder_.string()))) << "paths are ours";
        return embedded_metadata(reading->values);
    }

    fs::path folder_;
    boost::asio::io_context context_;
};

TEST_F(ExiftoolTest, reads_what_a_photo_of_the_press_says) {
    const auto photo = make_photo(
        "a.jpg",
        "-codedcharacterset=utf8 -IPTC:Keywords=pleno -IPTC:Keywords=alcaldía -XMP-dc:Subject=pleno "
        "-XMP-dc:Subject=alcaldía -XMP-dc:Title=ES-0317 -IPTC:Headline='El alcalde, en el pleno' "
        "-XMP-dc:Description='Sesión de marzo' -IPTC:By-line='Ana Ruiz' -IPTC:Credit=EFE -EXIF:Copyright='© 2025 EFE' "
        "-IPTC:City=Cádiz -XMP-iptcExt:LocationShownCountryName=España -EXIF:DateTimeOriginal='2025:03:17 10:00:00' "
        "-EXIF:OffsetTimeOriginal=+01:00 -EXIF:GPSLatitude=36.53 -EXIF:GPSLatitudeRef=N -EXIF:GPSLongitude=6.29 "
        "-EXIF:GPSLongitudeRef=W -EXIF:GPSAltitude=11 -EXIF:GPSAltitudeRef#=1 -EXIF:Make=Nikon -EXIF:Model=Z9 "
        "-EXIF:ISO=400 "
        "-EXIF:ExposureTime=1/250 -EXIF:FNumber=2.8 -EXIF:Orientation#=6 -XMP-xmp:Rating=4");
    const auto found = said(photo);
    EXPECT_EQ(found.title, "ES-0317");
    EXPECT_EQ(found.headline, "El alcalde, en el pleno");
    EXPECT_EQ(found.caption, "Sesión de marzo");
    EXPECT_THAT(found.keywords, ElementsAre("pleno", "alcaldía"));
    EXPECT_THAT(found.creators, ElementsAre("Ana Ruiz"));
    EXPECT_EQ(found.credit, "EFE");
    EXPECT_EQ(found.copyright, "© 2025 EFE");
    EXPECT_EQ(found.city, "Cádiz");
    EXPECT_EQ(found.country, "España");
    EXPECT_EQ(found.captured_at, "2025-03-17T10:00:00+01:00");
    ASSERT_TRUE(found.position);
    EXPECT_NEAR(found.position->latitude, 36.53, 1e-6);
    EXPECT_NEAR(found.position->longitude, -6.29, 1e-6);
    EXPECT_EQ(found.position->altitude_m, -11);
    EXPECT_EQ(found.camera.model, "Z9");
    EXPECT_EQ(found.camera.iso, 400);
    EXPECT_EQ(found.camera.exposure_time_s, 0.004);
    EXPECT_EQ(found.orientation, 6);
    EXPECT_EQ(found.rating, 4);
}

TEST_F(ExiftoolTest, believes_iptc_that_was_changed_alone) {
    const auto photo = make_photo("a.jpg", "-IPTC:Headline=old -XMP-photoshop:Headline=old");
    run("exiftool -q -overwrite_original -Photoshop:IPTCDigest=new " + photo.string());
    run("exiftool -q -overwrite_original -XMP-photoshop:Headline=newer " + photo.string());
    EXPECT_EQ(said(photo).headline, "newer");
    run("exiftool -q -overwrite_original -IPTC:Headline=newest " + photo.string());
    EXPECT_EQ(said(photo).headline, "newest");
}

TEST_F(ExiftoolTest, reads_iptc_without_a_word_about_its_encoding) {
    const auto latin = make_photo("l.jpg", "-charset iptc=latin -IPTC:City=Cádiz");
    EXPECT_EQ(said(latin).city, "Cádiz");
    const auto utf8 = make_photo("u.jpg", "-charset iptc=utf8 -IPTC:City=Cádiz -IPTC:CodedCharacterSet=");
    EXPECT_EQ(said(utf8).city, "Cádiz");
}

TEST_F(ExiftoolTest, reads_sound_films_and_other_pictures) {
    const auto sound =
        make("a.mp3", "-f lavfi -i sine=d=1 -metadata title=Entrevista -metadata artist=Ana -metadata date=2025-03-17");
    EXPECT_EQ(said(sound).title, "Entrevista");
    EXPECT_THAT(said(sound).creators, ElementsAre("Ana"));
    EXPECT_EQ(said(sound).captured_at, "2025-03-17");
    const auto film = make("a.mov",
                           "-f lavfi -i testsrc2=s=64x48:r=30000/1001:d=0.2 -c:v mpeg4 -timecode '01:00:00;00' "
                           "-metadata title=Pleno -metadata creation_time=2025-03-17T09:00:00Z");
    EXPECT_EQ(said(film).title, "Pleno");
    EXPECT_EQ(said(film).captured_at, "2025-03-17T09:00:00+00:00");
    EXPECT_EQ(said(make("a.wav", "-f lavfi -i sine=d=1 -metadata title=Ruido")).title, "Ruido");
    EXPECT_EQ(said(make("a.flac", "-f lavfi -i sine=d=1 -metadata title=Ruido")).title, "Ruido");
    EXPECT_EQ(said(make("a.mkv", "-f lavfi -i sine=d=1 -metadata title=Ruido")).title, "Ruido");
    const auto photo = make_photo("p.jpg", "-XMP-dc:Title=Cielo -EXIF:Model=Z9");
    run("vips copy " + photo.string() + " " + (folder_ / "p.heic").string());
    EXPECT_EQ(said(folder_ / "p.heic").title, "Cielo");
    EXPECT_EQ(said(folder_ / "p.heic").camera.model, "Z9");
}

TEST_F(ExiftoolTest, has_nothing_to_say_about_what_nobody_knows) {
    for (const auto& file : {write("empty.jpg", ""), write("noise.mxf", std::string(100'000, '\x5a')),
                             write("cut.jpg", std::string("\xff\xd8\xff\xe1\x7f\xff"
                                                          "Exif\0\0MM\0*",
                                                          16))}) {
        const auto reading = read(file);
        ASSERT_TRUE(reading) << reading.error().message();
        EXPECT_EQ(embedded_metadata(reading->values).title, "");
        EXPECT_LT(reading->raw.size(), 1000u);
    }
}

TEST_F(ExiftoolTest, keeps_words_of_any_encoding_as_text) {
    const auto photo = make_photo("a.jpg", "-XMP-dc:Title=plain -EXIF:ImageDescription=PLACEHOLDERTEXT");
    std::ifstream in{photo, std::ios::binary};
    std::string bytes{std::istreambuf_iterator<char>{in}, {}};
    const auto at = bytes.find("PLACEHOLDERTEXT");
    ASSERT_NE(at, std::string::npos);
    bytes.replace(at, 6,
                  "C\xe1"
                  "diz\x01");
    const auto reading = read(write("b.jpg", bytes));
    ASSERT_TRUE(reading);
    EXPECT_TRUE(is_utf8(reading->raw));
    EXPECT_EQ(embedded_metadata(reading->values).title, "plain");
}

TEST_F(ExiftoolTest, is_ended_by_limits_and_leaves_nothing) {
    const auto photo = make_photo("a.jpg", "-XMP-dc:Title=a");
    const auto loud = read(photo, {.output_bytes = 10});
    ASSERT_FALSE(loud);
    EXPECT_EQ(loud.error().kind(), ErrorKind::UnsupportedType);
    const auto late = read(photo, {.longest = std::chrono::seconds{0}});
    ASSERT_FALSE(late);
    EXPECT_EQ(late.error().kind(), ErrorKind::Timeout);
    const auto small = read(photo, {.memory_bytes = 8ULL << 20U});
    ASSERT_FALSE(small);
    EXPECT_EQ(small.error().kind(), ErrorKind::UnsupportedType);
    EXPECT_TRUE(fs::is_empty(folder_ / "work"));
}

TEST_F(ExiftoolTest, is_missed_when_it_is_not_there) {
    const auto reading = read(write("a.jpg", "x"), {.exiftool = "/nowhere/exiftool"});
    ASSERT_FALSE(reading);
    EXPECT_EQ(reading.error().kind(), ErrorKind::Internal);
}

TEST_F(ExiftoolTest, takes_no_name_for_an_order) {
    const auto photo = make_photo("a.jpg", "-XMP-dc:Title=Cielo");
    const auto odd = folder_ / "-delete_original! | touch x;.jpg";
    fs::rename(photo, odd);
    EXPECT_EQ(said(odd).title, "Cielo");
}

TEST(ReadingFromExiftool, is_of_its_form) {
    for (const auto* text : {"", "[]", "{}", "[1]", "not json", "[{\"a\":"}) {
        const auto reading = reading_from_exiftool(text);
        ASSERT_FALSE(reading) << text;
        EXPECT_EQ(reading.error().kind(), ErrorKind::UnsupportedType);
    }
}

TEST(ReadingFromExiftool, keeps_texts_numbers_lists_and_structures) {
    const auto reading = reading_from_exiftool(
        R"([{"SourceFile":"/secret","A:N":1.5,"A:I":7,"A:L":["a",2],"A:B":true,"A:Z":null,)"
        R"json("A:S":[{"City":"x","In":{"Deep":"y"}}],"A:Bin":"(Binary data 12 bytes, use -b option to extract)"}])json");
    ASSERT_TRUE(reading);
    const EmbeddedValues expected{{"A:N", {"1.5"}},  {"A:I", {"7"}},      {"A:L", {"a", "2"}},
                                  {"A:B", {"true"}}, {"A:S/City", {"x"}}, {"A:S/In/Deep", {"y"}}};
    EXPECT_EQ(reading->values, expected);
    EXPECT_THAT(reading->raw, Not(HasSubstr("secret")));
    EXPECT_THAT(reading->raw, HasSubstr("Binary data"));
}

TEST(ReadingFromExiftool, is_bounded_whatever_a_file_holds) {
    std::string many = "[{";
    for (int i = 0; i < 20'000; ++i) {
        many.append(i == 0 ? "" : ",")
            .append("\"A:T")
            .append(std::to_string(i))
            .append("\":\"")
            .append(300, 'x')
            .append("\"");
    }
    many += "}]";
    const auto reading = reading_from_exiftool(many);
    ASSERT_TRUE(reading);
    EXPECT_LE(reading->raw.size(), 256u * 1024);
    EXPECT_GT(reading->raw.size(), 200u * 1024);
    const auto raw = boost::json::parse(reading->raw).as_object();
    EXPECT_EQ(raw.at("left_out").to_number<std::size_t>() + raw.size() - 1, 20'000u);

    const auto deep =
        reading_from_exiftool(R"([{"A:D":[[[[[[[[[["x"]]]]]]]]]],"A:Long":")" + std::string(50'000, 'x') + R"("}])");
    ASSERT_TRUE(deep);
    EXPECT_FALSE(deep->values.contains("A:D"));
    EXPECT_EQ(deep->values.at("A:Long").front().size(), 10'000u);
    EXPECT_FALSE(reading_from_exiftool("[{\"a\":" + std::string(100'000, '['))) << "and no stack is spent";
}

TEST(ReadingFromExiftool, keeps_nothing_that_the_database_takes_for_no_text) {
    const auto reading =
        reading_from_exiftool("[{\"A:T\":\"a\\u0000b\",\"A:U\":\"\xff\xfe\",\"A:N\":1e999,\"A:\xff\":1}]");
    ASSERT_TRUE(reading);
    EXPECT_TRUE(is_utf8(reading->raw));
    EXPECT_THAT(reading->raw, Not(HasSubstr("u0000")));
    EXPECT_THAT(reading->values.at("A:T"), ElementsAre("ab"));
    EXPECT_FALSE(reading->values.contains("A:N")) << "more than a number can be";
}

}  // namespace
}  // namespace acervo
