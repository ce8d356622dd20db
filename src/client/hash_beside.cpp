#include "client/hash_beside.hpp"

#include <fmt/format.h>

#include "http/generated/decode.hpp"

namespace acervo::client {
namespace {

namespace api = http::api;

}  // namespace

Async<void> HashBeside::work() {
    if (!aim_.is_hashed) co_return;
    auto hash = co_await file_->hash();
    if (!hash) {
        sender_.fail_with(std::move(hash).error());
        co_return;
    }
    hash_ = *std::move(hash);
    // What fails here is asked again at the end.
    (void)co_await look();
    if (existing_) sender_.stop();
}

Async<Result<void>> HashBeside::look_again() {
    const auto looked = co_await look();
    if (!looked && may_go_on(looked.error().kind())) co_return fail(looked.error());
    co_return ok();
}

Async<Result<void>> HashBeside::look() {
    if (!hash_ || aim_.is_forced) co_return ok();
    if (aim_.version_of.empty()) co_return co_await look_for_asset();
    co_return co_await look_for_version();
}

Async<Result<void>> HashBeside::look_for_asset() {
    const auto path = fmt::format("/api/v1/assets?sha256={}&sort=oldest", hash_->to_string());
    const auto answer = CO_TRY(co_await server_.call(Method::Get, path));
    auto page = CO_TRY(api::decode_asset_page(answer));
    for (auto& asset : page.assets) {
        const bool is_whole = asset.size == static_cast<std::int64_t>(file_->size());
        if (!is_whole || !CO_TRY(co_await is_known(asset))) continue;
        existing_ = std::move(asset);
        break;
    }
    co_return ok();
}

/// By the server's own rule for what is hashed before: ingest has compared it, or this person has sent this master.
Async<Result<bool>> HashBeside::is_known(api::AssetView asset) {
    if (asset.status == AssetStatus::Ready || asset.status == AssetStatus::Archived) co_return true;
    if (asset.status != AssetStatus::Processing) co_return false;
    const auto own = CO_TRY(co_await server_.call(Method::Get, "/api/v1/assets/" + sender_.asset_id()));
    const auto person = CO_TRY(api::decode_asset_view(own)).created_by;
    const auto path = fmt::format("/api/v1/assets/{}/versions", asset.asset_id.to_string());
    const auto answer = CO_TRY(co_await server_.call(Method::Get, path));
    const auto page = CO_TRY(api::decode_version_page(answer));
    for (const auto& version : page.versions) {
        if (version.current) co_return version.created_by == person;
    }
    co_return false;
}

Async<Result<void>> HashBeside::look_for_version() {
    for (std::string query;;) {
        const auto path = fmt::format("/api/v1/assets/{}/versions{}", aim_.version_of, query);
        const auto answer = CO_TRY(co_await server_.call(Method::Get, path));
        const auto page = CO_TRY(api::decode_version_page(answer));
        for (const auto& version : page.versions) {
            if (version.sha256 != hash_->to_string()) continue;
            sender_.fail_with(Error{ErrorKind::Conflict,
                                    fmt::format("version {} of the asset has these bytes", version.version_number)});
            co_return ok();
        }
        if (!page.next) co_return ok();
        query = fmt::format("?before={}", *page.next);
    }
}

}  // namespace acervo::client
