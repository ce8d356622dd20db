// The order of events, on a real database.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/asio/io_context.hpp>
#include <memory>
#include <thread>

#include "store/events/events.hpp"
#include "testkit/postgres.hpp"
#include "testkit/run.hpp"

namespace acervo {
namespace {

using namespace std::chrono_literals;

class EventsStore : public testing::Test {
protected:
    EventsStore() {
        auto options = server.options();
        options.shared_connections = 1;
        options.leased_connections = 1;
        database = std::make_unique<Database>(context.get_executor(), options);
    }
    ~EventsStore() override { testkit::run(context, database->close()); }

    void add(int count) {
        server.sql(
            fmt::format("INSERT INTO events (type, asset_id) SELECT 'asset.updated', gen_random_uuid() FROM "
                        "generate_series(1, {})",
                        count));
    }
    int number(int limit = 1000) { return testkit::run(context, number_events(*database, limit)).value(); }
    EventSpan span() { return testkit::run(context, find_event_span(*database)).value(); }
    std::vector<std::int64_t> listed(std::int64_t after = 0) {
        std::vector<std::int64_t> numbers;
        for (const auto& event : testkit::run(context, list_events(*database, after, 1000)).value()) {
            numbers.push_back(event.sequence);
        }
        return numbers;
    }

    testkit::TestDatabase server{testkit::TestDatabase::with_schema()};
    boost::asio::io_context context;
    std::unique_ptr<Database> database;
    std::int64_t seen_{0};
};

TEST_F(EventsStore, get_their_place_once_in_the_order_of_their_rows) {
    EXPECT_EQ(span().newest, 0);
    EXPECT_EQ(span().oldest, 1);
    EXPECT_EQ(number(), 0);
    add(5);
    EXPECT_TRUE(listed().empty()) << "nobody hears of what has no place yet";
    EXPECT_EQ(number(3), 3);
    EXPECT_EQ(number(3), 2);
    EXPECT_EQ(number(3), 0);
    EXPECT_THAT(listed(), testing::ElementsAre(1, 2, 3, 4, 5));
    EXPECT_THAT(listed(3), testing::ElementsAre(4, 5));
    EXPECT_EQ(server.sql("SELECT count(*) FROM (SELECT id, lag(id) OVER (ORDER BY sequence) AS before FROM events) e "
                         "WHERE before > id"),
              "0");
    EXPECT_EQ(span().newest, 5);
}

TEST_F(EventsStore, committed_late_come_behind_what_was_heard) {
    auto options = server.options();
    options.shared_connections = 1;
    options.leased_connections = 1;
    Database other{context.get_executor(), options};
    // NOLINTNEXTLINE(cppcoreguidelines-avoid-capturing-lambda-coroutines): it lives as long as its run
    const auto late = [this](Transaction& tx) -> Async<Result<void>> {
        constexpr Statement kInsert{"test.insert",
                                    "INSERT INTO events (type, asset_id) VALUES ('asset.created', gen_random_uuid())"};
        CO_TRY(co_await tx.execute(kInsert));
        add(2);  // committed first, with larger ids
        EXPECT_EQ(CO_TRY(co_await number_events(*database, 1000)), 2);
        co_return ok();
    };
    testkit::run(context, in_transaction(other, late)).value();
    EXPECT_THAT(listed(), testing::ElementsAre(1, 2));
    EXPECT_EQ(number(), 1);
    const auto last = testkit::run(context, list_events(*database, 2, 10)).value();
    ASSERT_EQ(last.size(), 1u);
    EXPECT_EQ(last[0].type, "asset.created");
    testkit::run(context, other.close());
}

TEST_F(EventsStore, two_who_number_at_once_give_no_place_twice_and_none_that_comes_late) {
    add(2000);
    const auto work = [this] {
        boost::asio::io_context own;
        auto options = server.options();
        options.shared_connections = 1;
        options.leased_connections = 1;
        Database connection{own.get_executor(), options};
        for (int i = 0; i < 60; ++i) testkit::run(own, number_events(connection, 50)).value();
        testkit::run(own, connection.close());
    };
    {
        std::jthread one{work};
        std::jthread two{work};
        std::int64_t heard = 0;
        for (int i = 0; i < 200; ++i) {
            const auto missed = server.sql(fmt::format("SELECT count(*) FROM events WHERE sequence <= {}", heard));
            const auto now = server.sql(
                "SELECT count(*) || ' ' || coalesce(max(sequence), 0) FROM events WHERE sequence IS NOT NULL");
            const auto gap = now.find(' ');
            const auto newest = std::stoll(now.substr(gap + 1));
            if (heard > 0) EXPECT_EQ(std::stoll(missed), seen_) << "a smaller number came later";
            seen_ = std::stoll(now.substr(0, gap));
            heard = newest;
            if (seen_ == 2000) break;
        }
    }
    EXPECT_EQ(server.sql("SELECT count(DISTINCT sequence) FROM events"), "2000");
}

TEST_F(EventsStore, that_are_old_are_forgotten_and_their_places_are_not_given_again) {
    add(4);
    number();
    server.sql("UPDATE events SET created_at = now() - interval '2 days' WHERE sequence < 4");
    add(1);
    server.sql("UPDATE events SET created_at = now() - interval '2 days' WHERE sequence IS NULL");
    EXPECT_EQ(testkit::run(context, delete_old_events(*database, 24h, 2)).value(), 2);
    EXPECT_EQ(testkit::run(context, delete_old_events(*database, 24h, 10)).value(), 1) << "not what was never told";
    EXPECT_EQ(span().oldest, 4);
    server.sql("DELETE FROM events WHERE sequence = 4");
    EXPECT_EQ(number(), 1);
    EXPECT_THAT(listed(), testing::ElementsAre(5));
}

}  // namespace
}  // namespace acervo
