#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/ip/address.hpp>
#include <boost/asio/ssl/context.hpp>
#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <span>
#include <string>

#include "core/async.hpp"
#include "core/result.hpp"
#include "net/url.hpp"

namespace acervo {

/// One connection to a server, plain or TLS, under one movable deadline that holds for whatever it waits for. Within
/// `src/net` only. Destroying it closes it. Errors: Timeout (the deadline passed; the connection is closed then),
/// Unavailable (with the reason, naming the server's origin).
class Wire {
public:
    using Moment = std::chrono::steady_clock::time_point;

    struct Manner {
        /// None: in the clear.
        boost::asio::ssl::context* tls{nullptr};
        /// Which of the server's addresses may be connected to; none or empty: all.
        const std::function<bool(const boost::asio::ip::address&)>* may_connect{nullptr};
    };
    /// Resolves, connects and, with a TLS context, shakes hands; all of it before `deadline`. What `manner` points to
    /// must outlive the call.
    static Async<Result<Wire>> open(boost::asio::any_io_executor executor, Url url, Manner manner, Moment deadline);
    ~Wire();
    Wire(Wire&&) noexcept;
    Wire& operator=(Wire&&) noexcept;

    /// When the connection is closed under whoever waits for it. It also runs while nobody waits, so that a kept
    /// connection ends by itself.
    void expire_at(Moment moment);
    /// Nothing is awaited from the server now: its next reader sets the deadline.
    void never_expire() noexcept;

    /// At least one byte, or 0 when the server closed its side in an orderly way.
    Async<Result<std::size_t>> read_some(std::span<char> into);
    /// All of these buffers. The bytes must stay alive until the answer.
    Async<Result<void>> write(std::span<const boost::asio::const_buffer> buffers);

    /// Whether an answer, or the end, has come while the request is still being sent. Always false under TLS, where
    /// what has come may be the protocol's own (session tickets).
    bool answers_early() const;
    /// Whether a kept connection can carry one more request: open, and nothing unasked for has come.
    bool idle_and_open() const;
    /// `http://host:port` of the server.
    const std::string& origin() const noexcept;

private:
    struct State;
    explicit Wire(std::shared_ptr<State> state);
    static void watch(const std::shared_ptr<State>& state);

    std::shared_ptr<State> state_;
};

}  // namespace acervo
