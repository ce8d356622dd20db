#pragma once

#include <boost/asio/ip/address.hpp>
#include <memory>
#include <optional>
#include <string>

#include "core/trace.hpp"
#include "http/router/router.hpp"
#include "http/server/body_reader.hpp"
#include "http/server/client_address.hpp"
#include "http/server/doze.hpp"
#include "http/server/identity.hpp"
#include "http/server/observer.hpp"
#include "http/server/options.hpp"
#include "http/server/response_head.hpp"
#include "http/server/wire.hpp"

namespace acervo::http {

/// What the connections of one thread share.
class Site {
public:
    /// When the clock of the thread looks at deadlines and vanished clients next; it sleeps while all connections only
    /// wait for a request.
    Doze doze;
    const ServerOptions* options{nullptr};
    const TrustedProxies* trusted{nullptr};
    Observer* observer{nullptr};
    const Router* router{nullptr};
    /// Every answer from now on ends its connection.
    bool is_closing{false};
};

/// Where a connection comes from.
class Peer {
public:
    boost::asio::ip::address address;
    std::string text;
    bool is_trusted{false};
};

/// What a connection's buffer begins with.
class FoundHead {
public:
    /// Of the whole head; 0: there is none.
    std::size_t size{0};
    /// Why what is there will never be one.
    std::optional<Refusal> refusal;
};

/// One request and its answer.
class Exchange {
public:
    /// What becomes of the connection. Linger: it is closed when the client has stopped talking, because closing it
    /// with input unread would make the client's side drop the answer (RFC 9112 §9.6).
    enum class Next { KeepAlive, Close, Linger };

    /// Serves the request that the wire's buffer begins with, or refuses what is none. All three belong to the
    /// connection, which outlives the call.
    static Async<Next> serve(Site* site, Wire* wire, const Peer* peer, FoundHead head);

    /// Tells the observer how it went.
    ~Exchange();
    Exchange(const Exchange&) = delete;
    Exchange& operator=(const Exchange&) = delete;

private:
    Exchange(Site& site, Wire& wire, const Peer& peer);

    /// Sets `request_`, or gives the answer to a request that no handler sees.
    std::optional<Response> read_request(const FoundHead& head);
    std::optional<Response> make_request(RequestHead& head, std::size_t head_size);
    std::optional<Response> find_route(const RequestHead& head, const Target& target, Router::Parameters& parameters);

    /// Sends a text as far as the socket takes it at once; what is left is in `parts`.
    IoStatus send_text(Response& response, Wire::Parts& parts);
    Async<Next> send_stream(Response response);
    /// Sends `head_`, the first `count` bytes of `buffer` and all that `source` still gives; whether all of it went.
    Async<bool> pump(ByteSource* source, std::span<char> buffer, std::size_t count);
    Async<bool> write(Wire::Parts parts);
    /// What comes next if that is known without waiting.
    std::optional<Next> conclude_now();
    Async<Next> conclude();

    Response refusal(Refusal refusal);
    void render(Response& response);
    /// Sets `head_` for `response`, which becomes a problem where it cannot be sent as it is.
    void write_head(Response& response, BodyFraming framing, std::uint64_t size);
    bool is_bodiless(const Response& response) const noexcept {
        return method_ == Method::Head || !has_body(response.status);
    }
    RequestSummary summary() const noexcept;

    Site& site_;
    Wire& wire_;
    const Peer& peer_;
    Moment began_;
    Pace pace_;
    std::optional<Method> method_;
    bool is_http_1_1_{true};
    bool keep_alive_{false};
    Identity identity_;
    std::string path_;
    std::string remote_address_;
    const Route* route_{nullptr};
    /// Null when the request is not recorded.
    std::unique_ptr<Span> span_;
    std::shared_ptr<BodyReader> body_;
    std::optional<Request> request_;
    std::string head_;
    BodyFraming framing_{BodyFraming::Sized};
    int status_;
    bool complete_{false};
    std::uint64_t bytes_received_{0};
    std::uint64_t bytes_sent_{0};
};

}  // namespace acervo::http
