#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/ip/address.hpp>
#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "core/async.hpp"
#include "core/byte_source.hpp"
#include "core/result.hpp"
#include "net/http_message.hpp"

namespace acervo {

/// One request to another server. `url` is absolute (`http://` or `https://`) and already percent-encoded.
class HttpRequest {
public:
    HttpRequest(Method request_method, std::string request_url) : method{request_method}, url{std::move(request_url)} {}

    Method method;
    std::string url;
    Headers headers;
    /// No body when empty. A body of known size is sent with Content-Length, any other chunked.
    std::unique_ptr<ByteSource> body;
    /// From the first byte of the connection attempt to the last byte of the response's header. With a body it begins
    /// anew when the body has left: how long that takes is bounded by its progress (`stall_timeout`) alone.
    std::chrono::milliseconds timeout{std::chrono::seconds{30}};
};

/// The header of an answer, and its body as a stream that must be read or dropped. Dropping it before the end closes
/// the connection at once; reading it to the end gives the connection back for reuse.
class HttpResponse {
public:
    int status{0};
    Headers headers;
    std::unique_ptr<ByteSource> body;
};

struct HttpClientOptions {
    std::chrono::milliseconds connect_timeout{std::chrono::seconds{5}};
    /// How long a body may make no progress, in either direction.
    std::chrono::milliseconds stall_timeout{std::chrono::seconds{30}};
    /// Idle connections kept per host and port, and for how long.
    std::size_t max_idle_connections{32};
    std::chrono::seconds keep_idle{30};
    std::size_t max_header_bytes{std::size_t{64} * 1024};
    /// Which addresses may be connected to, asked once a name was resolved; all when empty. InvalidInput where none
    /// may.
    std::function<bool(const boost::asio::ip::address&)> may_connect{};
    /// PEM file with the certificate authorities to trust for https; empty = those of the system.
    std::string ca_file{};  // NOLINT(readability-redundant-member-init): designated initialisers leave it out
};

/// HTTP/1.1 client with kept connections (RFC 9112). It belongs to one thread's executor, as everything it hands out.
/// It follows no redirect and repeats nothing, with one exception: an idempotent request (RFC 9110 §9.2.2) on a kept
/// connection that the server closed before the first byte of an answer is sent once more on a new one when its body is
/// empty or not yet touched. `Expect: 100-continue` is not used; a server that answers before it has taken the whole
/// body is heard, and the rest is not sent.
/// Memory: at most 64 KiB per direction and request, and `max_header_bytes`. Cancelling the awaiting coroutine closes
/// the connection. Messages name the server and never the path or query, which may hold a signature.
/// Errors: InvalidInput (address or header field), Unavailable (refused, reset, closed, bad answer, untrusted
/// certificate), Timeout, and those of the request's body as they are.
class HttpClient {
public:
    HttpClient(boost::asio::any_io_executor executor, HttpClientOptions options);
    ~HttpClient();
    HttpClient(HttpClient&&) noexcept;
    HttpClient& operator=(HttpClient&&) noexcept;

    Async<Result<HttpResponse>> send(HttpRequest request);

private:
    class Connections;
    std::shared_ptr<Connections> connections_;
};

}  // namespace acervo
