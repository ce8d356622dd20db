#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "net/http_client_fixture.hpp"

namespace acervo {
namespace {

using testkit::LoopbackServer;
using namespace std::chrono_literals;

class HttpClientFaultsTest : public HttpClientTest {
protected:
    void SetUp() override {
        restart_client({.connect_timeout = 200ms, .stall_timeout = 200ms, .max_header_bytes = 4096});
    }
    /// What comes of the header and the body of an answer that begins with `answer` and ends with the connection.
    Error error_of_answer(std::string answer) {
        LoopbackServer server{context_,
                              [&](Socket socket) { return answer_and_close(std::move(socket), &seen_, answer); }};
        auto response = get(server.url() + "/?X-Amz-Signature=secret");
        if (!response) return response.error();
        const auto text = text_of(*response);
        return text ? Error{ErrorKind::Internal, "no error at all"} : text.error();
    }
};

struct Answer {
    const char* name;
    std::string text;
};

class BadAnswer : public HttpClientFaultsTest, public testing::WithParamInterface<Answer> {};

TEST_P(BadAnswer, is_unavailable_with_a_reason_and_without_the_request_s_secrets) {
    const auto error = error_of_answer(GetParam().text);
    EXPECT_EQ(error.kind(), ErrorKind::Unavailable);
    EXPECT_TRUE(error.message().contains("bad answer")) << error.message();
    EXPECT_TRUE(error.message().contains("http://127.0.0.1:")) << error.message();
    EXPECT_FALSE(error.message().contains("secret")) << error.message();
}

const std::string kChunked = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
const std::string kOk = "HTTP/1.1 200 OK\r\n";

INSTANTIATE_TEST_SUITE_P(
    HttpClient, BadAnswer,
    testing::Values(Answer{"nothing", ""}, Answer{"garbage", "garbage\r\n\r\n"},
                    Answer{"cut_in_first_line", "HTTP/1.1"}, Answer{"cut_in_header", "HTTP/1.1 200 OK\r\nContent-Le"},
                    Answer{"other_version", "HTTP/2 200 OK\r\n\r\n"}, Answer{"bad_status", "HTTP/1.1 20x OK\r\n\r\n"},
                    Answer{"tls", "\x16\x03\x01\x02\x03\x04\x05"},
                    Answer{"upgrade", "HTTP/1.1 101 Switching Protocols\r\n\r\n"},
                    Answer{"short_body", kOk + "Content-Length: 10\r\n\r\nshort"},
                    Answer{"negative_length", kOk + "Content-Length: -1\r\n\r\n"},
                    Answer{"two_lengths", kOk + "Content-Length: 5\r\nContent-Length: 6\r\n\r\nhello"},
                    Answer{"endless_length", kOk + "Content-Length: 99999999999999999999999\r\n\r\n"},
                    Answer{"large_header", kOk + "X: " + std::string(5000, 'a') + "\r\n\r\n"},
                    Answer{"large_chunk_header", kChunked + "3;" + std::string(40000, 'a') + "\r\nabc\r\n0\r\n\r\n"},
                    Answer{"garbage_chunk", kChunked + "zz\r\nabc"}, Answer{"cut_chunk", kChunked + "a\r\nabc"},
                    Answer{"missing_last_chunk", kChunked + "3\r\nabc\r\n"},
                    Answer{"wrong_end_of_chunk", kChunked + "3\r\nabcdef\r\n0\r\n\r\n"},
                    Answer{"endless_chunk", kChunked + "ffffffffffffffffff\r\nabc\r\n"}),
    [](const auto& instance) { return std::string{instance.param.name}; });

TEST_F(HttpClientFaultsTest, an_endless_row_of_interim_answers_is_a_bad_answer) {
    std::string answer;
    for (int i = 0; i < 1000; ++i) answer += "HTTP/1.1 100 Continue\r\n\r\n";
    EXPECT_TRUE(error_of_answer(answer).message().contains("interim"));
}

TEST_F(HttpClientFaultsTest, a_refused_connection_is_unavailable) {
    std::string url;
    {
        const LoopbackServer gone{context_,
                                  [this](Socket socket) { return answer_each(std::move(socket), &seen_, ""); }};
        url = gone.url();
    }
    const auto answer = get(url);
    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().kind(), ErrorKind::Unavailable);
}

TEST_F(HttpClientFaultsTest, a_server_that_does_not_accept_is_a_timeout) {
    using boost::asio::ip::tcp;
    // With a full backlog Linux drops further connection attempts.
    tcp::acceptor full{context_};
    full.open(tcp::v4());
    full.bind({boost::asio::ip::address_v4::loopback(), 0});
    full.listen(0);
    std::vector<tcp::socket> waiting;
    for (int i = 0; i < 4; ++i) {
        waiting.emplace_back(context_).async_connect(full.local_endpoint(), [](const auto&) {});
    }
    context_.run_for(50ms);
    const auto answer = get("http://127.0.0.1:" + std::to_string(full.local_endpoint().port()));
    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().kind(), ErrorKind::Timeout);
}

TEST_F(HttpClientFaultsTest, a_server_that_does_not_answer_is_a_timeout_and_the_connection_is_closed) {
    LoopbackServer server{context_, [this](Socket socket) { return answer_and_hang(std::move(socket), &seen_, ""); }};
    HttpRequest request{Method::Get, server.url()};
    request.timeout = 100ms;
    const auto answer = send(std::move(request));
    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().kind(), ErrorKind::Timeout);
    wait_until([this] { return seen_.closed; });
}

Async<void> drip_for_ever(LoopbackServer::Socket socket, bool* closed) {
    std::string buffer;
    co_await testkit::read_header(&socket, &buffer);
    boost::asio::steady_timer pause{socket.get_executor()};
    try {
        for (;;) {
            co_await testkit::write_text(&socket, "H");
            pause.expires_after(10ms);
            co_await pause.async_wait(boost::asio::use_awaitable);
        }
    } catch (const boost::system::system_error&) {
        *closed = true;
    }
}

TEST_F(HttpClientFaultsTest, a_header_that_drips_in_does_not_outlast_the_timeout) {
    bool closed = false;
    restart_client({.max_header_bytes = std::size_t{1024} * 1024});
    LoopbackServer server{context_, [&](Socket socket) { return drip_for_ever(std::move(socket), &closed); }};
    HttpRequest request{Method::Get, server.url()};
    request.timeout = 200ms;
    const auto answer = send(std::move(request));
    ASSERT_FALSE(answer);
    wait_until([&] { return closed; });
}

TEST_F(HttpClientFaultsTest, a_body_that_stalls_is_a_timeout_and_the_connection_is_closed) {
    for (const std::string head : {"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhello",
                                   "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n9\r\nhello"}) {
        seen_.closed = false;
        LoopbackServer server{context_,
                              [&](Socket socket) { return answer_and_hang(std::move(socket), &seen_, head); }};
        auto answer = get(server.url());
        ASSERT_TRUE(answer);
        const auto text = text_of(*answer);
        ASSERT_FALSE(text);
        EXPECT_EQ(text.error().kind(), ErrorKind::Timeout);
        wait_until([this] { return seen_.closed; });
        std::array<char, 8> more{};
        EXPECT_EQ(testkit::run(context_, answer->body->read(more)), 0U);
    }
}

/// Takes nothing after the header.
Async<void> never_read(LoopbackServer::Socket socket) {
    std::string buffer;
    co_await testkit::read_header(&socket, &buffer);
    boost::asio::steady_timer pause{socket.get_executor(), 60s};
    co_await pause.async_wait(boost::asio::use_awaitable);
}

TEST_F(HttpClientFaultsTest, a_server_that_does_not_take_the_body_is_a_timeout) {
    LoopbackServer server{context_, [](Socket socket) { return never_read(std::move(socket)); }};
    HttpRequest request{Method::Put, server.url()};
    request.body = std::make_unique<StringSource>(std::string(std::size_t{32} * 1024 * 1024, 'x'));
    const auto answer = send(std::move(request));
    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().kind(), ErrorKind::Timeout);
}

/// Counts what is taken from it.
class CountedSource final : public ByteSource {
public:
    CountedSource(std::uint64_t size, std::uint64_t* taken) : size_{size}, taken_{taken} {}
    Async<Result<std::size_t>> read(std::span<char> into) override {
        const auto count = std::min<std::uint64_t>(into.size(), size_ - *taken_);
        *taken_ += count;
        co_return count;
    }
    std::optional<std::uint64_t> size() const noexcept override { return size_; }

private:
    std::uint64_t size_;
    std::uint64_t* taken_;
};

TEST_F(HttpClientFaultsTest, an_early_refusal_is_heard_while_the_body_is_still_being_sent) {
    LoopbackServer server{context_, [this](Socket socket) {
                              return answer_and_close(std::move(socket), &seen_,
                                                      "HTTP/1.1 403 Forbidden\r\nContent-Length: 2\r\n\r\nno");
                          }};
    std::uint64_t taken = 0;
    HttpRequest request{Method::Put, server.url()};
    request.body = std::make_unique<CountedSource>(std::uint64_t{1} << 40, &taken);
    auto answer = send(std::move(request));
    ASSERT_TRUE(answer) << answer.error().message();
    EXPECT_EQ(answer->status, 403);
    EXPECT_EQ(text_of(*answer), "no");
    EXPECT_LT(taken, std::uint64_t{64} << 20);
    ASSERT_TRUE(get(server.url()));
    EXPECT_EQ(server.connections(), 2);
}

/// Refuses by the header alone, and goes on with what comes next as if it were a request, as Ceph's gateway does.
Async<void> refuse_unread(LoopbackServer::Socket socket) {
    std::string buffer;
    for (;;) {
        co_await testkit::read_header(&socket, &buffer);
        co_await testkit::write_text(&socket, "HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n");
    }
}

TEST_F(HttpClientFaultsTest, a_connection_on_which_a_body_was_refused_is_not_used_again) {
    LoopbackServer server{context_, [](Socket socket) { return refuse_unread(std::move(socket)); }};
    for (int i = 0; i < 2; ++i) {
        HttpRequest request{Method::Put, server.url()};
        request.body = std::make_unique<StringSource>("a body");
        ASSERT_TRUE(send(std::move(request)));
    }
    EXPECT_EQ(server.connections(), 2);
}

/// Answers the first request of each connection, then closes at once, or takes the second one and closes then.
Async<void> close_after_first(LoopbackServer::Socket socket, int* requests, bool read_second) {
    std::string buffer;
    co_await testkit::read_header(&socket, &buffer);
    ++*requests;
    co_await testkit::write_text(&socket, kHello);
    if (!read_second) co_return;
    co_await testkit::read_header(&socket, &buffer);
    ++*requests;
}

TEST_F(HttpClientFaultsTest, a_kept_connection_that_the_server_closed_is_not_used) {
    int requests = 0;
    LoopbackServer server{context_,
                          [&](Socket socket) { return close_after_first(std::move(socket), &requests, false); }};
    for (int i = 0; i < 3; ++i) {
        auto answer = send(HttpRequest{Method::Post, server.url()});
        ASSERT_TRUE(answer) << answer.error().message();
        EXPECT_EQ(text_of(*answer), "hello");
        context_.restart();
        context_.run_for(20ms);  // lets the server's end of the connection close
    }
    EXPECT_EQ(requests, 3);
}

TEST_F(HttpClientFaultsTest, a_request_that_met_a_closing_connection_is_sent_once_more_if_that_is_harmless) {
    int requests = 0;
    LoopbackServer server{context_,
                          [&](Socket socket) { return close_after_first(std::move(socket), &requests, true); }};
    const auto ask = [&](Method method, std::unique_ptr<ByteSource> body) {
        HttpRequest request{method, server.url()};
        request.body = std::move(body);
        auto answer = send(std::move(request));
        if (answer) EXPECT_EQ(text_of(*answer), "hello");
        return answer.has_value();
    };
    EXPECT_TRUE(ask(Method::Get, nullptr));
    EXPECT_TRUE(ask(Method::Get, nullptr));
    EXPECT_EQ(requests, 3);
    EXPECT_FALSE(ask(Method::Post, nullptr));
    EXPECT_EQ(requests, 4);
    EXPECT_TRUE(ask(Method::Get, nullptr));
    EXPECT_FALSE(ask(Method::Put, std::make_unique<StringSource>("body")));
    EXPECT_EQ(requests, 6);
}

TEST_F(HttpClientFaultsTest, a_kept_connection_is_closed_when_nobody_used_it_for_long) {
    restart_client({.keep_idle = 1s});
    LoopbackServer server{context_,
                          [this](Socket socket) { return answer_and_hang(std::move(socket), &seen_, kHello); }};
    auto answer = get(server.url());
    ASSERT_TRUE(answer);
    EXPECT_EQ(text_of(*answer), "hello");
    EXPECT_FALSE(seen_.closed);
    wait_until([this] { return seen_.closed; });
}

TEST_F(HttpClientFaultsTest, bytes_that_nobody_asked_for_make_a_connection_unusable) {
    LoopbackServer server{context_, [this](Socket socket) {
                              return answer_each(std::move(socket), &seen_, kHello + "HTTP/1.1 200 OK\r\nFake: 1\r\n");
                          }};
    for (int i = 0; i < 2; ++i) {
        auto answer = get(server.url());
        ASSERT_TRUE(answer);
        EXPECT_FALSE(answer->headers.find("Fake"));
        EXPECT_EQ(text_of(*answer), "hello");
    }
    EXPECT_EQ(server.connections(), 2);
}

}  // namespace
}  // namespace acervo
