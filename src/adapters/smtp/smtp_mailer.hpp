#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>

#include "adapters/smtp/message.hpp"
#include "core/result.hpp"
#include "core/secret.hpp"
#include "ports/mailer.hpp"

namespace acervo {

enum class SmtpSecurity {
    /// STARTTLS (RFC 3207), without which nothing is sent.
    StartTls,
    /// TLS from the first byte (RFC 8314).
    Tls,
    None,
};

struct SmtpOptions {
    std::string host;
    std::uint16_t port{587};
    SmtpSecurity security{SmtpSecurity::StartTls};
    /// PEM with the authorities to trust; empty = the system's.
    std::string ca_file;
    /// Empty: nobody signs in.
    std::string user;
    Secret password;
    smtp::Sender from;
    /// Until there is a connection, with TLS and somebody signed in.
    std::chrono::milliseconds connect_timeout{std::chrono::seconds{10}};
    /// For each answer of the server; whole seconds.
    std::chrono::seconds answer_timeout{30};
    /// For all of one letter.
    std::chrono::milliseconds timeout{std::chrono::seconds{60}};
};

/// Submits letters to a mail server (RFC 6409), each on a connection of its own. libcurl speaks the protocol (EHLO,
/// STARTTLS, AUTH, dots at the beginning of lines, SMTPUTF8 where an address needs it) on a thread of the mailer's;
/// docs/adr/0035. A cancelled `send` goes on unseen for a moment; the end of the mailer waits for it, a second or two.
/// InvalidInput when libcurl cannot do what `options` ask for, or the sender's address is none.
Result<std::unique_ptr<Mailer>> make_smtp_mailer(SmtpOptions options);

}  // namespace acervo
