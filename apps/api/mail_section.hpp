#pragma once

#include "core/config.hpp"

namespace acervo::api_program {

/// Letters, which the keeper sends.
struct MailSection {
    bool enabled{false};
};
void describe(config::Section<MailSection>& section);

}  // namespace acervo::api_program
