#include "mail_section.hpp"

namespace acervo::api_program {

void describe(config::Section<MailSection>& section) {
    section.doc("Letters, which the keeper sends");
    section.key("enabled", &MailSection::enabled,
                "Whether links for a new password go by mail: the keepers of this site have a section [smtp]");
}

}  // namespace acervo::api_program
