#include "store/ingest/ingest.hpp"

namespace acervo {
namespace {

// Another ingest of the asset was asked for after the one in $N; where that is empty nobody is asked about.
#define NEWER_INGEST(N)                                                                                        \
    "SELECT FROM workflow_starts s JOIN workflow_starts n ON n.asset_id = s.asset_id "                         \
    "AND n.workflow_type = s.workflow_type AND (n.created_at, n.workflow_id) > (s.created_at, s.workflow_id) " \
    "JOIN uploads nu ON nu.id = (n.input ->> 'upload_id')::uuid "                                              \
    "JOIN storage_objects nm ON nm.bucket = nu.bucket AND nm.storage_key = nu.storage_key "                    \
    "WHERE s.workflow_id = " N "::text "

constexpr Statement kFind{
    "ingest.find_master",
    "SELECT a.id, u.id, a.type, a.status, a.priority, coalesce(u.original_filename, a.original_filename), "
    "u.file_size_bytes, u.created_by, u.bucket, u.storage_key, u.declared_sha256, "
    "a.master_storage_key = u.storage_key AND NOT EXISTS (" NEWER_INGEST("$3") "), a.trashed_at IS NOT NULL "
    "FROM uploads u JOIN assets a ON a.id = u.asset_id WHERE u.id = $2 AND a.id = $1 AND u.status = 'completed' "
    "AND a.purged_at IS NULL"};

constexpr Statement kFacts{
    "ingest.record_facts",
    "UPDATE assets SET content_hash = $3, type = $4, raw_metadata = $6::jsonb, technical_metadata = $5::jsonb || "
    "coalesce("
    "(SELECT jsonb_build_object('quality', o.quality) FROM storage_objects o WHERE o.asset_id = $1 "
    "AND o.kind = 'master' AND o.sha256 = $3 AND o.quality IS NOT NULL LIMIT 1), '{}'), waiting_for = NULL, "
    "waiting_since = NULL WHERE id = $1 AND master_storage_key = $2 AND status = 'processing' AND purged_at IS NULL"};
constexpr Statement kHash{"ingest.record_hash",
                          "UPDATE storage_objects SET sha256 = $3 WHERE bucket = $1 AND storage_key = $2"};
constexpr Statement kPlan{
    "ingest.plan_renditions",
    "INSERT INTO renditions (id, asset_id, master_sha256, profile_name, profile_version, mandatory) "
    "SELECT gen_random_uuid(), $1, $2, p.name, p.version, p.mandatory "
    "FROM unnest($3::text[], $4::integer[], $5::boolean[]) AS p (name, version, mandatory) "
    "WHERE NOT EXISTS (SELECT FROM renditions r WHERE r.asset_id = $1 AND r.master_sha256 = $2 "
    "AND r.profile_name = p.name AND r.profile_version = p.version)"};
constexpr Statement kWanted{"ingest.wanted_renditions",
                            "UPDATE renditions SET wanted = NOT wanted WHERE asset_id = $1 AND master_sha256 = $2 AND "
                            "NOT ordered AND wanted <> "
                            "((profile_name, profile_version) IN (SELECT * FROM unnest($3::text[], $4::integer[])))"};
// What was written for the one that failed is gone or goes: its keys are used up.
constexpr Statement kAgain{
    "ingest.plan_again",
    "UPDATE renditions SET status = 'pending', revision = revision + 1, failure_reason = NULL, progress_percent = 0 "
    "WHERE asset_id = $1 AND master_sha256 = $2 AND (profile_name, profile_version) IN "
    "(SELECT * FROM unnest($3::text[], $4::integer[])) AND NOT ordered "
    "AND status = 'failed'"};

// One that is being made already is taken over: whoever was at work on it may live on, unheard, so its keys are left to
// it and what it plans is given up. `greatest` for the row as it is once its lock is ours.
#define TAKE_OVER                                                                                                  \
    "UPDATE renditions r SET status = 'processing', revision = CASE r.status WHEN 'pending' THEN r.revision ELSE " \
    "greatest(r.revision, (SELECT max(s.revision) FROM renditions s WHERE s.asset_id = r.asset_id "                \
    "AND s.master_sha256 = r.master_sha256 AND s.profile_name = r.profile_name "                                   \
    "AND s.profile_version = r.profile_version AND s.first_frame IS NOT DISTINCT FROM r.first_frame "              \
    "AND s.end_frame IS NOT DISTINCT FROM r.end_frame)) + 1 END WHERE r.status IN ('pending', 'processing') AND r.id "
#define GIVE_UP_OBJECTS                                                 \
    "UPDATE storage_objects SET state = 'deleted', deleted_at = now() " \
    "WHERE state <> 'deleted' AND rendition_id "

constexpr Statement kBegin{
    "ingest.begin_renditions",
    "WITH newest AS (SELECT DISTINCT ON (profile_name) id FROM renditions WHERE asset_id = $1 AND master_sha256 = $2 "
    "AND profile_name = ANY($3::text[]) AND wanted AND NOT ordered ORDER BY profile_name, profile_version DESC, "
    "revision DESC), "
    "begun AS (" TAKE_OVER
    "IN (SELECT id FROM newest) RETURNING r.id, r.revision), "
    "left_behind AS (" GIVE_UP_OBJECTS
    "IN (SELECT id FROM begun)) "
    "SELECT r.id, r.profile_name, r.profile_version, coalesce(b.revision, r.revision), "
    "CASE WHEN b.id IS NULL THEN r.status ELSE 'processing' END "
    "FROM renditions r JOIN newest n ON n.id = r.id LEFT JOIN begun b ON b.id = r.id ORDER BY r.profile_name, "
    "r.profile_version, r.revision"};
constexpr Statement kPlanObjects{
    "ingest.plan_objects",
    "INSERT INTO storage_objects (bucket, storage_key, kind, asset_id, rendition_id) "
    "SELECT $2, unnest($3::text[]), $4, r.asset_id, r.id "
    "FROM renditions r JOIN assets a ON a.id = r.asset_id WHERE r.id = $1 AND r.status = 'processing' "
    "AND r.revision = $5 AND a.trashed_at IS NULL AND a.purged_at IS NULL ON CONFLICT (bucket, storage_key) DO "
    "NOTHING"};
constexpr Statement kPlanned{"ingest.planned_objects",
                             "SELECT count(*) FROM storage_objects WHERE rendition_id = $1 AND bucket = $2 "
                             "AND storage_key = ANY($3::text[]) AND state = 'planned'"};
constexpr Statement kProgress{
    "ingest.progress",
    "UPDATE renditions SET progress_percent = $2 WHERE id = ANY($1::uuid[]) AND status = 'processing'"};
constexpr Statement kStored{
    "ingest.objects_stored",
    "UPDATE storage_objects o SET state = 'stored', file_size_bytes = n.size, etag = n.etag, sha256 = n.sha256, "
    "stored_at = now() FROM unnest($2::text[], $3::bigint[], $4::text[], $5::text[]) AS n (key, size, etag, sha256) "
    "WHERE o.rendition_id = $1 AND o.storage_key = n.key AND o.state = 'planned'"};
constexpr Statement kMade{
    "ingest.rendition_made",
    "UPDATE renditions SET status = 'ready', progress_percent = 100, storage_bucket = $2, storage_key = $3, "
    "mime_type = $4, file_size_bytes = $5, width = $6, height = $7, duration_ms = $8, bitrate_kbps = $9, "
    "keep_days = $10, expires_at = now() + make_interval(days => $10) "
    "WHERE id = $1 AND status = 'processing' AND revision = $11"};

constexpr Statement kQuality{"ingest.quality",
                             "WITH kept AS (UPDATE storage_objects SET quality = coalesce(quality, '{}') || $3::jsonb "
                             "WHERE asset_id = $1 AND kind = 'master' AND sha256 = $2 RETURNING quality) "
                             "UPDATE assets SET technical_metadata = technical_metadata || "
                             "jsonb_build_object('quality', coalesce((SELECT quality FROM kept LIMIT 1), "
                             "coalesce(technical_metadata -> 'quality', '{}') || $3::jsonb)) WHERE id = $1 AND "
                             "content_hash = $2 AND purged_at IS NULL"};

// Whose objects were planned and will not be: the reconciler takes them away. What a later ingest of the same bytes
// makes is its own.
constexpr Statement kFail{
    "ingest.fail_renditions",
    "WITH failed AS (UPDATE renditions r SET status = 'failed', failure_reason = $3 FROM uploads u "
    "JOIN storage_objects o ON o.bucket = u.bucket AND o.storage_key = u.storage_key WHERE u.id = $1 "
    "AND r.asset_id = u.asset_id AND r.master_sha256 = o.sha256 "
    "AND (cardinality($2::text[]) = 0 OR r.profile_name = ANY($2::text[])) "
    "AND NOT EXISTS (" NEWER_INGEST("$4") "AND nm.sha256 = o.sha256) "
    "AND NOT r.ordered AND r.status IN ('pending', 'processing') RETURNING r.id) "
    "UPDATE storage_objects SET state = 'deleted', deleted_at = now() "
    "WHERE rendition_id IN (SELECT id FROM failed) AND state <> 'deleted'"};

constexpr Statement kBeginOrdered{
    "ingest.begin_ordered", "WITH begun AS (" TAKE_OVER
                            "= $1 AND r.ordered RETURNING r.id, r.revision), "
                            "left_behind AS (" GIVE_UP_OBJECTS
                            "IN (SELECT id FROM begun)) "
                            "SELECT r.id, r.profile_name, r.profile_version, coalesce(b.revision, r.revision), "
                            "CASE WHEN b.id IS NULL THEN r.status ELSE 'processing' END, r.first_frame, r.end_frame "
                            "FROM renditions r LEFT JOIN begun b ON b.id = r.id WHERE r.id = $1 AND r.ordered"};
#undef TAKE_OVER
#undef GIVE_UP_OBJECTS
constexpr Statement kFailOrdered{
    "ingest.fail_ordered",
    "WITH failed AS (UPDATE renditions SET status = 'failed', failure_reason = $2 WHERE id = $1 AND ordered "
    "AND status IN ('pending', 'processing') RETURNING id) "
    "UPDATE storage_objects SET state = 'deleted', deleted_at = now() "
    "WHERE rendition_id IN (SELECT id FROM failed) AND state <> 'deleted'"};
// The pointer moves from an earlier make of the same part, unless the asset has another master by now.
constexpr Statement kHideEarlier{
    "ingest.hide_earlier",
    "UPDATE renditions e SET active = false FROM renditions r WHERE r.id = $1 AND r.ordered AND e.asset_id = "
    "r.asset_id "
    "AND e.profile_name = r.profile_name AND e.first_frame IS NOT DISTINCT FROM r.first_frame "
    "AND e.end_frame IS NOT DISTINCT FROM r.end_frame AND e.active"};
constexpr Statement kShowOrdered{
    "ingest.show_ordered",
    "UPDATE renditions r SET active = true FROM assets a WHERE r.id = $1 AND r.ordered AND a.id = r.asset_id "
    "AND a.content_hash = r.master_sha256"};

constexpr Statement kLock{"ingest.lock",
                          "SELECT a.content_hash FROM assets a JOIN uploads u ON u.id = $2 AND u.asset_id = a.id "
                          "AND u.storage_key = a.master_storage_key WHERE a.id = $1 "
                          "AND a.status IN ('processing', 'ready') AND a.purged_at IS NULL FOR UPDATE OF a"};
constexpr Statement kStates{
    "ingest.states",
    "SELECT DISTINCT ON (profile_name) profile_name, status, mandatory, failure_reason, progress_percent "
    "FROM renditions WHERE asset_id = $1 AND master_sha256 = $2 AND wanted AND NOT ordered "
    "ORDER BY profile_name, profile_version DESC, revision "
    "DESC LIMIT 200"};
constexpr Statement kProcessing{"ingest.processing",
                                "SELECT id, status, failure_reason, parked, waiting_for, waiting_since, content_hash "
                                "FROM assets WHERE id = $1"};
constexpr Statement kBeginAgain{"ingest.begin_again",
                                "UPDATE assets SET status = 'processing', failure_reason = NULL, parked = false "
                                "WHERE id = $1 AND status = 'failed'"};
constexpr Statement kHide{
    "ingest.hide_renditions",
    "UPDATE renditions r SET active = false FROM assets a WHERE a.id = $1 AND r.asset_id = a.id AND r.active"};
constexpr Statement kShow{
    "ingest.show_renditions",
    "UPDATE renditions SET active = true WHERE id IN (SELECT DISTINCT ON (r.profile_name, r.first_frame, r.end_frame) "
    "r.id FROM renditions r JOIN assets a ON a.id = r.asset_id AND r.master_sha256 = a.content_hash "
    "WHERE a.id = $1 AND r.status = 'ready' "
    "ORDER BY r.profile_name, r.first_frame, r.end_frame, r.wanted DESC, r.profile_version DESC, r.revision DESC)"};
constexpr Statement kReady{
    "ingest.ready",
    "UPDATE assets SET status = 'ready', failure_reason = NULL, waiting_for = NULL, waiting_since = NULL, "
    "parked = false WHERE id = $1 AND status = 'processing'"};
constexpr Statement kFailed{
    "ingest.failed",
    "UPDATE assets a SET status = 'failed', failure_reason = CASE WHEN $3 = 'cancelled' AND a.trashed_at IS NOT NULL "
    "THEN 'TrashedError: it was put into the trash' ELSE $3 END, parked = $4, waiting_for = NULL, waiting_since = NULL "
    "FROM uploads u WHERE a.id = $1 AND u.id = $2 AND u.asset_id = a.id AND u.storage_key = a.master_storage_key "
    "AND a.status = 'processing' AND a.purged_at IS NULL AND NOT EXISTS (" NEWER_INGEST("$5") ")"};
#undef NEWER_INGEST
constexpr Statement kResume{
    "ingest.resume",
    "UPDATE assets a SET status = 'processing', failure_reason = NULL, parked = false FROM uploads u "
    "WHERE a.id = $1 AND a.status = 'failed' AND a.failure_reason LIKE 'TrashedError:%' AND u.asset_id = a.id "
    "AND u.storage_key = a.master_storage_key AND u.status = 'completed' RETURNING u.id"};
constexpr Statement kWaiting{
    "ingest.waiting",
    "UPDATE assets SET waiting_for = nullif($2, ''), waiting_since = CASE WHEN $2 <> '' THEN now() END "
    "WHERE id = $1 AND master_storage_key = (SELECT storage_key FROM uploads WHERE id = $3) AND status = 'processing' "
    "AND purged_at IS NULL AND waiting_for IS DISTINCT FROM nullif($2, '')"};

IngestMaster master_of(const Row& row) {
    IngestMaster master{.asset = row.get<AssetId>(0),
                        .upload = row.get<UploadId>(1),
                        .type = parse_asset_type(row.text(2)).value(),
                        .status = parse_asset_status(row.text(3)).value(),
                        .priority = parse_priority(row.text(4)).value(),
                        .filename = row.get<std::string>(5),
                        .file_size_bytes = row.get<std::uint64_t>(6),
                        .created_by = row.get<UserId>(7),
                        .object = {row.get<std::string>(8), row.get<std::string>(9)},
                        .declared = std::nullopt,
                        .is_current = row.get<bool>(11),
                        .is_trashed = row.get<bool>(12)};
    if (const auto declared = row.get<std::optional<std::string>>(10)) {
        master.declared = ContentHash::parse(*declared).value();
    }
    return master;
}

RenditionWork work_of(const Row& row) {
    return {.id = row.get<RenditionId>(0),
            .profile_name = row.get<std::string>(1),
            .make = {.version = row.get<int>(2), .revision = row.get<int>(3)},
            .status = parse_rendition_status(row.text(4)).value()};
}

RenditionWork ordered_work_of(const Row& row) {
    auto work = work_of(row);
    if (!row.is_null(5)) work.part = FrameSpan{row.get<std::int64_t>(5), row.get<std::int64_t>(6)};
    return work;
}

RenditionState state_of(const Row& row) {
    return {.profile_name = row.get<std::string>(0),
            .status = parse_rendition_status(row.text(1)).value(),
            .mandatory = row.get<bool>(2),
            .failure_reason = row.get<std::optional<std::string>>(3),
            .progress_percent = row.get<int>(4)};
}

constexpr auto kSuperseded = "the asset has another master by now, or is not processing";

}  // namespace

Async<Result<IngestMaster>> find_ingest_master(Database& database, AssetId asset, UploadId upload, std::string ingest) {
    const auto rows = CO_TRY(co_await database.query(kFind, asset, upload, std::move(ingest)));
    if (rows.empty()) co_return fail(ErrorKind::NotFound, "there is no complete upload of this id");
    co_return master_of(rows[0]);
}

Async<Result<void>> record_inspection(Transaction& tx, MasterFacts facts, std::vector<RenditionPlan> plan) {
    std::vector<std::string> names;
    std::vector<int> versions;
    std::vector<bool> mandatory;
    for (auto& one : plan) {
        names.push_back(std::move(one.profile_name));
        versions.push_back(one.profile_version);
        mandatory.push_back(one.mandatory);
    }
    const auto hash = facts.hash.to_string();
    const auto kept = CO_TRY(co_await tx.execute(kFacts, facts.asset, facts.object.key, hash, name_of(facts.type),
                                                 std::move(facts.technical_metadata), std::move(facts.raw_metadata)));
    if (kept.affected() == 0) co_return fail(ErrorKind::Conflict, kSuperseded);
    CO_TRY(co_await tx.execute(kHash, std::move(facts.object.bucket), std::move(facts.object.key), hash));
    CO_TRY(co_await tx.execute(kWanted, facts.asset, hash, names, versions));
    CO_TRY(co_await tx.execute(kAgain, facts.asset, hash, names, versions));
    CO_TRY(co_await tx.execute(kPlan, facts.asset, hash, names, versions, mandatory));
    co_return ok();
}

Async<Result<std::vector<RenditionWork>>> begin_renditions(Database& database, AssetId asset, ContentHash master,
                                                           std::vector<std::string> profiles) {
    const auto rows = CO_TRY(co_await database.query(kBegin, asset, master.to_string(), std::move(profiles)));
    co_return rows.map(work_of);
}

Async<Result<RenditionWork>> begin_ordered_rendition(Database& database, RenditionId rendition) {
    const auto rows = CO_TRY(co_await database.query(kBeginOrdered, rendition));
    if (rows.empty()) co_return fail(ErrorKind::NotFound, "there is no such rendition");
    co_return ordered_work_of(rows[0]);
}

Async<Result<void>> plan_rendition_objects(Database& database, PlannedObjects plan) {
    const std::string kind = plan.is_for_delivery ? "delivery" : "rendition";
    CO_TRY(co_await database.query(kPlanObjects, plan.rendition, plan.bucket, plan.keys, kind, plan.revision));
    const auto count = plan.keys.size();
    const auto planned =
        CO_TRY(co_await database.query(kPlanned, plan.rendition, std::move(plan.bucket), std::move(plan.keys)));
    if (planned[0].get<std::uint64_t>(0) == count) co_return ok();
    co_return fail(ErrorKind::Conflict, "the rendition is not to be made any more");
}

Async<Result<void>> note_progress(Database& database, std::vector<RenditionId> renditions, int percent) {
    CO_TRY(co_await database.query(kProgress, std::move(renditions), percent));
    co_return ok();
}

Async<Result<void>> record_quality(Transaction& tx, AssetId asset, ContentHash master, std::string quality) {
    CO_TRY(co_await tx.execute(kQuality, asset, master.to_string(), std::move(quality)));
    co_return ok();
}

Async<Result<void>> record_made(Transaction& tx, StoredRendition made) {
    std::vector<std::string> keys;
    std::vector<std::uint64_t> sizes;
    std::vector<std::string> etags;
    std::vector<std::string> hashes;
    for (auto& object : made.objects) {
        keys.push_back(std::move(object.key));
        sizes.push_back(object.size);
        etags.push_back(std::move(object.etag));
        hashes.push_back(std::move(object.sha256));
    }
    const auto count = keys.size();
    const auto stored = CO_TRY(
        co_await tx.execute(kStored, made.id, std::move(keys), std::move(sizes), std::move(etags), std::move(hashes)));
    if (stored.affected() != static_cast<std::int64_t>(count)) {
        co_return fail(ErrorKind::Conflict, "an object of the rendition is not one that is expected");
    }
    const auto rows =
        CO_TRY(co_await tx.execute(kMade, made.id, std::move(made.object.bucket), std::move(made.object.key),
                                   std::move(made.mime_type), made.file_size_bytes, made.width, made.height,
                                   made.duration_ms, made.bitrate_kbps, made.keep_days, made.revision));
    if (rows.affected() == 0) co_return fail(ErrorKind::Conflict, "the rendition is not being made");
    CO_TRY(co_await tx.execute(kHideEarlier, made.id));
    CO_TRY(co_await tx.execute(kShowOrdered, made.id));
    co_return ok();
}

Async<Result<void>> fail_renditions(Transaction& tx, LostRenditions lost) {
    CO_TRY(co_await tx.execute(kFail, lost.upload, std::move(lost.profiles), std::move(lost.reason),
                               std::move(lost.ingest)));
    co_return ok();
}

Async<Result<void>> fail_ordered_rendition(Transaction& tx, RenditionId rendition, std::string reason) {
    CO_TRY(co_await tx.execute(kFailOrdered, rendition, std::move(reason)));
    co_return ok();
}

Async<Result<std::vector<RenditionState>>> lock_ingest(Transaction& tx, AssetId asset, UploadId upload) {
    const auto locked = CO_TRY(co_await tx.execute(kLock, asset, upload));
    if (locked.empty()) co_return fail(ErrorKind::Conflict, kSuperseded);
    const auto rows = CO_TRY(co_await tx.execute(kStates, asset, locked[0].get<std::optional<std::string>>(0)));
    co_return rows.map(state_of);
}

Async<Result<bool>> make_ready(Transaction& tx, AssetId asset) {
    CO_TRY(co_await tx.execute(kHide, asset));
    CO_TRY(co_await tx.execute(kShow, asset));
    const auto rows = CO_TRY(co_await tx.execute(kReady, asset));
    co_return rows.affected() > 0;
}

Async<Result<bool>> fail_ingest(Transaction& tx, FailedIngest failed) {
    const auto rows = CO_TRY(co_await tx.execute(kFailed, failed.asset, failed.upload, std::move(failed.reason),
                                                 failed.is_parked, std::move(failed.ingest)));
    co_return rows.affected() > 0;
}

Async<Result<std::optional<UploadId>>> resume_ingest(Transaction& tx, AssetId asset) {
    const auto rows = CO_TRY(co_await tx.execute(kResume, asset));
    if (rows.empty()) co_return std::nullopt;
    co_return rows[0].get<UploadId>(0);
}

Async<Result<Processing>> find_processing(Database& database, AssetId asset) {
    const auto found = CO_TRY(co_await database.query(kProcessing, asset));
    if (found.empty()) co_return fail(ErrorKind::NotFound, "there is no such asset");
    const auto row = found[0];
    Processing processing{.asset = row.get<AssetId>(0),
                          .status = parse_asset_status(row.text(1)).value(),
                          .failure_reason = row.get<std::optional<std::string>>(2),
                          .parked = row.get<bool>(3),
                          .waiting_for = row.get<std::optional<std::string>>(4),
                          .waiting_since = row.get<std::optional<Timestamp>>(5)};
    const auto states = CO_TRY(co_await database.query(kStates, asset, row.get<std::optional<std::string>>(6)));
    processing.renditions = states.map(state_of);
    co_return processing;
}

Async<Result<void>> begin_ingest_again(Transaction& tx, AssetId asset) {
    CO_TRY(co_await tx.execute(kBeginAgain, asset));
    co_return ok();
}

Async<Result<void>> note_waiting(Database& database, AssetId asset, UploadId upload, std::string dependency) {
    CO_TRY(co_await database.query(kWaiting, asset, std::move(dependency), upload));
    co_return ok();
}

}  // namespace acervo
