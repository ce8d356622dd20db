#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/asio/io_context.hpp>
#include <map>

#include "adapters/redis/redis_cache.hpp"
#include "adapters/redis/redis_servers.hpp"
#include "core/id.hpp"
#include "testkit/run.hpp"
#include "testkit/tcp_proxy.hpp"

namespace acervo {
namespace {

using namespace std::chrono_literals;
using testkit::run;

/// The same behaviour on a single server and on a cluster of six.
/// Of RedisRouter's options.
constexpr std::chrono::milliseconds kCallTimeout{250};

class RedisCacheTest : public ::testing::TestWithParam<testkit::RedisLayout> {
protected:
    static void TearDownTestSuite() { shared().clear(); }
    /// Forming a cluster takes seconds: one of each layout serves all tests of this suite.
    static std::map<testkit::RedisLayout, std::unique_ptr<testkit::RedisServers>>& shared() {
        static std::map<testkit::RedisLayout, std::unique_ptr<testkit::RedisServers>> servers;
        return servers;
    }
    static testkit::RedisServers& servers_for(testkit::RedisLayout layout) {
        auto& servers = shared()[layout];
        if (!servers) servers = std::make_unique<testkit::RedisServers>(layout);
        return *servers;
    }

    RedisCacheTest()
        : servers_{servers_for(GetParam())}, cache_{make_redis_cache(context_.get_executor(), servers_.options())} {
        wait_until_up();
    }

    void wait_until_up() {
        testkit::run_until(context_, [this] { return run(context_, cache_->set("warm:up", "1", 1s)).has_value(); });
    }
    /// What is under `key`; a failure of the call fails the test.
    std::optional<std::string> value_of(const std::string& key) { return run(context_, cache_->get(key)).value(); }
    void rest(std::chrono::milliseconds length) {
        const auto later = std::chrono::steady_clock::now() + length;
        testkit::run_until(context_, [later] { return std::chrono::steady_clock::now() > later; });
    }
    std::string fresh_key() const { return "test:" + Uuid::make().to_string(); }

    boost::asio::io_context context_;
    testkit::RedisServers& servers_;
    std::unique_ptr<Cache> cache_;
};

TEST_P(RedisCacheTest, answers_what_was_set_byte_for_byte) {
    using namespace std::string_literals;
    const auto key = fresh_key();
    const auto value = "line\r\n\0\xff end"s;
    ASSERT_TRUE(run(context_, cache_->set(key, value, 10s)));
    EXPECT_EQ(value_of(key), std::optional{value});
}

TEST_P(RedisCacheTest, knows_nothing_of_a_key_that_was_removed_or_never_set) {
    const auto key = fresh_key();
    EXPECT_EQ(value_of(key), std::optional<std::string>{});
    ASSERT_TRUE(run(context_, cache_->set(key, "x", 10s)));
    ASSERT_TRUE(run(context_, cache_->remove(key)));
    EXPECT_EQ(value_of(key), std::optional<std::string>{});
}

TEST_P(RedisCacheTest, adds_only_where_there_is_nothing) {
    const auto key = fresh_key();
    EXPECT_EQ(run(context_, cache_->add(key, "first", 10s)).value(), true);
    EXPECT_EQ(run(context_, cache_->add(key, "second", 10s)).value(), false);
    EXPECT_EQ(value_of(key), std::optional<std::string>{"first"});
    ASSERT_TRUE(run(context_, cache_->remove(key)));
    EXPECT_EQ(run(context_, cache_->add(key, "third", 50ms)).value(), true);
    testkit::run_until(context_, [&] { return !value_of(key); });
}

TEST_P(RedisCacheTest, forgets_when_the_time_is_over) {
    const auto key = fresh_key();
    ASSERT_TRUE(run(context_, cache_->set(key, "x", 50ms)));
    testkit::run_until(context_, [&] { return !value_of(key); });
}

TEST_P(RedisCacheTest, counts_within_a_window_and_begins_again_after_it) {
    const auto key = fresh_key();
    for (int i = 1; i <= 5; ++i) {
        const auto spent = run(context_, cache_->spend(key, {{.allowed = 100, .window = 300ms}}));
        ASSERT_TRUE(spent) << spent.error().message();
        ASSERT_TRUE(spent->admitted);
        ASSERT_LE(spent->windows.at(0).resets_in, 300ms);
        if (i == 1) EXPECT_EQ(spent->windows[0].count, 1);
    }
    testkit::run_until(context_, [&] {
        return run(context_, cache_->spend(key, {{.allowed = 100, .window = 300ms}}))->windows.at(0).count == 1;
    });
}

TEST_P(RedisCacheTest, admits_what_all_limits_have_room_for_and_counts_nothing_else) {
    const auto key = fresh_key();
    const std::vector<RateLimit> limits{{.allowed = 3, .window = 1h}, {.allowed = 2, .window = 2h}};
    const auto spend = [&] { return run(context_, cache_->spend(key, limits)).value(); };
    EXPECT_TRUE(spend().admitted);
    EXPECT_TRUE(spend().admitted);
    for (int i = 0; i < 3; ++i) {
        const auto refused = spend();
        EXPECT_FALSE(refused.admitted);
        ASSERT_EQ(refused.windows.size(), 2U);
        EXPECT_EQ(refused.windows[0].count, 2);
        EXPECT_EQ(refused.windows[1].count, 2);
        EXPECT_GT(refused.windows[1].resets_in, 1h);
    }
}

TEST_P(RedisCacheTest, finds_every_key_wherever_it_lies) {
    std::vector<std::string> keys;
    for (int i = 0; i < 200; ++i) keys.push_back(fresh_key());
    for (const auto& key : keys) ASSERT_TRUE(run(context_, cache_->set(key, key, 60s)));
    for (const auto& key : keys) ASSERT_EQ(value_of(key), std::optional{key});
}

TEST_P(RedisCacheTest, answers_unavailable_at_once_while_the_servers_are_away_and_comes_back_by_itself) {
    const auto key = fresh_key();
    servers_.stop();
    testkit::run_until(context_, [&] { return !run(context_, cache_->get(key)).has_value(); });
    EXPECT_FALSE(cache_->is_up());
    // Long enough that attempts to connect are refused, again and again; one who asks less often than the cache tries
    // again waits for none of them.
    std::chrono::nanoseconds waited{};
    constexpr int kCalls = 6;
    for (int i = 0; i < kCalls; ++i) {
        rest(600ms);
        const auto before = std::chrono::steady_clock::now();
        EXPECT_FALSE(run(context_, cache_->get(key)));
        waited += std::chrono::steady_clock::now() - before;
    }
    EXPECT_LT(waited, kCalls * kCallTimeout / 2) << "each would have waited for the whole time of a call";

    servers_.start();
    testkit::run_until(context_, [&] { return run(context_, cache_->set(key, "back", 10s)).has_value(); });
    EXPECT_TRUE(cache_->is_up());
}

TEST_P(RedisCacheTest, gives_up_on_a_server_that_hangs) {
    servers_.freeze();
    const auto answer = run(context_, cache_->get(fresh_key()));
    ASSERT_FALSE(answer);
    EXPECT_THAT(answer.error().kind(), ::testing::AnyOf(ErrorKind::Timeout, ErrorKind::Unavailable));
    servers_.thaw();
    wait_until_up();
}

TEST(RedisCacheOverABadNetwork, comes_back_after_bytes_were_swallowed) {
    boost::asio::io_context context;
    testkit::RedisServers servers{testkit::RedisLayout::Single};
    auto options = servers.options();
    const auto& seed = options.seeds.front();
    const auto port = static_cast<std::uint16_t>(std::stoi(seed.substr(seed.rfind(':') + 1)));
    testkit::TcpProxy proxy{context, port};
    options.seeds = {"127.0.0.1:" + std::to_string(proxy.port())};
    const auto cache = make_redis_cache(context.get_executor(), options);
    const auto works = [&] {
        return run(context, cache->set("test:" + Uuid::make().to_string(), "1", 1s)).has_value();
    };
    testkit::run_until(context, works);
    proxy.swallow();
    // So long that the link is given up and made again, into the same hole.
    const auto later = std::chrono::steady_clock::now() + 12s;
    testkit::run_until(context, [&] { return std::chrono::steady_clock::now() > later && !works(); });
    proxy.heal();
    testkit::run_until(context, works);
}

INSTANTIATE_TEST_SUITE_P(Layouts, RedisCacheTest,
                         ::testing::Values(testkit::RedisLayout::Single, testkit::RedisLayout::Cluster),
                         [](const auto& layout) {
                             return layout.param == testkit::RedisLayout::Single ? "single" : "cluster";
                         });

/// Only a cluster moves keys.
class RedisClusterTest : public ::testing::Test {
protected:
    RedisClusterTest()
        : servers_{testkit::RedisLayout::Cluster},
          cache_{make_redis_cache(context_.get_executor(), servers_.options())} {
        testkit::run_until(context_, [this] { return run(context_, cache_->set("warm:up", "1", 1s)).has_value(); });
    }
    std::optional<std::string> value_of(const std::string& key) { return run(context_, cache_->get(key)).value(); }

    boost::asio::io_context context_;
    testkit::RedisServers servers_;
    std::unique_ptr<Cache> cache_;
};

TEST_F(RedisClusterTest, follows_a_slot_while_it_moves_and_after_it_has_moved) {
    ASSERT_TRUE(run(context_, cache_->set("{moving}:old", "old", 60s)));
    servers_.begin_moving("{moving}:old");
    // Half-way: this key is not at the old place, which answers ASK.
    const auto set = run(context_, cache_->set("{moving}:new", "new", 60s));
    ASSERT_TRUE(set) << set.error().message();
    EXPECT_EQ(value_of("{moving}:new"), std::optional<std::string>{"new"});
    EXPECT_EQ(value_of("{moving}:old"), std::optional<std::string>{"old"});
    servers_.finish_moving("{moving}:old");
    // Done: the old place answers MOVED.
    EXPECT_EQ(value_of("{moving}:old"), std::optional<std::string>{"old"});
    EXPECT_EQ(value_of("{moving}:new"), std::optional<std::string>{"new"});
}

TEST_F(RedisClusterTest, goes_on_when_a_master_dies_and_a_replica_takes_over) {
    const std::string key = "{failing}:key";
    ASSERT_TRUE(run(context_, cache_->set(key, "before", 600s)));
    servers_.kill_master_of(key);
    testkit::run_until(context_, [&] { return run(context_, cache_->set(key, "after", 600s)).has_value(); });
    EXPECT_EQ(value_of(key), std::optional<std::string>{"after"});
}

}  // namespace
}  // namespace acervo
