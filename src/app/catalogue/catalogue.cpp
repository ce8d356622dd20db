#include "app/catalogue/catalogue.hpp"

#include <fmt/format.h>

#include <charconv>

#include "app/access/access.hpp"
#include "core/encoding.hpp"
#include "store/audit/audit.hpp"

namespace acervo {
namespace {

/// The end of the year 9999: what lies beyond is no moment of an asset, and none that the database could read.
constexpr std::int64_t kLastMoment = 253'402'300'799'999'999;

/// Microseconds and id, as base64url: short, without a character that a URL would have to escape.
std::string write_cursor(const AssetPosition& position) {
    const auto text = fmt::format("{}/{}", position.created_at.time_since_epoch().count(), position.id.to_string());
    return to_base64url(bytes_of(text));
}

Result<AssetPosition> read_cursor(std::string_view cursor) {
    const auto malformed = [] { return fail(ErrorKind::InvalidInput, "the cursor is not one that a listing gave"); };
    const auto bytes = from_base64url(cursor);
    if (!bytes) return malformed();
    const std::string text{bytes->begin(), bytes->end()};
    const auto slash = text.find('/');
    if (slash == std::string::npos) return malformed();
    std::int64_t micros = 0;
    const auto* const end = text.data() + slash;
    const auto parsed = std::from_chars(text.data(), end, micros);
    const auto id = AssetId::parse(std::string_view{text}.substr(slash + 1));
    if (parsed.ec != std::errc{} || parsed.ptr != end || !id) return malformed();
    if (micros < 0 || micros > kLastMoment) return malformed();
    return AssetPosition{.created_at = Timestamp{std::chrono::microseconds{micros}}, .id = *id};
}

}  // namespace

Async<Result<SeenAsset>> show_asset(Catalogue& catalogue, Caller caller, AssetId asset) {
    co_return co_await find_asset_seen_by(catalogue.database, std::move(caller.principal), asset);
}

Async<Result<AssetPage>> list_asset_page(Catalogue& catalogue, Caller caller, AssetFilter filter,
                                         std::optional<std::string> cursor, int limit) {
    std::optional<AssetPosition> after;
    if (cursor) after = CO_TRY(read_cursor(*cursor));
    // One more than asked for tells whether there is a next page.
    auto assets = CO_TRY(co_await list_assets_seen_by(catalogue.database, caller.principal, filter, after, limit + 1));
    AssetPage page{.assets = std::move(assets), .next = std::nullopt};
    if (page.assets.size() > static_cast<std::size_t>(limit)) {
        page.assets.pop_back();
        const AssetPosition last{.created_at = page.assets.back().created_at, .id = page.assets.back().id};
        page.next = write_cursor(last);
    }
    co_return page;
}

Async<Result<MasterDownload>> download_master(Catalogue& catalogue, Caller caller, AssetId id) {
    const auto asset = CO_TRY(co_await asset_for(catalogue.database, caller, id, Right::DownloadMaster));
    if (asset.status == AssetStatus::Uploading)
        co_return fail(ErrorKind::Conflict, "the master is still being uploaded");
    const ObjectAddress object{catalogue.rules.archive_bucket, asset.master_storage_key};
    if (asset.status == AssetStatus::Failed) CO_TRY(co_await catalogue.objects.head(object));

    AuditEntry entry{caller.principal.user, "asset.download_master", "asset", id.to_string(), caller.request_id};
    CO_TRY(co_await append_audit(catalogue.database, std::move(entry)));
    PresignOptions options;
    options.expires = catalogue.rules.address_lifetime;
    options.content_disposition = content_disposition(asset.original_filename);
    co_return MasterDownload{.url = catalogue.objects.presign_get(object, options),
                             .expires_at = catalogue.clock.now() + options.expires,
                             .filename = asset.original_filename,
                             .size = asset.file_size_bytes};
}

std::string content_disposition(std::string_view filename) {
    std::string plain;
    std::string extended;
    for (const char c : filename) {
        const auto byte = static_cast<unsigned char>(c);
        const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
        const bool printable = byte >= 0x20 && byte < 0x7F && c != '"' && c != '\\' && c != '%' && c != '/';
        plain += printable ? c : '_';
        // attr-char of RFC 8187 §3.2.1
        if (letter || (c != '\0' && std::string_view{"!#$&+-.^_`|~"}.find(c) != std::string_view::npos)) {
            extended += c;
        } else {
            extended += fmt::format("%{:02X}", byte);
        }
    }
    return fmt::format("attachment; filename=\"{}\"; filename*=UTF-8''{}", plain, extended);
}

}  // namespace acervo
