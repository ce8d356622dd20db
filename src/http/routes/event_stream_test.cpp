#include "http/routes/event_stream.hpp"

#include <gtest/gtest.h>

namespace acervo::http {
namespace {

TEST(LastEventId, is_the_number_of_an_event_or_nothing) {
    EXPECT_EQ(parse_last_event_id(std::nullopt).value(), std::nullopt);
    EXPECT_EQ(parse_last_event_id("").value(), std::nullopt);
    EXPECT_EQ(parse_last_event_id("0").value(), 0);
    EXPECT_EQ(parse_last_event_id("9223372036854775807").value(), INT64_MAX);
    for (const auto* bad : {"-1", "+1", " 1", "1 ", "0x1", "a", "9223372036854775808", "1,2"}) {
        const auto parsed = parse_last_event_id(bad);
        ASSERT_FALSE(parsed) << bad;
        EXPECT_EQ(parsed.error().kind(), ErrorKind::InvalidInput);
    }
}

TEST(EventFilters, pass_one_asset_and_types_by_name_or_beginning) {
    const auto asset = AssetId::make();
    const Event ready{.sequence = 1, .type = "asset.ready", .asset = asset, .created_at = {}};
    EXPECT_TRUE(EventFilter{}.passes(ready));
    EXPECT_TRUE((EventFilter{.asset = asset, .type = "asset.ready"}).passes(ready));
    EXPECT_TRUE((EventFilter{.asset = {}, .type = "asset."}).passes(ready));
    EXPECT_FALSE((EventFilter{.asset = {}, .type = "asset"}).passes(ready));
    EXPECT_FALSE((EventFilter{.asset = {}, .type = "asset.read"}).passes(ready));
    EXPECT_FALSE((EventFilter{.asset = AssetId::make(), .type = ""}).passes(ready));
}

}  // namespace
}  // namespace acervo::http
