#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "net/http_message.hpp"

namespace acervo::http {

/// How the end of a body is told (RFC 9112 §6).
enum class BodyFraming {
    None,     ///< this status has no body, and no length either
    Sized,    ///< Content-Length
    Chunked,  ///< Transfer-Encoding: chunked
    ToClose,  ///< by closing the connection, for HTTP/1.0
};

/// What the server itself says in a head.
class ResponseFrame {
public:
    int status{200};
    BodyFraming framing{BodyFraming::Sized};
    std::uint64_t size{0};
    bool keep_alive{true};
    /// HTTP/1.0 must be told that a connection is kept, HTTP/1.1 that it is not.
    bool is_http_1_1{true};
    std::string_view request_id;
};

/// Puts status line, the handler's fields and the server's own, and the empty line into `head`. False when a field of
/// the handler's is malformed: sent as it is, it could become other fields or a second answer.
bool write_response_head(const ResponseFrame& frame, const Headers& headers, std::string& head);

/// `OK` for 200 (RFC 9110 §15); empty for a status that has no name here.
std::string_view reason_phrase(int status) noexcept;

/// Whether an answer with this status may have a body at all.
constexpr bool has_body(int status) noexcept { return status >= 200 && status != 204 && status != 304; }

}  // namespace acervo::http
