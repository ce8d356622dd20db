#include "store/housekeeping/housekeeping.hpp"

namespace acervo {
namespace {

constexpr Statement kSessions{"sessions.delete_ended",
                              "DELETE FROM sessions WHERE id IN (SELECT id FROM sessions WHERE expires_at < now() - "
                              "make_interval(secs => $1::double precision) LIMIT $2)"};
constexpr Statement kPasswordResets{"password_resets.delete_ended",
                                    "DELETE FROM password_resets WHERE user_id IN (SELECT user_id FROM "
                                    "password_resets WHERE expires_at < now() LIMIT $1) AND expires_at < now()"};
constexpr Statement kResetMails{"reset_mails.delete_old",
                                "DELETE FROM reset_mails WHERE id IN (SELECT id FROM reset_mails WHERE requested_at < "
                                "now() - make_interval(secs => $1::double precision) LIMIT $2)"};
constexpr Statement kKeys{"idempotency_keys.delete_old",
                          "DELETE FROM idempotency_keys WHERE (principal_id, key) IN (SELECT principal_id, key FROM "
                          "idempotency_keys WHERE created_at < now() - make_interval(secs => $1::double precision) "
                          "LIMIT $2)"};
// The lock waits for, and holds off, who refers to the job: an undo that is being ordered.
constexpr Statement kLockOldJob{
    "jobs.lock_old",
    "SELECT id FROM jobs j WHERE ended_at < now() - make_interval(secs => $1::double precision) "
    "AND EXISTS (SELECT FROM job_assets WHERE job_id = j.id) "
    "AND NOT EXISTS (SELECT FROM jobs u WHERE u.undoes = j.id AND u.state IN ('queued', 'running')) "
    "LIMIT 1 FOR UPDATE SKIP LOCKED"};
// Looks again for an undo: one may have been ordered between the first look and the lock.
constexpr Statement kJobAssets{
    "job_assets.delete",
    "DELETE FROM job_assets WHERE job_id = $1 AND asset_id IN (SELECT asset_id FROM job_assets WHERE job_id = $1 "
    "LIMIT $2) AND NOT EXISTS (SELECT FROM jobs WHERE undoes = $1 AND state IN ('queued', 'running'))"};

std::int64_t seconds_of(std::chrono::seconds kept) { return kept.count(); }

}  // namespace

Async<Result<int>> delete_ended_sessions(Database& database, std::chrono::seconds kept, int limit) {
    const auto deleted = CO_TRY(co_await database.query(kSessions, seconds_of(kept), limit));
    co_return static_cast<int>(deleted.affected());
}

Async<Result<int>> delete_ended_password_resets(Database& database, int limit) {
    const auto deleted = CO_TRY(co_await database.query(kPasswordResets, limit));
    co_return static_cast<int>(deleted.affected());
}

Async<Result<int>> delete_old_reset_mails(Database& database, std::chrono::seconds kept, int limit) {
    const auto deleted = CO_TRY(co_await database.query(kResetMails, seconds_of(kept), limit));
    co_return static_cast<int>(deleted.affected());
}

Async<Result<int>> delete_old_idempotency_keys(Database& database, std::chrono::seconds kept, int limit) {
    const auto deleted = CO_TRY(co_await database.query(kKeys, seconds_of(kept), limit));
    co_return static_cast<int>(deleted.affected());
}

Async<Result<std::optional<JobId>>> lock_old_job(Transaction& tx, std::chrono::seconds kept) {
    const auto rows = CO_TRY(co_await tx.execute(kLockOldJob, seconds_of(kept)));
    if (rows.empty()) co_return std::nullopt;
    co_return rows[0].get<JobId>(0);
}

Async<Result<int>> delete_job_assets(Transaction& tx, JobId job, int limit) {
    const auto deleted = CO_TRY(co_await tx.execute(kJobAssets, job, limit));
    co_return static_cast<int>(deleted.affected());
}

}  // namespace acervo
