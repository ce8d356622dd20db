#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/async.hpp"
#include "core/result.hpp"
#include "domain/asset/asset.hpp"
#include "domain/identity/rights.hpp"
#include "store/database.hpp"
#include "store/name_position.hpp"

namespace acervo {

/// A place for assets, in a tree.
struct Collection {
    CollectionId id;
    std::optional<CollectionId> parent{};
    std::string name;
    /// Whose uploads lie here that name no other place; nothing for ordinary collections.
    std::optional<UserId> inbox_of{};
    UserId created_by;
    Timestamp created_at{};
};

/// A collection, and what the one who asked was granted there and above.
struct SeenCollection {
    Collection collection;
    /// As far as the role allows.
    Rights rights;
};

/// NotFound also when `who` may not view it.
Async<Result<SeenCollection>> find_collection_seen_by(Database& database, Principal who, CollectionId id);

/// Those that `who` may view directly below `parent`, by name, at most `limit`. Without a parent the tops: what lies
/// below nothing that `who` may view.
Async<Result<std::vector<SeenCollection>>> list_collections_seen_by(Database& database, Principal who,
                                                                    std::optional<CollectionId> parent,
                                                                    std::optional<NamePosition> after, int limit);

/// Where one person may do what, inherited rights among them.
struct Places {
    std::vector<CollectionId> viewed;
    std::vector<CollectionId> edited;
    std::vector<CollectionId> managed;
};
Async<Result<Places>> find_places_of(Database& database, UserId user);

/// Conflict when the parent has one of that name; InvalidInput when there is no such parent, or it lies too deep.
Async<Result<void>> insert_collection(Transaction& tx, Collection collection);
/// Conflict as above, and for a parent that lies below the collection itself or when it is an inbox.
Async<Result<void>> update_collection(Transaction& tx, CollectionId id, std::string name,
                                      std::optional<CollectionId> parent);
/// Conflict when something lies in it, or it is an inbox.
Async<Result<void>> delete_collection(Transaction& tx, CollectionId id);

/// An asset is in its home collection and in any number of others.
Async<Result<void>> link_asset(Transaction& tx, AssetId asset, CollectionId collection);
/// Conflict for its home.
Async<Result<void>> unlink_asset(Transaction& tx, AssetId asset, CollectionId collection);

}  // namespace acervo
