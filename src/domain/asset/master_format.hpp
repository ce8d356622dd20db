#pragma once

#include <string_view>

#include "core/result.hpp"
#include "domain/asset/asset.hpp"

namespace acervo {

/// What a client says a file is, checked against the list of formats that the platform takes. Whether the bytes agree
/// is found out by ingest.
struct MasterFormat {
    AssetType type;
    /// `.mp4`, `.mxf` …: from the list, never the client's own spelling; it becomes part of the object key.
    std::string_view extension;
};

/// By the file name's extension (any case) and the declared type's family (`video/…`, `audio/…`, `image/…`, or
/// `application/octet-stream` for "not known"). UnsupportedType when the extension is not in the list or the two
/// disagree.
Result<MasterFormat> master_format(std::string_view filename, std::string_view mime_type);

}  // namespace acervo
