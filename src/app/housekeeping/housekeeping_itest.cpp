// What the keeper deletes and what it leaves, on a real database.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <boost/asio/io_context.hpp>
#include <memory>

#include "app/housekeeping/housekeeping.hpp"
#include "testkit/postgres.hpp"
#include "testkit/run.hpp"

namespace acervo {
namespace {

using namespace std::chrono_literals;

constexpr HouseRules kADay{
    .sessions = 24h, .idempotency_keys = 24h, .job_assets = 24h, .reset_mails = 24h, .events = 24h, .batch = 3};

class HousekeepingTest : public testing::Test {
protected:
    HousekeepingTest() {
        auto options = server.options();
        options.shared_connections = 1;
        options.leased_connections = 1;
        database = std::make_unique<Database>(context.get_executor(), options);
        server.sql("INSERT INTO users (id, username, role) VALUES (md5('u')::uuid, 'u', 'editor')");
    }
    ~HousekeepingTest() override { testkit::run(context, database->close()); }

    Tidied tidy() {
        const auto done = testkit::run(context, tidy_up(*database, kADay));
        if (!done) throw std::runtime_error{done.error().message()};
        return *done;
    }
    void tidy_to_the_end() {
        for (int i = 0; i < 100 && tidy().is_full; ++i) continue;
    }
    std::string count(const std::string& what) { return server.sql("SELECT count(*) FROM " + what); }
    void session(const std::string& name, const std::string& ended) {
        server.sql(
            fmt::format("INSERT INTO sessions (id, user_id, created_at, expires_at) VALUES (md5('{0}')::uuid, "
                        "md5('u')::uuid, now() - interval '1 year', now() - interval '{1}'); "
                        "INSERT INTO refresh_tokens (token_hash, session_id, used_at) SELECT "
                        "md5('{0}' || n) || md5('{0}' || n), md5('{0}')::uuid, now() FROM "
                        "generate_series(1, 2) n",
                        name, ended));
    }
    void job(const std::string& name, const std::string& ended, const std::string& undoes = "") {
        server.sql(
            fmt::format("INSERT INTO jobs (id, kind, state, ended_at, undoes, created_by) VALUES "
                        "(md5('{0}')::uuid, '{1}', '{2}', {3}, {4}, md5('u')::uuid)",
                        name, undoes.empty() ? "bulk_edit" : "undo", ended.empty() ? "queued" : "done",
                        ended.empty() ? "NULL" : "now() - interval '" + ended + "'",
                        undoes.empty() ? "NULL" : "md5('" + undoes + "')::uuid"));
        server.sql(
            fmt::format("INSERT INTO job_assets (job_id, asset_id) SELECT md5('{}')::uuid, gen_random_uuid() "
                        "FROM generate_series(1, 7)",
                        name));
    }

    boost::asio::io_context context;
    testkit::TestDatabase server{testkit::TestDatabase::with_schema()};
    std::unique_ptr<Database> database;
};

TEST_F(HousekeepingTest, ended_sessions_go_with_their_refresh_tokens_and_others_stay) {
    session("over", "25 hours");
    session("over just now", "23 hours");
    session("live", "-1 hour");
    tidy_to_the_end();
    EXPECT_EQ(count("sessions"), "2");
    EXPECT_EQ(count("sessions WHERE id = md5('over')::uuid"), "0");
    EXPECT_EQ(count("refresh_tokens"), "4") << "used ones of a session that lives tell a second use";
}

TEST_F(HousekeepingTest, old_keys_and_links_go_a_batch_at_a_time) {
    server.sql(
        "INSERT INTO idempotency_keys (principal_id, key, operation, request_hash, created_at) SELECT md5('u')::uuid, "
        "n::text, 'create_group', repeat('a', 64), now() - interval '10 hours' * n FROM generate_series(1, 10) n");
    server.sql(
        "INSERT INTO users (id, username, role) SELECT md5(n::text)::uuid, n::text, 'editor' FROM "
        "generate_series(1, 2) n; INSERT INTO password_resets (user_id, token_hash, created_by, expires_at) SELECT "
        "md5(n::text)::uuid, repeat(n::text, 64), md5('u')::uuid, now() + interval '1 hour' * (n - 1.5) FROM "
        "generate_series(1, 2) n");
    const auto first = tidy();
    EXPECT_EQ(first.rows[2], 3);
    EXPECT_TRUE(first.is_full);
    tidy_to_the_end();
    EXPECT_EQ(server.sql("SELECT string_agg(key, ',' ORDER BY key) FROM idempotency_keys"), "1,2");
    EXPECT_EQ(server.sql("SELECT string_agg(user_id::text, ',') = md5('2')::uuid::text FROM password_resets"), "t");
}

TEST_F(HousekeepingTest, letters_that_nobody_could_send_are_given_up) {
    server.sql(
        "INSERT INTO reset_mails (id, login, language, requested_at) SELECT md5(n::text)::uuid, n::text, 'es', "
        "now() - interval '10 hours' * n FROM generate_series(1, 7) n");
    EXPECT_EQ(tidy().rows[5], 3);
    tidy_to_the_end();
    EXPECT_EQ(server.sql("SELECT string_agg(login, ',' ORDER BY login) FROM reset_mails"), "1,2");
}

TEST_F(HousekeepingTest, what_a_job_came_to_is_forgotten_after_its_time_unless_it_is_being_undone) {
    job("old", "25 hours");
    job("older", "30 hours");
    job("new", "23 hours");
    job("running", "");
    job("being undone", "48 hours");
    job("its undo", "", "being undone");
    tidy_to_the_end();
    EXPECT_EQ(server.sql("SELECT string_agg(n, ',' ORDER BY n) FROM unnest(ARRAY['old', 'older', 'new', 'running', "
                         "'being undone']) n WHERE EXISTS (SELECT FROM job_assets WHERE job_id = md5(n)::uuid)"),
              "being undone,new,running");
    EXPECT_EQ(count("jobs"), "6") << "the jobs themselves are kept";
}

}  // namespace
}  // namespace acervo
