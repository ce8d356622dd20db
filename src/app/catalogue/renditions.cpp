#include "app/catalogue/renditions.hpp"

#include "store/renditions/renditions.hpp"

namespace acervo {
namespace {

bool may_have(Rights rights, const std::string& key) {
    const bool is_on_demand = key.starts_with(prefix_of(RenditionUse::OnDemand));
    return rights.has(is_on_demand ? Right::DownloadMaster : Right::DownloadProxy);
}

NamePosition position_of(const ShownRendition& one) { return {one.rendition.profile_name, one.rendition.id.uuid()}; }

}  // namespace

ShownRendition shown_to(const Catalogue& catalogue, Rendition rendition, Rights rights) {
    ShownRendition one{.rendition = std::move(rendition)};
    const auto& file = one.rendition;
    if (file.status != RenditionStatus::Ready || !file.bucket || !file.storage_key) return one;
    if (!may_have(rights, *file.storage_key)) return one;
    PresignOptions options;
    options.expires = catalogue.rules.address_lifetime;
    one.url = catalogue.objects.presign_get(ObjectAddress{*file.bucket, *file.storage_key}, options);
    one.url_expires_at = catalogue.clock.now() + options.expires;
    return one;
}

Async<Result<NamedPage<ShownRendition>>> list_rendition_page(Catalogue& catalogue, Caller caller, AssetId asset,
                                                             std::optional<std::string> cursor, int limit) {
    const auto after = CO_TRY(read_name_cursor(cursor));
    const auto seen = CO_TRY(co_await find_asset_seen_by(catalogue.database, std::move(caller.principal), asset));
    auto found = CO_TRY(co_await list_renditions(catalogue.database, asset, after, limit + 1));
    // Addresses are given to be used.
    if (!found.empty()) CO_TRY(co_await note_use_of_renditions(catalogue.database, asset));
    std::vector<ShownRendition> renditions;
    for (auto& one : found) renditions.push_back(shown_to(catalogue, std::move(one), seen.rights));
    co_return named_page(std::move(renditions), limit, position_of);
}

}  // namespace acervo
