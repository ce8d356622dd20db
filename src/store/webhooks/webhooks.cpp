#include "store/webhooks/webhooks.hpp"

namespace acervo {
namespace {

constexpr std::string_view kColumns =
    "w.id, w.url, w.type, w.description, w.secret_version, w.enabled, w.disabled_reason, w.after_sequence, w.attempts, "
    "w.failing_since, w.next_try_at, w.created_by, w.created_at";
const std::string kListSql = "SELECT " + std::string{kColumns} + " FROM webhooks w ORDER BY w.created_at, w.id";
const std::string kFindSql = "SELECT " + std::string{kColumns} + " FROM webhooks w WHERE w.id = $1";
const std::string kDueSql = "SELECT " + std::string{kColumns} +
                            " FROM webhooks w, event_counter c WHERE w.enabled AND w.after_sequence < c.newest "
                            "AND (w.next_try_at IS NULL OR w.next_try_at <= now()) "
                            "ORDER BY w.next_try_at NULLS FIRST, w.after_sequence LIMIT $1";

// The lock lets nobody count while another one adds.
constexpr Statement kLockAll{"webhooks.lock_all", "SELECT pg_advisory_xact_lock(hashtext('webhooks'))"};
constexpr Statement kInsert{
    "webhooks.insert",
    "INSERT INTO webhooks (id, url, type, description, after_sequence, created_by, created_at) SELECT $1, $2, $3, $4, "
    "newest, $5, $6 FROM event_counter WHERE (SELECT count(*) FROM webhooks) < $7"};
const Statement kList{"webhooks.list", kListSql};
const Statement kFind{"webhooks.find", kFindSql};
constexpr Statement kUpdate{
    "webhooks.update",
    "UPDATE webhooks SET url = coalesce($2, url), enabled = coalesce($3::boolean, enabled), "
    "secret_version = secret_version + CASE WHEN $4 THEN 1 ELSE 0 END, "
    "after_sequence = CASE WHEN $5::bigint IS NULL THEN after_sequence ELSE least($5, (SELECT newest FROM "
    "event_counter)) END, "
    "disabled_reason = CASE WHEN $3 THEN NULL ELSE disabled_reason END, "
    "attempts = CASE WHEN $3 OR $5 IS NOT NULL THEN 0 ELSE attempts END, "
    "failing_since = CASE WHEN $3 OR $5 IS NOT NULL THEN NULL ELSE failing_since END, "
    "next_try_at = CASE WHEN $3 OR $5 IS NOT NULL OR $2 IS NOT NULL THEN NULL ELSE next_try_at END WHERE id = $1"};
constexpr Statement kDelete{"webhooks.delete", "DELETE FROM webhooks WHERE id = $1"};
constexpr Statement kLog{"webhook_deliveries.list",
                         "SELECT id, sequence, type, asset_id, attempted_at, took_ms, status_code, error FROM "
                         "webhook_deliveries WHERE webhook_id = $1 AND ($2::bigint IS NULL OR id < $2) "
                         "ORDER BY id DESC LIMIT $3"};
const Statement kDue{"webhooks.list_due", kDueSql};
constexpr Statement kPass{
    "webhooks.pass",
    "UPDATE webhooks SET after_sequence = $3, attempts = 0, failing_since = NULL, next_try_at = NULL "
    "WHERE id = $1 AND after_sequence = $2"};
constexpr Statement kFailed{
    "webhooks.failed",
    "UPDATE webhooks SET attempts = attempts + 1, failing_since = coalesce(failing_since, now()), "
    "next_try_at = now() + make_interval(secs => $3::double precision) WHERE id = $1 AND after_sequence = $2"};
// Who was removed meanwhile has no log.
constexpr Statement kNote{
    "webhook_deliveries.insert",
    "INSERT INTO webhook_deliveries (webhook_id, sequence, type, asset_id, attempted_at, took_ms, status_code, error) "
    "SELECT id, $2, $3, $4, $5, $6, $7, $8 FROM webhooks WHERE id = $1"};
constexpr Statement kDisable{"webhooks.disable",
                             "UPDATE webhooks SET enabled = false, disabled_reason = $2 WHERE id = $1 AND enabled"};
constexpr Statement kDeleteOld{"webhook_deliveries.delete_old",
                               "DELETE FROM webhook_deliveries WHERE id IN (SELECT id FROM webhook_deliveries WHERE "
                               "attempted_at < now() - make_interval(secs => $1::double precision) LIMIT $2)"};

Webhook webhook_of(const Row& row) {
    return {.id = row.get<WebhookId>(0),
            .url = row.get<std::string>(1),
            .type = row.get<std::string>(2),
            .description = row.get<std::string>(3),
            .secret_version = row.get<int>(4),
            .enabled = row.get<bool>(5),
            .disabled_reason = row.get<std::optional<std::string>>(6),
            .after = row.get<std::int64_t>(7),
            .attempts = row.get<int>(8),
            .failing_since = row.get<std::optional<Timestamp>>(9),
            .next_try_at = row.get<std::optional<Timestamp>>(10),
            .created_by = row.get<UserId>(11),
            .created_at = row.get<Timestamp>(12)};
}

WebhookDelivery delivery_of(const Row& row) {
    return {.id = row.get<std::int64_t>(0),
            .sequence = row.get<std::int64_t>(1),
            .type = row.get<std::string>(2),
            .asset = row.get<Uuid>(3),
            .attempted_at = row.get<Timestamp>(4),
            .took = std::chrono::milliseconds{row.get<int>(5)},
            .status_code = row.get<std::optional<int>>(6),
            .error = row.get<std::optional<std::string>>(7)};
}

Async<Result<void>> write_down(Transaction& tx, WebhookId id, WebhookDelivery delivery) {
    CO_TRY(co_await tx.execute(kNote, id, delivery.sequence, std::move(delivery.type), delivery.asset,
                               delivery.attempted_at, static_cast<int>(delivery.took.count()), delivery.status_code,
                               std::move(delivery.error)));
    co_return ok();
}

}  // namespace

Async<Result<void>> insert_webhook(Transaction& tx, Webhook webhook) {
    CO_TRY(co_await tx.execute(kLockAll));
    const auto inserted = CO_TRY(co_await tx.execute(kInsert, webhook.id, std::move(webhook.url),
                                                     std::move(webhook.type), std::move(webhook.description),
                                                     webhook.created_by, webhook.created_at, kMostWebhooks));
    if (inserted.affected() == 0) co_return fail(ErrorKind::Conflict, "there are a hundred webhooks");
    co_return ok();
}

Async<Result<std::vector<Webhook>>> list_webhooks(Database& database) {
    const auto rows = CO_TRY(co_await database.query(kList));
    co_return rows.map(webhook_of);
}

Async<Result<Webhook>> find_webhook(Database& database, WebhookId id) {
    const auto rows = CO_TRY(co_await database.query(kFind, id));
    if (rows.empty()) co_return fail(ErrorKind::NotFound, "there is no such webhook");
    co_return webhook_of(rows[0]);
}

Async<Result<void>> update_webhook(Transaction& tx, WebhookId id, WebhookChange change) {
    const auto updated = CO_TRY(
        co_await tx.execute(kUpdate, id, std::move(change.url), change.enabled, change.renews_secret, change.after));
    if (updated.affected() == 0) co_return fail(ErrorKind::NotFound, "there is no such webhook");
    co_return ok();
}

Async<Result<void>> delete_webhook(Transaction& tx, WebhookId id) {
    const auto deleted = CO_TRY(co_await tx.execute(kDelete, id));
    if (deleted.affected() == 0) co_return fail(ErrorKind::NotFound, "there is no such webhook");
    co_return ok();
}

Async<Result<std::vector<WebhookDelivery>>> list_webhook_deliveries(Database& database, WebhookId id,
                                                                    WebhookLogListing listing) {
    const auto rows = CO_TRY(co_await database.query(kLog, id, listing.before, listing.limit));
    co_return rows.map(delivery_of);
}

Async<Result<std::vector<Webhook>>> list_due_webhooks(Database& database, int limit) {
    const auto rows = CO_TRY(co_await database.query(kDue, limit));
    co_return rows.map(webhook_of);
}

Async<Result<void>> pass_events(Database& database, WebhookId id, std::int64_t from, std::int64_t to) {
    CO_TRY(co_await database.query(kPass, id, from, to));
    co_return ok();
}

Async<Result<void>> note_delivered(Transaction& tx, WebhookId id, std::int64_t from, WebhookDelivery delivery) {
    CO_TRY(co_await tx.execute(kPass, id, from, delivery.sequence));
    co_return co_await write_down(tx, id, std::move(delivery));
}

Async<Result<void>> note_not_delivered(Transaction& tx, WebhookId id, std::int64_t from, WebhookDelivery delivery,
                                       std::chrono::seconds pause) {
    CO_TRY(co_await tx.execute(kFailed, id, from, static_cast<std::int64_t>(pause.count())));
    co_return co_await write_down(tx, id, std::move(delivery));
}

Async<Result<void>> disable_webhook(Transaction& tx, WebhookId id, std::string reason) {
    CO_TRY(co_await tx.execute(kDisable, id, std::move(reason)));
    co_return ok();
}

Async<Result<int>> delete_old_webhook_deliveries(Database& database, std::chrono::seconds kept, int limit) {
    const auto deleted = CO_TRY(co_await database.query(kDeleteOld, static_cast<std::int64_t>(kept.count()), limit));
    co_return static_cast<int>(deleted.affected());
}

}  // namespace acervo
