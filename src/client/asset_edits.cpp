#include "client/asset_edits.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <boost/json.hpp>

#include "client/connection.hpp"
#include "http/generated/decode.hpp"

namespace acervo::client {
namespace {

namespace json = boost::json;
namespace api = http::api;

constexpr int kMostPages = 1000;

json::value value_of(std::string_view text) {
    boost::system::error_code not_json;
    auto parsed = json::parse(text, not_json);
    if (not_json) return json::string{text};
    return parsed;
}

Result<json::object> patch_of(const EditCommand& command) {
    json::object patch;
    if (command.title) patch["title"] = *command.title;
    if (command.description) patch["description"] = *command.description;
    if (!command.tags.empty()) patch["tags"] = json::array(command.tags.begin(), command.tags.end());
    if (command.no_tags) patch["tags"] = nullptr;
    json::object metadata;
    for (const auto& assignment : command.set) {
        const auto equals = assignment.find('=');
        if (equals == std::string::npos || equals == 0) {
            return fail(ErrorKind::InvalidInput, fmt::format("--set {}: must be field=value", assignment));
        }
        metadata[assignment.substr(0, equals)] = value_of(std::string_view{assignment}.substr(equals + 1));
    }
    for (const auto& field : command.unset) metadata[field] = nullptr;
    if (!metadata.empty()) patch["editorial_metadata"] = std::move(metadata);
    return patch;
}

/// What If-Match says of the asset as it is now.
Async<Result<std::string>> present_edit(ApiClient& server, std::string path) {
    const auto answer = CO_TRY(co_await server.call(Method::Get, std::move(path)));
    const auto asset = CO_TRY(api::decode_asset_view(answer));
    co_return fmt::format("\"{}\"", asset.edit_version);
}

Result<void> print_asset(const Settings& settings, const std::string& answer) {
    if (settings.json) {
        print_line(answer);
        return ok();
    }
    const auto asset = api::decode_asset_view(answer);
    if (!asset) return fail(asset.error());
    print_line(fmt::format("{}  edit {}  {}", asset->asset_id.to_string(), asset->edit_version, asset->title));
    return ok();
}

void print_edit(const api::Edit& edit) {
    print_line(fmt::format("{:>4}  {:27}  {:36}  {}  [{}]  {}", edit.edit_version, format_rfc3339(edit.edited_at),
                           edit.edited_by ? edit.edited_by->to_string() : "-", edit.title, fmt::join(edit.tags, ", "),
                           edit.editorial_metadata));
}

}  // namespace

Result<std::string> merge_patch_of(const EditCommand& command) {
    const auto patch = patch_of(command);
    if (!patch) return fail(patch.error());
    return json::serialize(*patch);
}

Async<Result<void>> edit_asset(Settings settings, EditCommand command) {
    const auto patch = CO_TRY(patch_of(command));
    if (patch.empty()) co_return fail(ErrorKind::InvalidInput, "say what shall change");
    auto connection = CO_TRY(co_await connect(settings));
    const auto path = "/api/v1/assets/" + command.asset_id;
    std::string upon{"*"};
    if (!command.force) upon = CO_TRY(co_await present_edit(connection->api(), path));
    ApiCall change{.method = Method::Patch,
                   .path = path,
                   .body = json::serialize(patch),
                   .media_type = "application/merge-patch+json",
                   .if_match = std::move(upon)};
    const auto answer = CO_TRY(co_await connection->api().call(std::move(change)));
    co_return print_asset(settings, answer);
}

Async<Result<void>> show_history(Settings settings, std::string asset_id) {
    auto connection = CO_TRY(co_await connect(settings));
    const auto path = fmt::format("/api/v1/assets/{}/history?limit=200", asset_id);
    std::optional<std::int64_t> before;
    for (int page = 0; page < kMostPages; ++page) {
        const auto asked = before ? fmt::format("{}&before={}", path, *before) : path;
        const auto answer = CO_TRY(co_await connection->api().call(Method::Get, asked));
        const auto found = CO_TRY(api::decode_edit_page(answer));
        if (settings.json) print_line(answer);
        for (const auto& edit : found.edits)
            if (!settings.json) print_edit(edit);
        if (!found.next) co_return ok();
        before = found.next;
    }
    co_return fail(ErrorKind::Internal, "the history does not end");
}

Async<Result<void>> restore_edit(Settings settings, std::string asset_id, std::string edit_version) {
    auto connection = CO_TRY(co_await connect(settings));
    const auto path = "/api/v1/assets/" + asset_id;
    auto upon = CO_TRY(co_await present_edit(connection->api(), path));
    ApiCall change{.method = Method::Post,
                   .path = fmt::format("{}/history/{}/restore", path, edit_version),
                   .if_match = std::move(upon)};
    const auto answer = CO_TRY(co_await connection->api().call(std::move(change)));
    co_return print_asset(settings, answer);
}

}  // namespace acervo::client
