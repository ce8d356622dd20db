#pragma once

#include <string>
#include <string_view>

#include "domain/asset/asset.hpp"
#include "domain/upload/upload.hpp"

namespace acervo {

/// `masters/{assetId}/{sha256}/original{ext}` for a client that hashed before it uploaded.
std::string master_key(AssetId asset, const ContentHash& hash, std::string_view extension);

/// `masters/{assetId}/u-{uploadId}/original{ext}` for one that did not: the key stays, the hash is a column
/// (docs/adr/0004).
std::string master_key(AssetId asset, UploadId upload, std::string_view extension);

}  // namespace acervo
