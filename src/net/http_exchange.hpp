#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/async.hpp"
#include "core/byte_source.hpp"
#include "core/result.hpp"
#include "net/http_message.hpp"
#include "net/wire.hpp"

namespace acervo {

/// One request and its answer on one connection (RFC 9112). Within `src/net` only. The calls come in this order:
/// `send`, `read_header`, then `read_body` to its end; dropping it before closes the connection.
/// It holds one send buffer while it sends a body, and what the parser cannot use yet while it reads an answer; a body
/// of known length goes straight into the reader's buffer.
class HttpExchange {
public:
    /// An answer to HEAD has no body whatever its header says.
    HttpExchange(Wire wire, Method method, std::size_t max_header_bytes);
    ~HttpExchange();
    HttpExchange(const HttpExchange&) = delete;
    HttpExchange& operator=(const HttpExchange&) = delete;

    /// Sends `head` (request line and fields, with the empty line) and then `body`, where there is one; each piece must
    /// leave within `stall`. Only the errors of `body` come back, as they are: a server may answer, or close, before it
    /// has taken everything, and `read_header` finds out which.
    Async<Result<void>> send(std::string head, ByteSource* body, std::chrono::milliseconds stall);
    /// Reads to the end of the final header; interim answers (1xx) are passed over.
    Async<Result<void>> read_header();
    /// Between 1 and `into.size()` bytes of the body, or 0 at its end.
    Async<Result<std::size_t>> read_body(std::span<char> into);

    int status() const;
    Headers headers() const;
    /// The body's length, where the header tells it.
    std::optional<std::uint64_t> length() const;
    /// Whether the whole answer has been read.
    bool finished() const;
    /// Whether the connection may carry another request: all was sent, the answer is read and allows it.
    bool reusable() const;
    /// Whether the server closed the connection before it answered anything, and no byte of a body was taken from its
    /// source: then the request can be made again.
    bool unanswered() const noexcept { return !answered_ && !body_taken_; }

    Wire& wire() noexcept { return wire_; }

private:
    struct Parser;

    Async<Result<void>> send_body(std::string head, ByteSource* body, std::chrono::milliseconds stall);
    Async<Result<void>> read_one_header();
    Async<Result<std::size_t>> read_plain(std::span<char> into);
    Async<Result<std::size_t>> read_chunked(std::span<char> into);
    /// Reads more into `input_`; 0 at the connection's end.
    Async<Result<std::size_t>> fill();
    std::span<const char> unparsed() const noexcept { return std::span{input_}.subspan(parsed_); }
    std::unexpected<Error> bad_answer(std::string_view reason) const;

    Wire wire_;
    Method method_;
    std::size_t max_header_bytes_;
    std::unique_ptr<Parser> parser_;
    /// Read from the wire; what lies before `parsed_` is done with.
    std::vector<char> input_;
    std::size_t parsed_{0};
    /// What a body told by its length still has to bring.
    std::optional<std::uint64_t> remaining_;
    bool all_sent_{false};
    bool body_taken_{false};
    bool answered_{false};
    bool ended_with_connection_{false};
};

}  // namespace acervo
