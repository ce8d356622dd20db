#include "app/jobs/jobs.hpp"

#include "http/generated/decode.hpp"
#include "http/generated/encode.hpp"
#include "http/generated/parameters.hpp"
#include "http/routes/answers.hpp"
#include "http/routes/idempotency_key.hpp"
#include "http/routes/large_body.hpp"
#include "http/routes/routes.hpp"

namespace acervo::http {
namespace {

api::JobView view_of(const Job& job) {
    api::JobView view{.job_id = job.id,
                      .kind = job.kind,
                      .state = job.state,
                      .undoes = job.undoes,
                      .created_by = job.created_by,
                      .created_at = job.created_at,
                      .started_at = job.started_at,
                      .ended_at = job.ended_at,
                      .error = job.error,
                      .total = job.total,
                      .done = job.tally.done(),
                      .skipped = job.tally.skipped(),
                      .failed = job.tally.failed(),
                      .outcomes = {}};
    for (std::size_t i = 0; i < kJobOutcomes; ++i) {
        const auto outcome = static_cast<JobOutcome>(i);
        if (job.tally.of(outcome) > 0) view.outcomes.push_back({.outcome = outcome, .assets = job.tally.of(outcome)});
    }
    return view;
}

api::JobAssetPage page_of(const JobAssetPage& found) {
    api::JobAssetPage view;
    for (const auto& asset : found.assets) {
        view.assets.push_back({.asset_id = asset.asset,
                               .outcome = asset.outcome,
                               .edit_version = asset.edit_version,
                               .detail = asset.detail});
    }
    if (found.next) view.next = found.next->uuid();
    return view;
}

std::vector<AssetId> asset_ids(const std::optional<std::vector<Uuid>>& ids) {
    std::vector<AssetId> assets;
    for (const auto& id : ids.value_or(std::vector<Uuid>{})) assets.emplace_back(id);
    return assets;
}

BulkSelection selection_of(const api::AssetSelection& asked) {
    BulkSelection selection{
        .query = std::nullopt, .excluded = asset_ids(asked.excluded), .assets = asset_ids(asked.asset_ids)};
    if (const auto& query = asked.query) {
        selection.query = AssetFilter{.types = query->type.value_or(std::vector<AssetType>{}),
                                      .statuses = query->status.value_or(std::vector<AssetStatus>{}),
                                      .collection = query->collection_id,
                                      .created_from = query->created_from,
                                      .created_before = query->created_to,
                                      .tag = query->tag};
    }
    return selection;
}

BulkOrder order_of(const api::BulkEdit& body) {
    const auto& change = body.change;
    return {.selection = selection_of(body.selection),
            .change = {.title = change.title,
                       .description = change.description,
                       .tags = change.tags,
                       .remove_tags = change.remove_tags.value_or(std::vector<std::string>{}),
                       .add_tags = change.add_tags.value_or(std::vector<std::string>{}),
                       .editorial_metadata = change.editorial_metadata}};
}

/// 202 with the path of the job.
Response started(const Result<Job>& job) {
    if (!job) return problem(job.error());
    auto response = json_response(202, encode(view_of(*job)));
    response.headers.set("Location", "/api/v1/jobs/" + job->id.to_string());
    return response;
}

Async<Result<Job>> start(Database& database, CpuPool& documents, Request request, Caller caller) {
    CO_TRY(api::decode_start_bulk_edit_parameters(request));
    auto body = CO_TRY(co_await read_json(request, api::kStartBulkEdit));
    auto key = idempotency_key(request, api::kStartBulkEdit, caller, body);
    const auto decoded = CO_TRY(co_await decode_body(documents, std::move(body), api::decode_bulk_edit));
    co_return co_await start_bulk_edit(database, std::move(caller), order_of(decoded), std::move(key));
}

Async<Response> start_bulk_edit_route(Database& database, CpuPool& documents, Request request, Caller caller) {
    co_return started(co_await start(database, documents, std::move(request), std::move(caller)));
}

Async<Result<Job>> order_cache_job(Database& database, CpuPool& documents, Request request, Caller caller) {
    CO_TRY(api::decode_start_cache_job_parameters(request));
    auto body = CO_TRY(co_await read_json(request, api::kStartCacheJob));
    auto key = idempotency_key(request, api::kStartCacheJob, caller, body);
    const auto order = CO_TRY(co_await decode_body(documents, std::move(body), api::decode_cache_order));
    const auto kind = order.action == api::CacheAction::Warm ? JobKind::WarmCache : JobKind::InvalidateCache;
    co_return co_await start_cache_job(database, std::move(caller), kind, selection_of(order.selection),
                                       std::move(key));
}

Async<Response> start_cache_job_route(Database& database, CpuPool& documents, Request request, Caller caller) {
    co_return started(co_await order_cache_job(database, documents, std::move(request), std::move(caller)));
}

Async<Response> get_job_route(Database& database, Request request, Caller caller) {
    const auto asked = api::decode_get_job_parameters(request);
    if (!asked) co_return problem(asked.error());
    co_return answer(co_await show_job(database, std::move(caller), asked->job_id), view_of);
}

Async<Response> list_job_assets_route(Database& database, Request request, Caller caller) {
    const auto asked = api::decode_list_job_assets_parameters(request);
    if (!asked) co_return problem(asked.error());
    JobAssetListing listing{.outcome = asked->outcome, .after = std::nullopt, .limit = asked->limit};
    if (asked->after) listing.after = AssetId{*asked->after};
    co_return answer(co_await list_job_asset_page(database, std::move(caller), asked->job_id, listing), page_of);
}

Async<Response> cancel_job_route(Database& database, Request request, Caller caller) {
    const auto asked = api::decode_cancel_job_parameters(request);
    if (!asked) co_return problem(asked.error());
    co_return answer(co_await stop_job(database, std::move(caller), asked->job_id), view_of);
}

Async<Response> undo_job_route(Database& database, Request request, Caller caller) {
    const auto asked = api::decode_undo_job_parameters(request);
    if (!asked) co_return problem(asked.error());
    co_return started(co_await undo_job(database, std::move(caller), asked->job_id));
}

}  // namespace

void add_job_routes(Router& router, Identity& identity, Database& database, CpuPool& documents) {
    const auto add = routes_on(router, identity, database);
    routes_on(router, identity, database, documents)(api::kStartBulkEdit, start_bulk_edit_route);
    routes_on(router, identity, database, documents)(api::kStartCacheJob, start_cache_job_route);
    add(api::kGetJob, get_job_route);
    add(api::kListJobAssets, list_job_assets_route);
    add(api::kCancelJob, cancel_job_route);
    add(api::kUndoJob, undo_job_route);
}

}  // namespace acervo::http
