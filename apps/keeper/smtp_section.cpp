#include "smtp_section.hpp"

#include <fmt/format.h>

namespace acervo::keeper {
namespace {

Error wrong(std::string_view key, std::string_view reason) {
    return Error{ErrorKind::InvalidInput, fmt::format("[smtp] {} {}", key, reason)};
}

bool is_here(const std::string& host) { return host == "localhost" || host == "::1" || host.starts_with("127."); }

}  // namespace

void describe(config::Section<SmtpSection>& section) {
    using namespace std::chrono_literals;
    section.doc("The mail server that letters are handed to");
    section.key("host", &SmtpSection::host, "Its name; empty = no letter is sent");
    section.key("port", &SmtpSection::port, "587, or 465 with security = \"tls\"").range(1, 65'535);
    section
        .key("security", &SmtpSection::security,
             "starttls: nothing is sent without it; tls: from the first byte; none: in clear")
        .one_of({"starttls", "tls", "none"});
    section.key("ca_file", &SmtpSection::ca_file, "Authorities to trust, PEM; empty = the system's");
    section.key("user", &SmtpSection::user, "Whom to sign in as; empty = nobody signs in");
    section.key("password", &SmtpSection::password, "Its password; never in clear but to this machine");
    section.key("from", &SmtpSection::from, "The address that letters come from");
    section.key("from_name", &SmtpSection::from_name, "The name beside it");
    section.key("reset_url", &SmtpSection::reset_url,
                "What links for a new password begin with, such as https://dam.example.org/reset-password");
    section.key("timeout", &SmtpSection::timeout, "The longest that one letter may take").range(1s, 100s);
}

Result<std::optional<MailRules>> rules_of(const SmtpSection& section) {
    if (section.host.empty()) return std::nullopt;
    if (section.from.empty()) return fail(wrong("from", "is missing"));
    const auto& url = section.reset_url;
    if (!url.starts_with("https://") && !url.starts_with("http://")) return fail(wrong("reset_url", "is no address"));
    if (url.find_first_of("#\r\n ") != std::string::npos) return fail(wrong("reset_url", "has a '#' or a space"));
    if (!section.user.empty() && section.security == "none" && !is_here(section.host)) {
        return fail(wrong("security", "is 'none': the password would go through a network in clear"));
    }
    return MailRules{.reset_url = url};
}

}  // namespace acervo::keeper
