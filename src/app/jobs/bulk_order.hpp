#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.hpp"
#include "domain/asset/edit.hpp"
#include "store/assets/list_assets.hpp"

namespace acervo {

/// Some assets: what a filter finds less what is excluded, or those named.
struct BulkSelection {
    std::optional<AssetFilter> query{};
    std::vector<AssetId> excluded{};
    std::vector<AssetId> assets{};

    /// InvalidInput, with the member, when it is both or neither.
    Result<void> check() const;
};

/// What shall be said about which assets.
struct BulkOrder {
    BulkSelection selection{};
    AssetPatch change{};

    /// InvalidInput, with the member, when the selection is both or neither, or nothing would change.
    Result<void> check() const;
};

/// As the database keeps it, and back.
std::string to_json(const BulkOrder& order);
/// Internal when the text was not written by `to_json`.
Result<BulkOrder> bulk_order_from_json(std::string_view text);

}  // namespace acervo
