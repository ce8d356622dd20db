#include "client/asset_keeping.hpp"

#include <fmt/format.h>

#include <boost/json.hpp>
#include <cstdio>
#include <fstream>
#include <iterator>
#include <optional>

#include "client/connection.hpp"
#include "http/generated/decode.hpp"

namespace acervo::client {
namespace {

namespace json = boost::json;
namespace api = http::api;

/// The same call for each asset; `tail` is what follows its path.
Async<Result<void>> call_each(Settings settings, Method method, std::vector<std::string> assets, std::string tail,
                              std::string body = {}) {
    auto connection = CO_TRY(co_await connect(std::move(settings)));
    std::optional<Error> first;
    for (const auto& asset : assets) {
        auto done = co_await connection->api().call(method, "/api/v1/assets/" + asset + tail, body);
        if (done) continue;
        fmt::print(stderr, "{}: {}\n", asset, done.error().message());
        if (!first) first = std::move(done).error();
    }
    if (first) co_return fail(*std::move(first));
    co_return ok();
}

std::string path_of(std::string_view type) { return fmt::format("/api/v1/metadata-schemas/{}", type); }

Result<json::value> fields_in(const std::string& file) {
    std::ifstream in{file};
    const std::string text{std::istreambuf_iterator<char>{in}, {}};
    boost::system::error_code not_json;
    const auto parsed = json::parse(text, not_json);
    if (not_json || !parsed.is_object() || !parsed.get_object().contains("fields")) {
        return fail(ErrorKind::InvalidInput, fmt::format("{}: must be JSON, an object with fields", file));
    }
    return parsed.get_object().at("fields");
}

void print_impact(const api::SchemaImpact& impact) {
    print_line(fmt::format("{} of {} assets would not be as the schema says", impact.breaking, impact.assets));
    for (const auto& asset : impact.examples) {
        print_line(fmt::format("{}  {}", asset.asset_id.to_string(), asset.title));
        for (const auto& fault : asset.errors) print_line(fmt::format("    {} {}", fault.pointer, fault.detail));
    }
}

}  // namespace

Async<Result<void>> trash_assets(Settings settings, std::vector<std::string> assets) {
    co_return co_await call_each(std::move(settings), Method::Delete, std::move(assets), "");
}
Async<Result<void>> restore_assets(Settings settings, std::vector<std::string> assets) {
    co_return co_await call_each(std::move(settings), Method::Post, std::move(assets), "/restore");
}
Async<Result<void>> archive_assets(Settings settings, std::vector<std::string> assets) {
    co_return co_await call_each(std::move(settings), Method::Put, std::move(assets), "/archive");
}
Async<Result<void>> unarchive_assets(Settings settings, std::vector<std::string> assets) {
    co_return co_await call_each(std::move(settings), Method::Delete, std::move(assets), "/archive");
}
Async<Result<void>> hold_assets(Settings settings, std::vector<std::string> assets, std::string reason) {
    const json::object body{{"reason", reason}};
    co_return co_await call_each(std::move(settings), Method::Put, std::move(assets), "/hold", json::serialize(body));
}
Async<Result<void>> restrict_assets(Settings settings, std::vector<std::string> assets) {
    co_return co_await call_each(std::move(settings), Method::Put, std::move(assets), "/restriction");
}
Async<Result<void>> unrestrict_assets(Settings settings, std::vector<std::string> assets) {
    co_return co_await call_each(std::move(settings), Method::Delete, std::move(assets), "/restriction");
}
Async<Result<void>> release_assets(Settings settings, std::vector<std::string> assets) {
    co_return co_await call_each(std::move(settings), Method::Delete, std::move(assets), "/hold");
}

Async<Result<void>> show_versions(Settings settings, std::string asset_id) {
    auto connection = CO_TRY(co_await connect(settings));
    const auto path = fmt::format("/api/v1/assets/{}/versions?limit=200", asset_id);
    for (std::optional<std::int64_t> before;;) {
        auto asked = before ? fmt::format("{}&before={}", path, *before) : path;
        const auto answer = CO_TRY(co_await connection->api().call(Method::Get, std::move(asked)));
        const auto page = CO_TRY(api::decode_version_page(answer));
        if (settings.json) print_line(answer);
        for (const auto& one : page.versions) {
            if (settings.json) continue;
            print_line(fmt::format("{:>4}{}  {:27}  {:>15}  {}  {}", one.version_number, one.current ? "*" : " ",
                                   format_rfc3339(one.created_at), one.size, one.created_by.to_string(), one.filename));
        }
        if (!page.next) co_return ok();
        before = page.next;
    }
}

Async<Result<void>> restore_version(Settings settings, std::string asset_id, int version) {
    auto tail = fmt::format("/versions/{}/restore", version);
    std::vector<std::string> assets{std::move(asset_id)};
    co_return co_await call_each(std::move(settings), Method::Post, std::move(assets), std::move(tail));
}

Async<Result<void>> show_processing(Settings settings, std::string asset_id) {
    auto connection = CO_TRY(co_await connect(settings));
    auto path = fmt::format("/api/v1/assets/{}/processing", asset_id);
    const auto answer = CO_TRY(co_await connection->api().call(Method::Get, std::move(path)));
    if (settings.json) {
        print_line(answer);
        co_return ok();
    }
    const auto shown = CO_TRY(api::decode_processing_view(answer));
    auto line = std::string{name_of(shown.status)};
    if (shown.failure_reason) line += ": " + *shown.failure_reason;
    if (shown.waiting_for) line += ", waits for " + *shown.waiting_for;
    print_line(line);
    for (const auto& one : shown.renditions) {
        print_line(fmt::format("  {:20} {:10} {:>3} %{}  {}", one.profile_name, name_of(one.status),
                               one.progress_percent, one.mandatory ? "" : "  not needed",
                               one.failure_reason.value_or("")));
    }
    co_return ok();
}
Async<Result<void>> retry_ingests(Settings settings, std::vector<std::string> assets) {
    co_return co_await call_each(std::move(settings), Method::Post, std::move(assets), "/retry");
}
Async<Result<void>> cancel_ingests(Settings settings, std::vector<std::string> assets) {
    co_return co_await call_each(std::move(settings), Method::Post, std::move(assets), "/cancel");
}

Async<Result<void>> show_metadata_schema(Settings settings, std::string type) {
    auto connection = CO_TRY(co_await connect(std::move(settings)));
    print_line(CO_TRY(co_await connection->api().call(Method::Get, path_of(type))));
    co_return ok();
}

Async<Result<void>> preview_metadata_schema(Settings settings, SchemaCommand command) {
    json::object body;
    body["fields"] = CO_TRY(fields_in(command.file));
    auto connection = CO_TRY(co_await connect(settings));
    auto path = path_of(command.type) + "/preview";
    const auto answer = CO_TRY(co_await connection->api().call(Method::Post, std::move(path), json::serialize(body)));
    if (settings.json) {
        print_line(answer);
        co_return ok();
    }
    print_impact(CO_TRY(api::decode_schema_impact(answer)));
    co_return ok();
}

Async<Result<void>> put_metadata_schema(Settings settings, SchemaCommand command) {
    json::object body;
    body["fields"] = CO_TRY(fields_in(command.file));
    auto connection = CO_TRY(co_await connect(std::move(settings)));
    const auto path = path_of(command.type);
    const auto now = CO_TRY(co_await connection->api().call(Method::Get, path));
    body["after"] = CO_TRY(api::decode_metadata_schema(now)).revision;
    body["accept_breaking"] = command.accept_breaking;
    print_line(CO_TRY(co_await connection->api().call(Method::Put, path, json::serialize(body))));
    co_return ok();
}

}  // namespace acervo::client
