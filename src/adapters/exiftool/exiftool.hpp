#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <string_view>

#include "core/result.hpp"
#include "ports/embedded_metadata_reader.hpp"

namespace acervo {

struct ExiftoolOptions {
    std::filesystem::path exiftool{"/usr/bin/exiftool"};
    /// Each child gets an empty folder of its own below, which it may write into and does not.
    std::filesystem::path work_folder{};
    std::chrono::seconds longest{60};
    /// Address space of one child.
    std::uint64_t memory_bytes{1ULL << 30U};
    /// What it may say.
    std::uint64_t output_bytes{8ULL << 20U};
};

/// Asks ExifTool 12 or newer, as a child without rights of its own for every file: one that stays open for the next
/// file would be what a hostile file before it made of it (docs/adr/0043).
std::unique_ptr<EmbeddedMetadataReader> make_exiftool(ExiftoolOptions options);

/// What `exiftool -json -G1 -a -n -struct` says about one file; bounded, whatever it is. UnsupportedType when it is
/// not what ExifTool writes.
Result<EmbeddedReading> reading_from_exiftool(std::string_view json);

}  // namespace acervo
