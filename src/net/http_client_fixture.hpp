#pragma once

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "net/http_client.hpp"
#include "testkit/loopback_server.hpp"
#include "testkit/run.hpp"

namespace acervo {

/// A client and a place where a test puts the server it plays.
class HttpClientTest : public testing::Test {
protected:
    using Socket = testkit::LoopbackServer::Socket;

    /// What was asked, and how often, by the servers below.
    struct Seen {
        std::vector<std::string> headers;
        std::vector<std::string> bodies;
        bool closed{false};
    };

    Result<HttpResponse> send(HttpRequest request) { return testkit::run(context_, client_.send(std::move(request))); }
    Result<HttpResponse> get(const std::string& url) { return send(HttpRequest{Method::Get, url}); }
    Result<std::string> text_of(HttpResponse& response) {
        return testkit::run(context_, read_all(*response.body, std::size_t{64} * 1024 * 1024));
    }
    /// Runs what is ready, until `done`.
    void wait_until(const std::function<bool()>& done) { testkit::run_until(context_, done); }
    void restart_client(HttpClientOptions options) {
        client_ = HttpClient{context_.get_executor(), std::move(options)};
    }

    /// Answers every request on every connection with `answer`.
    static Async<void> answer_each(Socket socket, Seen* seen, std::string answer) {
        std::string buffer;
        for (;;) {
            seen->headers.push_back(co_await testkit::read_header(&socket, &buffer));
            co_await testkit::write_text(&socket, answer);
        }
    }
    /// Answers the first request, and whatever it says, closes.
    static Async<void> answer_and_close(Socket socket, Seen* seen, std::string answer) {
        std::string buffer;
        seen->headers.push_back(co_await testkit::read_header(&socket, &buffer));
        co_await testkit::write_text(&socket, std::move(answer));
    }
    /// Writes what is given and then does nothing until the client goes.
    static Async<void> answer_and_hang(Socket socket, Seen* seen, std::string answer) {
        std::string buffer;
        seen->headers.push_back(co_await testkit::read_header(&socket, &buffer));
        co_await testkit::write_text(&socket, std::move(answer));
        co_await testkit::wait_for_close(&socket);
        seen->closed = true;
    }

    boost::asio::io_context context_;
    HttpClient client_{context_.get_executor(), {}};
    Seen seen_;
};

inline const std::string kHello = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello";

}  // namespace acervo
