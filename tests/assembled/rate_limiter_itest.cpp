#include <gtest/gtest.h>

#include <boost/asio/io_context.hpp>
#include <thread>
#include <vector>

#include "adapters/redis/redis_cache.hpp"
#include "app/limits/rate_limiter.hpp"
#include "core/id.hpp"
#include "redis_url.hpp"
#include "testkit/environment.hpp"
#include "testkit/fake_clock.hpp"
#include "testkit/run.hpp"

namespace acervo {
namespace {

using namespace std::chrono_literals;
using testkit::run;

constexpr RateLimit kThreePerMinute{.allowed = 3, .window = 1min};

/// One thread of the API: its loop, its connection, its limiter.
class Thread {
public:
    explicit Thread(RedisRouter::Options options)
        : cache{make_redis_cache(context.get_executor(), std::move(options))} {}

    bool admits(const std::string& principal) {
        return run(context, limiter.admit(principal, kThreePerMinute)).has_value();
    }
    void wait_for_redis() {
        testkit::run_until(context, [this] { return run(context, cache->get("any")).has_value(); });
    }

    boost::asio::io_context context;
    testkit::FakeClock clock;
    std::unique_ptr<Cache> cache;
    RateLimiter limiter{*cache, clock};
};

TEST(RateLimiter, counts_for_itself_while_the_cache_is_away) {
    Thread thread{nowhere()};
    for (int i = 0; i < 3; ++i) EXPECT_TRUE(thread.admits("ana"));
    EXPECT_FALSE(thread.admits("ana"));
    EXPECT_TRUE(thread.admits("eva"));
    thread.clock.advance(61s);
    EXPECT_TRUE(thread.admits("ana"));
}

TEST(RateLimiter, tells_how_long_to_wait) {
    Thread thread{nowhere()};
    for (int i = 0; i < 3; ++i) thread.admits("ana");
    thread.clock.advance(20s);
    const auto refused = run(thread.context, thread.limiter.admit("ana", kThreePerMinute));
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().kind(), ErrorKind::RateLimited);
    EXPECT_EQ(refused.error().retry_after(), 40s);
}

TEST(RateLimiter, tells_how_the_tighter_of_two_limits_stands_and_counts_no_refused_use) {
    Thread thread{nowhere()};
    const std::vector<RateLimit> limits{{.allowed = 2, .window = 1min}, {.allowed = 3, .window = 1h}};
    const auto spend = [&] { return run(thread.context, thread.limiter.spend("ana", limits)); };
    EXPECT_EQ(spend().remaining, 1);
    auto state = spend();
    EXPECT_TRUE(state.admitted);
    EXPECT_EQ(state.remaining, 0);
    EXPECT_EQ(state.tightest.window, 1min);
    for (int i = 0; i < 5; ++i) EXPECT_FALSE(spend().admitted);
    thread.clock.advance(61s);
    state = spend();
    EXPECT_TRUE(state.admitted) << "refused uses took nothing from the hour";
    EXPECT_EQ(state.tightest.window, 1h);
    EXPECT_EQ(state.remaining, 0);
    state = spend();
    EXPECT_FALSE(state.admitted);
    EXPECT_EQ(state.wait, 59min - 1s);
}

TEST(RateLimiter, admits_exactly_the_limit_to_threads_that_race) {
    const auto url = testkit::require_environment("ACERVO_TEST_REDIS");
    const auto principal = Uuid::make().to_string();
    std::vector<int> admitted(4);
    {
        std::vector<std::jthread> threads;
        for (auto& count : admitted) {
            threads.emplace_back([&count, &url, &principal] {
                Thread thread{redis_of(url)};
                thread.wait_for_redis();
                for (int i = 0; i < 20; ++i) count += thread.admits(principal) ? 1 : 0;
            });
        }
    }
    EXPECT_EQ(admitted[0] + admitted[1] + admitted[2] + admitted[3], 3);
}

}  // namespace
}  // namespace acervo
