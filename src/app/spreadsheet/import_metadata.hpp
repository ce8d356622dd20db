#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "app/catalogue/catalogue.hpp"
#include "domain/asset/edit.hpp"

namespace acervo {

struct RowFault {
    /// Empty where it is the row as a whole.
    std::string column;
    std::string detail;
};

/// What became of a row, or would become of it: nothing where it has faults.
struct ImportedRow {
    std::int64_t line{0};
    std::optional<AssetId> asset{};
    /// Those that change something.
    std::vector<std::string> columns{};
    std::vector<RowFault> faults{};
};

struct MetadataTable {
    std::string csv;
    /// Otherwise everything is checked and nothing changed.
    bool apply{false};
    /// What the contract's merge patch of an asset, as JSON, says; InvalidInput with its fields when it is none.
    std::function<Result<AssetPatch>(std::string_view)> read_patch;
};

/// Each row is one edit, as of `edit_asset`, upon the state in which the row found the asset: made whole, or refused
/// with its reasons while the others are made. InvalidInput when the text is no CSV, has a column that is not known or
/// one twice, or names no assets; TooLarge beyond 1,000 rows. When a server of ours cannot be reached the rows that are
/// left are refused.
Async<Result<std::vector<ImportedRow>>> import_metadata(Catalogue& catalogue, Caller caller, MetadataTable table);

}  // namespace acervo
