#pragma once

#include <charconv>
#include <cstdint>
#include <string>
#include <string_view>

#include "core/clock.hpp"
#include "core/id.hpp"
#include "core/secret.hpp"

/// What generated encoders are made of: each function appends one JSON value to `out`, with no white space.
namespace acervo::http::json {

/// Escapes what RFC 8259 asks for; each byte that is not UTF-8 becomes U+FFFD, so that the result is JSON whatever the
/// text was.
void append_text(std::string& out, std::string_view text);

template <class Integer>
void append_integer(std::string& out, Integer number) {
    char digits[24];
    const auto end = std::to_chars(digits, digits + sizeof digits, number).ptr;
    out.append(digits, end);
}

inline void append_boolean(std::string& out, bool truth) { out += truth ? "true" : "false"; }

/// The one way in which a secret leaves: in the answer that hands it over.
inline void append_text(std::string& out, const Secret& secret) { append_text(out, secret.reveal()); }

inline void append_uuid(std::string& out, const Uuid& id) {
    out += '"';
    out += id.to_string();
    out += '"';
}

template <class Tag>
void append_uuid(std::string& out, const Id<Tag>& id) {
    append_uuid(out, id.uuid());
}

inline void append_timestamp(std::string& out, Timestamp moment) {
    out += '"';
    out += format_rfc3339(moment);
    out += '"';
}

}  // namespace acervo::http::json
