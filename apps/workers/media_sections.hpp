#pragma once

#include <cstdint>
#include <string>

#include "core/config.hpp"

/// Sections that all have who read masters.
namespace acervo {

/// The host's local disk for masters and jobs; the same in all workers of a host.
struct ScratchSection {
    std::string folder{"/var/lib/acervo/scratch"};
    std::int64_t quota_gib{100};
};
void describe(config::Section<ScratchSection>& section);

}  // namespace acervo
