#pragma once

#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "http/server/server.hpp"

namespace acervo::http {

/// Whether `done` came true; asked again and again, for half a minute at the most.
bool eventually(const std::function<bool()>& done);

/// One answer as it came over the wire, a chunked body put together again.
class Answer {
public:
    int status{0};
    Headers headers;
    std::string body;
    /// Whether it ended with its body, not with the connection.
    bool is_whole{false};

    std::string field(std::string_view name) const { return std::string{headers.find(name).value_or("(none)")}; }
};

/// The other end: a plain blocking socket, so that a test says each byte and each pause. Its waits end after half a
/// minute.
class TestClient {
public:
    /// `receive_buffer` bytes at the most wait in this end's system; 0: as the system likes it.
    explicit TestClient(std::uint16_t port, int receive_buffer = 0);
    TestClient(TestClient&& other) noexcept;
    TestClient& operator=(TestClient&&) = delete;
    ~TestClient();

    /// False when the server has closed the connection.
    bool send(std::string_view text);
    /// Sends `text` byte by byte, slowly. False when the server had something to say before the end.
    bool drip(std::string_view text, std::chrono::milliseconds pause);
    /// The next answer; one whose status is 0 when there was none. `is_head`: of a HEAD request, so without a body.
    Answer receive(bool is_head = false);
    Answer ask(std::string_view text, bool is_head = false);
    /// Reads up to `count` bytes; fewer only at the end of the connection.
    std::string read(std::size_t count);
    /// Whether the server closes the connection without another byte.
    bool is_closed();
    /// Whether there is something to read, the end included.
    bool is_readable() const;
    void shut_down_sending();
    void close();

private:
    bool fill();
    std::string take_line();
    std::string take_body(Answer& answer);

    int socket_;
    std::string buffer_;
};

/// `GET path` with more header lines, each with its CRLF.
std::string get(std::string_view path, std::string_view fields = "");
std::string post(std::string_view path, std::string_view body, std::string_view fields = "");

/// Notes what the server tells.
class NotingObserver final : public Observer {
public:
    struct Note {
        std::string route;
        int status;
        bool complete;
        std::uint64_t bytes_received;
        std::uint64_t bytes_sent;
        std::string request_id;
        std::string trace_id;
        std::string remote_address;
    };

    void connection_opened() noexcept override { ++opened; }
    void connection_closed() noexcept override { ++closed; }
    void connection_refused() noexcept override { ++refused; }
    void request_finished(const RequestSummary& request) noexcept override;
    void request_failed(const RequestSummary& request, const Error& error) noexcept override;

    std::vector<Note> finished() const;
    std::vector<std::string> failures() const;

    std::atomic<int> opened{0};
    std::atomic<int> closed{0};
    std::atomic<int> refused{0};

private:
    mutable std::mutex mutex_;
    std::vector<Note> finished_;
    std::vector<std::string> failures_;
};

/// What the handlers of the test server do and see; shared by its thread and the test's.
class Stage {
public:
    /// Requests that reached a handler, and those that left one by their own end.
    std::atomic<int> entered{0};
    std::atomic<int> left{0};
    /// Handlers and streams that are alive.
    std::atomic<int> alive{0};
    /// Holds `/wait` and `/block` until it is open.
    std::atomic<bool> is_open{false};
    /// Holds `/block-later` before it blocks, and how many do.
    std::atomic<bool> may_block{false};
    std::atomic<int> blocked{0};
    /// Bytes that streams gave.
    std::atomic<std::uint64_t> streamed{0};
};

/// Handlers of the test server:
///
///     GET  /hello        "hello"
///     GET  /who          request id, trace id, span id and address, a line each
///     POST /echo         the body, at most 100,000 bytes
///     POST /relay        the body, as a stream
///     POST /ignore       does not look at the body
///     GET  /sized?n=     n bytes of the test pattern
///     GET  /chunked?n=   the same, its size not told
///     GET  /broken?n=    the same, said to be one byte more
///     GET  /failing      a stream that fails at once
///     GET  /wait         waits until the stage is open
///     GET  /stubborn     the same, and does not hear when it is told to stop
///     GET  /block        the same, holding its whole thread
///     GET  /block-later  the same, after leave was given
///     GET  /throw        throws; /throw-odd what is no std::exception
Router make_routes(Stage& stage);

class ServerTest : public testing::Test {
protected:
    ~ServerTest() override;

    /// Deadlines that no test meets by accident; a test shortens the one it is about.
    static ServerOptions options();
    void start(ServerOptions options = ServerTest::options());
    TestClient connect(int receive_buffer = 0) { return TestClient{server_->port(), receive_buffer}; }
    /// The answer on a connection of its own.
    Answer ask(std::string_view text) { return connect().ask(text); }
    /// The only request that was finished so far.
    NotingObserver::Note note();

    Stage stage_;
    std::shared_ptr<NotingObserver> observer_{std::make_shared<NotingObserver>()};
    std::optional<Server> server_;
};

}  // namespace acervo::http
