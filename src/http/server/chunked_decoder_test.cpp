#include "http/server/chunked_decoder.hpp"

#include <gtest/gtest.h>

#include <array>
#include <string>

namespace acervo::http {
namespace {

class Decoded {
public:
    ChunkedDecoder::State state{ChunkedDecoder::State::NeedsMore};
    std::string body;
    std::string rest;
};

/// Feeds `text` in pieces of `piece` bytes, taking `room` bytes of body at a time.
Decoded decode(const std::string& text, std::size_t piece, std::size_t room) {
    ChunkedDecoder decoder;
    Decoded result;
    std::string pending;
    std::string into(room, '\0');
    for (std::size_t fed = 0; result.state == ChunkedDecoder::State::NeedsMore;) {
        const auto step = decoder.decode(pending, into);
        result.body.append(into, 0, step.produced);
        result.state = step.state;
        pending.erase(0, step.consumed);
        if (step.produced == 0 && step.state == ChunkedDecoder::State::NeedsMore) {
            if (fed == text.size()) break;
            pending += text.substr(fed, piece);
            fed = std::min(fed + piece, text.size());
        }
        if (result.state != ChunkedDecoder::State::NeedsMore) result.rest = pending + text.substr(fed);
    }
    return result;
}

TEST(ChunkedDecoder, gives_the_body_however_it_arrives_and_is_taken) {
    const std::string text = "4\r\nWiki\r\n6;name=value\r\npedia \r\nE\r\nin \r\n\r\nchunks.\r\n0\r\nX: y\r\n\r\nGET /";
    for (const std::size_t piece : {1U, 2U, 3U, 7U, 1000U}) {
        for (const std::size_t room : {1U, 2U, 5U, 1000U}) {
            const auto result = decode(text, piece, room);
            EXPECT_EQ(result.state, ChunkedDecoder::State::Done);
            EXPECT_EQ(result.body, "Wikipedia in \r\n\r\nchunks.");
            EXPECT_EQ(result.rest, "GET /");
        }
    }
}

TEST(ChunkedDecoder, reads_an_empty_body) {
    EXPECT_EQ(decode("0\r\n\r\n", 100, 10).state, ChunkedDecoder::State::Done);
}

TEST(ChunkedDecoder, waits_for_the_end) {
    for (const auto* text : {"", "4", "4\r\n", "4\r\nWik", "4\r\nWiki", "4\r\nWiki\r\n", "0\r\n", "0\r\nX: y\r\n"}) {
        EXPECT_EQ(decode(text, 100, 10).state, ChunkedDecoder::State::NeedsMore) << text;
    }
}

TEST(ChunkedDecoder, refuses_what_is_malformed) {
    for (const auto* text : {"x\r\n", "-1\r\nx", "4\nWiki\r\n0\r\n\r\n", "4\r\nWikiXX0\r\n\r\n", "4 \rx\r\nWiki\r\n",
                             "11111111111111111\r\nx", "4;\x01\r\nWiki\r\n", "0\r\nX y\r\n\r\n", "0\r\n: y\r\n\r\n"}) {
        EXPECT_EQ(decode(text, 100, 10).state, ChunkedDecoder::State::Malformed) << text;
    }
}

TEST(ChunkedDecoder, refuses_endless_trailers) {
    std::string text = "0\r\n";
    for (int i = 0; i < 2000; ++i) text += "X: yyyyyyyy\r\n";
    EXPECT_EQ(decode(text, 1000, 10).state, ChunkedDecoder::State::Malformed);
}

}  // namespace
}  // namespace acervo::http
