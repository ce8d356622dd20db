#pragma once

#include <map>
#include <optional>
#include <vector>

#include "core/async.hpp"
#include "core/result.hpp"
#include "domain/asset/edit.hpp"
#include "store/database.hpp"

namespace acervo {

/// The asset as it is now, which nobody changes until `tx` ends. NotFound also when it is in the trash.
Async<Result<Asset>> lock_asset(Transaction& tx, AssetId id);

/// What was said before becomes part of the history. Answers the asset as it is then. `by` nobody: its file.
Async<Result<Asset>> update_words(Transaction& tx, AssetId id, AssetWords words, std::optional<UserId> by);

/// What is said anew about one asset; what is not given stays.
struct NewWords {
    AssetId asset;
    std::optional<std::string> title{};
    std::optional<std::string> description{};
    std::optional<std::vector<std::string>> tags{};
    std::optional<std::string> editorial_metadata{};
};
/// The same for many assets, which this transaction has locked. At which edit each of them is then.
Async<Result<std::map<AssetId, std::int64_t>>> update_words(Transaction& tx, std::vector<NewWords> words, UserId by);

/// Newest first, from the present one on; with `before`, only those that are older.
Async<Result<std::vector<AssetEdit>>> list_edits(Database& database, AssetId id, std::optional<std::int64_t> before,
                                                 int limit);

/// Which words of an asset were ever changed by people, to nothing too, or given by who uploaded it.
Async<Result<SaidByPeople>> find_said_by_people(Transaction& tx, AssetId id);

/// NotFound when the asset was never at that edit.
Async<Result<AssetWords>> find_edit(Transaction& tx, AssetId id, std::int64_t edit_version);

}  // namespace acervo
