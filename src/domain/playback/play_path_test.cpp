#include "domain/playback/play_path.hpp"

#include <gtest/gtest.h>

namespace acervo {
namespace {

const AssetId kAsset = AssetId::parse("01981f81-7c00-7a10-b1c2-3d4e5f607182").value();
const ContentHash kMaster = ContentHash::parse(std::string(64, 'a')).value();

struct Named {
    const char* set;
    const char* make;
    const char* name;
};

TEST(PlayPath, leads_to_the_key_that_the_contract_names) {
    struct Row {
        Named named;
        const char* key;
        const char* type;
        PlayReach needs;
    };
    const auto watch = PlayReach::Watch;
    const auto copy = PlayReach::Copy;
    const Row rows[]{
        {{"proxies", "v1", "proxy.mp4"}, "proxies/A/v1/proxy.mp4", "video/mp4", copy},
        {{"proxies", "v1", "broadcast.wav"}, "proxies/A/v1/broadcast.wav", "audio/wav", copy},
        {{"proxies", "v1", "web.mp4"}, "proxies/A/v1/web.mp4", "video/mp4", watch},
        {{"proxies", "v12-r3", "preview.mp3"}, "proxies/A/v12-r3/preview.mp3", "audio/mpeg", watch},
        {{"proxies", "v1", "poster.jpg"}, "proxies/A/v1/poster.jpg", "image/jpeg", watch},
        {{"proxies", "v1", "sprite.webp"}, "proxies/A/v1/sprite.webp", "image/webp", watch},
        {{"proxies", "v1", "sprite.vtt"}, "proxies/A/v1/sprite.vtt", "text/vtt; charset=utf-8", watch},
        {{"proxies", "v1", "waveform.json"}, "proxies/A/v1/waveform.json", "application/json", watch},
        {{"thumbs", "v1", "thumb_300.webp"}, "thumbs/A/v1/thumb_300.webp", "image/webp", watch},
        {{"web", "v1000-r2", "hls/master.m3u8"},
         "delivery/web/A/v1000-r2/hls/master.m3u8",
         "application/vnd.apple.mpegurl",
         watch},
        {{"web", "v1", "hls/track_0.m3u8"},
         "delivery/web/A/v1/hls/track_0.m3u8",
         "application/vnd.apple.mpegurl",
         watch},
        {{"web", "v1", "dash/manifest.mpd"}, "delivery/web/A/v1/dash/manifest.mpd", "application/dash+xml", watch},
        {{"web", "v1", "cmaf/track_12.mp4"}, "delivery/web/A/v1/cmaf/track_12.mp4", "video/mp4", watch},
    };
    for (const auto& row : rows) {
        const auto path = PlayPath::parse(row.named.set, row.named.make, row.named.name);
        ASSERT_TRUE(path) << row.key;
        std::string key{row.key};
        key.replace(key.find("/A/"), 3, "/" + kAsset.to_string() + "/" + kMaster.to_string() + "/");
        EXPECT_EQ(path->key(kAsset, kMaster), key);
        EXPECT_EQ(path->content_type(), row.type);
        EXPECT_EQ(path->needs(), row.needs) << row.key;
        EXPECT_EQ(path->text(), std::string{row.named.set} + "/" + row.named.make + "/" + row.named.name);
        EXPECT_EQ(PlayPath::of_key(key, kAsset, kMaster).value().text(), path->text());
    }
}

TEST(PlayPath, is_only_what_stands_on_the_list) {
    const Named rows[]{
        {"masters", "v1", "original.mp4"},
        {"ondemand", "v1", "clip.mp4"},
        {"delivery", "v1", "hls/master.m3u8"},
        {"", "v1", "web.mp4"},
        {"proxies", "", "web.mp4"},
        {"proxies", "v0", "web.mp4"},
        {"proxies", "v01", "web.mp4"},
        {"proxies", "1", "web.mp4"},
        {"proxies", "V1", "web.mp4"},
        {"proxies", "v1-r1", "web.mp4"},
        {"proxies", "v1-r0", "web.mp4"},
        {"proxies", "v1-r02", "web.mp4"},
        {"proxies", "v1-r", "web.mp4"},
        {"proxies", "v1-r2-r3", "web.mp4"},
        {"proxies", "v+1", "web.mp4"},
        {"proxies", "v9999999999", "web.mp4"},
        {"proxies", "v1", ""},
        {"proxies", "v1", "WEB.mp4"},
        {"proxies", "v1", "web.mp4/"},
        {"proxies", "v1", "../web.mp4"},
        {"proxies", "v1", "hls/master.m3u8"},
        {"proxies", "..", "web.mp4"},
        {"proxies", "v1/../v2", "web.mp4"},
        {"thumbs", "v1", "web.mp4"},
        {"thumbs", "v1", "thumb_.webp"},
        {"thumbs", "v1", "thumb_0300.webp"},
        {"thumbs", "v1", "thumb_-1.webp"},
        {"thumbs", "v1", "thumb_123456.webp"},
        {"thumbs", "v1", "thumb_3 0.webp"},
        {"thumbs", "v1", "thumb_300.webp.webp"},
        {"web", "v1", "master.m3u8"},
        {"web", "v1", "hls/manifest.mpd"},
        {"web", "v1", "hls/track_.m3u8"},
        {"web", "v1", "hls/track_1.mp4"},
        {"web", "v1", "cmaf/track_1000.mp4"},
        {"web", "v1", "cmaf/../hls/master.m3u8"},
    };
    for (const auto& row : rows) {
        const auto path = PlayPath::parse(row.set, row.make, row.name);
        ASSERT_FALSE(path) << row.set << " " << row.make << " " << row.name;
        EXPECT_EQ(path.error().kind(), ErrorKind::NotFound);
    }
}

TEST(PlayPath, is_not_found_in_keys_of_others) {
    const auto key = PlayPath::parse("proxies", "v1", "web.mp4").value().key(kAsset, kMaster);
    const auto other = ContentHash::parse(std::string(64, 'b')).value();
    EXPECT_TRUE(PlayPath::of_key(key, kAsset, kMaster));
    EXPECT_FALSE(PlayPath::of_key(key, AssetId::make(), kMaster));
    EXPECT_FALSE(PlayPath::of_key(key, kAsset, other));
    EXPECT_FALSE(
        PlayPath::of_key("proxies/" + kAsset.to_string() + "/" + kMaster.to_string() + "/v1", kAsset, kMaster));
    EXPECT_FALSE(PlayPath::of_key("", kAsset, kMaster));
}

}  // namespace
}  // namespace acervo
