#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/async.hpp"
#include "core/result.hpp"
#include "domain/asset/asset.hpp"
#include "store/database.hpp"

namespace acervo {

/// One revision as it is kept: its fields as JSON, nothing when anything goes.
struct StoredSchema {
    std::int64_t revision{0};
    std::optional<std::string> fields{};
};

Async<Result<StoredSchema>> find_metadata_schema(Database& database, AssetType type);

/// The same, and nobody puts another one in force until `tx` ends; many may hold it so at once.
Async<Result<StoredSchema>> hold_metadata_schema(Transaction& tx, AssetType type);

/// The same, and nobody edits metadata until `tx` ends.
Async<Result<StoredSchema>> lock_metadata_schema(Transaction& tx, AssetType type);

Async<Result<void>> insert_metadata_schema(Transaction& tx, AssetType type, StoredSchema schema, UserId by);

struct AssetMetadata {
    AssetId id;
    std::string title;
    std::string editorial_metadata;
};

/// Of one type, outside the trash, in the order of their ids from behind `after` on.
Async<Result<std::vector<AssetMetadata>>> list_metadata(Database& database, AssetType type, AssetId after, int limit);

/// The same of those that were edited since, in the transaction.
Async<Result<std::vector<AssetMetadata>>> list_metadata_since(Transaction& tx, AssetType type, Timestamp since);

/// What the database's clock says.
Async<Result<Timestamp>> database_time(Database& database);

}  // namespace acervo
