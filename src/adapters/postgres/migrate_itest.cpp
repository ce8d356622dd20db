#include <gmock/gmock.h>

#include <chrono>
#include <future>

#include "adapters/postgres/migrations.hpp"
#include "testkit/postgres.hpp"

namespace acervo {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

class MigrateTest : public testing::Test {
protected:
    static Migration migration(const char* file, const char* sql) { return Migration::make(file, sql).value(); }
    Result<std::vector<std::string>> run(std::vector<Migration> all, const MigrationOptions& options = {}) const {
        return migrate(database.options(), std::move(all), options);
    }
    bool has_table(const std::string& name) const {
        return database.sql("SELECT to_regclass('" + name + "') IS NOT NULL") == "t";
    }

    const testkit::TestDatabase database{testkit::TestDatabase::empty()};
    const Migration first{migration("0001_create_a.sql", "CREATE TABLE a (id int); INSERT INTO a VALUES (1);")};
    const Migration second{migration("0002_create_b.sql", "CREATE TABLE b (id int);")};
};

TEST_F(MigrateTest, applies_what_is_pending_once_and_keeps_account) {
    EXPECT_THAT(run({first}).value(), ElementsAre("0001_create_a"));
    EXPECT_THAT(run({first, second}).value(), ElementsAre("0002_create_b"));
    EXPECT_THAT(run({first, second}).value(), IsEmpty());
    EXPECT_EQ(database.sql("SELECT count(*) FROM a"), "1");
    EXPECT_EQ(database.sql("SELECT checksum FROM schema_migrations WHERE version = 1"), first.checksum());
    EXPECT_EQ(database.sql("SELECT count(*) FROM schema_migrations WHERE duration_ms >= 0 AND applied_at <= now()"),
              "2");
}

TEST_F(MigrateTest, changes_nothing_in_a_dry_run) {
    const MigrationOptions dry_run{.mode = MigrationOptions::Mode::DryRun};
    EXPECT_THAT(run({first, second}, dry_run).value(), ElementsAre("0001_create_a", "0002_create_b"));
    EXPECT_FALSE(has_table("schema_migrations"));
    ASSERT_TRUE(run({first}));
    EXPECT_THAT(run({first, second}, dry_run).value(), ElementsAre("0002_create_b"));
    EXPECT_FALSE(has_table("b"));
}

TEST_F(MigrateTest, one_that_fails_in_its_middle_leaves_nothing_and_names_its_line) {
    const auto broken = migration("0002_create_b.sql",
                                  "CREATE TABLE b (id int);\nINSERT INTO b VALUES (1);\n\nSELECT 1 FROM nowhere;\n");
    const auto result = run({first, broken});
    ASSERT_FALSE(result.has_value());
    EXPECT_THAT(result.error().message(), HasSubstr("0002_create_b in line 4"));
    EXPECT_TRUE(has_table("a")) << "those before it stay";
    EXPECT_FALSE(has_table("b"));
    EXPECT_THAT(run({first, second}).value(), ElementsAre("0002_create_b")) << "mended, it can be applied";
}

TEST_F(MigrateTest, refuses_one_that_was_changed_after_it_had_been_applied) {
    ASSERT_TRUE(run({first}));
    const auto changed = migration("0001_create_a.sql", "CREATE TABLE a (id bigint);");
    const auto result = run({changed, second});
    ASSERT_FALSE(result.has_value());
    EXPECT_EQ(result.error().kind(), ErrorKind::Conflict);
    EXPECT_THAT(result.error().message(), HasSubstr("0001_create_a"));
    EXPECT_FALSE(has_table("b"));
}

TEST_F(MigrateTest, refuses_one_that_ends_its_transaction_itself) {
    const auto sneaky = migration("0001_create_a.sql", "CREATE TABLE a (id int); COMMIT;");
    EXPECT_THAT(run({sneaky}).error().message(), HasSubstr("must not begin or end transactions"));
}

TEST_F(MigrateTest, runs_marked_statements_outside_a_transaction) {
    const auto concurrent =
        migration("0002_index_a.sql", "-- no-transaction\nCREATE INDEX CONCURRENTLY IF NOT EXISTS a_id ON a (id);");
    EXPECT_THAT(run({first, concurrent}).value(), ElementsAre("0001_create_a", "0002_index_a"));
    EXPECT_TRUE(has_table("a_id"));

    const auto unmarked = migration("0003_index_a.sql", "CREATE INDEX CONCURRENTLY a_id_again ON a (id);");
    EXPECT_FALSE(run({first, concurrent, unmarked}).has_value());
}

TEST_F(MigrateTest, programs_that_start_together_apply_each_one_once) {
    const auto slow = migration("0003_sleep_long.sql", "SELECT pg_sleep(0.3); INSERT INTO a VALUES (2);");
    const auto concurrent =
        migration("0004_index_a.sql", "-- no-transaction\nCREATE INDEX CONCURRENTLY IF NOT EXISTS a_id ON a (id);");
    std::vector<std::future<Result<std::vector<std::string>>>> runs;
    for (int i = 0; i < 6; ++i) {
        runs.push_back(std::async(std::launch::async, [&] { return run({first, second, slow, concurrent}); }));
    }
    std::size_t applied = 0;
    for (auto& one : runs) {
        const auto names = one.get();
        ASSERT_TRUE(names.has_value()) << names.error().message();
        applied += names->size();
    }
    EXPECT_EQ(applied, 4U);
    EXPECT_EQ(database.sql("SELECT count(*) FROM a"), "2");
}

TEST_F(MigrateTest, gives_up_when_another_program_migrates_for_too_long) {
    const auto slow = migration("0001_sleep_long.sql", "SELECT pg_sleep(1.5);");
    auto other = std::async(std::launch::async, [&] { return run({slow}); });
    while (database.sql("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND database = "
                        "(SELECT oid FROM pg_database WHERE datname = current_database())") == "0") {
        std::this_thread::sleep_for(std::chrono::milliseconds{5});
    }
    const MigrationOptions impatient{.wait_for_others = std::chrono::milliseconds{100}};
    EXPECT_EQ(run({slow}, impatient).error().kind(), ErrorKind::Unavailable);
    EXPECT_TRUE(other.get().has_value());
}

TEST_F(MigrateTest, does_not_wait_long_for_the_lock_of_a_busy_table) {
    ASSERT_TRUE(run({first}));
    auto reader = std::async(std::launch::async, [&] {
        return testkit::run_sql(database.options().url, "BEGIN; SELECT count(*) FROM a; SELECT pg_sleep(1); COMMIT");
    });
    while (database.sql("SELECT count(*) FROM pg_locks WHERE relation = 'a'::regclass") == "0") {
        std::this_thread::sleep_for(std::chrono::milliseconds{5});
    }
    const auto alter = migration("0002_alter_a.sql", "ALTER TABLE a ADD word text;");
    const MigrationOptions impatient{.lock_timeout = std::chrono::milliseconds{50}};
    EXPECT_EQ(run({first, alter}, impatient).error().kind(), ErrorKind::Unavailable);
    reader.get();
    EXPECT_TRUE(run({first, alter}).has_value());
}

TEST_F(MigrateTest, applies_the_schema_of_the_house) {
    EXPECT_EQ(run(house_migrations()).value().size(), house_migrations().size());
    EXPECT_THAT(run(house_migrations()).value(), IsEmpty());
    EXPECT_TRUE(has_table("assets"));
}

}  // namespace
}  // namespace acervo
