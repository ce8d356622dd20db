#include "app/media/technical_metadata.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace acervo {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

TEST(TechnicalMetadata, tells_what_is_known_and_nothing_else) {
    MediaInfo media;
    media.container = "mxf";
    media.duration_ms = 40;
    media.start_timecode = "10:00:00;00";
    MediaStream film;
    film.kind = StreamKind::Video;
    film.codec = "mpeg2video";
    film.video = VideoFormat{.width = 1920, .height = 1080, .frame_rate = Rational{30000, 1001}};
    film.video->field_order = FieldOrder::TopFirst;
    MediaStream sound;
    sound.index = 1;
    sound.kind = StreamKind::Audio;
    sound.codec = "pcm_s24le";
    sound.audio = AudioFormat{.sample_rate_hz = 48000, .channels = 1};
    media.streams = {film, sound};
    media.tags = {{"title", "a \"quote\""}};
    EXPECT_EQ(technical_metadata(media, {}, ""),
              R"({"container":"mxf","duration_ms":40,"codec":"mpeg2video","resolution":"1920x1080",)"
              R"("frame_rate":"30000/1001","start_timecode":"10:00:00;00","start_frame":1078920,"streams":[)"
              R"({"index":0,"kind":"video","codec":"mpeg2video","video":{"width":1920,"height":1080,)"
              R"("frame_rate":"30000/1001","field_order":"top_first","bits_per_component":8}},)"
              R"({"index":1,"kind":"audio","codec":"pcm_s24le","audio":{"sample_rate_hz":48000,"channels":1}}],)"
              R"("tags":{"title":"a \"quote\""}})");
}

TEST(TechnicalMetadata, of_nothing_is_an_object) {
    EXPECT_EQ(technical_metadata({}, {}, ""), R"({"streams":[]})");
    EXPECT_EQ(technical_metadata({}, {}, "it says too much"), R"({"streams":[],"embedded_unread":"it says too much"})");
}

MediaInfo film_at(Rational frame_rate, const char* start) {
    MediaInfo media;
    media.start_timecode = start;
    MediaStream film;
    film.kind = StreamKind::Video;
    film.codec = "h264";
    film.video = VideoFormat{.width = 16, .height = 16, .frame_rate = frame_rate};
    media.streams = {film};
    return media;
}

TEST(TechnicalMetadata, shows_no_start_that_is_no_time_code) {
    EXPECT_THAT(technical_metadata(film_at({25, 1}, "10:00:00:24"), {}, ""), HasSubstr(R"("start_frame":900024)"));
    for (const auto* start : {"10:00:00:25", "10:00:00;00", "soon", ""}) {
        EXPECT_THAT(technical_metadata(film_at({25, 1}, start), {}, ""), Not(HasSubstr("start_"))) << start;
    }
}

TEST(TechnicalMetadata, names_the_kind_of_high_dynamic_range) {
    auto media = film_at({25, 1}, "");
    auto& video = *media.streams.front().video;
    const auto shown = [&media] { return technical_metadata(media, {}, ""); };
    EXPECT_THAT(shown(), Not(HasSubstr("hdr")));
    video.color_transfer = "arib-std-b67";
    EXPECT_THAT(shown(), HasSubstr(R"("hdr":"hlg")"));
    video.color_transfer = "smpte2084";
    EXPECT_THAT(shown(), HasSubstr(R"("hdr":"pq")"));
    video.has_mastering_display = true;
    EXPECT_THAT(shown(), HasSubstr(R"("hdr":"hdr10")"));
    video.has_dolby_vision = true;
    EXPECT_THAT(shown(), HasSubstr(R"("hdr":"dolby_vision")"));
}

TEST(TechnicalMetadata, tells_what_the_file_says) {
    EmbeddedMetadata file;
    file.keywords = {"pleno"};
    file.position = GeoPosition{.latitude = 36.5, .longitude = -6.25};
    file.camera.model = "Z9";
    EXPECT_THAT(technical_metadata({}, file, ""),
                HasSubstr(R"("embedded":{"keywords":["pleno"],"gps":{"latitude":3.65E1,"longitude":-6.25E0},)"
                          R"("camera":{"model":"Z9"}})"));
}

}  // namespace
}  // namespace acervo
