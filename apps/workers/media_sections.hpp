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

struct ProfilesSection {
    std::string folder{"/usr/share/acervo/profiles"};
    /// A site's own, which add to the others or take their place.
    std::string site_folder;
};
void describe(config::Section<ProfilesSection>& section);

}  // namespace acervo
