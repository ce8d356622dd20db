#include "workers/media_sections.hpp"

namespace acervo {

void describe(config::Section<ScratchSection>& section) {
    section.doc("The host's local disk for masters and jobs; the same in all workers of a host");
    section.key("folder", &ScratchSection::folder, "On a local file system; what lies in it is the workers' own");
    section.key("quota_gib", &ScratchSection::quota_gib, "How much masters and jobs may take together, in GiB")
        .range(1, 1'000'000);
}

void describe(config::Section<ProfilesSection>& section) {
    section.doc("What renditions are made of masters");
    section.key("folder", &ProfilesSection::folder, "The profiles that come with the platform");
    section.key("site_folder", &ProfilesSection::site_folder, "The site's own profiles; empty = none");
}

}  // namespace acervo
