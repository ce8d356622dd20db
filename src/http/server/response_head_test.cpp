#include "http/server/response_head.hpp"

#include <gmock/gmock.h>

#include <optional>

namespace acervo::http {
namespace {

using testing::EndsWith;
using testing::HasSubstr;
using testing::MatchesRegex;
using testing::Not;
using testing::StartsWith;

ResponseFrame frame_of(int status) {
    ResponseFrame frame;
    frame.status = status;
    frame.request_id = "id-1";
    return frame;
}

std::optional<std::string> write_response_head(const ResponseFrame& frame, const Headers& headers) {
    std::string head = "left over";
    return http::write_response_head(frame, headers, head) ? std::optional{head} : std::nullopt;
}

TEST(ResponseHead, has_status_fields_and_an_end) {
    auto frame = frame_of(201);
    frame.size = 18446744073709551615ULL;
    Headers headers;
    headers.set("Content-Type", "application/json");
    const auto head = write_response_head(frame, headers);
    ASSERT_TRUE(head);
    EXPECT_THAT(*head, StartsWith("HTTP/1.1 201 Created\r\nContent-Type: application/json\r\n"));
    EXPECT_THAT(*head, HasSubstr("\r\nContent-Length: 18446744073709551615\r\n"));
    EXPECT_THAT(*head, HasSubstr("\r\nX-Request-Id: id-1\r\n"));
    EXPECT_THAT(*head, EndsWith("\r\n\r\n"));
    EXPECT_THAT(*head, Not(HasSubstr("Connection")));
}

TEST(ResponseHead, carries_a_date) {
    const auto head = write_response_head(frame_of(200), Headers{});
    const auto begin = head->find("Date: ");
    ASSERT_NE(begin, std::string::npos);
    EXPECT_THAT(head->substr(begin, head->find('\r', begin) - begin),
                MatchesRegex("Date: [A-Z][a-z]{2}, [0-9]{2} [A-Z][a-z]{2} 20[0-9]{2} [0-9]{2}:[0-9]{2}:[0-9]{2} GMT"));
}

TEST(ResponseHead, says_how_the_body_ends) {
    auto frame = frame_of(200);
    frame.framing = BodyFraming::Chunked;
    EXPECT_THAT(*write_response_head(frame, Headers{}), HasSubstr("\r\nTransfer-Encoding: chunked\r\n"));
    EXPECT_THAT(*write_response_head(frame, Headers{}), Not(HasSubstr("Content-Length")));
    frame.framing = BodyFraming::None;
    EXPECT_THAT(*write_response_head(frame, Headers{}), Not(HasSubstr("Content-Length")));
}

TEST(ResponseHead, tells_each_version_what_it_would_not_assume) {
    auto frame = frame_of(200);
    frame.keep_alive = false;
    EXPECT_THAT(*write_response_head(frame, Headers{}), HasSubstr("\r\nConnection: close\r\n"));
    frame.keep_alive = true;
    frame.is_http_1_1 = false;
    EXPECT_THAT(*write_response_head(frame, Headers{}), HasSubstr("\r\nConnection: keep-alive\r\n"));
}

TEST(ResponseHead, leaves_out_what_only_the_server_may_say) {
    Headers headers;
    for (const auto* name : {"content-length", "Transfer-encoding", "connection", "date", "x-request-id"}) {
        headers.add(name, "mine");
    }
    EXPECT_THAT(*write_response_head(frame_of(200), headers), Not(HasSubstr("mine")));
}

TEST(ResponseHead, refuses_fields_that_would_break_out_of_their_line) {
    const std::vector<std::pair<std::string, std::string>> fields{{"X", "a\r\nSet-Cookie: b"},
                                                                  {"X", "a\nb"},
                                                                  {"X", std::string{"a\0b", 3}},
                                                                  {"X\r\nY", "a"},
                                                                  {"X Y", "a"},
                                                                  {"", "a"},
                                                                  {"X:", "a"},
                                                                  {"X", "a\x7F"}};
    for (const auto& [name, value] : fields) {
        Headers headers;
        headers.add(name, value);
        EXPECT_FALSE(write_response_head(frame_of(200), headers)) << name << ": " << value;
    }
}

TEST(ResponseHead, takes_tabs_and_bytes_beyond_ascii_in_values) {
    Headers headers;
    headers.add("X", "a\tb \xC3\xB1");
    EXPECT_TRUE(write_response_head(frame_of(200), headers));
}

}  // namespace
}  // namespace acervo::http
