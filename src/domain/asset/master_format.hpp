#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.hpp"
#include "domain/asset/asset.hpp"

namespace acervo {

/// What a client says a file is, checked against the list of formats that the platform takes. Whether the bytes agree
/// is found out by ingest.
struct MasterFormat {
    AssetType type;
    /// `.mp4`, `.mxf` …: from the list, never the client's own spelling; it becomes part of the object key.
    std::string extension;
};

/// The list: what is not in it is refused before a byte is sent.
class MasterFormats {
public:
    /// The fifty that are known.
    MasterFormats();
    /// Extensions such as `.mp4`: a dot and up to eight lower-case letters or digits, each in one list only; else
    /// InvalidInput.
    static Result<MasterFormats> make(const std::vector<std::string>& video, const std::vector<std::string>& audio,
                                      const std::vector<std::string>& image);

    /// By the file name's extension (any case) and the declared type's family (`video/…`, `audio/…`, `image/…`, or
    /// `application/octet-stream` for "not known"; `application/mxf`, `…/mp4` and `…/ogg` are registered so).
    /// UnsupportedType when the extension is not in the list or the two disagree.
    Result<MasterFormat> find(std::string_view filename, std::string_view mime_type) const;

    std::vector<std::string> extensions_of(AssetType type) const;

private:
    Result<void> add(AssetType type, const std::vector<std::string>& extensions);
    std::vector<MasterFormat> formats_;
};

/// As many of a file's first bytes as `foreign_content` looks at.
inline constexpr std::size_t kLooksAt = 8;

/// What a file that begins with these bytes is for certain, when that is no master: "a PDF", "an archive", "a program",
/// "a script or markup"; nothing otherwise. It keeps out at the door what is plainly something else; what a file really
/// is, ingest finds out.
std::optional<std::string_view> foreign_content(std::string_view first_bytes) noexcept;

}  // namespace acervo
