#include <gmock/gmock.h>

#include "adapters/postgres/database_fixture.hpp"
#include "adapters/postgres/dedicated_connection.hpp"

namespace acervo {
namespace {

using namespace std::chrono_literals;

constexpr Statement kNotify{"test.notify", "SELECT pg_notify($1, $2)"};
constexpr Statement kBackend{"test.backend", "SELECT pg_backend_pid()"};
constexpr std::int64_t kKey = 4711;

class DedicatedConnectionTest : public testing::Test {
protected:
    DedicatedConnection connect() {
        auto connection = testkit::run(context, DedicatedConnection::connect(server.options()));
        if (!connection) throw std::runtime_error{connection.error().message()};
        return *std::move(connection);
    }
    template <class T>
    T run(Async<T> work) {
        return testkit::run(context, std::move(work));
    }
    void end_session_of(DedicatedConnection& connection) {
        const auto rows = run(connection.execute(kBackend));
        server.sql("SELECT pg_terminate_backend(" + std::string{(*rows)[0].text(0)} + ")");
    }

    boost::asio::io_context context;
    const testkit::TestDatabase& server{shared_test_database()};
};

TEST_F(DedicatedConnectionTest, hears_notifications_in_their_order) {
    auto listener = connect();
    auto speaker = connect();
    ASSERT_TRUE(run(listener.listen("news")));
    for (const char* word : {"one", "two", "three"}) ASSERT_TRUE(run(speaker.execute(kNotify, "news", word)));
    ASSERT_TRUE(run(speaker.execute(kNotify, "elsewhere", "four")));
    for (const char* word : {"one", "two", "three"}) {
        const auto heard = run(listener.next_notification(10s));
        ASSERT_TRUE(heard.has_value());
        EXPECT_EQ(heard->channel, "news");
        EXPECT_EQ(heard->payload, word);
    }
    EXPECT_EQ(run(listener.next_notification(20ms)).error().kind(), ErrorKind::Timeout);
}

/// Takes notifications until `last` came; answers how many there were.
Async<int> take_until(DedicatedConnection& listener, std::string last) {
    for (int count = 1;; ++count) {
        const auto heard = co_await listener.next_notification(10s);
        if (!heard || heard->payload == last) co_return count;
    }
}

TEST_F(DedicatedConnectionTest, keeps_only_the_newest_of_more_notifications_than_anybody_takes) {
    auto listener = connect();
    ASSERT_TRUE(run(listener.listen("flood")));
    server.sql("SELECT pg_notify('flood', number::text) FROM generate_series(1, 5000) AS number");
    // Everything has arrived with the answer to this.
    ASSERT_TRUE(run(listener.execute(kBackend)));
    EXPECT_EQ(run(take_until(listener, "5000")), 1024);
    EXPECT_FALSE(listener.is_lost());
}

TEST_F(DedicatedConnectionTest, takes_only_names_of_channels) {
    auto listener = connect();
    for (const char* name : {"", "a\"; DROP TABLE users; --", "Upper", "ñ", "with space"}) {
        EXPECT_EQ(run(listener.listen(name)).error().kind(), ErrorKind::InvalidInput) << name;
    }
}

TEST_F(DedicatedConnectionTest, only_one_session_holds_a_lock_and_it_ends_with_the_session) {
    auto leader = connect();
    auto follower = connect();
    EXPECT_EQ(run(leader.try_lock(kKey)), true);
    EXPECT_EQ(run(follower.try_lock(kKey)), false);
    ASSERT_TRUE(run(leader.unlock(kKey)));
    EXPECT_EQ(run(leader.unlock(kKey)).error().kind(), ErrorKind::Conflict);
    EXPECT_EQ(run(follower.try_lock(kKey)), true);
    follower.close();
    testkit::run_until(context, [&] { return run(leader.try_lock(kKey)).value_or(false); });
}

TEST_F(DedicatedConnectionTest, tells_its_owner_at_once_that_it_is_lost) {
    auto connection = connect();
    ASSERT_TRUE(run(connection.listen("news")));
    std::optional<Result<Notification>> heard;
    testkit::start(
        context,
        [](DedicatedConnection& waiting, std::optional<Result<Notification>>& answer) -> Async<void> {
            answer.emplace(co_await waiting.next_notification(1h));
        }(connection, heard),
        [] {});
    context.poll();
    end_session_of(connection);
    testkit::run(context, connection.wait_until_lost());
    testkit::run_until(context, [&heard] { return heard.has_value(); });
    EXPECT_EQ(heard->error().kind(), ErrorKind::Unavailable);
    EXPECT_EQ(run(connection.try_lock(kKey)).error().kind(), ErrorKind::Unavailable);
    EXPECT_TRUE(connection.is_lost());
}

TEST_F(DedicatedConnectionTest, says_why_it_cannot_connect) {
    auto options = server.options();
    options.url = testkit::with_database(options.url, "no_such_database");
    const auto connection = run(DedicatedConnection::connect(options));
    ASSERT_FALSE(connection.has_value());
    EXPECT_EQ(connection.error().kind(), ErrorKind::Unavailable);
}

}  // namespace
}  // namespace acervo
