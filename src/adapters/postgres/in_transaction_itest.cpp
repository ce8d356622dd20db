#include <gmock/gmock.h>

#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "adapters/postgres/database_fixture.hpp"
#include "adapters/postgres/in_transaction.hpp"

namespace acervo {
namespace {

constexpr Statement kMove{"test.move", "UPDATE accounts SET balance = balance + $2 WHERE id = $1"};
constexpr Statement kSum{"test.sum", "SELECT sum(balance)::bigint FROM accounts"};
constexpr Statement kNote{"test.note", "INSERT INTO notes (total) VALUES ($1)"};

class InTransactionTest : public DatabaseTest {
protected:
    InTransactionTest() : DatabaseTest{1, 4} {
        server.sql(
            "DROP TABLE IF EXISTS accounts, notes; CREATE TABLE notes (total bigint);"
            "CREATE TABLE accounts (id int PRIMARY KEY, balance bigint NOT NULL);"
            "INSERT INTO accounts VALUES (1, 1000), (2, 1000)");
    }
};

/// Takes from one account and gives to the other, in the order given: two who cross lock each other out.
Async<Result<void>> transfer(Transaction& transaction, int from, int to, int& runs) {
    ++runs;
    CO_TRY(co_await transaction.execute(kMove, from, -1));
    // Long enough for the other one to take its first lock.
    boost::asio::steady_timer timer{co_await boost::asio::this_coro::executor, std::chrono::milliseconds{50}};
    co_await timer.async_wait(boost::asio::use_awaitable);
    CO_TRY(co_await transaction.execute(kMove, to, 1));
    co_return ok();
}

TEST_F(InTransactionTest, brings_two_crossing_clients_through_their_deadlocks) {
    constexpr int kRounds = 2;  // PostgreSQL looks for a deadlock only after a second
    int runs = 0;
    int failures = 0;
    std::vector<Async<void>> work;
    for (const bool is_first : {true, false}) {
        work.push_back([](Database& leased, bool first, int& run, int& failed) -> Async<void> {
            auto move = [&](Transaction& transaction) {
                return transfer(transaction, first ? 1 : 2, first ? 2 : 1, run);
            };
            for (int round = 0; round < kRounds; ++round) {
                const auto moved = co_await in_transaction(leased, move, TransactionPolicy{.attempts = 50});
                if (!moved) ++failed;
            }
        }(database(), is_first, runs, failures));
    }
    run_together(context, std::move(work));

    EXPECT_EQ(failures, 0);
    EXPECT_GT(runs, 2 * kRounds) << "no deadlock happened, so nothing was tried";
    EXPECT_EQ(server.sql("SELECT balance FROM accounts WHERE id = 1"), "1000");
    EXPECT_EQ(server.sql("SELECT sum(balance) FROM accounts"), "2000");
}

/// Reads everything and writes what it read: serializable only one after the other.
Async<Result<void>> note_total(Transaction& transaction, int& runs) {
    ++runs;
    const auto rows = CO_TRY(co_await transaction.execute(kSum));
    CO_TRY(co_await transaction.execute(kMove, 1, 1));
    CO_TRY(co_await transaction.execute(kNote, rows[0].get<std::int64_t>(0)));
    co_return ok();
}

TEST_F(InTransactionTest, runs_the_whole_again_when_it_cannot_be_serialized) {
    int runs = 0;
    std::vector<Async<void>> work;
    for (int client = 0; client < 4; ++client) {
        work.push_back([](Database& leased, int& run) -> Async<void> {
            auto note = [&run](Transaction& transaction) { return note_total(transaction, run); };
            const TransactionPolicy policy{.isolation = Isolation::Serializable, .attempts = 50};
            for (int round = 0; round < 10; ++round) EXPECT_TRUE(co_await in_transaction(leased, note, policy));
        }(database(), runs));
    }
    run_together(context, std::move(work));

    EXPECT_GT(runs, 40) << "nothing collided, so nothing was tried";
    // One after the other they saw 2000, 2001 … each once.
    EXPECT_EQ(server.sql("SELECT count(DISTINCT total) || ' ' || min(total) || ' ' || max(total) FROM notes"),
              "40 2000 2039");
}

TEST_F(InTransactionTest, gives_up_after_its_attempts) {
    int runs = 0;
    auto always_in_conflict = [&runs](Transaction& transaction) {
        ++runs;
        return transaction.execute(Statement{"test.conflict", "DO $$ BEGIN RAISE SQLSTATE '40001'; END $$"});
    };
    const TransactionPolicy policy{.attempts = 3};
    const auto result = testkit::run(context, in_transaction(database(), always_in_conflict, policy));
    ASSERT_FALSE(result.has_value());
    EXPECT_EQ(result.error().kind(), ErrorKind::Unavailable);
    EXPECT_TRUE(is_worth_retrying(result.error()));
    EXPECT_EQ(runs, 3);
}

Async<Result<int>> hide_a_conflict(Transaction& transaction, int& runs) {
    if (++runs == 1) {
        constexpr Statement kConflict{"test.conflict", "DO $$ BEGIN RAISE SQLSTATE '40P01'; END $$"};
        static_cast<void>(co_await transaction.execute(kConflict));
    }
    co_return runs;
}

TEST_F(InTransactionTest, runs_again_even_when_the_work_hid_the_conflict) {
    int runs = 0;
    auto work = [&runs](Transaction& transaction) { return hide_a_conflict(transaction, runs); };
    const auto result = testkit::run(context, in_transaction(database(), work));
    ASSERT_TRUE(result.has_value());
    EXPECT_EQ(*result, 2);
}

Async<Result<void>> write_and_refuse(Transaction& transaction) {
    CO_TRY(co_await transaction.execute(kNote, 1));
    co_return fail(ErrorKind::Forbidden, "not here");
}

TEST_F(InTransactionTest, rolls_back_when_the_work_answers_an_error_and_does_not_repeat_it) {
    int runs = 0;
    auto work = [&runs](Transaction& transaction) {
        ++runs;
        return write_and_refuse(transaction);
    };
    const auto result = testkit::run(context, in_transaction(database(), work));
    ASSERT_FALSE(result.has_value());
    EXPECT_EQ(result.error().kind(), ErrorKind::Forbidden);
    EXPECT_EQ(runs, 1);
    EXPECT_EQ(server.sql("SELECT count(*) FROM notes"), "0");
}

}  // namespace
}  // namespace acervo
