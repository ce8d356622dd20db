#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

namespace acervo {
class Tracer;
}

namespace acervo::http {

/// What one request or connection may take up. Beyond it: 414, 431, 413 or 503.
struct ServerLimits {
    /// Request line and fields together, and how many fields.
    std::size_t header_bytes{16 * 1024};
    std::size_t header_fields{100};
    std::size_t target_bytes{8 * 1024};
    /// Open connections of all threads together; one more is answered 503 and closed.
    std::size_t connections{10'000};
    /// How much of a body that no handler wanted is read and thrown away to keep the connection.
    std::uint64_t drained_bytes{64 * 1024};
};

/// How long a client may take. They are checked every 50 ms.
struct ServerDeadlines {
    /// From a connection's or request's first sign to the end of its header: 408.
    std::chrono::milliseconds header{std::chrono::seconds{10}};
    /// Between two requests. Longer than a gateway keeps its idle connections (nginx: 60 s), so that it is the gateway
    /// that closes and no request meets a closing connection.
    std::chrono::milliseconds idle{std::chrono::seconds{75}};
    /// How long a body or an answer may stand still, or lag behind `bytes_per_second` in all.
    std::chrono::milliseconds body{std::chrono::seconds{30}};
    std::chrono::milliseconds write{std::chrono::seconds{60}};
    std::uint64_t bytes_per_second{512};
};

/// How the server ends after `Server::drain`.
struct DrainOptions {
    /// For so long it still accepts, says `Connection: close` in every answer and is not ready: a gateway notices.
    std::chrono::milliseconds lead{std::chrono::seconds{1}};
    /// After that it accepts no more, closes idle connections and lets requests finish for so long before they are
    /// cancelled.
    std::chrono::milliseconds finish{std::chrono::seconds{10}};
};

struct ServerOptions {
    /// An IP address to listen on.
    std::string address{"127.0.0.1"};
    /// 0: one that is free, see `Server::port`.
    std::uint16_t port{0};
    unsigned threads{1};
    ServerLimits limits;
    ServerDeadlines deadlines;
    DrainOptions drain;
    /// Addresses or networks (`10.0.0.0/8`, `::1`) whose X-Forwarded-For and X-Request-Id are believed, and which
    /// decide by `traceparent` whether a request is recorded.
    std::vector<std::string> trusted_proxies;
    /// Records requests as spans; null = none. Outlives the server.
    const Tracer* tracer{nullptr};
};

}  // namespace acervo::http
