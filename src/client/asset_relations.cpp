#include <fmt/format.h>

#include <optional>

#include "client/asset_keeping.hpp"
#include "client/connection.hpp"
#include "http/generated/decode.hpp"

namespace acervo::client {
namespace {

namespace api = http::api;

std::string path_of(const RelationCommand& command) {
    return fmt::format("/api/v1/assets/{}/relations/{}/{}", command.source, command.type, command.target);
}

std::string line_of(const api::RenditionView& one) {
    const auto make = fmt::format("v{}-r{}{}", one.profile_version, one.revision, one.active ? "*" : "");
    const auto size = one.size ? std::to_string(*one.size) : "-";
    return fmt::format("{:24}  {:8}  {:10}  {:>15}  {}", one.profile_name, make, name_of(one.status), size,
                       one.url.value_or("-"));
}

std::string line_of(const api::RelationView& one) {
    const auto* const arrow = one.direction == RelationDirection::Outgoing ? "->" : "<-";
    return fmt::format("{} {:14}  {}  {}", arrow, name_of(one.type), one.asset_id.to_string(), one.title);
}

}  // namespace

Async<Result<void>> show_renditions(Settings settings, std::string asset_id) {
    auto connection = CO_TRY(co_await connect(settings));
    const auto path = fmt::format("/api/v1/assets/{}/renditions?limit=200", asset_id);
    for (std::optional<std::string> cursor;;) {
        auto asked = cursor ? fmt::format("{}&cursor={}", path, *cursor) : path;
        const auto answer = CO_TRY(co_await connection->api().call(Method::Get, std::move(asked)));
        auto page = CO_TRY(api::decode_rendition_page(answer));
        if (settings.json) print_line(answer);
        for (const auto& one : page.renditions) {
            if (!settings.json) print_line(line_of(one));
        }
        if (!page.next) co_return ok();
        cursor = std::move(page.next);
    }
}

Async<Result<void>> show_relations(Settings settings, std::string asset_id) {
    auto connection = CO_TRY(co_await connect(settings));
    const auto path = fmt::format("/api/v1/assets/{}/relations?limit=200", asset_id);
    for (std::optional<Uuid> after;;) {
        auto asked = after ? fmt::format("{}&after={}", path, after->to_string()) : path;
        const auto answer = CO_TRY(co_await connection->api().call(Method::Get, std::move(asked)));
        const auto page = CO_TRY(api::decode_relation_page(answer));
        if (settings.json) print_line(answer);
        for (const auto& one : page.relations) {
            if (!settings.json) print_line(line_of(one));
        }
        if (!page.next) co_return ok();
        after = page.next;
    }
}

Async<Result<void>> relate_assets(Settings settings, RelationCommand command) {
    auto connection = CO_TRY(co_await connect(std::move(settings)));
    CO_TRY(co_await connection->api().call(Method::Put, path_of(command)));
    co_return ok();
}

Async<Result<void>> unrelate_assets(Settings settings, RelationCommand command) {
    auto connection = CO_TRY(co_await connect(std::move(settings)));
    CO_TRY(co_await connection->api().call(Method::Delete, path_of(command)));
    co_return ok();
}

}  // namespace acervo::client
