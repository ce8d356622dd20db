#pragma once

#include <string>
#include <variant>
#include <vector>

#include "core/async.hpp"
#include "core/result.hpp"
#include "domain/asset/asset.hpp"
#include "domain/identity/rights.hpp"
#include "store/database.hpp"

namespace acervo {

/// Whom something is granted to.
using Grantee = std::variant<UserId, GroupId>;

struct Grant {
    Grantee to;
    /// Of the person or the group, for people to read.
    std::string name;
    Rights rights;
};

/// What was granted on this collection itself, by name.
Async<Result<std::vector<Grant>>> list_grants(Database& database, CollectionId collection);

/// In place of what was granted before. NotFound when there is no such person or group.
Async<Result<void>> put_grant(Transaction& tx, CollectionId collection, Grant grant, UserId granted_by);

/// Not an error when there was none.
Async<Result<void>> delete_grant(Transaction& tx, CollectionId collection, Grantee from);

/// Names somebody on a restricted asset. NotFound when there is no such person.
Async<Result<void>> put_reader(Transaction& tx, AssetId asset, UserId reader, UserId named_by);
Async<Result<void>> delete_reader(Transaction& tx, AssetId asset, UserId reader);

}  // namespace acervo
