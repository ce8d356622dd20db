#pragma once

#include <optional>
#include <vector>

#include "core/async.hpp"
#include "core/result.hpp"
#include "domain/upload/upload.hpp"
#include "store/database.hpp"

namespace acervo {

/// A master that an asset has or had: an upload that is complete.
struct MasterVersion {
    int number{1};
    /// The asset's master is this one.
    bool is_current{false};
    std::string filename;
    std::string mime_type;
    std::uint64_t file_size_bytes{0};
    std::optional<ContentHash> content_hash;
    UserId created_by;
    /// When its upload was complete.
    Timestamp created_at;
    UploadId upload;
    std::string bucket;
    std::string storage_key;
};

/// Newest first; with `before`, only those with a lower number.
Async<Result<std::vector<MasterVersion>>> list_versions(Database& database, AssetId asset, std::optional<int> before,
                                                        int limit);

/// NotFound when the asset never had it.
Async<Result<MasterVersion>> find_version(Database& database, AssetId asset, int number);
Async<Result<MasterVersion>> find_version(Transaction& tx, AssetId asset, int number);

/// The number of a version with these bytes.
Async<Result<std::optional<int>>> find_version_with(Transaction& tx, AssetId asset, ContentHash hash,
                                                    std::uint64_t size);

/// The asset's master becomes the one that this upload has brought: in one statement its key, name, size and hash, and
/// the asset is `processing` again. One that was archived meanwhile is archived no more. Conflict when the asset is no
/// more.
Async<Result<void>> make_master(Transaction& tx, UploadId upload);

}  // namespace acervo
