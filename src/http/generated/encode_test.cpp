#include "http/generated/encode.hpp"

#include <gtest/gtest.h>

#include "http/generated/decode.hpp"

namespace acervo::http::api {
namespace {

AssetView some_asset() {
    AssetView asset;
    asset.asset_id = *AssetId::parse("01981f81-7c00-7a10-b1c2-3d4e5f607182");
    asset.created_by = *UserId::parse("01981f7e-5a3c-7c1e-9d0b-2f6f0f4a9b11");
    asset.type = AssetType::Audio;
    asset.status = AssetStatus::Ready;
    asset.title = "Entrevista";
    asset.filename = "entrevista.wav";
    asset.mime_type = "audio/wav";
    asset.size = 5'497'558'138'880;
    asset.created_at = Timestamp{std::chrono::microseconds{1'742'205'600'123'456}};
    asset.updated_at = Timestamp{std::chrono::seconds{1'742'205'600}};
    asset.edit_version = 7;
    asset.version = 9;
    return asset;
}

TEST(EncodeAssetView, writes_every_required_member_and_no_absent_one) {
    EXPECT_EQ(encode(some_asset()),
              R"({"asset_id":"01981f81-7c00-7a10-b1c2-3d4e5f607182","type":"audio","status":"ready",)"
              R"("title":"Entrevista","filename":"entrevista.wav","mime_type":"audio/wav","size":5497558138880,)"
              R"("priority":"normal","restricted":false,"created_by":"01981f7e-5a3c-7c1e-9d0b-2f6f0f4a9b11",)"
              R"("created_at":"2025-03-17T10:00:00.123456Z","updated_at":"2025-03-17T10:00:00Z","edit_version":7,)"
              R"("version":9})");
}

TEST(EncodeAssetView, writes_optional_members_that_have_a_value) {
    auto asset = some_asset();
    asset.description = "";
    asset.failure_reason = "cancelled";
    const auto text = encode(asset);
    EXPECT_TRUE(text.ends_with(R"("version":9,"description":"","failure_reason":"cancelled"})")) << text;
}

TEST(EncodeAssetView, is_read_back_as_it_was) {
    auto asset = some_asset();
    asset.title = "\"comillas\" \\ barra / \t\n\r\b\f \x1B \x7F é 🎬 \u2028";
    asset.collection_id = *CollectionId::parse("01981f80-11aa-7d4e-8a55-0f2b9c7d6e5f");
    EXPECT_EQ(decode_asset_view(encode(asset)), asset);
}

TEST(EncodeAssetPage, separates_elements) {
    AssetPage page;
    EXPECT_EQ(encode(page), R"({"assets":[]})");
    page.assets = {some_asset(), some_asset(), some_asset()};
    page.next = "abc";
    EXPECT_EQ(decode_asset_page(encode(page)), page);
}

TEST(EncodeSession, hands_the_token_over) {
    Session session;
    session.access_token = Secret{"t0\"ken"};
    session.expires_in = 60;
    EXPECT_TRUE(encode(session).starts_with(R"({"access_token":"t0\"ken","token_type":"Bearer","expires_in":60,)"));
}

}  // namespace
}  // namespace acervo::http::api
