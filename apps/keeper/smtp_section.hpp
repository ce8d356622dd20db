#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

#include "app/identity/reset_mails.hpp"
#include "core/config.hpp"
#include "core/result.hpp"
#include "core/secret.hpp"

namespace acervo::keeper {

/// The mail server that letters are handed to.
struct SmtpSection {
    /// Empty: there is none, and no letter is sent.
    std::string host;
    std::uint16_t port{587};
    std::string security{"starttls"};
    std::string ca_file;
    std::string user;
    Secret password;
    std::string from;
    std::string from_name{"Acervo"};
    /// What links for a new password begin with.
    std::string reset_url;
    std::chrono::milliseconds timeout{std::chrono::seconds{60}};
};
void describe(config::Section<SmtpSection>& section);

/// Nothing when there is no mail server; InvalidInput, with the key, when what is said of one does not fit together.
Result<std::optional<MailRules>> rules_of(const SmtpSection& section);

}  // namespace acervo::keeper
