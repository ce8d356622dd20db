// Clients that take their time. A deadline is proved by an end to what would otherwise go on for minutes.
#include <gmock/gmock.h>

#include <thread>

#include "http/server/server_fixture.hpp"
#include "testkit/memory.hpp"

namespace acervo::http {
namespace {

using std::chrono::milliseconds;

constexpr milliseconds kShort{300};
constexpr milliseconds kPause{10};
constexpr std::uint64_t kMebibyte = 1024 * 1024;

class SlowClients : public ServerTest {};

/// Twenty seconds of header at a byte per pause.
std::string long_head() { return "GET /hello HTTP/1.1\r\nHost: h\r\nX: " + std::string(2'000, 'x'); }

TEST_F(SlowClients, that_drip_a_header_get_408) {
    auto options = ServerTest::options();
    options.deadlines.header = kShort;
    options.limits.header_bytes = 64 * 1024;
    start(options);
    auto client = connect();
    EXPECT_FALSE(client.drip(long_head(), kPause));
    const auto answer = client.receive();
    EXPECT_EQ(answer.status, 408);
    EXPECT_EQ(answer.field("Connection"), "close");
    EXPECT_TRUE(client.is_closed());
}

TEST_F(SlowClients, that_drip_their_second_header_get_408_too) {
    auto options = ServerTest::options();
    options.deadlines.header = kShort;
    options.limits.header_bytes = 64 * 1024;
    start(options);
    auto client = connect();
    EXPECT_EQ(client.ask(get("/hello")).status, 200);
    EXPECT_FALSE(client.drip(long_head(), kPause));
    EXPECT_EQ(client.receive().status, 408);
}

TEST_F(SlowClients, that_say_nothing_are_closed_without_a_word) {
    auto options = ServerTest::options();
    options.deadlines.header = kShort;
    start(options);
    auto client = connect();
    EXPECT_TRUE(client.is_closed());
    EXPECT_TRUE(observer_->finished().empty()) << "there was no request";
}

TEST_F(SlowClients, gain_no_time_by_empty_lines) {
    auto options = ServerTest::options();
    options.deadlines.header = kShort;
    start(options);
    auto client = connect();
    std::string lines;
    for (int i = 0; i < 2'000; ++i) lines += "\r\n";
    EXPECT_FALSE(client.drip(lines, kPause));
    EXPECT_EQ(client.read(1), "");
    EXPECT_TRUE(eventually([this] { return observer_->closed == 1; }));
    EXPECT_LT(observer_->finished().size(), 2U);
}

TEST_F(SlowClients, that_ask_for_nothing_more_are_closed_after_the_idle_deadline) {
    auto options = ServerTest::options();
    options.deadlines.idle = kShort;
    start(options);
    auto client = connect();
    EXPECT_EQ(client.ask(get("/hello")).status, 200);
    EXPECT_TRUE(client.is_closed());
    EXPECT_EQ(observer_->finished().size(), 1U);
}

TEST_F(SlowClients, whose_body_stands_still_get_408) {
    auto options = ServerTest::options();
    options.deadlines.body = kShort;
    start(options);
    for (const auto* text : {"Content-Length: 10\r\n\r\nhalf", "Transfer-Encoding: chunked\r\n\r\nA\r\nhalf",
                             "Content-Length: 10\r\n\r\n", "Transfer-Encoding: chunked\r\n\r\n"}) {
        auto client = connect();
        const auto answer = client.ask("POST /echo HTTP/1.1\r\nHost: h\r\n" + std::string{text});
        EXPECT_EQ(answer.status, 408) << text;
        EXPECT_EQ(answer.field("Connection"), "close");
        EXPECT_TRUE(client.is_closed());
    }
}

TEST_F(SlowClients, whose_body_only_drips_get_408) {
    auto options = ServerTest::options();
    options.deadlines.body = kShort;
    options.deadlines.bytes_per_second = 10'000;
    start(options);
    for (const auto* text : {"Content-Length: 50000\r\n\r\n", "Transfer-Encoding: chunked\r\n\r\nC350\r\n"}) {
        auto client = connect();
        client.send("POST /echo HTTP/1.1\r\nHost: h\r\n" + std::string{text});
        EXPECT_FALSE(client.drip(std::string(2'000, 'x'), kPause));
        EXPECT_EQ(client.receive().status, 408) << text;
        EXPECT_TRUE(client.is_closed());
    }
}

TEST_F(SlowClients, whose_unwanted_body_drips_are_not_waited_for) {
    auto options = ServerTest::options();
    options.deadlines.body = kShort;
    start(options);
    auto client = connect();
    EXPECT_EQ(client.ask("POST /ignore HTTP/1.1\r\nHost: h\r\nContent-Length: 100\r\n\r\nhalf").status, 200);
    EXPECT_TRUE(client.is_closed());
}

TEST_F(SlowClients, hold_back_a_large_answer_which_takes_no_memory_meanwhile) {
    start();
    const auto before = testkit::memory_in_use();
    auto client = connect(4096);
    client.send(get("/chunked?n=1073741824"));
    std::uint64_t given = 0;
    // The system's own buffers fill; then nothing may move any more.
    ASSERT_TRUE(eventually([&] {
        const auto last = std::exchange(given, stage_.streamed.load());
        std::this_thread::sleep_for(milliseconds{200});
        return given > 0 && given == last && given == stage_.streamed;
    }));
    EXPECT_LT(given, 64 * kMebibyte);
    EXPECT_LT(testkit::memory_in_use(), before + 4 * kMebibyte);
    EXPECT_EQ(stage_.alive, 1);
    EXPECT_EQ(client.read(2 * kMebibyte).size(), 2 * kMebibyte);
    EXPECT_TRUE(eventually([&] { return stage_.streamed > given; })) << "it goes on when the client does";
}

TEST_F(SlowClients, that_stop_reading_lose_the_connection) {
    auto options = ServerTest::options();
    options.deadlines.write = kShort;
    start(options);
    for (const auto* path : {"/chunked?n=1073741824", "/sized?n=1073741824"}) {
        auto client = connect(4096);
        client.send(get(path));
        EXPECT_TRUE(eventually([this] { return stage_.streamed > 0; }));
        EXPECT_TRUE(eventually([this] { return stage_.alive == 0 && observer_->opened == observer_->closed; }));
        EXPECT_FALSE(client.receive().is_whole) << path;
        stage_.streamed = 0;
    }
    for (const auto& note : observer_->finished()) EXPECT_FALSE(note.complete);
}

TEST_F(SlowClients, that_read_too_slowly_in_all_lose_it_too) {
    auto options = ServerTest::options();
    options.deadlines.write = kShort;
    options.deadlines.bytes_per_second = 1024 * kMebibyte;
    start(options);
    auto client = connect(256 * 1024);
    client.send(get("/chunked?n=1073741824"));
    EXPECT_TRUE(eventually([&] {
        // Fast enough never to stand still for long, and still a hundredth of what is asked for.
        return client.read(64 * 1024).empty() || observer_->closed == 1;
    }));
    EXPECT_TRUE(eventually([this] { return stage_.alive == 0 && observer_->closed == 1; }));
}

}  // namespace
}  // namespace acervo::http
