#include "playback_section.hpp"

namespace acervo::api_program {

void describe(config::Section<PlaybackSection>& section) {
    section.doc("Addresses at which assets are played");
    section.key("public_url", &PlaybackSection::public_url,
                "What addresses begin with, such as https://media.example.org, without a slash at its end; empty: they "
                "are paths at the API's own host");
}

}  // namespace acervo::api_program
