#include "client/commands.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <array>
#include <boost/asio/this_coro.hpp>
#include <boost/json.hpp>
#include <cstdio>

#include "client/api_client.hpp"
#include "client/connection.hpp"
#include "client/download_file.hpp"
#include "client/file_bytes.hpp"
#include "client/progress.hpp"
#include "client/upload_file.hpp"
#include "client/upload_sources.hpp"
#include "core/sleep.hpp"
#include "http/generated/decode.hpp"
#include "http/generated/encode.hpp"

namespace acervo::client {
namespace {

namespace json = boost::json;

std::string readable_size(std::uint64_t bytes) {
    constexpr std::array<std::string_view, 5> kUnits{"B", "KiB", "MiB", "GiB", "TiB"};
    auto value = static_cast<double>(bytes);
    std::size_t unit = 0;
    while (value >= 1024 && unit + 1 < kUnits.size()) {
        value /= 1024;
        ++unit;
    }
    return unit == 0 ? fmt::format("{} B", bytes) : fmt::format("{:.1f} {}", value, kUnits[unit]);
}

json::object to_json(const std::filesystem::path& file, const UploadedFile& uploaded) {
    json::object line{
        {"file", file.string()},     {"asset_id", uploaded.asset_id}, {"workflow_id", uploaded.workflow_id},
        {"status", uploaded.status}, {"size", uploaded.size},         {"parts", uploaded.parts}};
    if (uploaded.hash) line["sha256"] = uploaded.hash->to_string();
    if (uploaded.existing) line["existing"] = true;
    if (uploaded.resumed_parts > 0) line["resumed_parts"] = uploaded.resumed_parts;
    return line;
}

/// Until the asset is `ready` or what else is the end; it is told as it is when the time is over.
Async<Result<void>> wait_for(ApiClient& api, UploadedFile& uploaded, std::chrono::seconds limit) {
    const auto end = std::chrono::steady_clock::now() + limit;
    while (uploaded.status == "uploading" || uploaded.status == "processing") {
        if (std::chrono::steady_clock::now() >= end) {
            co_return fail(ErrorKind::Timeout, fmt::format("after {} s the asset {} is still {}", limit.count(),
                                                           uploaded.asset_id, uploaded.status));
        }
        co_await sleep_for(std::chrono::seconds{1});
        const auto answer = CO_TRY(co_await api.call(Method::Get, "/api/v1/assets/" + uploaded.asset_id));
        uploaded.status = std::string{name_of(CO_TRY(http::api::decode_asset_view(answer)).status)};
    }
    if (uploaded.status != "failed") co_return ok();
    co_return fail(ErrorKind::Conflict, fmt::format("the asset {} failed", uploaded.asset_id));
}

std::string describe(const UploadedFile& uploaded, const std::string& name) {
    auto line = fmt::format("{}  {}  {}", uploaded.asset_id, name, readable_size(uploaded.size));
    if (uploaded.existing) return line + " there already, " + uploaded.status;
    line += fmt::format(" in {} parts", uploaded.parts);
    if (uploaded.resumed_parts > 0) line += fmt::format(" ({} sent before)", uploaded.resumed_parts);
    return line + ", " + uploaded.status;
}

Async<Result<void>> upload_one(Connection& connection, Settings settings, UploadOrder order,
                               std::chrono::seconds wait) {
    const auto name = order.name.empty() ? order.file.filename().string() : order.name;
    const auto file = order.name.empty() ? order.file : std::filesystem::path{order.name};
    Progress progress{name, settings.live_progress};
    const auto show = [&progress](std::uint64_t done, std::uint64_t total) { progress.show(done, total); };
    auto uploaded = CO_TRY(co_await upload_file(connection.api(), std::move(order), show));
    progress.finish();
    Result<void> processed;
    if (wait.count() > 0) processed = co_await wait_for(connection.api(), uploaded, wait);
    print_line(settings.json ? json::serialize(to_json(file, uploaded)) : describe(uploaded, name));
    co_return processed;
}

/// What one path stands for: standard input is read to its end first.
Async<Result<void>> upload_path(Connection& connection, Settings settings, UploadCommand command,
                                std::filesystem::path path) {
    UploadOrder order{.file = path,
                      .name = {},
                      .title = command.title,
                      .description = command.description,
                      .external_id = command.external_id,
                      .parallel_parts = command.parallel_parts,
                      .with_hash = command.with_hash,
                      .hash = std::nullopt,
                      .force = command.force,
                      .version_of = command.version_of,
                      .journal = settings.credentials.file().parent_path() / "uploads"};
    if (path != "-") co_return co_await upload_one(connection, std::move(settings), std::move(order), command.wait);
    if (command.name.empty())
        co_return fail(ErrorKind::InvalidInput, "standard input needs --name, as --name take.mxf");
    const auto input = CO_TRY(SpooledInput::read(STDIN_FILENO));
    order.file = input.file();
    order.name = command.name;
    order.hash = input.hash();
    order.journal.clear();
    co_return co_await upload_one(connection, std::move(settings), std::move(order), command.wait);
}

/// Files and those below folders; `-` stands for itself.
Result<std::vector<std::filesystem::path>> inputs_of(const std::vector<std::filesystem::path>& paths) {
    std::vector<std::filesystem::path> inputs;
    for (const auto& path : paths) {
        if (path == "-") {
            inputs.push_back(path);
            continue;
        }
        auto files = files_of({path});
        if (!files) return fail(files.error());
        inputs.insert(inputs.end(), files->begin(), files->end());
    }
    return inputs;
}

}  // namespace

Async<Result<void>> login(Settings settings, LoginCommand command) {
    const auto password = CO_TRY(password_from(command.password_file));
    Connection connection{co_await boost::asio::this_coro::executor, settings, Secret{}};
    const http::api::SignIn body{.login = command.username, .password = password};
    const auto answer = CO_TRY(co_await connection.api().call(Method::Post, "/api/v1/sessions", encode(body)));
    const auto session = CO_TRY(http::api::decode_session(answer));
    CO_TRY(settings.credentials.keep(settings.server, session.access_token));
    print_line(fmt::format("signed in at {} as {}", settings.server, session.user.username));
    co_return ok();
}

Async<Result<void>> open_tokens(Settings settings, LoginCommand command) {
    const auto password = CO_TRY(password_from(command.password_file));
    Connection connection{co_await boost::asio::this_coro::executor, settings, Secret{}};
    const http::api::SignIn body{.login = command.username, .password = password};
    print_line(CO_TRY(co_await connection.api().call(Method::Post, "/api/v1/tokens", encode(body))));
    co_return ok();
}

Async<Result<void>> refresh_tokens(Settings settings, std::string token_file) {
    http::api::RefreshTokens body;
    body.refresh_token = CO_TRY(password_from(token_file));
    Connection connection{co_await boost::asio::this_coro::executor, settings, Secret{}};
    print_line(CO_TRY(co_await connection.api().call(Method::Post, "/api/v1/tokens/refresh", encode(body))));
    co_return ok();
}

Async<Result<void>> logout(Settings settings) {
    auto connection = CO_TRY(co_await connect(settings));
    const auto closed = co_await connection->api().call(Method::Delete, "/api/v1/sessions/current");
    // A session that is over already is what was wanted.
    if (!closed && closed.error().kind() != ErrorKind::Unauthenticated) co_return fail(closed.error());
    CO_TRY(settings.credentials.keep(settings.server, Secret{}));
    print_line("signed out");
    co_return ok();
}

Async<Result<void>> whoami(Settings settings) {
    auto connection = CO_TRY(co_await connect(settings));
    const auto answer = CO_TRY(co_await connection->api().call(Method::Get, "/api/v1/users/me"));
    if (settings.json) {
        print_line(answer);
        co_return ok();
    }
    const auto user = CO_TRY(http::api::decode_user(answer));
    auto line = fmt::format("{}  {}  {}", user.username, name_of(user.role), user.display_name);
    if (user.email) line += fmt::format("  <{}>", *user.email);
    print_line(line);
    co_return ok();
}

Async<Result<void>> upload(Settings settings, UploadCommand command) {
    auto connection = CO_TRY(co_await connect(settings));
    const auto inputs = CO_TRY(inputs_of(command.paths));
    if (inputs.empty()) co_return fail(ErrorKind::NotFound, "there is no file of a known kind in these folders");
    std::optional<Error> first_failure;
    for (const auto& path : inputs) {
        auto done = co_await upload_path(*connection, settings, command, path);
        if (done) continue;
        fmt::print(stderr, "{}: {}\n", path.string(), done.error().message());
        if (!first_failure) first_failure = std::move(done).error();
    }
    if (first_failure) co_return fail(*std::move(first_failure));
    co_return ok();
}

std::string query_of(const ListCommand& command) {
    std::string query;
    const auto add = [&query](std::string_view name, const std::string& value) {
        if (!value.empty()) query += fmt::format("{}{}={}", query.empty() ? "?" : "&", name, percent_encoded(value));
    };
    add("type", command.type);
    add("status", command.status);
    add("collection_id", command.collection);
    add("created_from", command.created_from);
    add("created_to", command.created_to);
    add("tag", command.tag);
    add("sha256", command.sha256);
    add("sort", command.sort);
    add("shelf", command.shelf);
    return query;
}

Async<Result<void>> list_assets(Settings settings, ListCommand command) {
    auto connection = CO_TRY(co_await connect(settings));
    const auto query = query_of(command);
    const auto path = fmt::format("/api/v1/assets{}{}limit={}", query, query.empty() ? "?" : "&", command.limit);
    const auto answer = CO_TRY(co_await connection->api().call(Method::Get, path));
    if (settings.json) {
        print_line(answer);
        co_return ok();
    }
    const auto page = CO_TRY(http::api::decode_asset_page(answer));
    print_line(
        fmt::format("{:36}  {:5}  {:10}  {:>10}  {:20}  {}", "ASSET", "TYPE", "STATUS", "SIZE", "CREATED", "TITLE"));
    for (const auto& asset : page.assets) {
        print_line(fmt::format("{:36}  {:5}  {:10}  {:>10}  {:20}  {}", asset.asset_id.to_string(), name_of(asset.type),
                               name_of(asset.status), readable_size(static_cast<std::uint64_t>(asset.size)),
                               format_rfc3339(std::chrono::floor<std::chrono::seconds>(asset.created_at)),
                               asset.title));
    }
    if (page.next) fmt::print(stderr, "there are more: raise --limit\n");
    co_return ok();
}

Async<Result<void>> show_asset(Settings settings, std::string asset_id) {
    auto connection = CO_TRY(co_await connect(settings));
    const auto answer = CO_TRY(co_await connection->api().call(Method::Get, "/api/v1/assets/" + asset_id));
    if (settings.json) {
        print_line(answer);
        co_return ok();
    }
    const auto asset = json::parse(answer);
    for (const auto& [name, value] : asset.as_object()) {
        const auto text = value.is_string() ? std::string{value.get_string()} : json::serialize(value);
        print_line(fmt::format("{:16} {}", std::string_view{name}, text));
    }
    co_return ok();
}

Async<Result<void>> download_asset(Settings settings, std::string asset_id, std::optional<int> version,
                                   std::filesystem::path target) {
    auto connection = CO_TRY(co_await connect(settings));
    Progress progress{asset_id, settings.live_progress};
    auto path = "/api/v1/assets/" + asset_id;
    if (version) path += fmt::format("/versions/{}", *version);
    const auto show = [&progress](std::uint64_t done, std::uint64_t total) { progress.show(done, total); };
    const auto done = CO_TRY(co_await download_file(connection->api(), std::move(path), std::move(target), show));
    progress.finish();
    if (settings.json) {
        const json::object line{{"file", done.file.string()}, {"size", done.size}, {"sha256", done.hash.to_string()}};
        print_line(json::serialize(line));
    } else {
        print_line(
            fmt::format("{}  {}  sha256 {}", done.file.string(), readable_size(done.size), done.hash.to_string()));
    }
    co_return ok();
}

}  // namespace acervo::client
