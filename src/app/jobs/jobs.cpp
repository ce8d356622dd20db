#include "app/jobs/jobs.hpp"

#include "app/access/made_once.hpp"
#include "app/catalogue/catalogue.hpp"

namespace acervo {
namespace {

Async<Result<Made<JobId>>> record(Database& database, Caller caller, NewJob job,
                                  std::optional<IdempotencyKey> key = std::nullopt) {
    AuditDetails details{{"kind", std::string{name_of(job.kind)}}};
    if (job.undoes) details.emplace_back("undoes", job.undoes->to_string());
    Making<JobId> making{
        .id = job.id, .line = audit_line(caller, "job.start", "job", job.id, details), .key = std::move(key)};
    const auto insert = [&job](Transaction& tx) { return insert_job(tx, job); };
    co_return co_await made_once(database, std::move(making), insert);
}

NewJob new_job(const Caller& caller, JobKind kind) {
    return {.id = JobId::make(), .kind = kind, .created_by = caller.principal.user, .request_id = caller.request_id};
}

Async<Result<Job>> start(Database& database, Caller caller, JobKind kind, BulkOrder order,
                         std::optional<IdempotencyKey> key) {
    // The collection of an earlier call may be out of sight by now.
    if (const auto earlier = CO_TRY(co_await find_earlier<JobId>(database, key))) {
        co_return co_await find_job(database, *earlier);
    }
    if (order.selection.query && order.selection.query->collection) {
        CO_TRY(co_await check_filter_collection(database, caller, *order.selection.query->collection));
    }
    auto job = new_job(caller, kind);
    job.task = to_json(order);
    const auto made = CO_TRY(co_await record(database, std::move(caller), std::move(job), std::move(key)));
    co_return co_await find_job(database, made.id);
}

}  // namespace

Async<Result<Job>> start_bulk_edit(Database& database, Caller caller, BulkOrder order,
                                   std::optional<IdempotencyKey> key) {
    CO_TRY(order.check());
    co_return co_await start(database, std::move(caller), JobKind::BulkEdit, std::move(order), std::move(key));
}

Async<Result<Job>> start_cache_job(Database& database, Caller caller, JobKind kind, BulkSelection selection,
                                   std::optional<IdempotencyKey> key) {
    CO_TRY(selection.check());
    BulkOrder order;
    order.selection = std::move(selection);
    co_return co_await start(database, std::move(caller), kind, std::move(order), std::move(key));
}

Async<Result<Job>> show_job(Database& database, Caller caller, JobId id) {
    auto job = CO_TRY(co_await find_job(database, id));
    if (job.created_by != caller.principal.user && caller.principal.role != Role::Admin) {
        co_return fail(ErrorKind::NotFound, "there is no such job");
    }
    co_return job;
}

Async<Result<Job>> stop_job(Database& database, Caller caller, JobId id) {
    const auto job = CO_TRY(co_await show_job(database, caller, id));
    if (job.has_ended()) co_return job;
    auto line = audit_line(caller, "job.cancel", "job", id);
    const auto work = [id](Transaction& tx) { return cancel_job(tx, id); };
    const auto cancelled = co_await audited(database, std::move(line), work);
    // It has come to its end just before.
    if (!cancelled && cancelled.error().kind() != ErrorKind::Conflict) co_return fail(cancelled.error());
    co_return co_await find_job(database, id);
}

Async<Result<Job>> undo_job(Database& database, Caller caller, JobId id) {
    const auto job = CO_TRY(co_await show_job(database, caller, id));
    if (is_about_cache(job.kind))
        co_return fail(ErrorKind::Conflict, "there is nothing to undo: the job edits no asset");
    if (!job.has_ended()) co_return fail(ErrorKind::Conflict, "the job is under way: cancel it first, or wait");
    if (const auto undo = CO_TRY(co_await find_undo_of(database, id))) co_return co_await find_job(database, *undo);
    auto order = new_job(caller, JobKind::Undo);
    order.undoes = id;
    const auto recorded = co_await record(database, std::move(caller), order);
    if (recorded) co_return co_await find_job(database, order.id);
    // Two at the same time: both get the same one.
    const auto undo = co_await find_undo_of(database, id);
    if (!undo || !*undo) co_return fail(recorded.error());
    co_return co_await find_job(database, **undo);
}

Async<Result<JobAssetPage>> list_job_asset_page(Database& database, Caller caller, JobId id, JobAssetListing listing) {
    CO_TRY(co_await show_job(database, std::move(caller), id));
    const auto limit = static_cast<std::size_t>(listing.limit);
    ++listing.limit;
    JobAssetPage page{.assets = CO_TRY(co_await list_job_assets(database, id, listing)), .next = std::nullopt};
    if (page.assets.size() > limit) {
        page.assets.pop_back();
        page.next = page.assets.back().asset;
    }
    co_return page;
}

}  // namespace acervo
