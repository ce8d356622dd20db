#include "app/catalogue/asset_cursor.hpp"

#include <fmt/format.h>

#include <charconv>

#include "core/encoding.hpp"

namespace acervo {
namespace {

/// The end of the year 9999: what lies beyond is no moment of an asset, and none that the database could read.
constexpr std::int64_t kLastMoment = 253'402'300'799'999'999;
constexpr std::size_t kIdCharacters = 36;

Result<Timestamp> moment_of(std::string_view text) {
    std::int64_t micros = 0;
    const auto* const end = text.data() + text.size();
    const auto parsed = std::from_chars(text.data(), end, micros);
    if (parsed.ec != std::errc{} || parsed.ptr != end || micros < 0 || micros > kLastMoment) {
        return fail(ErrorKind::InvalidInput, "no moment");
    }
    return Timestamp{std::chrono::microseconds{micros}};
}

}  // namespace

std::string write_asset_cursor(const AssetPosition& position, AssetSort sort) {
    const auto key = sort == AssetSort::Title ? position.title : std::to_string(position.at.time_since_epoch().count());
    return to_base64url(bytes_of(fmt::format("{}/{}{}", name_of(sort), position.id.to_string(), key)));
}

Result<AssetPosition> read_asset_cursor(std::string_view cursor, AssetSort sort) {
    const auto malformed = [] {
        return fail(ErrorKind::InvalidInput, "the cursor is not one that a listing in this order gave");
    };
    const auto bytes = from_base64url(cursor);
    const std::string text{bytes ? std::string{bytes->begin(), bytes->end()} : std::string{}};
    std::string_view rest{text};
    const auto head = std::string{name_of(sort)} + "/";
    if (!rest.starts_with(head)) return malformed();
    rest.remove_prefix(head.size());
    const auto id = AssetId::parse(rest.substr(0, kIdCharacters));
    if (!id) return malformed();
    rest.remove_prefix(kIdCharacters);
    if (sort == AssetSort::Title) return AssetPosition{.at = {}, .title = std::string{rest}, .id = *id};
    const auto at = moment_of(rest);
    if (!at) return malformed();
    return AssetPosition{.at = *at, .title = {}, .id = *id};
}

}  // namespace acervo
