#include <algorithm>

#include "net/http_client_fixture.hpp"
#include "testkit/memory.hpp"
#include "testkit/pattern.hpp"

namespace acervo {
namespace {

using testkit::LoopbackServer;

constexpr std::uint64_t kMebibyte = std::uint64_t{1} << 20;
constexpr std::uint64_t kLarge = (testkit::kSanitized ? 64 : 1024) * kMebibyte;
/// Far below the body, far above what buffers and an allocator's habits can make.
constexpr std::uint64_t kFlat = 8 * kMebibyte;

Async<void> give_pattern(LoopbackServer::Socket socket, bool chunked) {
    std::string buffer;
    co_await testkit::read_header(&socket, &buffer);
    co_await testkit::write_text(&socket,
                                 chunked ? "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
                                         : "HTTP/1.1 200 OK\r\nContent-Length: " + std::to_string(kLarge) + "\r\n\r\n");
    std::string piece(kMebibyte, '\0');
    for (std::uint64_t offset = 0; offset < kLarge; offset += kMebibyte) {
        testkit::fill_pattern(piece, offset);
        if (chunked) co_await testkit::write_text(&socket, "100000\r\n");
        co_await testkit::write_text(&socket, piece);
        if (chunked) co_await testkit::write_text(&socket, "\r\n");
    }
    if (chunked) co_await testkit::write_text(&socket, "0\r\n\r\n");
}

TEST_F(HttpClientTest, reads_a_large_body_with_flat_memory) {
    for (const bool chunked : {false, true}) {
        LoopbackServer server{context_, [chunked](Socket socket) { return give_pattern(std::move(socket), chunked); }};
        auto answer = get(server.url());
        ASSERT_TRUE(answer);
        const auto before = testkit::memory_in_use();
        auto peak = before;
        EXPECT_EQ(testkit::run(context_, testkit::read_pattern(answer->body.get(), &peak), std::chrono::minutes{5}),
                  kLarge);
        EXPECT_LT(peak - before, kFlat);
    }
}

/// Takes a body told by its length, looks at every byte, and answers how many were as they should be.
Async<void> take_pattern(LoopbackServer::Socket socket, std::uint64_t* peak) {
    std::string buffer;
    co_await testkit::read_header(&socket, &buffer);
    std::uint64_t offset = 0;
    while (offset < kLarge) {
        const auto size = static_cast<std::size_t>(std::min<std::uint64_t>(kLarge - offset, kMebibyte));
        const auto piece = co_await testkit::read_exactly(&socket, &buffer, size);
        if (!testkit::is_pattern(piece, offset)) co_return;
        offset += size;
        *peak = std::max(*peak, testkit::memory_in_use());
    }
    co_await testkit::write_text(&socket, kHello);
}

TEST_F(HttpClientTest, sends_a_large_body_with_flat_memory) {
    const auto before = testkit::memory_in_use();
    auto peak = before;
    LoopbackServer server{context_, [&](Socket socket) { return take_pattern(std::move(socket), &peak); }};
    HttpRequest request{Method::Put, server.url()};
    request.body = std::make_unique<testkit::PatternSource>(kLarge);
    auto answer = testkit::run(context_, client_.send(std::move(request)), std::chrono::minutes{5});
    ASSERT_TRUE(answer) << answer.error().message();
    EXPECT_EQ(text_of(*answer), "hello");
    EXPECT_LT(peak - before, kFlat);
}

}  // namespace
}  // namespace acervo
