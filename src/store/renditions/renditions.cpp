#include "store/renditions/renditions.hpp"

namespace acervo {
namespace {

constexpr Statement kList{
    "renditions.list",
    "SELECT r.id, r.asset_id, r.profile_name, r.profile_version, r.revision, r.status, r.active, "
    "r.master_sha256 IS NOT DISTINCT FROM a.content_hash, r.storage_bucket, r.storage_key, r.mime_type, "
    "r.file_size_bytes, r.width, r.height, r.duration_ms, r.bitrate_kbps, r.failure_reason, r.expires_at, r.created_at "
    "FROM renditions r JOIN assets a ON a.id = r.asset_id WHERE r.asset_id = $1 "
    "AND (r.profile_name, r.id) > ($2, $3::uuid) ORDER BY r.profile_name, r.id LIMIT $4"};

Rendition rendition_of(const Row& row) {
    return {.id = row.get<RenditionId>(0),
            .asset_id = row.get<AssetId>(1),
            .profile_name = row.get<std::string>(2),
            .make = {.version = row.get<int>(3), .revision = row.get<int>(4)},
            .status = parse_rendition_status(row.text(5)).value(),
            .is_active = row.get<bool>(6),
            .is_of_present_master = row.get<bool>(7),
            .bucket = row.get<std::optional<std::string>>(8),
            .storage_key = row.get<std::optional<std::string>>(9),
            .mime_type = row.get<std::optional<std::string>>(10),
            .file_size_bytes = row.get<std::optional<std::int64_t>>(11),
            .width = row.get<std::optional<int>>(12),
            .height = row.get<std::optional<int>>(13),
            .duration_ms = row.get<std::optional<std::int64_t>>(14),
            .bitrate_kbps = row.get<std::optional<int>>(15),
            .failure_reason = row.get<std::optional<std::string>>(16),
            .expires_at = row.get<std::optional<Timestamp>>(17),
            .created_at = row.get<Timestamp>(18)};
}

}  // namespace

Async<Result<std::vector<Rendition>>> list_renditions(Database& database, AssetId asset,
                                                      std::optional<NamePosition> after, int limit) {
    auto from = std::move(after).value_or(NamePosition{});
    const auto rows = CO_TRY(co_await database.query(kList, asset, std::move(from.name), from.id, limit));
    co_return rows.map(rendition_of);
}

}  // namespace acervo
