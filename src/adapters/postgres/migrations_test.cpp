#include "adapters/postgres/migrations.hpp"

#include <gmock/gmock.h>

namespace acervo {
namespace {

using testing::HasSubstr;

Migration migration(const char* file, const char* sql = "SELECT 1") { return Migration::make(file, sql).value(); }
AppliedMigration applied(const Migration& migration) {
    return {migration.version(), migration.name(), migration.checksum()};
}

TEST(Migration, takes_number_and_name_from_its_file) {
    const auto made = migration("0042_create_assets.sql");
    EXPECT_EQ(made.version(), 42);
    EXPECT_EQ(made.name(), "0042_create_assets");
    EXPECT_TRUE(made.is_in_transaction());
}

TEST(Migration, has_the_sha256_of_its_content) {
    EXPECT_EQ(migration("0001_a_b.sql", "abc").checksum(),
              "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");  // FIPS 180-2, appendix B.1
}

TEST(Migration, runs_outside_a_transaction_only_when_its_first_line_says_so) {
    EXPECT_FALSE(migration("0001_a_b.sql", "-- no-transaction\nSELECT 1").is_in_transaction());
    EXPECT_TRUE(migration("0001_a_b.sql", "SELECT 1; -- no-transaction\n").is_in_transaction());
}

TEST(Migration, refuses_other_names) {
    for (const char* name : {"", ".sql", "1_create.sql", "0001create.sql", "0001_Create.sql", "0001_create.txt",
                             "0001_.sql", "001_create_x.sql", "0001_create'x.sql"}) {
        EXPECT_EQ(Migration::make(name, "").error().kind(), ErrorKind::InvalidInput) << name;
    }
}

class PendingMigrations : public testing::Test {
protected:
    const Migration first{migration("0001_create_a.sql", "one")};
    const Migration second{migration("0002_create_b.sql", "two")};
    const Migration third{migration("0003_create_c.sql", "three")};

    std::string refusal(const std::vector<Migration>& all, const std::vector<AppliedMigration>& before) {
        const auto pending = pending_migrations(all, before);
        return pending ? "" : pending.error().message();
    }
};

TEST_F(PendingMigrations, are_those_after_the_applied_ones) {
    const auto pending = pending_migrations({first, second, third}, {applied(first)});
    ASSERT_TRUE(pending.has_value());
    ASSERT_EQ(pending->size(), 2U);
    EXPECT_EQ(pending->front().name(), "0002_create_b");
    EXPECT_TRUE(pending_migrations({first}, {applied(first)})->empty());
    EXPECT_TRUE(pending_migrations({}, {})->empty());
}

TEST_F(PendingMigrations, refuse_gaps_and_disorder_in_the_files) {
    EXPECT_THAT(refusal({first, third}, {}), HasSubstr("0003_create_c"));
    EXPECT_THAT(refusal({second, first}, {}), HasSubstr("0002_create_b"));
    EXPECT_THAT(refusal({first, first}, {}), HasSubstr("0001_create_a"));
}

TEST_F(PendingMigrations, refuse_a_database_with_gaps) {
    EXPECT_THAT(refusal({first, second, third}, {applied(first), applied(third)}), HasSubstr("0003_create_c"));
    EXPECT_THAT(refusal({first, second}, {applied(second)}), HasSubstr("0002_create_b"));
}

TEST_F(PendingMigrations, refuse_a_content_that_changed_after_it_was_applied) {
    const auto changed = migration("0001_create_a.sql", "something else");
    EXPECT_THAT(refusal({changed, second}, {applied(first)}), HasSubstr("0001_create_a was changed"));
}

TEST_F(PendingMigrations, refuse_a_database_that_is_newer_than_the_program) {
    EXPECT_THAT(refusal({first}, {applied(first), applied(second)}), HasSubstr("0002_create_b"));
}

TEST(HouseMigrations, are_whole) {
    const auto all = house_migrations();
    EXPECT_FALSE(all.empty());
    EXPECT_TRUE(pending_migrations(all, {}).has_value());
}

}  // namespace
}  // namespace acervo
