// The chain of the audit log on a real database, and what happens to it when somebody is at the rows.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/asio/io_context.hpp>
#include <memory>
#include <stdexcept>

#include "app/audit/audit.hpp"
#include "core/sleep.hpp"
#include "store/audit/audit.hpp"
#include "testkit/postgres.hpp"
#include "testkit/run.hpp"

namespace acervo {
namespace {

using testing::HasSubstr;

class AuditTest : public testing::Test {
protected:
    AuditTest() {
        auto options = server.options();
        options.shared_connections = 1;
        options.leased_connections = 4;
        database = std::make_unique<Database>(context.get_executor(), options);
    }
    ~AuditTest() override { testkit::run(context, database->close()); }

    void write(int count) {
        server.sql(
            fmt::format("INSERT INTO audit_log (action, object_type, object_id, details) "
                        "SELECT 'test.write', 'thing', i::text, jsonb_build_object('i', i) "
                        "FROM generate_series(1, {}) i",
                        count));
    }
    int seal(int limit = 1000) { return testkit::run(context, seal_audit(*database, limit)).value(); }
    AuditVerdict verify(std::optional<std::string> head = std::nullopt) {
        return testkit::run(context, verify_audit(*database, std::move(head))).value();
    }
    std::string fault() { return verify().fault.value_or("nothing"); }
    /// As the owner of the tables can, and nobody else.
    void tamper(const std::string& table, const std::string& change) {
        server.sql("ALTER TABLE " + table + " DISABLE TRIGGER USER; " + change + "; ALTER TABLE " + table +
                   " ENABLE TRIGGER USER");
    }

    boost::asio::io_context context;
    testkit::TestDatabase server{testkit::TestDatabase::with_schema()};
    std::unique_ptr<Database> database;
};

TEST_F(AuditTest, gives_every_row_one_place_in_batches) {
    write(25);
    EXPECT_EQ(seal(10), 10);
    EXPECT_EQ(verify().unsealed, 15);
    EXPECT_EQ(seal(), 15);
    EXPECT_EQ(seal(), 0);
    const auto verdict = verify();
    EXPECT_EQ(verdict.fault, std::nullopt);
    EXPECT_EQ(verdict.sealed, 25);
    EXPECT_EQ(server.sql("SELECT hash FROM audit_chain ORDER BY seq DESC LIMIT 1"), verdict.head);
}

TEST_F(AuditTest, of_an_empty_log_has_nothing_to_say) {
    const auto verdict = verify();
    EXPECT_EQ(verdict.fault, std::nullopt);
    EXPECT_EQ(verdict.sealed, 0);
    EXPECT_EQ(verdict.head, kAuditGenesis);
}

TEST_F(AuditTest, a_row_that_is_committed_late_gets_a_place_too) {
    // Its id is the lowest; others were sealed before it could be seen.
    auto work = [](Transaction late) -> Async<void> {
        AuditEntry entry{std::nullopt, "test.late", "thing", "0", {}};
        if (!co_await append_audit(late, std::move(entry))) throw std::runtime_error{"not written"};
        co_await sleep_for(std::chrono::milliseconds{300});
        if (!co_await late.commit()) throw std::runtime_error{"not committed"};
    };
    bool ended = false;
    testkit::start(context, work(testkit::run(context, database->begin()).value()), [&ended] { ended = true; });
    testkit::run_until(context, [this] {
        return server.sql(
                   "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND state = "
                   "'idle in transaction' AND query LIKE 'INSERT INTO audit_log%'") != "0";
    });
    write(3);
    EXPECT_EQ(seal(), 3);
    testkit::run_until(context, [&ended] { return ended; });
    EXPECT_EQ(seal(), 1);
    EXPECT_EQ(fault(), "nothing");
    EXPECT_EQ(verify().sealed, 4);
}

TEST_F(AuditTest, many_who_seal_at_once_make_one_chain) {
    write(200);
    int ended = 0;
    auto sealing = [](Database& of, int* done) -> Async<void> {
        for (int i = 0; i < 20; ++i) {
            if (!co_await seal_audit(of, 7)) throw std::runtime_error{"not sealed"};
        }
        ++*done;
    };
    for (int i = 0; i < 3; ++i) testkit::start(context, sealing(*database, &ended), [] {});
    testkit::run_until(context, [&ended] { return ended == 3; });
    EXPECT_EQ(verify().sealed, 200);
    EXPECT_EQ(fault(), "nothing");
}

TEST_F(AuditTest, shows_what_was_changed_removed_slipped_in_and_cut_off) {
    write(30);
    seal();
    const auto head = verify().head;
    EXPECT_EQ(verify(head).fault, std::nullopt);

    tamper("audit_log", "UPDATE audit_log SET details = '{}' WHERE object_id = '12'");
    EXPECT_THAT(fault(), HasSubstr("is not as it was sealed (link 12)"));
    EXPECT_EQ(verify().sealed, 11);
    tamper("audit_log", R"(UPDATE audit_log SET details = '{"i": 12}' WHERE object_id = '12')");
    EXPECT_EQ(fault(), "nothing") << "the very same row is the same row";

    tamper("audit_log", "INSERT INTO audit_log (action, object_type, object_id) VALUES ('test.slip', 'thing', 'x')");
    EXPECT_THAT(fault(), HasSubstr("1 rows of the audit log are in no chain and no queue"));
    tamper("audit_log", "DELETE FROM audit_log WHERE object_id = 'x'");
    EXPECT_EQ(fault(), "nothing");

    tamper("audit_chain", "DELETE FROM audit_chain WHERE seq > 20");
    EXPECT_THAT(fault(), HasSubstr("10 rows"));
    tamper("audit_log", "DELETE FROM audit_log WHERE id > (SELECT max(audit_id) FROM audit_chain)");
    EXPECT_EQ(fault(), "nothing") << "a chain that was cut with its rows is whole";
    EXPECT_THAT(verify(head).fault.value_or(""), HasSubstr("cut or rewritten")) << "but for who kept its head";

    tamper("audit_log", "DELETE FROM audit_log WHERE object_id = '5'");
    EXPECT_THAT(fault(), HasSubstr("is missing (link 5)"));
    tamper("audit_chain", "DELETE FROM audit_chain WHERE seq = 3");
    EXPECT_EQ(fault(), "link 3 is missing");
}

TEST_F(AuditTest, nobody_changes_the_chain_by_the_way) {
    write(1);
    seal();
    for (const auto* change : {"UPDATE audit_chain SET hash = repeat('0', 64)", "DELETE FROM audit_chain",
                               "TRUNCATE audit_chain", "DELETE FROM audit_log"}) {
        EXPECT_THROW(server.sql(change), std::runtime_error) << change;
    }
}

TEST_F(AuditTest, is_listed_newest_first_by_what_one_asks_for) {
    write(5);
    server.sql("INSERT INTO audit_log (action, object_type, object_id) VALUES ('other.act', 'place', '9')");
    const auto list = [this](AuditFilter filter, int limit) {
        return testkit::run(context, list_audit_page(*database, std::move(filter), limit)).value();
    };
    AuditFilter tests;
    tests.action = "test.";
    const auto first = list(tests, 3);
    ASSERT_EQ(first.records.size(), 3U);
    EXPECT_EQ(first.records.front().object_id, "5");
    ASSERT_TRUE(first.next);
    tests.before = first.next;
    const auto second = list(tests, 3);
    ASSERT_EQ(second.records.size(), 2U);
    EXPECT_EQ(second.records.back().object_id, "1");
    EXPECT_FALSE(second.next);
    AuditFilter place;
    place.object_type = "place";
    EXPECT_EQ(list(place, 10).records.size(), 1U);
    AuditFilter act;
    act.action = "test";
    EXPECT_EQ(list(act, 10).records.size(), 0U) << "a whole action, not the beginning of one";
    AuditFilter later;
    later.since = first.records.front().created_at + std::chrono::hours{1};
    EXPECT_EQ(list(later, 10).records.size(), 0U);
}

}  // namespace
}  // namespace acervo
