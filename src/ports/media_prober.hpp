#pragma once

#include <filesystem>

#include "core/async.hpp"
#include "core/result.hpp"
#include "domain/media/media_info.hpp"

namespace acervo {

/// Says what a local file is by its content.
class MediaProber {
public:
    virtual ~MediaProber() = default;
    /// UnsupportedType when the content is no video, sound or picture that can be decoded, with a reason for people;
    /// Timeout when it took too long; Internal when the tool itself fails. The file is hostile.
    virtual Async<Result<MediaInfo>> probe(std::filesystem::path file) = 0;
};

}  // namespace acervo
