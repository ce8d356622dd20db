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

namespace acervo {
namespace {

using namespace std::chrono_literals;
using testkit::run;

const testkit::TestDatabase& shared_database() {
    static const auto kDatabase = testkit::TestDatabase::with_schema();
    return kDatabase;
}

/// Sign-ins of one user whom no other test knows, against the real cache.
class SignInLimits : public testing::Test {
protected:
    explicit SignInLimits(RedisRouter::Options redis = redis_of(testkit::require_environment("ACERVO_TEST_REDIS")))
        : cache{make_redis_cache(context.get_executor(), std::move(redis))} {
        identity.rules.sign_ins_per_network = 1000;
        identity.rules.sign_ins_per_name_and_network = 3;
        identity.rules.sign_ins_of_strangers_per_name = 8;
        EXPECT_TRUE(run(context, database.wait_until_up(30s)));
        EXPECT_TRUE(run(context, create_user(database, name, Role::Viewer, Secret{"right"})));
    }
    ~SignInLimits() override { run(context, database.close()); }

    void wait_for_redis() {
        testkit::run_until(context, [this] { return run(context, cache->get("any")).has_value(); });
    }
    /// How it ended; nothing for success.
    std::optional<ErrorKind> sign_in_as(std::string who, const char* password, std::string from) {
        SignIn request{.username = std::move(who),
                       .password = Secret{password},
                       .remote_address = std::move(from),
                       .request_id = "r"};
        const auto opened = run(context, sign_in(identity, std::move(request)));
        if (opened) return std::nullopt;
        return opened.error().kind();
    }
    /// Another network of TEST-NET-2 each time.
    static std::string elsewhere(int number) { return "198.51.100." + std::to_string(number); }
    void attack(int attempts) {
        for (int i = 0; i < attempts; ++i) sign_in_as(name, "wrong", elsewhere(i + 1));
    }

    static constexpr auto kWrong = ErrorKind::Unauthenticated;
    static constexpr auto kLimited = ErrorKind::RateLimited;

    boost::asio::io_context context;
    Database database{context.get_executor(), shared_database().options()};
    std::unique_ptr<Cache> cache;
    SystemClock clock;
    RateLimiter limiter{*cache, clock};
    CpuPool pool{1, 8};
    Identity identity{
        .database = database, .cache = *cache, .limiter = limiter, .password_pool = pool, .clock = clock, .rules = {}};
    std::string name{"Marta-" + Uuid::make().to_string()};
    std::string home{"2001:db8:" + Uuid::make().to_string().substr(0, 4) + ":7::1"};
};

TEST_F(SignInLimits, are_few_for_one_name_from_one_place) {
    wait_for_redis();
    for (int i = 0; i < 3; ++i) EXPECT_EQ(sign_in_as(name, "wrong", home), kWrong);
    EXPECT_EQ(sign_in_as(name, "right", home), kLimited);
    EXPECT_EQ(sign_in_as(name, "right", elsewhere(1)), std::nullopt) << "others go on";
}

TEST_F(SignInLimits, are_not_got_round_by_upper_case_or_neighbouring_addresses) {
    wait_for_redis();
    auto shouted = name;
    for (auto& c : shouted) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
    auto neighbour = home;
    neighbour.back() = '9';
    EXPECT_EQ(sign_in_as(name, "wrong", home), kWrong);
    EXPECT_EQ(sign_in_as(shouted, "wrong", home), kWrong);
    EXPECT_EQ(sign_in_as(shouted, "wrong", neighbour), kWrong);
    EXPECT_EQ(sign_in_as(name, "wrong", neighbour), kLimited);
}

TEST_F(SignInLimits, slow_down_guessing_from_many_places) {
    wait_for_redis();
    attack(8);
    EXPECT_EQ(sign_in_as(name, "right", elsewhere(99)), kLimited);
    EXPECT_EQ(sign_in_as("nobody-" + name, "x", elsewhere(99)), kWrong) << "of this name only";
}

TEST_F(SignInLimits, lock_nobody_out_from_where_they_are_known) {
    wait_for_redis();
    ASSERT_EQ(sign_in_as(name, "right", home), std::nullopt);
    attack(20);
    EXPECT_EQ(sign_in_as(name, "right", elsewhere(99)), kLimited) << "the attack has reached the limit";
    EXPECT_EQ(sign_in_as(name, "right", home), std::nullopt);
}

TEST_F(SignInLimits, make_a_place_known_by_success_only) {
    wait_for_redis();
    ASSERT_EQ(sign_in_as(name, "wrong", home), kWrong);
    attack(8);
    EXPECT_EQ(sign_in_as(name, "right", home), kLimited);
}

class SignInWithoutCache : public SignInLimits {
protected:
    SignInWithoutCache() : SignInLimits{nowhere()} {}
};

TEST_F(SignInWithoutCache, is_limited_all_the_same) {
    for (int i = 0; i < 3; ++i) EXPECT_EQ(sign_in_as(name, "wrong", home), kWrong);
    EXPECT_EQ(sign_in_as(name, "right", home), kLimited);
    EXPECT_EQ(sign_in_as(name, "right", elsewhere(1)), std::nullopt);
}

}  // namespace
}  // namespace acervo
