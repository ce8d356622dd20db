#include "webhooks_section.hpp"

namespace acervo::api_program {

void describe(config::Section<WebhooksSection>& section) {
    section.doc("Programs that the keeper tells of events");
    section.key("key", &WebhooksSection::key,
                "Of which the secrets of webhooks are made; the keeper's is the same. Empty: this site tells none");
}

}  // namespace acervo::api_program
