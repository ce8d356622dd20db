#include "domain/media/asset_kind.hpp"

#include <gtest/gtest.h>

namespace acervo {
namespace {

MediaStream film() {
    MediaStream stream;
    stream.kind = StreamKind::Video;
    stream.codec = "h264";
    stream.video = VideoFormat{.width = 64, .height = 48};
    return stream;
}
MediaStream sound() {
    MediaStream stream;
    stream.kind = StreamKind::Audio;
    stream.codec = "aac";
    stream.audio = AudioFormat{.sample_rate_hz = 48000, .channels = 2};
    return stream;
}
MediaInfo of(std::string container, std::vector<MediaStream> streams) {
    MediaInfo media;
    media.container = std::move(container);
    media.streams = std::move(streams);
    return media;
}

TEST(AssetKind, is_what_is_inside) {
    EXPECT_EQ(kind_of(of("mxf", {film(), sound()})), AssetType::Video);
    EXPECT_EQ(kind_of(of("mov,mp4,m4a,3gp,3g2,mj2", {sound()})), AssetType::Audio);
    EXPECT_EQ(kind_of(of("png_pipe", {film()})), AssetType::Image);
    EXPECT_EQ(kind_of(of("gif", {film()})), AssetType::Image);
}

TEST(AssetKind, a_cover_makes_no_film_of_a_sound) {
    auto cover = film();
    cover.video->is_attached_picture = true;
    EXPECT_EQ(kind_of(of("mp3", {sound(), cover})), AssetType::Audio);
}

TEST(AssetKind, a_film_of_one_frame_is_a_film_and_a_photo_in_its_container_is_none) {
    auto one = of("mov,mp4,m4a,3gp,3g2,mj2", {film()});
    one.streams[0].frame_count = 1;
    EXPECT_EQ(kind_of(one), AssetType::Video);
    one.tags["major_brand"] = "heic";
    EXPECT_EQ(kind_of(one), AssetType::Image);
}

TEST(AssetKind, is_unknown_when_nothing_can_be_played_or_shown) {
    auto data = MediaStream{};
    auto unknown = sound();
    unknown.codec.clear();
    EXPECT_EQ(kind_of(of("mpegts", {data, unknown})), std::nullopt);
    EXPECT_EQ(kind_of(MediaInfo{}), std::nullopt);
}

}  // namespace
}  // namespace acervo
