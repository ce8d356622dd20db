#pragma once

#include <algorithm>
#include <array>
#include <boost/asio/basic_stream_socket.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <chrono>
#include <memory>
#include <span>
#include <string_view>
#include <tuple>

#include "core/async.hpp"
#include "http/server/doze.hpp"

namespace acervo::http {

/// A connection's socket; its executor's type is known, which spares a virtual call per operation.
using Socket = boost::asio::basic_stream_socket<boost::asio::ip::tcp, boost::asio::io_context::executor_type>;

enum class IoStatus { Ok, Ended, TimedOut, Failed };

/// Bytes read and not yet dealt with. While there are none it takes up `kSmall` bytes.
class ReadBuffer {
public:
    static constexpr std::size_t kSmall = 1024;

    std::string_view text() const noexcept { return {bytes_.get() + begin_, end_ - begin_}; }
    void consume(std::size_t count) noexcept;
    /// Room for at least one more byte behind the text; moves and grows as needed.
    std::span<char> room();
    void added(std::size_t count) noexcept { end_ += count; }
    /// Gives back what was grown, when nothing is in it.
    void shrink();

private:
    std::unique_ptr<char[]> bytes_{std::make_unique_for_overwrite<char[]>(kSmall)};
    std::size_t capacity_{kSmall};
    std::size_t begin_{0};
    std::size_t end_{0};
};

/// How long a transfer may still wait: never longer than `stall` at once, nor longer in all than the bytes moved so
/// far have earned. One byte now and then keeps nobody's attention for ever.
class Pace {
public:
    Pace(std::chrono::milliseconds stall, std::uint64_t bytes_per_second) noexcept
        : stall_{stall}, bytes_per_second_{bytes_per_second} {}

    std::chrono::nanoseconds allowance() const noexcept;
    void moved(std::size_t bytes) noexcept { bytes_ += bytes; }
    void waited(std::chrono::nanoseconds time) noexcept { waited_ += time; }

private:
    std::chrono::milliseconds stall_;
    std::uint64_t bytes_per_second_;
    std::uint64_t bytes_{0};
    std::chrono::nanoseconds waited_{0};
};

/// A socket with a deadline on each wait and a buffer for what came too early. One operation at a time.
class Wire {
public:
    using Parts = std::array<boost::asio::const_buffer, 4>;

    explicit Wire(Socket socket);

    std::string_view buffered() const noexcept { return buffer_.text(); }
    void consume(std::size_t count) noexcept { buffer_.consume(count); }
    void shrink() { buffer_.shrink(); }

    /// Waits until there is more in the buffer. What it gives is for `filled`, which must be called at once with it.
    Async<std::tuple<boost::system::error_code, std::size_t>> fill(Moment deadline);
    /// Ok when at least one byte was added, Ended when the client has closed its side.
    IoStatus filled(const std::tuple<boost::system::error_code, std::size_t>& read);

    class ReadResult {
    public:
        IoStatus status;
        std::size_t count;
    };
    /// Reads past the buffer, which must be empty, straight into `into`.
    Async<ReadResult> read_some(std::span<char> into, Moment deadline);

    /// Sends what the parts refer to, one after the other, as far as the socket takes it now, and shortens them by it.
    /// Ok: nothing is left. TimedOut: the rest needs `write`.
    IoStatus write_now(Parts& parts);
    /// Sends all of it, waiting at `pace`, which must outlive the call.
    Async<IoStatus> write(Parts parts, Pace* pace);

    /// Ends the wait whose deadline has passed.
    void check_deadline(Moment now);
    /// Of the wait that goes on; the end of time without one.
    Moment deadline() const noexcept { return deadline_; }
    /// The wait that goes on ends at `moment` at the latest.
    void wait_until(Moment moment) noexcept { deadline_ = std::min(deadline_, moment); }
    int native_handle() { return socket_.native_handle(); }
    /// Whether there is something to read, answered without waiting.
    bool has_unread_input();
    /// Nobody waits for an answer any more.
    void give_up() noexcept { given_up_ = true; }
    bool is_given_up() const noexcept { return given_up_; }
    void shut_down_sending() noexcept;
    void close() noexcept;

private:
    IoStatus settle(const boost::system::error_code& error);

    Socket socket_;
    ReadBuffer buffer_;
    Moment deadline_{Moment::max()};
    bool expired_{false};
    bool given_up_{false};
};

}  // namespace acervo::http
