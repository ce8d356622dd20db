#include "store/renditions/renditions.hpp"

namespace acervo {
namespace {

#define RENDITION_COLUMNS                                                                                   \
    "SELECT r.id, r.asset_id, r.profile_name, r.profile_version, r.revision, r.status, r.active, "          \
    "r.master_sha256 IS NOT DISTINCT FROM a.content_hash, r.storage_bucket, r.storage_key, r.mime_type, "   \
    "r.file_size_bytes, r.width, r.height, r.duration_ms, r.bitrate_kbps, r.failure_reason, r.expires_at, " \
    "r.created_at, r.first_frame, r.end_frame, r.ordered, r.progress_percent "                              \
    "FROM renditions r JOIN assets a ON a.id = r.asset_id "
constexpr Statement kList{"renditions.list", RENDITION_COLUMNS
                          "WHERE r.asset_id = $1 AND (r.profile_name, r.id) > ($2, $3::uuid) "
                          "ORDER BY r.profile_name, r.id LIMIT $4"};
constexpr Statement kFind{"renditions.find", RENDITION_COLUMNS "WHERE r.asset_id = $1 AND r.id = $2"};
constexpr Statement kMakes{"renditions.newest_make", RENDITION_COLUMNS
                           "WHERE r.asset_id = $1 AND r.master_sha256 = $2 AND r.profile_name = $3 "
                           "AND r.profile_version = $4 AND r.first_frame IS NOT DISTINCT FROM $5::bigint "
                           "AND r.end_frame IS NOT DISTINCT FROM $6::bigint ORDER BY r.revision DESC LIMIT 1"};
#undef RENDITION_COLUMNS
constexpr Statement kOrder{
    "renditions.order",
    "INSERT INTO renditions (id, asset_id, master_sha256, profile_name, profile_version, revision, first_frame, "
    "end_frame, mandatory, ordered) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, false, true)"};
constexpr Statement kOrderAgain{
    "renditions.order_again",
    "UPDATE renditions SET status = 'pending', revision = revision + 1, failure_reason = NULL, progress_percent = 0, "
    "ordered = true WHERE id = $1 AND status = 'failed' RETURNING revision"};
// A day's grace, so that not every look is a write. What was made on demand is also removed by the store, counted from
// its making.
constexpr Statement kUsed{
    "renditions.note_use",
    "UPDATE renditions SET expires_at = now() + make_interval(days => keep_days) WHERE asset_id = $1 AND active "
    "AND status = 'ready' AND storage_key NOT LIKE 'ondemand/%' AND expires_at < now() + make_interval(days => "
    "keep_days) - least(interval '1 day', "
    "make_interval(days => keep_days) / 4)"};
// Their objects are the reconciler's from now on. Whoever works on one at this moment holds its row.
constexpr Statement kExpire{
    "renditions.expire",
    "WITH gone AS (UPDATE renditions SET status = 'expired' WHERE id IN (SELECT id FROM renditions "
    "WHERE status = 'ready' AND expires_at < now() ORDER BY expires_at LIMIT $1 FOR UPDATE SKIP LOCKED) RETURNING id), "
    "objects AS (UPDATE storage_objects SET state = 'deleted', deleted_at = now() "
    "WHERE rendition_id IN (SELECT id FROM gone) AND state <> 'deleted') SELECT count(*) FROM gone"};

std::optional<FrameSpan> part_of(const Row& row) {
    if (row.is_null(19)) return std::nullopt;
    return FrameSpan{row.get<std::int64_t>(19), row.get<std::int64_t>(20)};
}

Rendition rendition_of(const Row& row) {
    return {.id = row.get<RenditionId>(0),
            .asset_id = row.get<AssetId>(1),
            .profile_name = row.get<std::string>(2),
            .make = {.version = row.get<int>(3), .revision = row.get<int>(4)},
            .part = part_of(row),
            .status = parse_rendition_status(row.text(5)).value(),
            .is_active = row.get<bool>(6),
            .is_of_present_master = row.get<bool>(7),
            .is_ordered = row.get<bool>(21),
            .progress_percent = row.get<int>(22),
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

std::optional<std::int64_t> first_of(const RenditionOrder& order) {
    return order.part ? std::optional{order.part->first} : std::nullopt;
}
std::optional<std::int64_t> end_of(const RenditionOrder& order) {
    return order.part ? std::optional{order.part->end} : std::nullopt;
}

}  // namespace

Async<Result<std::vector<Rendition>>> list_renditions(Database& database, AssetId asset,
                                                      std::optional<NamePosition> after, int limit) {
    auto from = std::move(after).value_or(NamePosition{});
    const auto rows = CO_TRY(co_await database.query(kList, asset, std::move(from.name), from.id, limit));
    co_return rows.map(rendition_of);
}

Async<Result<Rendition>> find_rendition(Database& database, AssetId asset, RenditionId id) {
    const auto rows = CO_TRY(co_await database.query(kFind, asset, id));
    if (rows.empty()) co_return fail(ErrorKind::NotFound, "there is no such rendition");
    co_return rendition_of(rows[0]);
}

Async<Result<std::optional<Rendition>>> find_newest_make(Transaction& tx, RenditionOrder order) {
    const auto rows = CO_TRY(co_await tx.execute(kMakes, order.asset, order.master.to_string(), order.profile_name,
                                                 order.profile_version, first_of(order), end_of(order)));
    if (rows.empty()) co_return std::nullopt;
    co_return rendition_of(rows[0]);
}

Async<Result<void>> insert_order(Transaction& tx, RenditionId id, RenditionOrder order, int revision) {
    CO_TRY(co_await tx.execute(kOrder, id, order.asset, order.master.to_string(), order.profile_name,
                               order.profile_version, revision, first_of(order), end_of(order)));
    co_return ok();
}

Async<Result<int>> order_again(Transaction& tx, RenditionId id) {
    const auto rows = CO_TRY(co_await tx.execute(kOrderAgain, id));
    if (rows.empty()) co_return fail(ErrorKind::Conflict, "the rendition has not failed");
    co_return rows[0].get<int>(0);
}

Async<Result<void>> note_use_of_renditions(Database& database, AssetId asset) {
    CO_TRY(co_await database.query(kUsed, asset));
    co_return ok();
}

Async<Result<int>> expire_renditions(Database& database, int limit) {
    const auto rows = CO_TRY(co_await database.query(kExpire, limit));
    co_return static_cast<int>(rows[0].get<std::int64_t>(0));
}

}  // namespace acervo
