#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/async.hpp"
#include "core/result.hpp"
#include "domain/asset/asset.hpp"
#include "domain/metadata/field.hpp"
#include "store/database.hpp"

namespace acervo {

/// What editorial metadata of assets of this type may hold.
Async<Result<MetadataSchema>> show_metadata_schema(Database& database, AssetType type);

/// An asset whose metadata is not as a schema says.
struct BreakingAsset {
    AssetId id;
    std::string title;
    std::vector<FieldError> faults;
};

/// What a schema would mean for the assets there are. Assets without any metadata count as well.
struct SchemaImpact {
    std::int64_t assets{0};
    std::int64_t breaking{0};
    /// The first of those that break, at most 100.
    std::vector<BreakingAsset> examples{};
};

/// Changes nothing. InvalidInput as `check_fields`.
Async<Result<SchemaImpact>> preview_metadata_schema(Database& database, AssetType type, std::vector<Field> fields);

struct SchemaOrder {
    AssetType type{AssetType::Video};
    std::vector<Field> fields;
    /// The revision that it takes the place of; PreconditionFailed when another one is in force.
    std::int64_t after{0};
    /// Also when assets break: they stay as they are until somebody edits them. Otherwise Conflict.
    bool accept_breaking{false};
};
/// Puts a schema in force; audited. InvalidInput as `check_fields`.
Async<Result<MetadataSchema>> change_metadata_schema(Database& database, Caller caller, SchemaOrder order);

/// The schema in force, which stays so until `tx` ends.
Async<Result<MetadataSchema>> hold_metadata_schema_of(Transaction& tx, AssetType type);

/// InvalidInput, with every field, when `metadata` is not as the schema says.
Result<void> check_metadata(const MetadataSchema& schema, std::string_view metadata);
/// The same by the schema in force.
Async<Result<void>> check_metadata(Transaction& tx, AssetType type, std::string metadata);

}  // namespace acervo
