#pragma once

#include <filesystem>
#include <string>

#include "core/async.hpp"
#include "core/result.hpp"
#include "domain/media/embedded_metadata.hpp"

namespace acervo {

struct EmbeddedReading {
    EmbeddedValues values{};
    /// All that was found, a JSON object of at most 256 KiB without U+0000; what was left out of it is said in it.
    std::string raw{"{}"};
};

/// Reads what a local file says about itself.
class EmbeddedMetadataReader {
public:
    virtual ~EmbeddedMetadataReader() = default;
    /// A file of a kind that nobody knows says nothing. UnsupportedType when reading it goes beyond the limits or ends
    /// the reader, with a reason for people; Timeout when it took too long; Internal when the tool itself fails. The
    /// file is hostile.
    virtual Async<Result<EmbeddedReading>> read(std::filesystem::path file) = 0;
};

}  // namespace acervo
