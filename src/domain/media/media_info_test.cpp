#include "domain/media/media_info.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace acervo {
namespace {

MediaStream film(int index, int width, int height) {
    MediaStream stream;
    stream.index = index;
    stream.kind = StreamKind::Video;
    stream.codec = "h264";
    stream.video.emplace();
    stream.video->width = width;
    stream.video->height = height;
    return stream;
}

MediaStream sound(int index, std::string codec) {
    MediaStream stream;
    stream.index = index;
    stream.kind = StreamKind::Audio;
    stream.codec = std::move(codec);
    stream.audio.emplace();
    stream.audio->channels = 1;
    stream.audio->sample_rate_hz = 48000;
    return stream;
}

TEST(MainVideo, is_the_default_one_of_the_largest) {
    MediaInfo info;
    info.streams = {film(0, 640, 360), film(1, 1920, 1080), film(2, 1920, 1080)};
    ASSERT_NE(info.main_video(), nullptr);
    EXPECT_EQ(info.main_video()->index, 1);
    info.streams[2].is_default = true;
    EXPECT_EQ(info.main_video()->index, 2);
    info.streams[0].is_default = true;
    EXPECT_EQ(info.main_video()->index, 2);
}

TEST(MainVideo, is_no_cover_picture_and_nothing_that_cannot_be_decoded) {
    MediaInfo info;
    info.streams = {sound(0, "mp3"), film(1, 3000, 3000), film(2, 1920, 1080)};
    info.streams[1].video->is_attached_picture = true;
    info.streams[2].codec.clear();
    EXPECT_EQ(info.main_video(), nullptr);
}

TEST(AudioStreams, are_those_that_can_be_decoded_in_order) {
    MediaInfo info;
    info.streams = {film(0, 16, 16), sound(1, "pcm_s24le"), sound(2, ""), sound(3, "aac")};
    const auto found = info.audio_streams();
    ASSERT_EQ(found.size(), 2U);
    EXPECT_EQ(found[0]->index, 1);
    EXPECT_EQ(found[1]->index, 3);
}

}  // namespace
}  // namespace acervo
