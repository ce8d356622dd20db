#pragma once

#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <string_view>

#include "http/server/options.hpp"
#include "net/http_message.hpp"

namespace acervo::http {

/// Why a request is not served: a status of `protocol_problem` and words for its detail.
class Refusal {
public:
    int status;
    std::string_view detail;
};

inline constexpr Refusal kBareLineFeed{400, "a line ends with LF instead of CR LF"};

/// Request line and fields of an HTTP/1.0 or 1.1 request (RFC 9112), checked.
class RequestHead {
public:
    Method method{Method::Get};
    /// Borrowed from the text that was read.
    std::string_view target;
    Headers headers;
    /// Whether chunked coding, 100 (Continue) and kept connections may be used without being asked for.
    bool is_http_1_1{true};
    bool keep_alive{true};
    bool is_chunked{false};
    bool expects_continue{false};
    /// 0 where there is no body.
    std::uint64_t content_length{0};
};

/// Reads a whole head, with its empty line. Stricter than the RFC demands, so that two readers of one request can
/// never disagree on it: no line folding, one well-formed Host, one Content-Length of digits only or Transfer-Encoding
/// `chunked` and never both. The target is for `Target` to read.
std::expected<RequestHead, Refusal> read_request_head(std::string_view text, const ServerLimits& limits);

/// How long the head at the front of `text` is, its empty line included; `scanned` bytes are known not to end it.
std::optional<std::size_t> find_head_end(std::string_view text, std::size_t scanned) noexcept;

}  // namespace acervo::http
