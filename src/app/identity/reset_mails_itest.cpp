// Letters with links for a new password on a real database: who gets one, once, and what is left when none goes.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <memory>
#include <vector>

#include "app/identity/reset_mails.hpp"
#include "core/digest.hpp"
#include "core/sleep.hpp"
#include "store/identity/password_resets.hpp"
#include "store/identity/reset_mails.hpp"
#include "testkit/postgres.hpp"
#include "testkit/run.hpp"

namespace acervo {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;

constexpr std::string_view kUrl = "https://dam.example.org/reset-password";

/// The end of the house; the letters are kept.
class Outbox final : public Mailer {
public:
    Async<Result<void>> send(Letter letter) override {
        co_await sleep_for(1ms);
        if (answer || may_have_been_taken(answer.error())) letters.push_back(std::move(letter));
        co_return answer;
    }
    std::vector<Letter> letters;
    Result<void> answer;
};

class ResetMailsTest : public testing::Test {
protected:
    ResetMailsTest() {
        auto options = server.options();
        options.shared_connections = 1;
        options.leased_connections = 4;
        database = std::make_unique<Database>(context.get_executor(), options);
        user("ana", "'Ana@example.org'", "editor");
        user("boss", "'boss@example.org'", "admin");
    }
    ~ResetMailsTest() override { testkit::run(context, database->close()); }

    void user(const std::string& name, const std::string& email, const std::string& role,
              const std::string& more = "") {
        server.sql(
            fmt::format("INSERT INTO users (id, username, email, role) VALUES (md5('{0}')::uuid, '{0}', {1}, '{2}')",
                        name, email, role));
        if (!more.empty()) server.sql(fmt::format("UPDATE users SET {} WHERE username = '{}'", more, name));
    }
    UserId id_of(const std::string& name) {
        return UserId::parse(server.sql(fmt::format("SELECT id FROM users WHERE username = '{}'", name))).value();
    }
    template <class Work>
    Result<void> in_one(Work work) {
        return testkit::run(context, in_transaction(*database, std::move(work)));
    }
    void ask(const std::string& login) {
        const auto work = [&login](Transaction& tx) {
            return ask_for_reset_mail(tx, login, Language::En, "the request");
        };
        ASSERT_TRUE(in_one(work));
    }
    Result<void> order(const std::string& name) {
        const ResetMailOrder one{
            .user = id_of(name), .ordered_by = id_of("boss"), .language = Language::Es, .request_id = {}};
        return in_one([&one](Transaction& tx) { return order_reset_mail(tx, one); });
    }
    void link(const std::string& name, const std::string& token) {
        const PasswordResetRow row{.user = id_of(name),
                                   .token_hash = sha256_hex(token),
                                   .created_by = id_of("boss"),
                                   .expires_at = clock.now() + 1h};
        ASSERT_TRUE(in_one([&row](Transaction& tx) { return put_password_reset(tx, row); }));
    }
    bool opens(const std::string& token) {
        return testkit::run(context, has_password_reset(*database, sha256_hex(token))).value();
    }
    MailOutcome step() {
        return testkit::run(context,
                            send_next_reset_mail(*database, outbox, clock.now(), {.reset_url = std::string{kUrl}}))
            .value();
    }
    /// Of the letter that was sent last.
    std::string token() {
        const auto& text = outbox.letters.back().text;
        const auto begin = text.find(std::string{kUrl} + "#") + kUrl.size() + 1;
        return text.substr(begin, text.find('\n', begin) - begin);
    }
    std::string waiting() { return server.sql("SELECT count(*) FROM reset_mails"); }

    boost::asio::io_context context;
    testkit::TestDatabase server{testkit::TestDatabase::with_schema()};
    std::unique_ptr<Database> database;
    SystemClock clock;
    Outbox outbox;
};

TEST_F(ResetMailsTest, a_letter_goes_to_the_address_of_who_goes_by_the_name_or_the_address) {
    for (const auto* login : {"ANA", "ana@EXAMPLE.org"}) {
        ask(login);
        EXPECT_EQ(step(), MailOutcome::Sent);
        EXPECT_EQ(outbox.letters.back().to, "Ana@example.org");
        EXPECT_TRUE(opens(token())) << token();
    }
    EXPECT_EQ(step(), MailOutcome::Idle);
    EXPECT_EQ(waiting(), "0");
    EXPECT_EQ(
        server.sql("SELECT string_agg(action || ' ' || (object_id = md5('ana')::uuid::text) || ' ' || request_id, "
                   "', ') FROM audit_log"),
        "password.mail_reset true the request, password.mail_reset true the request");
}

TEST_F(ResetMailsTest, nobody_else_gets_one) {
    user("robot", "'robot@example.org'", "service");
    user("gone", "'gone@example.org'", "editor", "disabled = true");
    user("theirs", "'theirs@example.org'", "editor", "provider_issuer = 'i', provider_subject = 's'");
    user("mute", "NULL", "editor");
    for (const auto* login : {"nobody", "robot", "gone@example.org", "theirs", "mute", "' OR true --", "an_"}) {
        ask(login);
        EXPECT_EQ(step(), MailOutcome::Nobody) << login;
    }
    EXPECT_TRUE(outbox.letters.empty());
    EXPECT_EQ(waiting(), "0");
    for (const auto* name : {"robot", "gone", "theirs", "mute"}) {
        const auto ordered = order(name);
        ASSERT_FALSE(ordered) << name;
        EXPECT_EQ(ordered.error().kind(), ErrorKind::Conflict) << name;
    }
}

TEST_F(ResetMailsTest, while_the_server_is_away_nothing_is_lost_and_an_earlier_link_stays_good) {
    link("ana", "by hand");
    ask("ana");
    outbox.answer = fail(ErrorKind::Unavailable, "connection refused");
    EXPECT_EQ(step(), MailOutcome::PutOff);
    EXPECT_EQ(step(), MailOutcome::Idle) << "later";
    EXPECT_TRUE(opens("by hand"));
    EXPECT_EQ(
        server.sql("SELECT attempts || ' ' || last_error || ' ' || (next_try_at BETWEEN now() + interval '3 seconds' "
                   "AND now() + interval '6 seconds') FROM reset_mails"),
        "1 connection refused true");
    server.sql("UPDATE reset_mails SET attempts = 40, next_try_at = now()");
    EXPECT_EQ(step(), MailOutcome::PutOff);
    EXPECT_EQ(server.sql("SELECT next_try_at < now() + interval '16 minutes' FROM reset_mails"), "t");
    server.sql("UPDATE reset_mails SET next_try_at = now()");
    outbox.answer = ok();
    EXPECT_EQ(step(), MailOutcome::Sent);
    EXPECT_TRUE(opens(token()));
    EXPECT_FALSE(opens("by hand")) << "the newest is the only one";
    EXPECT_EQ(waiting(), "0");
}

TEST_F(ResetMailsTest, a_letter_that_may_have_been_taken_has_a_good_link_and_is_sent_again) {
    link("ana", "by hand");
    ask("ana");
    outbox.answer = fail(perhaps_taken(Error{ErrorKind::Timeout, "the server took too long"}));
    EXPECT_EQ(step(), MailOutcome::PutOff);
    const auto first = token();
    EXPECT_TRUE(opens(first));
    EXPECT_FALSE(opens("by hand"));
    EXPECT_EQ(waiting(), "1");
    server.sql("UPDATE reset_mails SET next_try_at = now()");
    outbox.answer = ok();
    EXPECT_EQ(step(), MailOutcome::Sent);
    EXPECT_TRUE(opens(token()));
    EXPECT_FALSE(opens(first));
}

TEST_F(ResetMailsTest, what_the_server_refuses_for_good_is_not_tried_again) {
    link("ana", "by hand");
    ask("ana");
    outbox.answer = fail(ErrorKind::InvalidInput, "no such mailbox");
    EXPECT_EQ(step(), MailOutcome::Refused);
    EXPECT_EQ(waiting(), "0");
    EXPECT_TRUE(opens("by hand"));
}

TEST_F(ResetMailsTest, who_asked_often_gets_one_letter) {
    ask("ana");
    ask("Ana@example.org");
    ask("boss");
    ASSERT_TRUE(order("ana"));
    ASSERT_TRUE(order("ana"));
    EXPECT_EQ(waiting(), "4") << "an order that waits is not repeated";
    while (step() != MailOutcome::Idle) continue;
    EXPECT_EQ(outbox.letters.size(), 2U);
    EXPECT_EQ(waiting(), "0");
}

TEST_F(ResetMailsTest, what_was_asked_for_while_a_letter_was_on_its_way_is_answered_by_another) {
    ask("ana");
    const auto claim = [](Transaction& tx) { return claim_reset_mail(tx, 120s); };
    const auto mail = testkit::run(context, in_transaction(*database, claim)).value();
    ask("ana");
    ASSERT_TRUE(in_one([&](Transaction& tx) { return finish_reset_mail(tx, *mail); }));
    EXPECT_EQ(waiting(), "1");
}

TEST_F(ResetMailsTest, of_many_who_send_at_once_one_sends_a_letter) {
    ask("ana");
    int idle = 0;
    int done = 0;
    // NOLINTNEXTLINE(cppcoreguidelines-avoid-capturing-lambda-coroutines): it lives as long as its run
    const auto send = [&]() -> Async<void> {
        const auto outcome =
            co_await send_next_reset_mail(*database, outbox, clock.now(), {.reset_url = std::string{kUrl}});
        idle += outcome.value() == MailOutcome::Idle ? 1 : 0;
        ++done;
    };
    for (int i = 0; i < 4; ++i) testkit::start(context, send(), [] {});
    testkit::run_until(context, [&] { return done == 4; });
    EXPECT_EQ(idle, 3);
    EXPECT_EQ(outbox.letters.size(), 1U);
}

TEST_F(ResetMailsTest, no_link_is_stored_in_clear) {
    ask("ana");
    EXPECT_EQ(step(), MailOutcome::Sent);
    for (const auto* table : {"password_resets", "reset_mails", "audit_log", "users"}) {
        EXPECT_EQ(server.sql(fmt::format("SELECT count(*) FROM {} t WHERE t::text LIKE '%{}%'", table, token())), "0");
    }
    EXPECT_EQ(server.sql("SELECT expires_at BETWEEN now() + interval '23 hours' AND now() + interval '24 hours' "
                         "FROM password_resets"),
              "t");
}

TEST_F(ResetMailsTest, the_keeper_reads_no_hash_and_the_api_no_request) {
    if (server.sql("SELECT count(*) FROM pg_roles WHERE rolname IN ('acervo_api', 'acervo_keeper')") != "2") {
        GTEST_SKIP() << "this server has none of our roles";
    }
    EXPECT_EQ(step(), MailOutcome::Idle);
    const auto may = [this](const std::string& role, const std::string& table, const std::string& what,
                            const std::string& column = "") {
        return server.sql(column.empty()
                              ? fmt::format("SELECT has_table_privilege('acervo_{}', '{}', '{}')", role, table, what)
                              : fmt::format("SELECT has_column_privilege('acervo_{}', '{}', '{}', '{}')", role, table,
                                            column, what)) == "t";
    };
    EXPECT_FALSE(may("keeper", "password_resets", "SELECT", "token_hash"));
    EXPECT_FALSE(may("keeper", "password_resets", "UPDATE", "token_hash"));
    EXPECT_FALSE(may("keeper", "users", "SELECT", "password_hash"));
    EXPECT_FALSE(may("keeper", "users", "UPDATE", "email"));
    EXPECT_FALSE(may("keeper", "reset_mails", "INSERT"));
    EXPECT_FALSE(may("keeper", "reset_mails", "UPDATE", "login"));
    EXPECT_TRUE(may("api", "reset_mails", "INSERT"));
    for (const auto* what : {"SELECT", "UPDATE", "DELETE"}) EXPECT_FALSE(may("api", "reset_mails", what)) << what;
}

}  // namespace
}  // namespace acervo
