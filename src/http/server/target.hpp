#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/result.hpp"
#include "net/http_message.hpp"

namespace acervo::http {

/// A request-target (RFC 9112 §3.2), taken apart and percent-decoded (RFC 3986 §2.1): in origin-form (`/path?query`),
/// in absolute-form (`http://host/path?query`, §3.2.2) or, for OPTIONS, in asterisk-form (`*`, §3.2.4). Decoding
/// happens once and per segment, so an escaped `/` is part of a segment and never makes one.
class Target {
public:
    using QueryMember = std::pair<std::string, std::string>;

    /// InvalidInput for any other form, another scheme than http and https, user information, a fragment, bytes outside
    /// of ASCII, a malformed escape, and for text that decodes to a control character, to anything but UTF-8, or to a
    /// dot segment.
    static Result<Target> parse(std::string_view text, Method method = Method::Get);

    /// What the absolute-form names in place of the Host field (RFC 9112 §3.2.2); empty in the other forms.
    const std::string& authority() const noexcept { return authority_; }
    /// The question is about the server, not about anything on it: asterisk-form, or an absolute-form of OPTIONS with
    /// neither path nor query. There are no segments, and the path reads `*`.
    bool is_whole_server() const noexcept { return segment_ends_.empty(); }

    /// The decoded path; use the segments where an escaped `/` makes a difference.
    const std::string& path() const noexcept { return path_; }
    std::string take_path() && noexcept { return std::move(path_); }
    /// Between the slashes: `/a/b` has two, `/` one empty, `/a/` a second that is empty.
    std::size_t segment_count() const noexcept { return segment_ends_.size(); }
    std::string_view segment(std::size_t index) const noexcept;
    /// The members of the query in their order, as a form encodes them (`+` is a space); one without `=` has no value.
    std::vector<QueryMember>& query() noexcept { return query_; }

private:
    Target() = default;
    /// Takes scheme and authority from the front of `text`.
    bool read_origin(std::string_view& text);
    bool read_path(std::string_view text);
    bool read_query(std::string_view text);

    std::string authority_;
    std::string path_;
    std::vector<std::uint32_t> segment_ends_;
    std::vector<QueryMember> query_;
};

}  // namespace acervo::http
