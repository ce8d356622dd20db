#pragma once

#include "core/config.hpp"
#include "core/secret.hpp"

namespace acervo::api_program {

/// Programs that the keeper tells of events.
struct WebhooksSection {
    Secret key;
};
void describe(config::Section<WebhooksSection>& section);

}  // namespace acervo::api_program
