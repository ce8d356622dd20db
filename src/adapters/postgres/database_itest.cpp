#include <gmock/gmock.h>

#include <boost/asio/cancel_after.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <random>

#include "adapters/postgres/database.hpp"
#include "adapters/postgres/database_fixture.hpp"
#include "testkit/environment.hpp"

namespace acervo {
namespace {

using testing::HasSubstr;

constexpr Statement kEcho{"test.echo", "SELECT $1::int, repeat($2::text, $3::int)"};
constexpr Statement kDivide{"test.divide", "SELECT 100 / $1::int"};
constexpr Statement kSleep{"test.sleep", "SELECT pg_sleep($1::float8)"};
constexpr Statement kUnparsable{"test.unparsable", "SELECT FROM WHERE $1::int"};
constexpr Statement kText{"test.text", "SELECT $1::text"};
constexpr Statement kBackend{"test.backend", "SELECT pg_backend_pid()"};

/// What one of a thousand does: asks for its own number, fails on purpose, or gives up waiting.
Async<void> ask_and_check(Database& database, int number, unsigned dice) {
    if (dice % 10 == 0) {
        const auto divided = co_await database.query(kDivide, 0);
        EXPECT_FALSE(divided.has_value());
        if (!divided) EXPECT_EQ(divided.error().kind(), ErrorKind::InvalidInput);
        co_return;
    }
    if (dice % 10 == 1) {
        EXPECT_FALSE((co_await database.query(kUnparsable, number)).has_value());
        co_return;
    }
    const int copies = static_cast<int>(dice % 3000);
    const auto rows = co_await database.query(kEcho, number, "ñ", copies);
    EXPECT_TRUE(rows.has_value()) << (rows ? "" : rows.error().message());
    if (!rows) co_return;
    EXPECT_EQ((*rows)[0].get<int>(0), number);
    EXPECT_EQ((*rows)[0].text(1).size(), 2U * static_cast<unsigned>(copies));
}

Async<void> ask_and_give_up(Database& database, unsigned dice) {
    co_await boost::asio::this_coro::throw_if_cancelled(false);
    static_cast<void>(co_await database.query(kSleep, 0.001 * (dice % 3)));
}

/// The leased connections may be up before the shared ones, which alone run single statements.
TEST_F(DatabaseTest, lets_the_first_callers_wait_for_a_shared_connection) {
    auto options = server.options();
    options.shared_connections = 1;
    options.leased_connections = 6;
    for (int round = 0; round < 20; ++round) {
        Database young{context.get_executor(), options};
        testkit::run_until(context, [&young] { return young.statistics().connected > 0; });
        const auto answer = testkit::run(context, young.query(kText, "first"));
        EXPECT_TRUE(answer.has_value()) << (answer ? "" : answer.error().message());
        testkit::run(context, young.close());
    }
}

TEST_F(DatabaseTest, ends_before_it_began) {
    Database unused{context.get_executor(), server.options()};
    testkit::run(context, unused.close());
}

TEST_F(DatabaseTest, keeps_the_answers_of_a_thousand_callers_on_two_connections_apart) {
    const auto seed = testkit::seed();
    SCOPED_TRACE(testing::Message() << "seed " << seed);
    std::mt19937 random{seed};

    std::size_t done = 0;
    for (int number = 0; number < 1000; ++number) {
        const auto dice = static_cast<unsigned>(random());
        auto finished = [&done](const std::exception_ptr& thrown) {
            ++done;
            if (thrown) std::rethrow_exception(thrown);
        };
        if (dice % 10 == 2) {
            const std::chrono::microseconds patience{dice % 5000};
            boost::asio::co_spawn(context, ask_and_give_up(database(), dice),
                                  boost::asio::cancel_after(patience, std::move(finished)));
        } else {
            boost::asio::co_spawn(context, ask_and_check(database(), number, dice), std::move(finished));
        }
    }
    testkit::run_until(context, [&done] { return done == 1000; });

    EXPECT_EQ(database().statistics().shared_up, 2U);
    EXPECT_EQ(database().statistics().lost, 0U);
}

TEST_F(DatabaseTest, spreads_statements_over_its_shared_connections) {
    std::set<int> backends;
    std::vector<Async<void>> work;
    for (int i = 0; i < 10; ++i) {
        work.push_back([](Database& shared, std::set<int>& seen) -> Async<void> {
            const auto rows = co_await shared.query(kBackend);
            if (rows) seen.insert((*rows)[0].get<int>(0));
        }(database(), backends));
    }
    run_together(context, std::move(work));
    EXPECT_EQ(backends.size(), 2U);
}

class OneConnectionTest : public DatabaseTest {
protected:
    OneConnectionTest() : DatabaseTest{1, 1} {}
};

TEST_F(OneConnectionTest, lets_no_failing_statement_harm_those_queued_around_it) {
    std::vector<Result<Rows>> answers;
    std::vector<Async<void>> work;
    const auto keep = [](Async<Result<Rows>> asked, std::vector<Result<Rows>>& into) -> Async<void> {
        into.push_back(co_await std::move(asked));
    };
    for (int i = 0; i < 3; ++i) {
        work.push_back(keep(database().query(kDivide, 4), answers));
        work.push_back(keep(database().query(kDivide, 0), answers));
        work.push_back(keep(database().query(kUnparsable, 0), answers));
    }
    run_together(context, std::move(work));

    for (std::size_t i = 0; i < answers.size(); i += 3) {
        ASSERT_TRUE(answers[i].has_value());
        EXPECT_EQ((*answers[i])[0].get<int>(0), 25);
        EXPECT_EQ(answers[i + 1].error().kind(), ErrorKind::InvalidInput);
        EXPECT_FALSE(answers[i + 2].has_value());
    }
}

TEST_F(OneConnectionTest, prepares_a_statement_again_after_it_could_not_be_prepared) {
    constexpr Statement kLater{"test.later", "SELECT count(*) FROM made_later"};
    EXPECT_EQ(query(kLater).error().kind(), ErrorKind::Internal);
    server.sql("CREATE TABLE made_later (id int)");
    EXPECT_TRUE(query(kLater).has_value());
}

TEST_F(OneConnectionTest, recovers_from_a_table_whose_columns_change_under_a_prepared_statement) {
    constexpr Statement kAll{"test.all", "SELECT * FROM changing"};
    server.sql("CREATE TABLE changing (a int); INSERT INTO changing VALUES (1)");
    ASSERT_TRUE(query(kAll).has_value());
    server.sql("ALTER TABLE changing ADD b text DEFAULT 'new'");

    EXPECT_EQ(query(kAll).error().kind(), ErrorKind::Unavailable);
    const auto again = query(kAll);
    ASSERT_TRUE(again.has_value());
    EXPECT_EQ((*again)[0].text(1), "new");
}

TEST_F(OneConnectionTest, leaves_the_place_of_one_who_gives_up_waiting) {
    std::optional<Result<Rows>> given_up;
    auto impatient = [](Database& shared, std::optional<Result<Rows>>& answer) -> Async<void> {
        co_await boost::asio::this_coro::throw_if_cancelled(false);
        answer.emplace(co_await shared.query(kSleep, 0.3));
    };
    bool ended = false;
    boost::asio::co_spawn(context, impatient(database(), given_up),
                          boost::asio::cancel_after(std::chrono::milliseconds{20},
                                                    [&ended](const std::exception_ptr&) { ended = true; }));
    context.poll();
    const auto behind = query(kDivide, 5);

    ASSERT_TRUE(ended);
    EXPECT_EQ(given_up->error().kind(), ErrorKind::Timeout);
    ASSERT_TRUE(behind.has_value());
    EXPECT_EQ((*behind)[0].get<int>(0), 20);
}

TEST_F(OneConnectionTest, refuses_statements_above_the_limit_of_its_queue) {
    auto options = server.options();
    options.shared_connections = 1;
    options.max_queued_statements = 10;
    open(options);
    int answered = 0;
    int refused = 0;
    std::vector<Async<void>> work;
    for (int i = 0; i < 15; ++i) {
        work.push_back([](Database& shared, int& good, int& bad) -> Async<void> {
            const auto rows = co_await shared.query(kSleep, 0.01);
            ++(rows ? good : bad);
            if (!rows) EXPECT_EQ(rows.error().kind(), ErrorKind::Unavailable);
            if (!rows) EXPECT_EQ(rows.error().retry_after(), std::chrono::seconds{1});
        }(database(), answered, refused));
    }
    run_together(context, std::move(work));
    EXPECT_EQ(answered, 10);
    EXPECT_EQ(refused, 5);
}

TEST_F(OneConnectionTest, gives_a_slow_statement_a_connection_of_its_own) {
    auto options = server.options();
    options.shared_connections = 1;
    options.statement_timeout = std::chrono::milliseconds{50};
    options.transaction_statement_timeout = std::chrono::seconds{10};
    open(options);
    bool slow_ended = false;
    auto slow = [](Database& shared, bool& ended) -> Async<void> {
        const auto rows = co_await shared.query(kSleep, 1.0);
        EXPECT_TRUE(rows.has_value()) << rows.error().message();
        ended = true;
    };
    auto neighbour = [](Database& shared, const bool* ended) -> Async<void> {
        const auto rows = co_await shared.query(kDivide, 5);
        EXPECT_TRUE(rows.has_value() && (*rows)[0].get<int>(0) == 20);
        EXPECT_FALSE(*ended) << "it waited behind the slow one";
    };
    std::vector<Async<void>> work;
    work.push_back(slow(database(), slow_ended));
    work.push_back(neighbour(database(), &slow_ended));
    run_together(context, std::move(work));
    EXPECT_TRUE(slow_ended);
    EXPECT_EQ(database().statistics().leased_idle, options.leased_connections) << "given back";
}

TEST_F(OneConnectionTest, ends_a_statement_that_takes_too_long) {
    auto options = server.options();
    options.statement_timeout = std::chrono::milliseconds{50};
    options.transaction_statement_timeout = std::chrono::milliseconds{100};
    open(options);
    EXPECT_EQ(query(kSleep, 5.0).error().kind(), ErrorKind::Timeout);
    EXPECT_TRUE(query(kDivide, 1).has_value());
}

TEST_F(OneConnectionTest, refuses_a_slow_statement_when_no_connection_is_free_for_it) {
    auto options = server.options();
    options.statement_timeout = std::chrono::milliseconds{50};
    options.leased_connections = 1;
    options.lease_timeout = std::chrono::milliseconds{50};
    open(options);
    const auto transaction = testkit::run(context, database().begin());
    ASSERT_TRUE(transaction.has_value());
    EXPECT_EQ(query(kSleep, 5.0).error().kind(), ErrorKind::Unavailable);
}

TEST_F(OneConnectionTest, refuses_text_that_postgresql_cannot_hold) {
    const auto with_nul = query(kText, std::string{"a\0b", 3});
    EXPECT_EQ(with_nul.error().kind(), ErrorKind::InvalidInput);
    const auto not_utf8 = query(kText, std::string{"caf\xE9"});
    EXPECT_EQ(not_utf8.error().kind(), ErrorKind::InvalidInput);
    EXPECT_TRUE(query(kText, "café").has_value());
    EXPECT_EQ(database().statistics().lost, 0U);
}

TEST_F(OneConnectionTest, carries_ten_megabytes_in_one_value_both_ways) {
    const std::string large(10 * 1024 * 1024, 'x');
    const auto rows = query(kText, large);
    ASSERT_TRUE(rows.has_value()) << rows.error().message();
    EXPECT_EQ((*rows)[0].text(0), large);
}

TEST_F(OneConnectionTest, names_the_violated_constraint) {
    server.sql(
        "CREATE TABLE things (id int CONSTRAINT things_id_key UNIQUE, size int CONSTRAINT things_size CHECK (size > 0),"
        " name text NOT NULL)");
    constexpr Statement kInsert{"test.insert", "INSERT INTO things VALUES ($1, $2, $3)"};
    ASSERT_EQ(query(kInsert, 1, 1, "a")->affected(), 1);

    const auto twice = query(kInsert, 1, 1, "a").error();
    EXPECT_EQ(twice.kind(), ErrorKind::Conflict);
    EXPECT_TRUE(violates(twice, "things_id_key"));
    EXPECT_FALSE(violates(twice, "things_size"));
    EXPECT_THAT(twice.message(), testing::Not(HasSubstr("(1)"))) << "values belong into no message";

    const auto checked = query(kInsert, 2, 0, "a").error();
    EXPECT_EQ(checked.kind(), ErrorKind::InvalidInput);
    EXPECT_EQ(constraint_of(checked), "things_size");
    EXPECT_EQ(constraint_of(query(kInsert, 3, 1, std::nullopt).error()), "name");
}

TEST_F(OneConnectionTest, keeps_the_words_of_the_database_from_the_caller) {
    server.sql(
        "CREATE DOMAIN hidden_domain AS text CONSTRAINT hidden_domain_check CHECK (length(VALUE) < 3);"
        "CREATE TABLE hidden_table (id int CONSTRAINT hidden_key UNIQUE, size int CONSTRAINT hidden_check CHECK (size "
        "> 0),"
        " name text NOT NULL, parent int CONSTRAINT hidden_fkey REFERENCES hidden_table (id), short hidden_domain)");
    constexpr Statement kInsert{"test.hide", "INSERT INTO hidden_table VALUES ($1, $2, $3, $4, $5)"};
    constexpr Statement kCast{"test.cast", "SELECT $1::text::int"};
    constexpr Statement kUnknown{"test.unknown", "SELECT hidden_column FROM hidden_table"};
    ASSERT_EQ(query(kInsert, 1, 1, "a", std::nullopt, std::nullopt)->affected(), 1);

    const std::vector<std::pair<Error, const char*>> table{
        {query(kInsert, 1, 1, "a", std::nullopt, std::nullopt).error(), "hidden_key"},
        {query(kInsert, 2, 0, "a", std::nullopt, std::nullopt).error(), "hidden_check"},
        {query(kInsert, 2, 1, std::nullopt, std::nullopt, std::nullopt).error(), "name"},
        {query(kInsert, 2, 1, "a", 7, std::nullopt).error(), "hidden_fkey"},
        {query(kInsert, 2, 1, "a", std::nullopt, "hidden").error(), "hidden_domain_check"},
        {query(kCast, "hidden").error(), "22P02"},
        {query(kUnknown).error(), "hidden_column"}};
    for (const auto& [error, in_the_log] : table) {
        EXPECT_THAT(error.message(), HasSubstr(in_the_log));
        for (const auto* theirs : {"hidden", "name", "test.", "violates", "22P02", "("}) {
            EXPECT_THAT(std::string{error.public_message()}, testing::Not(HasSubstr(theirs))) << error.message();
        }
    }
}

TEST_F(OneConnectionTest, runs_sql_put_together_at_run_time) {
    const std::string sql = "SELECT $1::int + " + std::to_string(40);
    const auto rows = query(Statement{"", sql}, 2);
    ASSERT_TRUE(rows.has_value());
    EXPECT_EQ((*rows)[0].get<int>(0), 42);
}

TEST_F(OneConnectionTest, answers_everybody_when_it_is_closed_under_them) {
    int unavailable = 0;
    std::vector<Async<void>> work;
    for (int i = 0; i < 5; ++i) {
        work.push_back([](Database& shared, int& count) -> Async<void> {
            const auto rows = co_await shared.query(kSleep, 5.0);
            if (!rows && rows.error().kind() == ErrorKind::Unavailable) ++count;
        }(database(), unavailable));
    }
    work.push_back([](Database& shared) -> Async<void> {
        boost::asio::steady_timer soon{co_await boost::asio::this_coro::executor, std::chrono::milliseconds{20}};
        co_await soon.async_wait(boost::asio::use_awaitable);
        co_await shared.close();
    }(database()));
    run_together(context, std::move(work));
    EXPECT_EQ(unavailable, 5);
    EXPECT_EQ(query(kDivide, 1).error().kind(), ErrorKind::Unavailable);
}

TEST(Database, may_be_destroyed_with_statements_under_way_and_without_being_closed) {
    const auto& server = shared_test_database();
    boost::asio::io_context context;
    bool answered = false;
    {
        Database database{context.get_executor(), server.options()};
        ASSERT_TRUE(testkit::run(context, database.wait_until_up(std::chrono::seconds{20})));
        testkit::start(
            context,
            [](Database& shared, bool& told) -> Async<void> {
                const auto rows = co_await shared.query(kSleep, 5.0);
                told = !rows.has_value();
            }(database, answered),
            [] {});
        context.poll();
    }
    testkit::run_until(context, [&answered] { return answered; });
}

TEST(Database, may_outlive_nothing_of_its_context) {
    const auto& server = shared_test_database();
    auto context = std::make_unique<boost::asio::io_context>();
    auto database = std::make_unique<Database>(context->get_executor(), server.options());
    ASSERT_TRUE(testkit::run(*context, database->wait_until_up(std::chrono::seconds{20})));
    testkit::start(
        *context,
        [](Database& shared) -> Async<void> { static_cast<void>(co_await shared.query(kSleep, 5.0)); }(*database),
        [] {});
    context->poll();
    // What waits is destroyed with the context and never resumed: the sanitizers look for what is left behind.
    database.reset();
    context.reset();
}

}  // namespace
}  // namespace acervo
