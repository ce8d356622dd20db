#include "store/jobs/job_work.hpp"

#include <fmt/format.h>

#include "store/jobs/job_row.hpp"

namespace acervo {
namespace {

const std::string kWorkColumns = job_columns() + ", task, request_id, reached";
const std::string kToDoSql =
    "SELECT " + kWorkColumns + " FROM jobs WHERE state IN ('queued', 'running') ORDER BY turn_at LIMIT 1";
const std::string kLockSql =
    "SELECT " + kWorkColumns + " FROM jobs WHERE id = $1 AND state IN ('queued', 'running') FOR UPDATE";
const std::string kEndSql =
    "UPDATE jobs SET state = CASE WHEN $2::text IS NULL THEN 'done' ELSE 'failed' END, error = $2::text, "
    "ended_at = now() WHERE id = $1 RETURNING " +
    job_columns();

const Statement kToDo{"jobs.to_do", kToDoSql};
const Statement kLock{"jobs.lock", kLockSql};
const Statement kEnd{"jobs.end", kEndSql};
constexpr Statement kPostpone{"jobs.postpone", "UPDATE jobs SET turn_at = clock_timestamp() WHERE id = $1"};
constexpr Statement kPin{"job_assets.pin",
                         "INSERT INTO job_assets (job_id, asset_id) SELECT DISTINCT $1::uuid, named.id "
                         "FROM unnest($2::uuid[]) named (id)"};
constexpr Statement kPinEdited{"job_assets.pin_edited",
                               "INSERT INTO job_assets (job_id, asset_id) SELECT $1::uuid, asset_id FROM job_assets "
                               "WHERE job_id = $2 AND outcome = 'edited'"};
constexpr Statement kEdited{"jobs.edited", "SELECT coalesce((tally ->> 'edited')::bigint, 0) FROM jobs WHERE id = $1"};
constexpr Statement kStart{"jobs.start",
                           "UPDATE jobs SET state = 'running', started_at = now(), turn_at = clock_timestamp(), "
                           "total = (SELECT count(*) FROM job_assets WHERE job_id = $1) WHERE id = $1 RETURNING total"};
constexpr Statement kNext{"job_assets.next",
                          "SELECT asset_id FROM job_assets WHERE job_id = $1 AND asset_id > $2 "
                          "ORDER BY asset_id LIMIT $3"};
constexpr Statement kBefore{"job_assets.words_before",
                            "SELECT j.asset_id, e.title, e.description, e.tags, e.editorial_metadata, j.edit_version "
                            "FROM job_assets j JOIN asset_edits e ON e.asset_id = j.asset_id "
                            "AND e.edit_version = j.edit_version - 1 WHERE j.job_id = $1 "
                            "AND j.asset_id = ANY ($2::uuid[]) AND j.outcome = 'edited'"};
constexpr Statement kRecord{"job_assets.record",
                            "UPDATE job_assets j SET outcome = o.outcome, edit_version = o.edit_version, "
                            "detail = left(o.detail, 1000) FROM unnest($2::uuid[], $3::text[], $4::bigint[], "
                            "$5::text[]) o (asset_id, outcome, edit_version, detail) "
                            "WHERE j.job_id = $1 AND j.asset_id = o.asset_id"};
constexpr Statement kAdvance{"jobs.advance",
                             "UPDATE jobs SET reached = $2, turn_at = clock_timestamp(), tally = $3::jsonb "
                             "WHERE id = $1"};
const std::string kTallySql = "SELECT " + job_columns() + " FROM jobs WHERE id = $1";
const Statement kTally{"jobs.tally", kTallySql};

JobWork work_of(const Row& row) {
    return {.job = job_of(row),
            .task = row.get<std::string>(kJobColumns),
            .request_id = row.get<std::string>(kJobColumns + 1),
            .reached = row.get<AssetId>(kJobColumns + 2)};
}

std::optional<JobWork> first_of(const Rows& rows) {
    if (rows.empty()) return std::nullopt;
    return work_of(rows[0]);
}

/// Names need no quotes.
std::string to_json(const JobTally& tally) {
    std::string text;
    for (std::size_t i = 0; i < kJobOutcomes; ++i) {
        const auto outcome = static_cast<JobOutcome>(i);
        text += fmt::format("{}\"{}\":{}", i == 0 ? "" : ",", name_of(outcome), tally.of(outcome));
    }
    return "{" + text + "}";
}

}  // namespace

Async<Result<std::optional<JobWork>>> find_job_to_do(Database& database) {
    co_return first_of(CO_TRY(co_await database.query(kToDo)));
}

Async<Result<std::optional<JobWork>>> lock_job(Transaction& tx, JobId id) {
    co_return first_of(CO_TRY(co_await tx.execute(kLock, id)));
}

Async<Result<void>> postpone_job(Database& database, JobId id) {
    CO_TRY(co_await database.query(kPostpone, id));
    co_return ok();
}

Async<Result<void>> pin_assets(Transaction& tx, JobId id, std::vector<AssetId> assets) {
    CO_TRY(co_await tx.execute(kPin, id, assets));
    co_return ok();
}

Async<Result<void>> pin_edited_by(Transaction& tx, JobId id, JobId other) {
    const auto pinned = CO_TRY(co_await tx.execute(kPinEdited, id, other)).affected();
    const auto rows = CO_TRY(co_await tx.execute(kEdited, other));
    if (rows[0].get<std::int64_t>(0) == static_cast<std::int64_t>(pinned)) co_return ok();
    co_return fail(ErrorKind::NotFound, "the job ended too long ago: what it edited is not on record any more");
}

Async<Result<std::int64_t>> start_job(Transaction& tx, JobId id) {
    const auto rows = CO_TRY(co_await tx.execute(kStart, id));
    co_return rows[0].get<std::int64_t>(0);
}

Async<Result<std::vector<AssetId>>> next_assets(Transaction& tx, JobId id, AssetId reached, int limit) {
    const auto rows = CO_TRY(co_await tx.execute(kNext, id, reached, limit));
    co_return rows.map([](const Row& row) { return row.get<AssetId>(0); });
}

Async<Result<std::map<AssetId, WordsBefore>>> find_words_before(Transaction& tx, JobId job,
                                                                std::vector<AssetId> assets) {
    const auto rows = CO_TRY(co_await tx.execute(kBefore, job, assets));
    std::map<AssetId, WordsBefore> found;
    for (int i = 0; i < rows.size(); ++i) {
        const auto row = rows[i];
        WordsBefore before{.words = {.title = row.get<std::string>(1),
                                     .description = row.get<std::string>(2),
                                     .tags = row.get<std::vector<std::string>>(3),
                                     .editorial_metadata = row.get<std::string>(4)},
                           .left_at = row.get<std::int64_t>(5)};
        found.emplace(row.get<AssetId>(0), std::move(before));
    }
    co_return found;
}

Async<Result<void>> record_batch(Transaction& tx, JobId id, std::vector<JobAsset> assets) {
    if (assets.empty()) co_return ok();
    const auto rows = CO_TRY(co_await tx.execute(kTally, id));
    auto tally = job_of(rows[0]).tally;
    std::vector<AssetId> ids;
    std::vector<std::string_view> outcomes;
    std::vector<std::optional<std::int64_t>> versions;
    std::vector<std::optional<std::string>> details;
    for (auto& asset : assets) {
        tally.add(asset.outcome);
        ids.push_back(asset.asset);
        outcomes.push_back(name_of(asset.outcome));
        versions.push_back(asset.edit_version);
        details.push_back(std::move(asset.detail));
    }
    CO_TRY(co_await tx.execute(kRecord, id, ids, outcomes, versions, details));
    CO_TRY(co_await tx.execute(kAdvance, id, ids.back(), to_json(tally)));
    co_return ok();
}

Async<Result<Job>> end_job(Transaction& tx, JobId id, std::optional<std::string> error) {
    const auto rows = CO_TRY(co_await tx.execute(kEnd, id, std::move(error)));
    co_return job_of(rows[0]);
}

}  // namespace acervo
