#pragma once

#include <boost/asio/cancellation_signal.hpp>

#include "http/server/exchange.hpp"

namespace acervo::http {

/// One client's connection: requests one after the other until either side has enough. All of it happens on the thread
/// that owns `site`, which lets it see the time every now and then.
class Connection {
public:
    Connection(Site& site, Socket socket, const boost::asio::ip::address& peer);

    /// Ends when the connection does. `this` must live until then.
    Async<void> serve();
    /// To be bound to `serve`.
    boost::asio::cancellation_slot cancellation() noexcept { return cancellation_.slot(); }

    void check_deadline(Moment now) { wire_.check_deadline(now); }
    /// Whether it only waits for a request, and until when at the longest.
    bool is_idle() const noexcept { return is_idle_; }
    Moment deadline() const noexcept { return wire_.deadline(); }
    /// Whether a request is being answered, so that a client that goes away leaves work to be stopped.
    bool is_in_exchange() const noexcept { return in_exchange_; }
    int native_handle() { return wire_.native_handle(); }
    /// Stops what goes on, the handler included, wherever it waits.
    void give_up();
    /// Closes it if no request is on its way. A client that has only just connected gets until `newcomers` to ask.
    void close_if_idle(Moment newcomers);

    /// Where its owner keeps it.
    std::size_t place{0};

private:
    Async<FoundHead> read_head();
    std::optional<Refusal> check_partial_head() const noexcept;
    Async<void> linger();

    Site& site_;
    Wire wire_;
    Peer peer_;
    boost::asio::cancellation_signal cancellation_;
    std::uint64_t served_{0};
    bool is_idle_{false};
    bool in_exchange_{false};
};

}  // namespace acervo::http
