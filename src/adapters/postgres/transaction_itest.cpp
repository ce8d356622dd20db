#include <gmock/gmock.h>

#include <boost/asio/cancel_after.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "adapters/postgres/database_fixture.hpp"
#include "adapters/postgres/in_transaction.hpp"
#include "adapters/postgres/transaction.hpp"
#include "core/cancellation.hpp"
#include "testkit/tcp_proxy.hpp"

namespace acervo {
namespace {

constexpr Statement kAdd{"test.add", "INSERT INTO entries (word) VALUES ($1)"};
constexpr Statement kCount{"test.count", "SELECT count(*) FROM entries"};
constexpr Statement kSleep{"test.sleep", "SELECT pg_sleep($1::float8)"};
constexpr Statement kBackend{"test.backend", "SELECT pg_backend_pid()"};

Async<void> pause(std::chrono::milliseconds duration) {
    boost::asio::steady_timer timer{co_await boost::asio::this_coro::executor, duration};
    co_await timer.async_wait(boost::asio::use_awaitable);
}

class TransactionTest : public DatabaseTest {
protected:
    TransactionTest() : DatabaseTest{1, 2} {
        server.sql("DROP TABLE IF EXISTS entries; CREATE TABLE entries (word text CONSTRAINT entries_word_key UNIQUE)");
    }
    Transaction begin() {
        auto transaction = testkit::run(context, database().begin());
        if (!transaction) throw std::runtime_error{transaction.error().message()};
        return *std::move(transaction);
    }
    template <class... Values>
    Result<Rows> execute(Transaction& transaction, Statement statement, Values... values) {
        return testkit::run(context, transaction.execute(statement, std::move(values)...));
    }
    Result<void> commit(Transaction& transaction) { return testkit::run(context, transaction.commit()); }
    std::string count() { return server.sql("SELECT count(*) FROM entries"); }
    void wait_until_idle(std::size_t connections) {
        testkit::run_until(context, [&] { return database().statistics().leased_idle == connections; });
    }
};

TEST_F(TransactionTest, shows_its_rows_to_others_only_after_the_commit) {
    auto transaction = begin();
    ASSERT_TRUE(execute(transaction, kAdd, "one"));
    EXPECT_EQ((*execute(transaction, kCount))[0].get<int>(0), 1);
    EXPECT_EQ(count(), "0");
    ASSERT_TRUE(commit(transaction));
    EXPECT_EQ(count(), "1");
    EXPECT_EQ(database().statistics().leased_idle, 2U) << "the connection is free before the transaction is destroyed";
}

TEST_F(TransactionTest, is_over_after_commit_and_after_rollback) {
    auto committed = begin();
    ASSERT_TRUE(commit(committed));
    EXPECT_EQ(execute(committed, kCount).error().kind(), ErrorKind::Internal);
    EXPECT_FALSE(commit(committed));

    auto rolled_back = begin();
    ASSERT_TRUE(execute(rolled_back, kAdd, "one"));
    ASSERT_TRUE(testkit::run(context, rolled_back.rollback()));
    EXPECT_FALSE(commit(rolled_back));
    EXPECT_EQ(count(), "0");
}

TEST_F(TransactionTest, rolls_back_when_it_is_destroyed_and_gives_its_connection_back) {
    for (int i = 0; i < 5; ++i) {
        auto transaction = begin();
        ASSERT_TRUE(execute(transaction, kAdd, "one"));
    }
    wait_until_idle(2);
    EXPECT_EQ(count(), "0");
    EXPECT_EQ(database().statistics().lost, 0U) << "no connection had to be replaced";
}

TEST_F(TransactionTest, closes_its_connection_when_it_is_destroyed_under_a_running_statement) {
    bool ended = false;
    auto work = [](Database& leased) -> Async<void> {
        auto transaction = co_await leased.begin();
        if (transaction) static_cast<void>(co_await transaction->execute(kSleep, 60.0));
    };
    boost::asio::co_spawn(context, work(database()),
                          boost::asio::cancel_after(std::chrono::milliseconds{100},
                                                    [&ended](const std::exception_ptr&) { ended = true; }));
    testkit::run_until(context, [&] { return ended && database().statistics().lost == 1; });
    wait_until_idle(2);
    const auto still_sleeping = [this] {
        return server.sql(
                   "SELECT count(*) FROM pg_stat_activity WHERE query LIKE '%pg_sleep(%' AND state = 'active'"
                   " AND pid <> pg_backend_pid() AND datname = current_database()") != "0";
    };
    testkit::run_until(context, [&] { return !still_sleeping(); });
}

TEST_F(TransactionTest, reports_a_commit_that_postgresql_turned_into_a_rollback) {
    auto transaction = begin();
    ASSERT_TRUE(execute(transaction, kAdd, "one"));
    EXPECT_EQ(execute(transaction, kAdd, "one").error().kind(), ErrorKind::Conflict);
    const auto committed = commit(transaction);
    ASSERT_FALSE(committed.has_value()) << "PostgreSQL itself answers such a COMMIT without an error";
    EXPECT_FALSE(is_outcome_unknown(committed.error()));
    EXPECT_EQ(count(), "0");
}

TEST_F(TransactionTest, says_at_the_commit_what_a_deferred_constraint_found) {
    server.sql(
        "ALTER TABLE entries ADD CONSTRAINT entries_late_key UNIQUE (word) DEFERRABLE INITIALLY DEFERRED;"
        "ALTER TABLE entries DROP CONSTRAINT entries_word_key");
    auto transaction = begin();
    ASSERT_TRUE(execute(transaction, kAdd, "one"));
    ASSERT_TRUE(execute(transaction, kAdd, "one"));
    const auto committed = commit(transaction);
    ASSERT_FALSE(committed.has_value());
    EXPECT_TRUE(violates(committed.error(), "entries_late_key"));
}

TEST_F(TransactionTest, waits_for_a_free_connection_and_gives_up_in_time) {
    auto options = server.options();
    options.leased_connections = 1;
    options.lease_timeout = std::chrono::milliseconds{100};
    open(options);
    {
        auto holder = begin();
        const auto refused = testkit::run(context, database().begin());
        ASSERT_FALSE(refused.has_value());
        EXPECT_EQ(refused.error().kind(), ErrorKind::Unavailable);
        EXPECT_EQ(refused.error().retry_after(), std::chrono::seconds{1});
    }
    EXPECT_TRUE(testkit::run(context, database().begin()).has_value());
}

TEST_F(TransactionTest, serves_those_who_wait_in_their_order_and_refuses_more_than_the_queue_holds) {
    auto options = server.options();
    options.leased_connections = 1;
    options.max_waiting_transactions = 3;
    open(options);
    std::vector<int> served;
    int refused = 0;
    std::vector<Async<void>> work;
    for (int number = 0; number < 6; ++number) {
        work.push_back([](Database& leased, int self, std::vector<int>& order, int& turned_away) -> Async<void> {
            auto transaction = co_await leased.begin();
            if (!transaction) {
                ++turned_away;
                co_return;
            }
            order.push_back(self);
            co_await pause(std::chrono::milliseconds{5});
            EXPECT_TRUE((co_await transaction->commit()).has_value());
        }(database(), number, served, refused));
    }
    run_together(context, std::move(work));
    EXPECT_THAT(served, testing::ElementsAre(0, 1, 2, 3));
    EXPECT_EQ(refused, 2);
}

TEST_F(TransactionTest, one_who_gives_up_waiting_takes_no_connection_with_him) {
    auto options = server.options();
    options.leased_connections = 1;
    open(options);
    auto holder = std::make_unique<Transaction>(begin());
    bool ended = false;
    auto impatient = [](Database& leased) -> Async<void> { static_cast<void>(co_await leased.begin()); };
    boost::asio::co_spawn(context, impatient(database()),
                          boost::asio::cancel_after(std::chrono::milliseconds{20},
                                                    [&ended](const std::exception_ptr&) { ended = true; }));
    testkit::run_until(context, [&ended] { return ended; });
    EXPECT_EQ(database().statistics().waiting_transactions, 0U);
    holder.reset();
    wait_until_idle(1);
}

/// As every wait of the house, so that nothing runs on for somebody who has gone.
TEST_F(TransactionTest, cancellation_ends_waits_by_an_exception) {
    auto options = server.options();
    options.leased_connections = 1;
    open(options);
    int ran_on = 0;
    const auto cancelled = [this](Async<void> work) {
        std::exception_ptr thrown;
        bool ended = false;
        boost::asio::co_spawn(context, std::move(work),
                              boost::asio::cancel_after(std::chrono::milliseconds{20}, [&](std::exception_ptr why) {
                                  thrown = std::move(why);
                                  ended = true;
                              }));
        testkit::run_until(context, [&ended] { return ended; });
        return is_cancellation(thrown);
    };
    auto statement = [](Database& shared, int& count) -> Async<void> {
        static_cast<void>(co_await shared.query(kSleep, 0.3));
        ++count;
    };
    EXPECT_TRUE(cancelled(statement(database(), ran_on)));
    auto within = [](Database& leased, int& count) -> Async<void> {
        auto transaction = co_await leased.begin();
        static_cast<void>(co_await transaction->execute(kSleep, 0.3));
        ++count;
    };
    EXPECT_TRUE(cancelled(within(database(), ran_on)));
    testkit::run_until(context, [this] { return database().statistics().leased_idle == 1; });
    const auto holder = begin();
    auto lease = [](Database& leased, int& count) -> Async<void> {
        static_cast<void>(co_await leased.begin());
        ++count;
    };
    EXPECT_TRUE(cancelled(lease(database(), ran_on)));
    EXPECT_EQ(ran_on, 0);
}

TEST_F(TransactionTest, replaces_a_connection_that_broke) {
    for (int i = 0; i < 4; ++i) {
        auto transaction = begin();
        const auto backend = (*execute(transaction, kBackend))[0].get<int>(0);
        ASSERT_TRUE(execute(transaction, kAdd, "lost"));
        server.sql("SELECT pg_terminate_backend(" + std::to_string(backend) + ")");
        const auto after = execute(transaction, kCount);
        ASSERT_FALSE(after.has_value());
        EXPECT_EQ(after.error().kind(), ErrorKind::Unavailable);
        EXPECT_FALSE(is_outcome_unknown(after.error())) << "without a commit nothing was done";
    }
    wait_until_idle(2);
    EXPECT_EQ(count(), "0");
}

TEST_F(TransactionTest, begins_on_another_connection_when_an_idle_one_has_died_unnoticed) {
    // The event loop does not run between the death of all idle connections and `begin`.
    server.sql(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database()"
        " AND application_name = 'acervo'");
    auto transaction = begin();
    EXPECT_TRUE(commit(transaction).has_value());
}

class LostCommitTest : public TransactionTest {
protected:
    LostCommitTest() {
        const auto url = server.options().url;
        const auto colon = url.rfind(':', url.rfind('/'));
        const auto port = static_cast<std::uint16_t>(std::stoi(url.substr(colon + 1)));
        proxy = std::make_unique<testkit::TcpProxy>(context, port);
        auto options = server.options();
        options.url.replace(colon, url.rfind('/') - colon, ":" + std::to_string(proxy->port()));
        options.shared_connections = 1;
        options.leased_connections = 1;
        open(options);
    }
    ~LostCommitTest() override { opened.reset(); }

    std::unique_ptr<testkit::TcpProxy> proxy;
};

TEST_F(LostCommitTest, leaves_the_outcome_open_when_the_answer_to_the_commit_is_lost) {
    auto transaction = begin();
    ASSERT_TRUE(execute(transaction, kAdd, "one"));
    proxy->cut_next_answer();
    const auto committed = commit(transaction);

    ASSERT_FALSE(committed.has_value());
    EXPECT_EQ(committed.error().kind(), ErrorKind::Unavailable);
    EXPECT_TRUE(is_outcome_unknown(committed.error()));
    EXPECT_EQ(count(), "1") << "it had been committed";
}

Async<Result<void>> add_and_cut_the_commit(Transaction& transaction, testkit::TcpProxy& proxy, int& runs) {
    ++runs;
    CO_TRY(co_await transaction.execute(kAdd, "one"));
    proxy.cut_next_answer();
    co_return ok();
}

TEST_F(LostCommitTest, does_not_run_the_work_again_when_the_answer_to_the_commit_is_lost) {
    int runs = 0;
    auto work = [&](Transaction& transaction) { return add_and_cut_the_commit(transaction, *proxy, runs); };
    const auto result = testkit::run(context, in_transaction(database(), work));
    ASSERT_FALSE(result.has_value());
    EXPECT_TRUE(is_outcome_unknown(result.error()));
    EXPECT_EQ(runs, 1);
    EXPECT_EQ(count(), "1");
}

TEST_F(LostCommitTest, knows_that_nothing_was_committed_when_the_connection_was_lost_before) {
    auto transaction = begin();
    ASSERT_TRUE(execute(transaction, kAdd, "one"));
    proxy->cut_next_answer();
    EXPECT_FALSE(execute(transaction, kCount).has_value());
    const auto committed = commit(transaction);
    ASSERT_FALSE(committed.has_value());
    EXPECT_FALSE(is_outcome_unknown(committed.error()));
    EXPECT_EQ(count(), "0");
}

}  // namespace
}  // namespace acervo
