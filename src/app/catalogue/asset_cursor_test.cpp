#include "app/catalogue/asset_cursor.hpp"

#include <gtest/gtest.h>

#include "core/encoding.hpp"

namespace acervo {
namespace {

TEST(AssetCursor, comes_back_as_it_went) {
    const AssetPosition position{
        .at = Timestamp{std::chrono::microseconds{1'742'205'600'123'456}}, .title = "ñandú / €", .id = AssetId::make()};
    for (const auto sort : {AssetSort::Newest, AssetSort::Oldest, AssetSort::Updated}) {
        const auto read = read_asset_cursor(write_asset_cursor(position, sort), sort).value();
        EXPECT_EQ(read.at, position.at);
        EXPECT_EQ(read.id, position.id);
    }
    const auto read = read_asset_cursor(write_asset_cursor(position, AssetSort::Title), AssetSort::Title).value();
    EXPECT_EQ(read.title, position.title);
    EXPECT_EQ(read.id, position.id);
}

TEST(AssetCursor, of_another_order_is_refused) {
    const auto cursor = write_asset_cursor({.at = {}, .title = "a", .id = AssetId::make()}, AssetSort::Newest);
    for (const auto sort : {AssetSort::Oldest, AssetSort::Updated, AssetSort::Title}) {
        EXPECT_FALSE(read_asset_cursor(cursor, sort));
    }
}

TEST(AssetCursor, that_nobody_wrote_is_refused) {
    const auto forged = [](const std::string& text) { return to_base64url(bytes_of(text)); };
    const auto id = AssetId::make().to_string();
    for (const auto& text : {std::string{}, std::string{"-"}, std::string{"AAAA"}, forged("newest/"),
                             forged("newest/" + id), forged("newest/" + id + "-1"), forged("newest/" + id + "1x"),
                             forged("newest/" + id + "253402300800000000"), forged("newest/x" + id + "1")}) {
        EXPECT_FALSE(read_asset_cursor(text, AssetSort::Newest)) << text;
    }
}

}  // namespace
}  // namespace acervo
