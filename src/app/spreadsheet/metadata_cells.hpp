#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/result.hpp"
#include "domain/asset/asset.hpp"
#include "domain/metadata/field.hpp"

namespace acervo {

/// The fields that a table of assets has columns for: those of the schemas of all types.
struct TableFields {
    /// By `AssetType`; nothing where anything goes.
    std::array<std::optional<std::vector<Field>>, 3> of_type{};
    /// Every name once, in order.
    std::vector<std::string> names{};

    const std::optional<std::vector<Field>>& of(AssetType type) const {
        return of_type.at(static_cast<std::size_t>(type));
    }
};
TableFields table_fields(std::array<MetadataSchema, 3> by_type);

/// Values in one cell, with `;` between them; a `;`, a `\` and a space at either end has a `\` before it. Values are
/// read without the spaces around them, and empty ones are passed over.
std::string list_cell(const std::vector<std::string>& values);
std::vector<std::string> values_in(std::string_view cell);

/// One cell for each name of `fields`, and behind them an object of all that has no column, empty text where there is
/// nothing of that kind. `metadata` is an object as the database gives it.
std::vector<std::string> metadata_cells(std::string_view metadata, AssetType type, const TableFields& fields);

/// What a row says about metadata.
struct MetadataRow {
    /// Field and cell.
    std::vector<std::pair<std::string, std::string>> fields{};
    /// The object of what has no column.
    std::optional<std::string> others{};
};
/// A merge patch (RFC 7396) of those members of `metadata` that the row would change, `{}` when it is none.
/// InvalidInput, with a fault at `/editorial_metadata/NAME` for each cell that is not of its field's type; whether the
/// outcome is as the schema says is not asked here.
Result<std::string> metadata_patch(std::string_view metadata, AssetType type, const TableFields& fields,
                                   const MetadataRow& row);

}  // namespace acervo
