#include "domain/rendition/rendition_key.hpp"

#include <gtest/gtest.h>

#include "domain/asset/object_key.hpp"

namespace acervo {
namespace {

const std::string kHash(64, 'a');

Result<std::string> key_of(RenditionUse use, std::string_view filename, ProfileMake make = {.version = 3}) {
    return rendition_key(use, AssetId::parse("0199c3a1-7b1e-7c55-8a4e-0123456789ab").value(),
                         ContentHash::parse(kHash).value(), make, filename);
}

TEST(RenditionKey, follows_the_template_of_its_use) {
    const auto middle = "0199c3a1-7b1e-7c55-8a4e-0123456789ab/" + kHash + "/v3/";
    EXPECT_EQ(key_of(RenditionUse::Proxy, "proxy.mp4"), "proxies/" + middle + "proxy.mp4");
    EXPECT_EQ(key_of(RenditionUse::Thumbnail, "thumb_300.webp"), "thumbs/" + middle + "thumb_300.webp");
    EXPECT_EQ(key_of(RenditionUse::OnDemand, "clip.mov"), "ondemand/" + middle + "clip.mov");
    EXPECT_EQ(key_of(RenditionUse::WebDelivery, "hls/master.m3u8"), "delivery/web/" + middle + "hls/master.m3u8");
    EXPECT_EQ(key_of(RenditionUse::SocialDelivery, "square.mp4"), "delivery/social/" + middle + "square.mp4");
    EXPECT_EQ(key_of(RenditionUse::TvDelivery, "news.mxf"), "delivery/tv/" + middle + "news.mxf");
}

TEST(RenditionKey, changes_when_the_file_is_made_again) {
    const auto again = key_of(RenditionUse::Proxy, "proxy.mp4", {.version = 3, .revision = 2});
    EXPECT_TRUE(again->ends_with("/v3-r2/proxy.mp4")) << *again;
}

TEST(RenditionKey, refuses_names_that_lead_elsewhere) {
    for (const auto* name : {"", "/", "a/", "/a", "..", "../a", "a/../b", ".hidden", "a b", "a\n", "ñ.mp4", "a//b"}) {
        const auto key = key_of(RenditionUse::Proxy, name);
        ASSERT_FALSE(key) << name;
        EXPECT_EQ(key.error().kind(), ErrorKind::InvalidInput);
    }
    EXPECT_FALSE(key_of(RenditionUse::Proxy, "a", {.version = 0}));
    EXPECT_FALSE(key_of(RenditionUse::Proxy, "a", {.version = 1, .revision = 0}));
}

TEST(RenditionUse, has_a_prefix_that_begins_no_other_and_no_master) {
    const auto asset = AssetId::make();
    for (const auto use : kRenditionUses) {
        const auto prefix = prefix_of(use);
        EXPECT_TRUE(prefix.ends_with('/')) << prefix;
        EXPECT_FALSE(master_key(asset, ContentHash::parse(kHash).value(), ".mp4").starts_with(prefix));
        EXPECT_FALSE(master_key(asset, UploadId::make(), ".mp4").starts_with(prefix));
        for (const auto other : kRenditionUses) {
            EXPECT_EQ(prefix_of(other).starts_with(prefix), other == use) << prefix;
        }
    }
}

}  // namespace
}  // namespace acervo
