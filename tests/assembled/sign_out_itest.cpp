#include <gtest/gtest.h>

#include <boost/asio/io_context.hpp>

#include "adapters/redis/redis_cache.hpp"
#include "app/identity/create_user.hpp"
#include "app/identity/identity.hpp"
#include "core/id.hpp"
#include "redis_url.hpp"
#include "testkit/environment.hpp"
#include "testkit/postgres.hpp"
#include "testkit/run.hpp"
#include "testkit/tcp_proxy.hpp"

namespace acervo {
namespace {

using namespace std::chrono_literals;
using testkit::run;

const testkit::TestDatabase& shared_database() {
    static const auto kDatabase = testkit::TestDatabase::with_schema();
    return kDatabase;
}

RedisRouter::Options real_redis() { return redis_of(testkit::require_environment("ACERVO_TEST_REDIS")); }

std::uint16_t port_of(const RedisRouter::Options& redis) {
    const auto& seed = redis.seeds.front();
    return static_cast<std::uint16_t>(std::stoi(seed.substr(seed.rfind(':') + 1)));
}

RedisRouter::Options through(const testkit::TcpProxy& proxy) {
    auto redis = real_redis();
    redis.seeds = {"127.0.0.1:" + std::to_string(proxy.port())};
    return redis;
}

/// The real cache, where somebody may sign out just before anything is written into it.
class InterruptedCache final : public Cache {
public:
    explicit InterruptedCache(Cache& cache) : cache_{&cache} {}
    void sign_out_before_a_write(Identity& elsewhere, Secret token) {
        elsewhere_ = &elsewhere;
        token_ = std::move(token);
    }
    int writes() const { return writes_; }

    Async<Result<std::optional<std::string>>> get(std::string key) override {
        co_return co_await cache_->get(std::move(key));
    }
    Async<Result<void>> set(std::string key, std::string value, std::chrono::milliseconds time_to_live) override {
        co_await interrupt();
        co_return co_await cache_->set(std::move(key), std::move(value), time_to_live);
    }
    Async<Result<bool>> add(std::string key, std::string value, std::chrono::milliseconds time_to_live) override {
        co_await interrupt();
        co_return co_await cache_->add(std::move(key), std::move(value), time_to_live);
    }
    Async<Result<void>> remove(std::string key) override { co_return co_await cache_->remove(std::move(key)); }
    Async<Result<Spent>> spend(std::string principal, std::vector<RateLimit> limits) override {
        co_return co_await cache_->spend(std::move(principal), std::move(limits));
    }
    bool is_up() const noexcept override { return cache_->is_up(); }

private:
    Async<void> interrupt() {
        ++writes_;
        if (elsewhere_ == nullptr) co_return;
        const auto done = co_await sign_out(*elsewhere_, token_, "r");
        EXPECT_TRUE(done);
    }

    Cache* cache_;
    Identity* elsewhere_{nullptr};
    Secret token_;
    int writes_{0};
};

/// What a process of the API works with, on a cache of its own choice.
class Process {
public:
    Process(Database& database, std::unique_ptr<Cache> cache) : database_{&database}, cache{std::move(cache)} {}

    Identity on(Cache& other) {
        return Identity{.database = *database_,
                        .cache = other,
                        .limiter = limiter_,
                        .password_pool = pool_,
                        .clock = clock_,
                        .rules = rules};
    }
    Identity identity() { return on(*cache); }

private:
    Database* database_;

public:
    std::unique_ptr<Cache> cache;
    IdentityRules rules;

private:
    SystemClock clock_;
    RateLimiter limiter_{*cache, clock_};
    CpuPool pool_{1, 8};
};

/// Two processes of the API and a person who signs in at one and out at the other.
class SignOut : public testing::Test {
protected:
    SignOut() {
        EXPECT_TRUE(run(context, database.wait_until_up(30s)));
        EXPECT_TRUE(run(context, create_user(database, name, Role::Viewer, Secret{"right"})));
        // Nobody forgets by himself while a test lasts.
        for (auto* process : {&here, &there}) process->rules.session_cached = 1h;
        wait_for_redis(here);
        wait_for_redis(there);
        token = sign_in_here();
    }
    ~SignOut() override { run(context, database.close()); }

    void wait_for_redis(Process& process) {
        testkit::run_until(context, [&] { return run(context, process.cache->get("any")).has_value(); });
    }
    Secret sign_in_here() {
        auto identity = here.identity();
        SignIn request{.username = name,
                       .password = Secret{"right"},
                       .remote_address = "2001:db8::" + Uuid::make().to_string().substr(0, 4),
                       .request_id = "r"};
        return run(context, sign_in(identity, std::move(request)))->token;
    }
    bool is_let_in(Process& process) {
        auto identity = process.identity();
        return run(context, find_session(identity, token)).has_value();
    }
    bool sign_out_at(Process& process) {
        auto identity = process.identity();
        return run(context, sign_out(identity, token, "r")).has_value();
    }

    boost::asio::io_context context;
    Database database{context.get_executor(), shared_database().options()};
    testkit::TcpProxy proxy{context, port_of(real_redis())};
    Process here{database, make_redis_cache(context.get_executor(), real_redis())};
    Process there{database, make_redis_cache(context.get_executor(), through(proxy))};
    std::string name{"Olga-" + Uuid::make().to_string()};
    Secret token;
};

TEST_F(SignOut, is_known_at_once_to_a_process_that_has_the_session_in_the_cache) {
    ASSERT_TRUE(is_let_in(here));
    ASSERT_TRUE(is_let_in(here)) << "from the cache";
    ASSERT_TRUE(sign_out_at(there));
    EXPECT_FALSE(is_let_in(here));
    EXPECT_FALSE(is_let_in(there));
}

TEST_F(SignOut, is_not_undone_by_a_request_that_had_read_the_session_before) {
    InterruptedCache interrupted{*here.cache};
    auto out_there = there.identity();
    interrupted.sign_out_before_a_write(out_there, token);
    auto late = here.on(interrupted);
    EXPECT_TRUE(run(context, find_session(late, token))) << "it began before the sign-out";
    EXPECT_FALSE(is_let_in(here));
    EXPECT_FALSE(is_let_in(there));
}

TEST_F(SignOut, succeeds_without_the_cache_and_is_believed_when_the_session_falls_out_of_it) {
    here.rules.session_cached = 1s;
    ASSERT_TRUE(is_let_in(here));
    proxy.swallow();
    EXPECT_TRUE(sign_out_at(there));
    EXPECT_FALSE(is_let_in(there)) << "without the cache the database is asked";
    testkit::run_until(context, [&] { return !is_let_in(here); });
    EXPECT_LE(IdentityRules{}.session_cached, 5s) << "the longest that a sign-out may go unnoticed";
}

TEST_F(SignOut, is_told_to_the_cache_by_a_second_try_where_the_first_could_not) {
    ASSERT_TRUE(is_let_in(here));
    proxy.swallow();
    ASSERT_TRUE(sign_out_at(there));
    ASSERT_TRUE(is_let_in(here)) << "nobody could tell the cache";
    ASSERT_TRUE(sign_out_at(here));
    EXPECT_FALSE(is_let_in(here));
}

TEST_F(SignOut, leaves_nothing_in_the_cache_of_a_token_that_never_was_one) {
    InterruptedCache watched{*here.cache};
    auto identity = here.on(watched);
    EXPECT_TRUE(run(context, sign_out(identity, Secret{"invented"}, "r")));
    EXPECT_EQ(watched.writes(), 0);
}

}  // namespace
}  // namespace acervo
