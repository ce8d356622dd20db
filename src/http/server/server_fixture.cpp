#include "http/server/server_fixture.hpp"

#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <charconv>
#include <stdexcept>
#include <thread>

namespace acervo::http {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr seconds kLimit{30};

bool is_ready(int socket, short events, milliseconds limit) {
    pollfd asked{socket, events, 0};
    return ::poll(&asked, 1, static_cast<int>(limit.count())) > 0;
}

}  // namespace

bool eventually(const std::function<bool()>& done) {
    const auto end = std::chrono::steady_clock::now() + kLimit;
    while (!done()) {
        if (std::chrono::steady_clock::now() >= end) return false;
        std::this_thread::sleep_for(milliseconds{2});
    }
    return true;
}

TestClient::TestClient(std::uint16_t port, int receive_buffer) : socket_{::socket(AF_INET, SOCK_STREAM, 0)} {
    if (receive_buffer > 0) ::setsockopt(socket_, SOL_SOCKET, SO_RCVBUF, &receive_buffer, sizeof receive_buffer);
    const int on = 1;
    ::setsockopt(socket_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (::connect(socket_, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0) {
        close();
        throw std::runtime_error{"the server does not take the connection"};
    }
}

TestClient::TestClient(TestClient&& other) noexcept
    : socket_{std::exchange(other.socket_, -1)}, buffer_{std::move(other.buffer_)} {}

TestClient::~TestClient() { close(); }

void TestClient::close() {
    if (socket_ >= 0) ::close(std::exchange(socket_, -1));
}

void TestClient::shut_down_sending() { ::shutdown(socket_, SHUT_WR); }

bool TestClient::send(std::string_view text) {
    while (!text.empty()) {
        if (!is_ready(socket_, POLLOUT, kLimit)) return false;
        const auto sent = ::send(socket_, text.data(), text.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
        if (sent < 0 && errno != EAGAIN) return false;
        if (sent > 0) text.remove_prefix(static_cast<std::size_t>(sent));
    }
    return true;
}

bool TestClient::is_readable() const { return is_ready(socket_, POLLIN, milliseconds{0}); }

bool TestClient::drip(std::string_view text, milliseconds pause) {
    for (const char byte : text) {
        if (is_ready(socket_, POLLIN, pause) || !send({&byte, 1})) return false;
    }
    return true;
}

bool TestClient::fill() {
    char piece[4096];
    if (!is_ready(socket_, POLLIN, kLimit)) return false;
    const auto count = ::recv(socket_, piece, sizeof piece, 0);
    if (count <= 0) return false;
    buffer_.append(piece, static_cast<std::size_t>(count));
    return true;
}

std::string TestClient::read(std::size_t count) {
    while (buffer_.size() < count && fill()) {
    }
    auto text = buffer_.substr(0, count);
    buffer_.erase(0, count);
    return text;
}

bool TestClient::is_closed() { return buffer_.empty() && !fill() && is_readable(); }

std::string TestClient::take_line() {
    for (;;) {
        if (const auto end = buffer_.find("\r\n"); end != std::string::npos) {
            auto line = buffer_.substr(0, end);
            buffer_.erase(0, end + 2);
            return line;
        }
        if (!fill()) return {};
    }
}

std::string TestClient::take_body(Answer& answer) {
    std::string body;
    if (const auto length = answer.headers.find("Content-Length")) {
        const auto size = std::stoull(std::string{*length});
        body = read(size);
        answer.is_whole = body.size() == size;
    } else if (answer.headers.find("Transfer-Encoding") == "chunked") {
        for (;;) {
            const auto line = take_line();
            if (line.empty()) return body;
            const auto size = std::stoull(line, nullptr, 16);
            const auto chunk = read(size);
            if (chunk.size() != size || read(2) != "\r\n") return body;
            body += chunk;
            answer.is_whole = size == 0;
            if (answer.is_whole) return body;
        }
    } else {
        body = read(SIZE_MAX);
    }
    return body;
}

Answer TestClient::receive(bool is_head) {
    Answer answer;
    const auto first = take_line();
    if (!first.starts_with("HTTP/1.1 ")) return answer;
    answer.status = std::stoi(first.substr(9, 3));
    for (auto line = take_line(); !line.empty(); line = take_line()) {
        const auto colon = line.find(": ");
        answer.headers.add(line.substr(0, colon), line.substr(colon + 2));
    }
    const bool is_bodiless = is_head || answer.status < 200 || answer.status == 204 || answer.status == 304;
    if (is_bodiless) {
        answer.is_whole = true;
    } else {
        answer.body = take_body(answer);
    }
    return answer;
}

Answer TestClient::ask(std::string_view text, bool is_head) {
    if (!send(text)) return {};
    return receive(is_head);
}

std::string get(std::string_view path, std::string_view fields) {
    return "GET " + std::string{path} + " HTTP/1.1\r\nHost: h\r\n" + std::string{fields} + "\r\n";
}

std::string post(std::string_view path, std::string_view body, std::string_view fields) {
    return "POST " + std::string{path} + " HTTP/1.1\r\nHost: h\r\nContent-Length: " + std::to_string(body.size()) +
           "\r\n" + std::string{fields} + "\r\n" + std::string{body};
}

void NotingObserver::request_finished(const RequestSummary& request) noexcept {
    const std::lock_guard lock{mutex_};
    finished_.push_back(Note{.route = std::string{request.route},
                             .status = request.status,
                             .complete = request.complete,
                             .bytes_received = request.bytes_received,
                             .bytes_sent = request.bytes_sent,
                             .request_id = std::string{request.request_id},
                             .trace_id = std::string{request.trace_id},
                             .remote_address = std::string{request.remote_address}});
}

void NotingObserver::request_failed(const RequestSummary& /*request*/, const Error& error) noexcept {
    const std::lock_guard lock{mutex_};
    failures_.push_back(error.message());
}

std::vector<NotingObserver::Note> NotingObserver::finished() const {
    const std::lock_guard lock{mutex_};
    return finished_;
}

std::vector<std::string> NotingObserver::failures() const {
    const std::lock_guard lock{mutex_};
    return failures_;
}

ServerTest::~ServerTest() { stage_.is_open = true; }

ServerOptions ServerTest::options() {
    ServerOptions options;
    options.deadlines.header = options.deadlines.idle = seconds{60};
    options.deadlines.body = options.deadlines.write = seconds{60};
    options.drain.lead = milliseconds{0};
    options.drain.finish = seconds{60};
    return options;
}

void ServerTest::start(ServerOptions options) {
    server_.emplace(std::move(options), [this](const ThreadContext&) { return make_routes(stage_); }, observer_);
    const auto started = server_->start();
    if (!started) throw std::runtime_error{started.error().message()};
}

NotingObserver::Note ServerTest::note() {
    eventually([this] { return !observer_->finished().empty(); });
    const auto notes = observer_->finished();
    if (notes.size() != 1) throw std::runtime_error{std::to_string(notes.size()) + " requests were finished"};
    return notes.front();
}

}  // namespace acervo::http
