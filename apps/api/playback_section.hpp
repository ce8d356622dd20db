#pragma once

#include <string>

#include "core/config.hpp"

namespace acervo::api_program {

/// How players reach this site.
struct PlaybackSection {
    std::string public_url;
};
void describe(config::Section<PlaybackSection>& section);

}  // namespace acervo::api_program
