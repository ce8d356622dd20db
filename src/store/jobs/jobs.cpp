#include "store/jobs/jobs.hpp"

#include "store/jobs/job_row.hpp"

namespace acervo {
namespace {

constexpr Statement kInsert{"jobs.insert",
                            "INSERT INTO jobs (id, kind, task, undoes, created_by, request_id) "
                            "VALUES ($1, $2, $3::jsonb, $4, $5, $6)"};
const std::string kFindSql = "SELECT " + job_columns() + " FROM jobs WHERE id = $1";
const Statement kFind{"jobs.find", kFindSql};
constexpr Statement kFindUndo{"jobs.find_undo",
                              "SELECT id FROM jobs WHERE undoes = $1 AND state IN ('queued', 'running', 'done')"};
constexpr Statement kCancel{"jobs.cancel",
                            "UPDATE jobs SET state = 'cancelled', ended_at = now() "
                            "WHERE id = $1 AND state IN ('queued', 'running')"};
constexpr Statement kListAssets{"job_assets.list",
                                "SELECT asset_id, outcome, edit_version, detail FROM job_assets WHERE job_id = $1 "
                                "AND outcome IS NOT NULL AND ($2::text IS NULL OR outcome = $2) "
                                "AND ($3::uuid IS NULL OR asset_id > $3) ORDER BY asset_id LIMIT $4"};

JobAsset job_asset_of(const Row& row) {
    return {.asset = row.get<AssetId>(0),
            .outcome = parse_job_outcome(row.text(1)).value(),
            .edit_version = row.get<std::optional<std::int64_t>>(2),
            .detail = row.get<std::optional<std::string>>(3)};
}

}  // namespace

Async<Result<void>> insert_job(Transaction& tx, NewJob job) {
    auto inserted = co_await tx.execute(kInsert, job.id, name_of(job.kind), std::move(job.task), job.undoes,
                                        job.created_by, std::move(job.request_id));
    if (inserted) co_return ok();
    if (violates(inserted.error(), "jobs_undoes_key")) co_return fail(ErrorKind::Conflict, "the job has an undo");
    co_return fail(std::move(inserted).error());
}

Async<Result<Job>> find_job(Database& database, JobId id) {
    const auto rows = CO_TRY(co_await database.query(kFind, id));
    if (rows.empty()) co_return fail(ErrorKind::NotFound, "there is no such job");
    co_return job_of(rows[0]);
}

Async<Result<std::optional<JobId>>> find_undo_of(Database& database, JobId id) {
    const auto rows = CO_TRY(co_await database.query(kFindUndo, id));
    if (rows.empty()) co_return std::nullopt;
    co_return rows[0].get<JobId>(0);
}

Async<Result<void>> cancel_job(Transaction& tx, JobId id) {
    const auto rows = CO_TRY(co_await tx.execute(kCancel, id));
    if (rows.affected() == 0) co_return fail(ErrorKind::Conflict, "the job has ended");
    co_return ok();
}

Async<Result<std::vector<JobAsset>>> list_job_assets(Database& database, JobId id, JobAssetListing listing) {
    const auto outcome = listing.outcome ? std::optional{name_of(*listing.outcome)} : std::nullopt;
    const auto rows = CO_TRY(co_await database.query(kListAssets, id, outcome, listing.after, listing.limit));
    co_return rows.map(job_asset_of);
}

}  // namespace acervo
