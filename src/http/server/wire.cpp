#include "http/server/wire.hpp"

#include <algorithm>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/bind_executor.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <cstring>

namespace acervo::http {
namespace {

namespace asio = boost::asio;
using boost::system::error_code;

/// Completes on the loop itself; the executor that `Async` carries would be asked by virtual calls each time.
auto await_on(Socket& socket) {
    return asio::bind_executor(socket.get_executor(), asio::as_tuple(asio::use_awaitable));
}

bool drop_front(Wire::Parts& parts, std::size_t count) noexcept {
    for (auto& part : parts) {
        const auto taken = std::min(count, part.size());
        part += taken;
        count -= taken;
    }
    return std::ranges::all_of(parts, [](const auto& part) { return part.size() == 0; });
}

}  // namespace

void ReadBuffer::consume(std::size_t count) noexcept {
    begin_ += count;
    if (begin_ == end_) begin_ = end_ = 0;
}

std::span<char> ReadBuffer::room() {
    if (end_ == capacity_) {
        const auto used = end_ - begin_;
        if (begin_ >= capacity_ / 2) {
            std::memmove(bytes_.get(), bytes_.get() + begin_, used);
        } else {
            auto grown = std::make_unique_for_overwrite<char[]>(capacity_ * 2);
            std::memcpy(grown.get(), bytes_.get() + begin_, used);
            bytes_ = std::move(grown);
            capacity_ *= 2;
        }
        begin_ = 0;
        end_ = used;
    }
    return {bytes_.get() + end_, capacity_ - end_};
}

void ReadBuffer::shrink() {
    if (begin_ != end_ || capacity_ == kSmall) return;
    bytes_ = std::make_unique_for_overwrite<char[]>(kSmall);
    capacity_ = kSmall;
}

std::chrono::nanoseconds Pace::allowance() const noexcept {
    const auto earned =
        std::chrono::nanoseconds{std::chrono::seconds{bytes_ / std::max<std::uint64_t>(bytes_per_second_, 1)}};
    return std::min(std::chrono::nanoseconds{stall_}, stall_ + earned - waited_);
}

Wire::Wire(Socket socket) : socket_{std::move(socket)} {
    error_code ignored;
    socket_.non_blocking(true, ignored);
}

IoStatus Wire::settle(const error_code& error) {
    deadline_ = Moment::max();
    if (std::exchange(expired_, false)) return IoStatus::TimedOut;
    if (!error) return IoStatus::Ok;
    return error == asio::error::eof ? IoStatus::Ended : IoStatus::Failed;
}

Async<std::tuple<error_code, std::size_t>> Wire::fill(Moment deadline) {
    const auto room = buffer_.room();
    deadline_ = deadline;
    return socket_.async_read_some(asio::buffer(room.data(), room.size()), await_on(socket_));
}

IoStatus Wire::filled(const std::tuple<error_code, std::size_t>& read) {
    buffer_.added(std::get<1>(read));
    return settle(std::get<0>(read));
}

Async<Wire::ReadResult> Wire::read_some(std::span<char> into, Moment deadline) {
    deadline_ = deadline;
    const auto [error, count] =
        co_await socket_.async_read_some(asio::buffer(into.data(), into.size()), await_on(socket_));
    co_return ReadResult{settle(error), count};
}

IoStatus Wire::write_now(Parts& parts) {
    for (;;) {
        error_code error;
        const auto count = socket_.write_some(parts, error);
        if (drop_front(parts, count)) return IoStatus::Ok;
        if (error) return error == asio::error::would_block ? IoStatus::TimedOut : IoStatus::Failed;
    }
}

Async<IoStatus> Wire::write(Parts parts, Pace* pace) {
    for (;;) {
        const auto before = asio::buffer_size(parts);
        if (const auto status = write_now(parts); status != IoStatus::TimedOut) co_return status;
        pace->moved(before - asio::buffer_size(parts));
        const auto began = std::chrono::steady_clock::now();
        deadline_ = began + pace->allowance();
        const auto [error] = co_await socket_.async_wait(Socket::wait_write, await_on(socket_));
        pace->waited(std::chrono::steady_clock::now() - began);
        if (const auto status = settle(error); status != IoStatus::Ok) co_return status;
    }
}

void Wire::check_deadline(Moment now) {
    if (now < deadline_) return;
    deadline_ = Moment::max();
    expired_ = true;
    error_code ignored;
    socket_.cancel(ignored);
}

bool Wire::has_unread_input() {
    error_code error;
    return !buffer_.text().empty() || socket_.available(error) > 0;
}

void Wire::shut_down_sending() noexcept {
    error_code ignored;
    socket_.shutdown(Socket::shutdown_send, ignored);
}

void Wire::close() noexcept {
    error_code ignored;
    socket_.close(ignored);
}

}  // namespace acervo::http
