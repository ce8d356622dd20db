#pragma once

#include <string>
#include <string_view>

#include "core/clock.hpp"
#include "core/result.hpp"
#include "ports/mailer.hpp"

namespace acervo::smtp {

/// Who writes.
struct Sender {
    /// `local@domain`
    std::string address;
    /// UTF-8, may be empty.
    std::string name;
};

/// Whether mail is sent there: one `@` between two sides, of characters that mean nothing in a command (RFC 5321
/// §4.1.2) or a header field (RFC 5322 §3.4). Quoted local parts and addresses in brackets are not. UTF-8 is (RFC
/// 6531). At most 254 bytes (RFC 5321 §4.5.3.1.3).
bool is_address(std::string_view text) noexcept;

/// The letter as it travels: header and body by RFC 5322, lines of at most 78 bytes but for long addresses, ended by
/// CRLF, all ASCII but for addresses that are not. `id` is the left side of its Message-ID. Marked as made by a program
/// (RFC 3834), so that nobody's holiday answers it. InvalidInput for an address that is none, a subject with control
/// characters, and what is not UTF-8.
Result<std::string> message_of(const Letter& letter, const Sender& sender, Timestamp now, std::string_view id);

/// Unstructured text of a header field: as it is when it is short and of printable ASCII, else in encoded words (RFC
/// 2047), each on a line of its own, none longer than 75 characters, none with a part of a character.
std::string header_text(std::string_view text);

/// A text in quoted-printable (RFC 2045 §6.7): `\n` becomes CRLF, lines are of at most 76 characters.
std::string quoted_printable(std::string_view text);

/// As RFC 5322 §3.3 writes it, in UTC: `Mon, 17 Mar 2025 10:00:00 +0000`.
std::string mail_date(Timestamp moment);

}  // namespace acervo::smtp
