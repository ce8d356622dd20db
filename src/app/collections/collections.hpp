#pragma once

#include <optional>
#include <string>
#include <vector>

#include "app/access/name_cursor.hpp"
#include "core/async.hpp"
#include "core/result.hpp"
#include "domain/identity/user.hpp"
#include "store/collections/collections.hpp"
#include "store/collections/grants.hpp"
#include "store/database.hpp"
#include "store/idempotency/idempotency.hpp"
#include "store/identity/people.hpp"

/// Places for assets and who may do what there. Whatever is asked of a collection or an asset is NotFound when the
/// caller may not view it, and Forbidden when the right named below is missing.
namespace acervo {

Async<Result<SeenCollection>> show_collection(Database& database, Caller caller, CollectionId id);

struct CollectionListing {
    std::optional<CollectionId> parent;
    std::optional<std::string> cursor;
    int limit{50};
};
/// By name. InvalidInput for a cursor that this program did not make.
Async<Result<NamedPage<SeenCollection>>> list_collection_page(Database& database, Caller caller,
                                                              CollectionListing listing);

struct NewCollection {
    std::string name;
    std::optional<CollectionId> parent;
};
/// Needs Manage on the parent, or an administrator without one. Conflict when the name is taken there. Made once under
/// a key (`made_once`).
Async<Result<SeenCollection>> create_collection(Database& database, Caller caller, NewCollection order,
                                                std::optional<IdempotencyKey> key);

struct CollectionChange {
    std::optional<std::string> name;
    std::optional<CollectionId> parent;
    /// To the top, which only administrators may do; InvalidInput together with `parent`.
    bool to_top{false};
};
/// Needs Manage on it and on the place where it goes. Conflict when the name is taken there, for an inbox, and for a
/// place below itself.
Async<Result<SeenCollection>> change_collection(Database& database, Caller caller, CollectionId id,
                                                CollectionChange change);

/// Needs Manage. Conflict when something lies in it.
Async<Result<void>> remove_collection(Database& database, Caller caller, CollectionId id);

/// These need Manage on the collection.
Async<Result<std::vector<Grant>>> show_grants(Database& database, Caller caller, CollectionId id);
Async<Result<void>> give_rights(Database& database, Caller caller, CollectionId id, Grant grant);
Async<Result<void>> take_rights(Database& database, Caller caller, CollectionId id, Grantee from);

struct Placement {
    AssetId asset;
    CollectionId collection;
};
/// Needs Edit on both, so that nobody opens an asset to others who could only look at it.
Async<Result<void>> place_asset(Database& database, Caller caller, Placement placement);
/// The same. Conflict for its home collection.
Async<Result<void>> take_asset_out(Database& database, Caller caller, Placement placement);

struct Reading {
    AssetId asset;
    UserId reader;
};
/// Who else may see a restricted asset. These need Manage on the asset.
Async<Result<std::vector<UserEntry>>> show_readers(Database& database, Caller caller, AssetId asset);
Async<Result<void>> name_reader(Database& database, Caller caller, Reading reading);
Async<Result<void>> unname_reader(Database& database, Caller caller, Reading reading);

}  // namespace acervo
