#include "workers/media_sections.hpp"

namespace acervo {

void describe(config::Section<ScratchSection>& section) {
    section.doc("The host's local disk for masters and jobs; the same in all workers of a host");
    section.key("folder", &ScratchSection::folder, "On a local file system; what lies in it is the workers' own");
    section.key("quota_gib", &ScratchSection::quota_gib, "How much masters and jobs may take together, in GiB")
        .range(1, 1'000'000);
}

}  // namespace acervo
