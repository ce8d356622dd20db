#pragma once

#include <string>

#include "core/clock.hpp"
#include "core/secret.hpp"
#include "domain/identity/language.hpp"
#include "ports/mailer.hpp"

namespace acervo {

struct ResetLetter {
    Language language{Language::Es};
    std::string username;
    std::string email;
    /// With the token in it.
    Secret link;
    Timestamp expires_at{};
};

/// What somebody reads who asked for a new password.
Letter write_reset_letter(const ResetLetter& about);

}  // namespace acervo
