#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "net/http_client_fixture.hpp"

namespace acervo {
namespace {

using testkit::LoopbackServer;
using namespace std::chrono_literals;

/// Hides the size of what it holds, and can wait before it gives anything.
class SlowSource final : public ByteSource {
public:
    SlowSource(boost::asio::io_context* context, std::string text, std::chrono::milliseconds delay)
        : timer_{*context}, text_{std::move(text)}, delay_{delay} {}

    Async<Result<std::size_t>> read(std::span<char> into) override {
        timer_.expires_after(delay_);
        co_await timer_.async_wait(boost::asio::use_awaitable);
        co_return co_await text_.read(into);
    }
    std::optional<std::uint64_t> size() const noexcept override { return std::nullopt; }

private:
    boost::asio::steady_timer timer_;
    StringSource text_;
    std::chrono::milliseconds delay_;
};

/// A source that says less, or worse, than it promised.
class BrokenSource final : public ByteSource {
public:
    explicit BrokenSource(std::optional<Error> error) : error_{std::move(error)} {}
    Async<Result<std::size_t>> read(std::span<char> into) override {
        if (std::exchange(begun_, true)) {
            if (error_) co_return fail(*error_);
            co_return 0U;
        }
        into[0] = 'x';
        co_return 1U;
    }
    std::optional<std::uint64_t> size() const noexcept override { return 10; }

private:
    std::optional<Error> error_;
    bool begun_{false};
};

TEST_F(HttpClientTest, gives_status_header_and_body) {
    LoopbackServer server{context_, [this](Socket socket) {
                              return answer_each(std::move(socket), &seen_,
                                                 "HTTP/1.1 404 Nope\r\nETag: \"x\"\r\nContent-Length: 2\r\n\r\nno");
                          }};
    auto answer = get(server.url() + "/a%20b?c=d");
    ASSERT_TRUE(answer) << answer.error().message();
    EXPECT_EQ(answer->status, 404);
    EXPECT_EQ(answer->headers.find("etag"), "\"x\"");
    EXPECT_EQ(answer->body->size(), 2U);
    EXPECT_EQ(text_of(*answer), "no");
    EXPECT_TRUE(seen_.headers.at(0).starts_with("GET /a%20b?c=d HTTP/1.1\r\n")) << seen_.headers.at(0);
    EXPECT_TRUE(seen_.headers.at(0).contains("Host: 127.0.0.1:" + std::to_string(server.port()) + "\r\n"));
}

TEST_F(HttpClientTest, keeps_the_connection_when_the_body_was_read_to_its_end) {
    LoopbackServer server{context_, [this](Socket socket) { return answer_each(std::move(socket), &seen_, kHello); }};
    for (int i = 0; i < 3; ++i) {
        auto answer = get(server.url());
        ASSERT_TRUE(answer);
        EXPECT_EQ(text_of(*answer), "hello");
    }
    EXPECT_EQ(server.connections(), 1);
}

TEST_F(HttpClientTest, closes_the_connection_when_the_body_is_dropped_before_its_end) {
    LoopbackServer server{context_, [this](Socket socket) {
                              return answer_and_hang(std::move(socket), &seen_,
                                                     "HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\nhello");
                          }};
    auto answer = get(server.url());
    ASSERT_TRUE(answer);
    EXPECT_FALSE(seen_.closed);
    answer->body.reset();
    wait_until([this] { return seen_.closed; });
}

TEST_F(HttpClientTest, does_not_keep_a_connection_that_the_server_wants_closed) {
    LoopbackServer server{context_, [this](Socket socket) {
                              return answer_each(std::move(socket), &seen_,
                                                 "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 0\r\n\r\n");
                          }};
    ASSERT_TRUE(get(server.url()));
    ASSERT_TRUE(get(server.url()));
    EXPECT_EQ(server.connections(), 2);
}

TEST_F(HttpClientTest, expects_no_body_after_head_and_no_content) {
    LoopbackServer head{context_, [this](Socket socket) {
                            return answer_each(std::move(socket), &seen_,
                                               "HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n");
                        }};
    LoopbackServer empty{context_, [this](Socket socket) {
                             return answer_each(std::move(socket), &seen_, "HTTP/1.1 204 No Content\r\n\r\n");
                         }};
    for (int i = 0; i < 2; ++i) {
        auto answer = send(HttpRequest{Method::Head, head.url()});
        ASSERT_TRUE(answer);
        EXPECT_EQ(answer->headers.find("Content-Length"), "1000");
        EXPECT_EQ(text_of(*answer), "");
        auto nothing = send(HttpRequest{Method::Delete, empty.url()});
        ASSERT_TRUE(nothing);
        EXPECT_EQ(text_of(*nothing), "");
    }
    EXPECT_EQ(head.connections() + empty.connections(), 2);
}

TEST_F(HttpClientTest, passes_over_interim_answers) {
    LoopbackServer server{
        context_, [this](Socket socket) {
            return answer_each(std::move(socket), &seen_,
                               "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n" + kHello);
        }};
    auto answer = get(server.url());
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->status, 200);
    EXPECT_EQ(text_of(*answer), "hello");
}

TEST_F(HttpClientTest, reads_a_body_that_ends_with_the_connection) {
    LoopbackServer server{context_, [this](Socket socket) {
                              return answer_and_close(std::move(socket), &seen_,
                                                      "HTTP/1.0 200 OK\r\n\r\nuntil the end");
                          }};
    auto answer = get(server.url());
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->body->size(), std::nullopt);
    EXPECT_EQ(text_of(*answer), "until the end");
}

Async<void> drip(LoopbackServer::Socket socket, std::string answer) {
    std::string buffer;
    for (;;) {
        co_await testkit::read_header(&socket, &buffer);
        for (const char byte : answer) co_await testkit::write_text(&socket, std::string(1, byte));
    }
}

TEST_F(HttpClientTest, reads_a_chunked_body_that_comes_byte_by_byte) {
    const std::string answer =
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
        "4;name=\"v\"\r\nhell\r\n1\r\no\r\nA\r\n0123456789\r\n0\r\nTrailer: x\r\n\r\n";
    LoopbackServer server{context_, [&](Socket socket) { return drip(std::move(socket), answer); }};
    for (int i = 0; i < 2; ++i) {
        auto response = get(server.url());
        ASSERT_TRUE(response) << response.error().message();
        EXPECT_EQ(text_of(*response), "hello0123456789");
    }
    EXPECT_EQ(server.connections(), 1);
}

Async<void> take_body(LoopbackServer::Socket socket, std::string until, std::string* seen) {
    std::string buffer;
    const auto header = co_await testkit::read_header(&socket, &buffer);
    while (!buffer.ends_with(until)) {
        buffer += co_await testkit::read_exactly(&socket, &buffer, buffer.size() + 1);
    }
    *seen = header + buffer;
    co_await testkit::write_text(&socket, kHello);
}

TEST_F(HttpClientTest, sends_a_body_of_known_size_with_its_length_and_another_one_chunked) {
    std::string seen;
    LoopbackServer server{context_, [&](Socket socket) { return take_body(std::move(socket), "END", &seen); }};
    HttpRequest sized{Method::Put, server.url()};
    sized.body = std::make_unique<StringSource>("the body END");
    ASSERT_TRUE(send(std::move(sized)));
    EXPECT_TRUE(seen.contains("\r\nContent-Length: 12\r\n")) << seen;
    EXPECT_TRUE(seen.ends_with("\r\n\r\nthe body END")) << seen;

    LoopbackServer chunked{context_, [&](Socket socket) { return take_body(std::move(socket), "0\r\n\r\n", &seen); }};
    HttpRequest unsized{Method::Post, chunked.url()};
    unsized.body = std::make_unique<SlowSource>(&context_, "a body of seventeen", 1ms);
    ASSERT_TRUE(send(std::move(unsized)));
    EXPECT_TRUE(seen.contains("\r\nTransfer-Encoding: chunked\r\n")) << seen;
    EXPECT_TRUE(seen.ends_with("\r\n\r\n13\r\na body of seventeen\r\n0\r\n\r\n")) << seen;
}

TEST_F(HttpClientTest, tells_the_length_of_an_empty_body_where_one_is_expected) {
    LoopbackServer server{context_, [this](Socket socket) { return answer_each(std::move(socket), &seen_, kHello); }};
    ASSERT_TRUE(send(HttpRequest{Method::Post, server.url()}));
    EXPECT_TRUE(seen_.headers.at(0).contains("Content-Length: 0\r\n"));
    ASSERT_TRUE(get(server.url()));
    EXPECT_FALSE(seen_.headers.at(1).contains("Content-Length"));
}

TEST_F(HttpClientTest, does_not_count_the_time_that_a_source_takes_as_a_stall) {
    restart_client({.stall_timeout = 50ms});
    std::string seen;
    LoopbackServer server{context_, [&](Socket socket) { return take_body(std::move(socket), "0\r\n\r\n", &seen); }};
    HttpRequest request{Method::Put, server.url()};
    request.timeout = 5s;
    request.body = std::make_unique<SlowSource>(&context_, "late", 200ms);
    const auto answer = send(std::move(request));
    EXPECT_TRUE(answer) << answer.error().message();
}

TEST_F(HttpClientTest, passes_on_the_error_of_a_body_that_cannot_be_read) {
    LoopbackServer server{context_, [this](Socket socket) { return answer_and_hang(std::move(socket), &seen_, ""); }};
    HttpRequest request{Method::Put, server.url()};
    request.body = std::make_unique<BrokenSource>(Error{ErrorKind::NotFound, "the file is gone"});
    const auto answer = send(std::move(request));
    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().kind(), ErrorKind::NotFound);
    wait_until([this] { return seen_.closed; });
}

TEST_F(HttpClientTest, never_completes_a_request_whose_body_is_shorter_than_it_said) {
    LoopbackServer server{context_, [this](Socket socket) { return answer_and_hang(std::move(socket), &seen_, ""); }};
    HttpRequest request{Method::Put, server.url()};
    request.body = std::make_unique<BrokenSource>(std::nullopt);
    const auto answer = send(std::move(request));
    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().kind(), ErrorKind::Internal);
    wait_until([this] { return seen_.closed; });
}

TEST_F(HttpClientTest, refuses_header_fields_that_would_begin_another_field) {
    for (const auto& [name, value] : {std::pair{"X", "a\r\nEvil: 1"}, std::pair{"X: y\r\nEvil", "1"},
                                      std::pair{"X", "a\nb"}, std::pair{"", "a"}, std::pair{"Content-Length", "3"}}) {
        HttpRequest request{Method::Get, "http://127.0.0.1:1/"};
        request.headers.add(name, value);
        const auto answer = send(std::move(request));
        ASSERT_FALSE(answer);
        EXPECT_EQ(answer.error().kind(), ErrorKind::InvalidInput);
    }
}

TEST_F(HttpClientTest, closes_the_connection_when_the_waiting_coroutine_is_cancelled) {
    LoopbackServer server{context_, [this](Socket socket) { return answer_and_hang(std::move(socket), &seen_, ""); }};
    boost::asio::cancellation_signal cancel;
    bool ended = false;
    boost::asio::co_spawn(context_, client_.send(HttpRequest{Method::Get, server.url()}),
                          boost::asio::bind_cancellation_slot(
                              cancel.slot(), [&](const std::exception_ptr& thrown, const Result<HttpResponse>& answer) {
                                  ended = thrown != nullptr || !answer.has_value();
                              }));
    wait_until([this] { return seen_.headers.size() == 1; });
    cancel.emit(boost::asio::cancellation_type::terminal);
    wait_until([&] { return ended && seen_.closed; });
}

TEST_F(HttpClientTest, lets_a_body_be_read_when_the_client_is_gone) {
    LoopbackServer server{context_, [this](Socket socket) { return answer_each(std::move(socket), &seen_, kHello); }};
    auto answer = get(server.url());
    ASSERT_TRUE(answer);
    restart_client({});
    EXPECT_EQ(text_of(*answer), "hello");
}

}  // namespace
}  // namespace acervo
