#pragma once

#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "core/byte_source.hpp"
#include "core/error.hpp"
#include "net/http_message.hpp"

namespace acervo::http {

/// An answer: a text body, or a stream that is pulled as fast as the client takes it.
///
/// The server writes Content-Length, Transfer-Encoding, Connection, Date and X-Request-Id; what a handler sets there is
/// left out. A field whose name or value could break out of its line makes the answer a 500.
class Response {
public:
    explicit Response(int status_code) : status{status_code} {}
    Response(int status_code, std::string content_type, std::string text) : status{status_code}, body{std::move(text)} {
        headers.set("Content-Type", std::move(content_type));
    }

    int status;
    Headers headers;
    std::string body;
    /// When set, sent instead of `body`: with Content-Length where it knows its size, else chunked. It is read once
    /// before anything is sent, so that a source that fails at once is still answered with its problem; one that fails
    /// later ends the connection. It is destroyed at its end, or as soon as the client has gone.
    std::unique_ptr<ByteSource> stream;
    /// When set, the server writes the problem document (`problem.hpp`) as body: only it knows the request's id.
    std::optional<Error> failure;
};

}  // namespace acervo::http
