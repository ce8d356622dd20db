#include "client/jobs.hpp"

#include <fmt/format.h>

#include <boost/json.hpp>

#include "client/connection.hpp"
#include "core/sleep.hpp"
#include "http/generated/decode.hpp"

namespace acervo::client {
namespace {

namespace json = boost::json;
namespace api = http::api;

/// Half of the calls that a person has per minute by default are left for other work.
constexpr std::chrono::seconds kBetweenLooks{2};
constexpr int kMostPages = 100'000;

json::array array_of(const std::vector<std::string>& texts) { return json::array(texts.begin(), texts.end()); }

Result<json::object> selection_of(const SelectionCommand& command) {
    json::object query;
    const auto add = [&query](std::string_view name, const std::string& value, bool is_list) {
        if (value.empty()) return;
        query[name] = is_list ? json::value(json::array{json::value(value)}) : json::value(value);
    };
    add("type", command.type, true);
    add("status", command.status, true);
    add("collection_id", command.collection, false);
    add("created_from", command.created_from, false);
    add("created_to", command.created_to, false);
    add("tag", command.tag, false);
    const bool by_query = command.all || !query.empty();
    if (by_query == !command.assets.empty()) {
        return fail(ErrorKind::InvalidInput, "say which assets: ids, filters, or --all");
    }
    json::object selection;
    if (!command.assets.empty()) selection["asset_ids"] = array_of(command.assets);
    if (by_query) selection["query"] = std::move(query);
    if (!command.excluded.empty()) selection["excluded"] = array_of(command.excluded);
    return selection;
}

Result<std::string> body_of(const BulkEditCommand& command) {
    auto selection = selection_of(command.selection);
    if (!selection) return fail(std::move(selection).error());
    const auto patch = merge_patch_of(command.change);
    if (!patch) return fail(patch.error());
    auto change = json::parse(*patch).as_object();
    if (!command.add_tags.empty()) change["add_tags"] = array_of(command.add_tags);
    if (!command.remove_tags.empty()) change["remove_tags"] = array_of(command.remove_tags);
    if (change.empty()) return fail(ErrorKind::InvalidInput, "say what shall change");
    const json::object body{{"selection", *std::move(selection)}, {"change", std::move(change)}};
    return json::serialize(body);
}

bool has_ended(const api::JobView& job) { return job.state != JobState::Queued && job.state != JobState::Running; }

void print_job(const api::JobView& job) {
    print_line(fmt::format("{}  {}  {}  {} of {} done, {} skipped, {} failed", job.job_id.to_string(),
                           name_of(job.kind), name_of(job.state), job.done, job.total, job.skipped, job.failed));
    for (const auto& count : job.outcomes) {
        if (count.outcome != JobOutcome::Edited) {
            print_line(fmt::format("    {:>8}  {}", count.assets, name_of(count.outcome)));
        }
    }
    if (job.error) print_line("    " + *job.error);
}

/// The answer that tells of the job, at its end when that is waited for; an error when it failed.
Async<Result<void>> tell(ApiClient& server, Settings settings, std::string answer, bool wait) {
    auto job = CO_TRY(api::decode_job_view(answer));
    while (wait && !has_ended(job)) {
        co_await sleep_for(kBetweenLooks);
        answer = CO_TRY(co_await server.call(Method::Get, "/api/v1/jobs/" + job.job_id.to_string()));
        job = CO_TRY(api::decode_job_view(answer));
        if (settings.live_progress && !settings.json) {
            fmt::print(stderr, "\r{} of {}", job.done + job.skipped + job.failed, job.total);
        }
    }
    if (wait && settings.live_progress && !settings.json) fmt::print(stderr, "\n");
    if (settings.json) {
        print_line(answer);
    } else {
        print_job(job);
    }
    if (wait && job.state == JobState::Failed) co_return fail(ErrorKind::Conflict, job.error.value_or("it failed"));
    co_return ok();
}

Async<Result<void>> print_assets(ApiClient& server, Settings settings, JobCommand command) {
    auto path = fmt::format("/api/v1/jobs/{}/assets?limit=200", command.job_id);
    if (!command.outcome.empty()) path += "&outcome=" + command.outcome;
    std::string after;
    for (int page = 0; page < kMostPages; ++page) {
        const auto answer = CO_TRY(co_await server.call(Method::Get, path + after));
        const auto found = CO_TRY(api::decode_job_asset_page(answer));
        if (settings.json) print_line(answer);
        for (const auto& asset : found.assets) {
            if (settings.json) break;
            print_line(fmt::format("{}  {:12}  {}", asset.asset_id.to_string(), name_of(asset.outcome),
                                   asset.detail.value_or("")));
        }
        if (!found.next) co_return ok();
        after = "&after=" + found.next->to_string();
    }
    co_return fail(ErrorKind::Internal, "the list does not end");
}

}  // namespace

Async<Result<void>> bulk_edit(Settings settings, BulkEditCommand command) {
    auto body = CO_TRY(body_of(command));
    auto connection = CO_TRY(co_await connect(settings));
    auto answer = CO_TRY(co_await connection->api().call(Method::Post, "/api/v1/assets/bulk-edit", std::move(body),
                                                         Uuid::make().to_string()));
    co_return co_await tell(connection->api(), std::move(settings), std::move(answer), command.wait);
}

namespace {

Async<Result<void>> order_cache_job(Settings settings, CacheCommand command, std::string action) {
    auto selection = CO_TRY(selection_of(command.selection));
    const json::object body{{"action", action}, {"selection", std::move(selection)}};
    auto connection = CO_TRY(co_await connect(settings));
    auto answer = CO_TRY(co_await connection->api().call(Method::Post, "/api/v1/assets/cache", json::serialize(body),
                                                         Uuid::make().to_string()));
    co_return co_await tell(connection->api(), std::move(settings), std::move(answer), command.wait);
}

}  // namespace

Async<Result<void>> warm_cache(Settings settings, CacheCommand command) {
    co_return co_await order_cache_job(std::move(settings), std::move(command), "warm");
}

Async<Result<void>> invalidate_cache(Settings settings, CacheCommand command) {
    co_return co_await order_cache_job(std::move(settings), std::move(command), "invalidate");
}

Async<Result<void>> show_job(Settings settings, JobCommand command) {
    auto connection = CO_TRY(co_await connect(settings));
    auto& server = connection->api();
    auto answer = CO_TRY(co_await server.call(Method::Get, "/api/v1/jobs/" + command.job_id));
    CO_TRY(co_await tell(server, settings, std::move(answer), command.wait));
    if (!command.assets && command.outcome.empty()) co_return ok();
    co_return co_await print_assets(server, std::move(settings), std::move(command));
}

Async<Result<void>> cancel_job(Settings settings, JobCommand command) {
    auto connection = CO_TRY(co_await connect(settings));
    auto answer =
        CO_TRY(co_await connection->api().call(Method::Post, fmt::format("/api/v1/jobs/{}/cancel", command.job_id)));
    co_return co_await tell(connection->api(), std::move(settings), std::move(answer), false);
}

Async<Result<void>> undo_job(Settings settings, JobCommand command) {
    auto connection = CO_TRY(co_await connect(settings));
    auto answer =
        CO_TRY(co_await connection->api().call(Method::Post, fmt::format("/api/v1/jobs/{}/undo", command.job_id)));
    co_return co_await tell(connection->api(), std::move(settings), std::move(answer), command.wait);
}

}  // namespace acervo::client
