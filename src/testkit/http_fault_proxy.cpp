#include "testkit/http_fault_proxy.hpp"

#include <algorithm>
#include <array>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <charconv>

namespace acervo::testkit {
namespace {

namespace asio = boost::asio;
using Socket = LoopbackServer::Socket;
using Kind = HttpFault::Kind;

std::uint64_t body_length(const std::string& header) {
    constexpr std::string_view kField = "\r\nContent-Length: ";
    const auto found = header.find(kField);
    std::uint64_t length = 0;
    if (found != std::string::npos) {
        std::from_chars(header.data() + found + kField.size(), header.data() + header.size(), length);
    }
    return length;
}

void reset(Socket* socket) {
    boost::system::error_code ignored;
    socket->set_option(asio::socket_base::linger{true, 0}, ignored);
    socket->close(ignored);
}

/// Passes `length` bytes on, those in `buffered` first.
Async<void> pass_body(Socket* client, Socket* server, std::string buffered, std::uint64_t length, bool corrupt) {
    std::string piece = std::move(buffered);
    while (length > 0) {
        if (piece.empty()) {
            piece.resize(static_cast<std::size_t>(std::min<std::uint64_t>(length, std::uint64_t{64} * 1024)));
            piece.resize(co_await client->async_read_some(asio::buffer(piece), asio::use_awaitable));
        }
        length -= piece.size();
        if (corrupt && length == 0) piece.back() = static_cast<char>(piece.back() ^ 1);
        co_await asio::async_write(*server, asio::buffer(piece), asio::use_awaitable);
        piece.clear();
    }
}

/// Passes the answer on until its end, or until `limit` bytes of it have passed.
Async<void> pass_answer(Socket* server, Socket* client, std::size_t limit) {
    std::array<char, 64 * 1024> piece{};
    while (limit > 0) {
        const auto [error, count] =
            co_await server->async_read_some(asio::buffer(piece), asio::as_tuple(asio::use_awaitable));
        if (error) co_return;
        const auto passed = std::min(count, limit);
        limit -= passed;
        co_await asio::async_write(*client, asio::buffer(piece.data(), passed), asio::use_awaitable);
    }
}

Async<void> serve_one(Socket client, std::uint16_t server_port, HttpFaultProxy::Decide* decide) {
    std::string buffered;
    auto header = co_await read_header(&client, &buffered);
    const auto fault = (*decide)(header);
    if (fault.kind == Kind::Reset) co_return reset(&client);
    if (fault.kind == Kind::Hang) co_return co_await wait_for_close(&client);
    if (fault.kind == Kind::Answer) {
        co_await write_text(&client, fault.text);
        client.shutdown(Socket::shutdown_send);  // so that nobody takes this connection for one to be used again
        co_return co_await wait_for_close(&client);
    }
    Socket server{client.get_executor()};
    co_await server.async_connect({asio::ip::address_v4::loopback(), server_port}, asio::use_awaitable);
    const auto length = body_length(header);
    // The end of the answer shows in the end of the connection; the field is not among those that are signed.
    header.insert(header.size() - 2, "Connection: close\r\n");
    co_await write_text(&server, std::move(header));
    co_await pass_body(&client, &server, std::move(buffered), length, fault.kind == Kind::CorruptBody);
    if (fault.kind == Kind::LoseAnswer) {
        std::array<char, 1> first{};
        co_await server.async_read_some(asio::buffer(first), asio::use_awaitable);
        co_return reset(&client);
    }
    const bool cut = fault.kind == Kind::CutAnswer;
    co_await pass_answer(&server, &client, cut ? fault.answer_bytes : SIZE_MAX);
    if (cut) reset(&client);
}

}  // namespace

HttpFaultProxy::HttpFaultProxy(boost::asio::io_context& context, std::uint16_t server_port, Decide decide)
    : server_port_{server_port},
      decide_{std::move(decide)},
      server_{context, [this](Socket client) { return serve_one(std::move(client), server_port_, &decide_); }} {}

}  // namespace acervo::testkit
