#include "store/storage_moves/storage_moves.hpp"

#include <fmt/format.h>

#include <array>

namespace acervo {
namespace {

constexpr std::array<std::string_view, 5> kPhases{"copying", "draining", "switched", "finished", "undone"};

constexpr Statement kFind{"storage_moves.find",
                          "SELECT id, source, target, phase FROM storage_moves "
                          "WHERE phase IN ('copying', 'draining', 'switched')"};
constexpr Statement kStart{"storage_moves.start",
                           "INSERT INTO storage_moves (source, target) VALUES ($1, $2) RETURNING id"};
// The number of refuse_uploads_while_storage_switches.
constexpr Statement kLock{"storage_moves.lock", "SELECT pg_advisory_xact_lock(4105120033)"};
constexpr Statement kPhase{"storage_moves.phase",
                           "UPDATE storage_moves SET phase = $2, switched_at = CASE WHEN $2 = 'switched' THEN now() "
                           "ELSE switched_at END WHERE id = $1"};
constexpr Statement kSwitching{"storage_moves.switching",
                               "SELECT EXISTS (SELECT FROM storage_moves WHERE phase IN ('draining', 'switched'))"};
constexpr Statement kUnfinished{"uploads.count_unfinished",
                                "SELECT count(*) FROM uploads WHERE status IN ('open', 'completing')"};
constexpr Statement kExpire{"uploads.expire_unfinished",
                            "UPDATE uploads SET expires_at = least(expires_at, now()) "
                            "WHERE status IN ('open', 'completing')"};

constexpr Statement kAddLedger{
    "storage_copies.add_ledger",
    "WITH page AS (SELECT bucket, storage_key, state, file_size_bytes, version_id, etag FROM storage_objects "
    "WHERE bucket = $2 AND storage_key COLLATE \"C\" > $3 ORDER BY storage_key COLLATE \"C\" LIMIT 5000), "
    "added AS (INSERT INTO storage_copies (move_id, bucket, storage_key, file_size_bytes, source_version_id, "
    "source_etag) SELECT $1, bucket, storage_key, file_size_bytes, version_id, etag FROM page WHERE state = 'stored' "
    "ON CONFLICT DO NOTHING) SELECT max(storage_key COLLATE \"C\") FROM page"};
constexpr Statement kAddListed{
    "storage_copies.add_listed",
    "INSERT INTO storage_copies AS c (move_id, bucket, storage_key, file_size_bytes, source_etag) "
    "SELECT $1, $2, e.key, e.size, e.etag FROM unnest($3::text[], $4::bigint[], $5::text[]) e (key, size, etag) "
    "WHERE NOT EXISTS (SELECT FROM storage_objects o WHERE o.bucket = $2 AND o.storage_key = e.key) "
    "ON CONFLICT (move_id, bucket, storage_key) DO UPDATE SET file_size_bytes = excluded.file_size_bytes, "
    "source_etag = excluded.source_etag, multipart_id = NULL, verified_at = NULL "
    "WHERE (c.file_size_bytes, c.source_etag) IS DISTINCT FROM (excluded.file_size_bytes, excluded.source_etag)"};
// What the ledger has given up is not wanted any more; the reconciler removes what lies there.
constexpr Statement kPending{"storage_copies.pending",
                             "SELECT c.bucket, c.storage_key, c.file_size_bytes, coalesce(c.source_version_id, ''), "
                             "coalesce(c.source_etag, ''), coalesce(c.multipart_id, ''), o.sha256 "
                             "FROM storage_copies c LEFT JOIN storage_objects o USING (bucket, storage_key) "
                             "WHERE c.move_id = $1 AND c.verified_at IS NULL AND (o.id IS NULL OR o.state = 'stored') "
                             "AND (c.bucket, c.storage_key) > ($2, $3) ORDER BY c.bucket, c.storage_key LIMIT 200"};
constexpr Statement kMultipart{"storage_copies.multipart",
                               "UPDATE storage_copies SET multipart_id = nullif($4, '') "
                               "WHERE (move_id, bucket, storage_key) = ($1, $2, $3)"};
constexpr Statement kFailed{"storage_copies.failed",
                            "UPDATE storage_copies SET failure = $4 "
                            "WHERE (move_id, bucket, storage_key) = ($1, $2, $3)"};
constexpr Statement kVerified{
    "storage_copies.verified",
    "UPDATE storage_copies SET target_version_id = nullif($4, ''), target_etag = $5, sha256 = $6, verified_at = now(), "
    "multipart_id = NULL, failure = NULL WHERE (move_id, bucket, storage_key) = ($1, $2, $3)"};
constexpr Statement kWrong{"storage_copies.wrong",
                           "UPDATE storage_copies SET verified_at = NULL, failure = $4 "
                           "WHERE (move_id, bucket, storage_key) = ($1, $2, $3)"};
constexpr Statement kListVerified{
    "storage_copies.list_verified",
    "SELECT c.bucket, c.storage_key, c.file_size_bytes, c.sha256 FROM storage_copies c "
    "LEFT JOIN storage_objects o USING (bucket, storage_key) "
    "WHERE c.move_id = $1 AND c.verified_at IS NOT NULL AND (o.id IS NULL OR o.state = 'stored') "
    "AND (c.bucket, c.storage_key) > ($2, $3) ORDER BY c.bucket, c.storage_key LIMIT 200"};
constexpr Statement kTotals{
    "storage_copies.totals",
    "SELECT count(*), coalesce(sum(c.file_size_bytes), 0)::bigint, count(c.verified_at), "
    "coalesce(sum(c.file_size_bytes) FILTER (WHERE c.verified_at IS NOT NULL), 0)::bigint, count(c.failure) "
    "FROM storage_copies c LEFT JOIN storage_objects o USING (bucket, storage_key) "
    "WHERE c.move_id = $1 AND (o.id IS NULL OR o.state = 'stored')"};
constexpr Statement kMatch{
    "storage_copies.match",
    "SELECT count(*), coalesce(sum(c.file_size_bytes), 0)::bigint FROM unnest($3::text[], $4::bigint[], $5::text[]) e "
    "(key, size, etag) JOIN storage_copies c ON c.move_id = $1 AND c.bucket = $2 AND c.storage_key = e.key "
    "LEFT JOIN storage_objects o ON o.bucket = c.bucket AND o.storage_key = c.storage_key "
    "WHERE c.verified_at IS NOT NULL AND c.file_size_bytes = e.size AND c.target_etag = e.etag "
    "AND (o.id IS NULL OR o.state = 'stored')"};
constexpr Statement kUncopied{
    "storage_copies.uncopied",
    "SELECT count(*) FROM storage_objects o WHERE o.state = 'stored' AND NOT EXISTS (SELECT FROM storage_copies c "
    "WHERE c.move_id = $1 AND c.bucket = o.bucket AND c.storage_key = o.storage_key AND c.verified_at IS NOT NULL)"};
constexpr Statement kToTarget{
    "storage_objects.to_target",
    "UPDATE storage_objects o SET version_id = c.target_version_id, etag = c.target_etag FROM storage_copies c "
    "WHERE c.move_id = $1 AND c.bucket = o.bucket AND c.storage_key = o.storage_key AND o.state = 'stored'"};
constexpr Statement kToSource{
    "storage_objects.to_source",
    "UPDATE storage_objects o SET version_id = c.source_version_id, etag = c.source_etag FROM storage_copies c "
    "WHERE c.move_id = $1 AND c.bucket = o.bucket AND c.storage_key = o.storage_key AND o.state = 'stored'"};

MovePhase phase_of(std::string_view name) {
    for (std::size_t at = 0; at < kPhases.size(); ++at) {
        if (kPhases.at(at) == name) return static_cast<MovePhase>(at);
    }
    return MovePhase::Undone;
}

/// Columns of a listing, for `unnest`.
struct Columns {
    std::vector<std::string> keys;
    std::vector<std::uint64_t> sizes;
    std::vector<std::string> etags;
};
Columns columns_of(std::vector<ObjectListing::Entry> entries) {
    Columns columns;
    for (auto& entry : entries) {
        columns.keys.push_back(std::move(entry.key));
        columns.sizes.push_back(entry.size);
        columns.etags.push_back(std::move(entry.etag));
    }
    return columns;
}

PendingCopy pending_of(const Row& row) {
    return {.object = {row.get<std::string>(0), row.get<std::string>(1)},
            .size = row.get<std::uint64_t>(2),
            .source_version_id = row.get<std::string>(3),
            .source_etag = row.get<std::string>(4),
            .multipart_id = row.get<std::string>(5),
            .declared_sha256 = row.get<std::optional<std::string>>(6)};
}

/// A statement of a page or of everything, with the time of a transaction: `query` is for short ones.
template <class... Values>
Async<Result<Rows>> at_leisure(Database& database, Statement statement, Values... values) {
    auto tx = CO_TRY(co_await database.begin());
    auto rows = CO_TRY(co_await tx.execute(statement, std::move(values)...));
    CO_TRY(co_await tx.commit());
    co_return rows;
}

Async<Result<void>> move_to_phase(Transaction& tx, std::int64_t move, MovePhase phase) {
    const auto rows = CO_TRY(co_await tx.execute(kPhase, move, name_of(phase)));
    if (rows.affected() == 0) co_return fail(ErrorKind::NotFound, "there is no such move");
    co_return ok();
}

Result<void> none(const Rows& counted, std::string_view what) {
    const auto count = counted[0].get<std::uint64_t>(0);
    if (count > 0) return fail(ErrorKind::Conflict, fmt::format("{} {}", count, what));
    return ok();
}

Async<Result<void>> write_switch(Transaction& tx, std::int64_t move) {
    CO_TRY(co_await tx.execute(kLock));
    const auto uploads = CO_TRY(co_await tx.execute(kUnfinished));
    CO_TRY(none(uploads, "uploads are not over"));
    const auto uncopied = CO_TRY(co_await tx.execute(kUncopied, move));
    CO_TRY(none(uncopied, "stored objects have no verified copy"));
    CO_TRY(co_await tx.execute(kToTarget, move));
    co_return co_await move_to_phase(tx, move, MovePhase::Switched);
}

Async<Result<void>> change_phase(Transaction& tx, std::int64_t move, MovePhase phase) {
    CO_TRY(co_await tx.execute(kLock));
    co_return co_await move_to_phase(tx, move, phase);
}

Async<Result<void>> write_undone(Transaction& tx, std::int64_t move) {
    CO_TRY(co_await tx.execute(kLock));
    CO_TRY(co_await tx.execute(kToSource, move));
    co_return co_await move_to_phase(tx, move, MovePhase::Undone);
}

}  // namespace

std::string_view name_of(MovePhase phase) noexcept { return kPhases.at(static_cast<std::size_t>(phase)); }

Async<Result<std::optional<StorageMoveRow>>> find_storage_move(Database& database) {
    const auto rows = CO_TRY(co_await database.query(kFind));
    if (rows.empty()) co_return std::nullopt;
    co_return StorageMoveRow{.id = rows[0].get<std::int64_t>(0),
                             .source = rows[0].get<std::string>(1),
                             .target = rows[0].get<std::string>(2),
                             .phase = phase_of(rows[0].text(3))};
}

Async<Result<StorageMoveRow>> start_storage_move(Database& database, std::string source, std::string target) {
    StorageMoveRow move{.id = 0, .source = std::move(source), .target = std::move(target), .phase = {}};
    const auto rows = CO_TRY(co_await database.query(kStart, move.source, move.target));
    move.id = rows[0].get<std::int64_t>(0);
    co_return move;
}

Async<Result<void>> set_move_phase(Database& database, std::int64_t move, MovePhase phase) {
    const auto work = [&](Transaction& tx) { return change_phase(tx, move, phase); };
    co_return co_await in_transaction(database, work);
}

Async<Result<bool>> is_storage_switching(Database& database) {
    const auto rows = CO_TRY(co_await database.query(kSwitching));
    co_return rows[0].get<bool>(0);
}

Async<Result<std::uint64_t>> count_unfinished_uploads(Database& database) {
    const auto rows = CO_TRY(co_await database.query(kUnfinished));
    co_return rows[0].get<std::uint64_t>(0);
}

Async<Result<void>> expire_unfinished_uploads(Database& database) {
    CO_TRY(co_await at_leisure(database, kExpire));
    co_return ok();
}

Async<Result<std::optional<std::string>>> add_copies_of_ledger(Database& database, std::int64_t move,
                                                               std::string bucket, std::string after) {
    const auto rows = CO_TRY(co_await at_leisure(database, kAddLedger, move, std::move(bucket), std::move(after)));
    co_return rows[0].get<std::optional<std::string>>(0);
}

Async<Result<void>> add_copies_of_listing(Database& database, std::int64_t move, std::string bucket,
                                          std::vector<ObjectListing::Entry> entries) {
    const auto columns = columns_of(std::move(entries));
    CO_TRY(
        co_await at_leisure(database, kAddListed, move, std::move(bucket), columns.keys, columns.sizes, columns.etags));
    co_return ok();
}

Async<Result<std::vector<PendingCopy>>> list_pending_copies(Database& database, std::int64_t move,
                                                            ObjectAddress after) {
    const auto rows =
        CO_TRY(co_await at_leisure(database, kPending, move, std::move(after.bucket), std::move(after.key)));
    co_return rows.map(pending_of);
}

Async<Result<void>> note_multipart_of_copy(Database& database, std::int64_t move, ObjectAddress object,
                                           std::string multipart_id) {
    CO_TRY(co_await database.query(kMultipart, move, object.bucket, object.key, std::move(multipart_id)));
    co_return ok();
}

Async<Result<void>> note_failure_of_copy(Database& database, std::int64_t move, ObjectAddress object,
                                         std::string reason) {
    CO_TRY(co_await database.query(kFailed, move, object.bucket, object.key, std::move(reason)));
    co_return ok();
}

Async<Result<void>> mark_copy_verified(Database& database, std::int64_t move, ObjectAddress object, ObjectInfo info,
                                       std::string sha256) {
    CO_TRY(co_await database.query(kVerified, move, object.bucket, object.key, info.version_id, info.etag,
                                   std::move(sha256)));
    co_return ok();
}

Async<Result<void>> mark_copy_wrong(Database& database, std::int64_t move, ObjectAddress object, std::string reason) {
    CO_TRY(co_await database.query(kWrong, move, object.bucket, object.key, std::move(reason)));
    co_return ok();
}

Async<Result<std::vector<VerifiedCopy>>> list_verified_copies(Database& database, std::int64_t move,
                                                              ObjectAddress after) {
    const auto rows =
        CO_TRY(co_await at_leisure(database, kListVerified, move, std::move(after.bucket), std::move(after.key)));
    co_return rows.map([](const Row& row) {
        return VerifiedCopy{.object = {row.get<std::string>(0), row.get<std::string>(1)},
                            .size = row.get<std::uint64_t>(2),
                            .sha256 = row.get<std::string>(3)};
    });
}

Async<Result<CopyTotals>> copy_totals(Database& database, std::int64_t move) {
    const auto rows = CO_TRY(co_await at_leisure(database, kTotals, move));
    const auto row = rows[0];
    co_return CopyTotals{.objects = row.get<std::uint64_t>(0),
                         .bytes = row.get<std::uint64_t>(1),
                         .verified_objects = row.get<std::uint64_t>(2),
                         .verified_bytes = row.get<std::uint64_t>(3),
                         .failed = row.get<std::uint64_t>(4)};
}

Async<Result<CopyTotals>> match_copies(Database& database, std::int64_t move, std::string bucket,
                                       std::vector<ObjectListing::Entry> entries) {
    const auto columns = columns_of(std::move(entries));
    const auto rows = CO_TRY(
        co_await at_leisure(database, kMatch, move, std::move(bucket), columns.keys, columns.sizes, columns.etags));
    CopyTotals totals;
    totals.verified_objects = rows[0].get<std::uint64_t>(0);
    totals.verified_bytes = rows[0].get<std::uint64_t>(1);
    co_return totals;
}

Async<Result<void>> point_ledger_at_target(Database& database, std::int64_t move) {
    const auto work = [&](Transaction& tx) { return write_switch(tx, move); };
    co_return co_await in_transaction(database, work);
}

Async<Result<void>> point_ledger_at_source(Database& database, std::int64_t move) {
    const auto work = [&](Transaction& tx) { return write_undone(tx, move); };
    co_return co_await in_transaction(database, work);
}

}  // namespace acervo
