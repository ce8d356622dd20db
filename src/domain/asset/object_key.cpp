#include "domain/asset/object_key.hpp"

#include <fmt/format.h>

namespace acervo {

std::string master_key(AssetId asset, const ContentHash& hash, std::string_view extension) {
    return fmt::format("masters/{}/{}/original{}", asset.to_string(), hash.to_string(), extension);
}

std::string master_key(AssetId asset, UploadId upload, std::string_view extension) {
    return fmt::format("masters/{}/u-{}/original{}", asset.to_string(), upload.to_string(), extension);
}

}  // namespace acervo
