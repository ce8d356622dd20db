#include "store/playback/playback.hpp"

#include "store/identity/user_row.hpp"

namespace acervo {
namespace {

constexpr Statement kReadyObjects{
    "playback.ready_objects",
    "SELECT r.master_sha256, r.profile_name, r.active, o.storage_key = r.storage_key, o.bucket, o.storage_key, "
    "o.file_size_bytes, coalesce(o.sha256, o.etag, ''), r.mime_type, r.width, r.height, r.duration_ms, r.bitrate_kbps "
    "FROM renditions r JOIN storage_objects o ON o.rendition_id = r.id AND o.state = 'stored' "
    "JOIN assets a ON a.id = r.asset_id WHERE r.asset_id = $1 AND r.status = 'ready' AND a.scan <> 'infected' "
    "ORDER BY r.profile_name, r.profile_version, r.revision, o.storage_key"};
constexpr Statement kPrincipal{"playback.principal",
                               "SELECT id, username, role FROM users WHERE id = $1 AND NOT disabled"};

ReadyObject object_of(const Row& row) {
    return {.master = ContentHash::parse(row.text(0)).value(),
            .profile_name = row.get<std::string>(1),
            .is_shown = row.get<bool>(2),
            .stands_for_it = row.get<bool>(3),
            .address = {row.get<std::string>(4), row.get<std::string>(5)},
            .size = row.get<std::uint64_t>(6),
            .etag = row.get<std::string>(7),
            .mime_type = row.get<std::string>(8),
            .width = row.get<std::optional<int>>(9),
            .height = row.get<std::optional<int>>(10),
            .duration_ms = row.get<std::optional<std::int64_t>>(11),
            .bitrate_kbps = row.get<std::optional<int>>(12)};
}

}  // namespace

Async<Result<std::vector<ReadyObject>>> list_ready_objects(Database& database, AssetId asset) {
    const auto rows = CO_TRY(co_await database.query(kReadyObjects, asset));
    co_return rows.map(object_of);
}

Async<Result<Principal>> find_enabled_principal(Database& database, UserId user) {
    const auto rows = CO_TRY(co_await database.query(kPrincipal, user));
    if (rows.empty()) co_return fail(ErrorKind::NotFound, "there is no such user");
    co_return principal_of(rows[0], 0);
}

}  // namespace acervo
