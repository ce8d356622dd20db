#pragma once

#include <boost/asio/io_context.hpp>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "testkit/loopback_server.hpp"

namespace acervo::testkit {

/// What shall become of one request.
struct HttpFault {
    enum class Kind {
        None,
        /// Answers this text and passes nothing on.
        Answer,
        /// Resets the connection before anything is passed on.
        Reset,
        /// Passes the request on and drops the answer, then resets: it was done, and nobody hears of it.
        LoseAnswer,
        /// Passes on so many bytes of the answer, then resets.
        CutAnswer,
        /// Changes the last byte of the request's body on its way.
        CorruptBody,
        /// Takes the request and never says anything.
        Hang,
    };
    Kind kind{Kind::None};
    std::string text{};  // NOLINT(readability-redundant-member-init): designated initialisers leave it out
    std::size_t answer_bytes{0};
};

/// Stands between a client and an HTTP server and does to each request what the test says. One request per connection.
class HttpFaultProxy {
public:
    /// Called with the request's header, in the order of arrival.
    using Decide = std::function<HttpFault(const std::string& header)>;

    HttpFaultProxy(boost::asio::io_context& context, std::uint16_t server_port, Decide decide);

    std::string url() const { return server_.url(); }
    int connections() const { return server_.connections(); }

private:
    std::uint16_t server_port_;
    Decide decide_;
    LoopbackServer server_;
};

}  // namespace acervo::testkit
