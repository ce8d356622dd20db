#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>

#include "ports/rendition_maker.hpp"

namespace acervo {

struct VipsOptions {
    /// `acervo-media`.
    std::filesystem::path program{};
    std::uint64_t max_pixels{500'000'000};
    /// Address space of one child.
    std::uint64_t memory_bytes{6ULL << 30U};
};

/// Makes smaller pictures of pictures with libvips, each master in a child of its own: one decoding for all sizes,
/// upright, in sRGB. Bombs are refused by what their header says.
std::unique_ptr<RenditionMaker> make_vips_rendition_maker(VipsOptions options);

}  // namespace acervo
