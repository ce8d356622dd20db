#include "app/media/technical_metadata.hpp"

#include <gtest/gtest.h>

namespace acervo {
namespace {

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
    EXPECT_EQ(technical_metadata(media),
              R"({"container":"mxf","duration_ms":40,"start_timecode":"10:00:00;00","streams":[)"
              R"({"index":0,"kind":"video","codec":"mpeg2video","video":{"width":1920,"height":1080,)"
              R"("frame_rate":"30000/1001","field_order":"top_first","bits_per_component":8}},)"
              R"({"index":1,"kind":"audio","codec":"pcm_s24le","audio":{"sample_rate_hz":48000,"channels":1}}],)"
              R"("tags":{"title":"a \"quote\""}})");
}

TEST(TechnicalMetadata, of_nothing_is_an_object) { EXPECT_EQ(technical_metadata(MediaInfo{}), R"({"streams":[]})"); }

}  // namespace
}  // namespace acervo
