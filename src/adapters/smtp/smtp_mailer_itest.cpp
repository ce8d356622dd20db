// The mailer against mail servers that the test plays, over real sockets: good ones, and ones that fail in every way.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <map>
#include <thread>
#include <vector>

#include "adapters/smtp/smtp_mailer.hpp"
#include "core/sleep.hpp"
#include "testkit/certificates.hpp"
#include "testkit/loopback_server.hpp"
#include "testkit/run.hpp"

namespace acervo {
namespace {

namespace asio = boost::asio;
using namespace std::chrono_literals;
using testing::Contains;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;
using testkit::LoopbackServer;

constexpr std::string_view kHang = "(hang)";
constexpr std::string_view kDrop = "(drop)";
constexpr std::string_view kBabble = "(babble)";

/// What a mail server says, by the first word of what it hears: "" is its greeting, "." the end of a letter,
/// "(credentials)" what follows AUTH.
struct Script {
    std::map<std::string, std::string> answers{{"", "220 mail.example.org"},
                                               {"EHLO", "250-mail.example.org\r\n250-STARTTLS\r\n250 AUTH PLAIN"},
                                               {"STARTTLS", "220 go on"},
                                               {"AUTH", "334 "},
                                               {"(credentials)", "235 welcome"},
                                               {"MAIL", "250 ok"},
                                               {"RCPT", "250 ok"},
                                               {"DATA", "354 go on"},
                                               {".", "250 taken"},
                                               {"QUIT", "221 bye"}};
    asio::ssl::context* tls{nullptr};
    bool is_tls_at_once{false};
    // What was heard.
    std::vector<std::string> commands;
    std::vector<std::string> in_clear;
    std::string letter;
};

std::string first_word(const std::string& line) { return line.substr(0, line.find_first_of(" :\r\n")); }

/// Whether to go on.
template <class Stream>
Async<bool> say(Stream* stream, std::string text) {
    if (text == kDrop) co_return false;
    if (text == kHang) co_await sleep_for(1h);
    while (text == kBabble) co_await asio::async_write(*stream, asio::buffer("250-and\r\n", 9), asio::use_awaitable);
    text += "\r\n";
    co_await asio::async_write(*stream, asio::buffer(text), asio::use_awaitable);
    co_return true;
}

template <class Stream>
Async<std::string> hear(Stream* stream, std::string* buffer, std::string end) {
    const auto size = co_await asio::async_read_until(*stream, asio::dynamic_buffer(*buffer), end, asio::use_awaitable);
    auto line = buffer->substr(0, size);
    buffer->erase(0, size);
    co_return line;
}

/// Until the end, or until TLS shall begin: whether it shall.
template <class Stream>
Async<bool> converse(Stream* stream, Script* script, bool is_clear) {
    std::string buffer;
    for (;;) {
        const auto line = co_await hear(stream, &buffer, "\r\n");
        script->commands.push_back(line);
        if (is_clear) script->in_clear.push_back(line);
        const auto word = first_word(line);
        const bool goes_on = co_await say(stream, script->answers[word]);
        if (!goes_on || word == "QUIT") co_return false;
        if (word == "AUTH") {
            script->commands.push_back(co_await hear(stream, &buffer, "\r\n"));
            if (is_clear) script->in_clear.push_back(script->commands.back());
            const bool is_known = co_await say(stream, script->answers["(credentials)"]);
            if (!is_known) co_return false;
        }
        if (word == "STARTTLS" && script->answers[word].starts_with("220")) co_return true;
        if (word != "DATA" || !script->answers[word].starts_with("354")) continue;
        script->letter = co_await hear(stream, &buffer, "\r\n.\r\n");
        const bool is_taken = co_await say(stream, script->answers["."]);
        if (!is_taken) co_return false;
    }
}

Async<void> serve(LoopbackServer::Socket socket, Script* script) {
    if (!script->is_tls_at_once) {
        const bool greeted = co_await say(&socket, script->answers[""]);
        if (!greeted) co_return;
        const bool is_tls = co_await converse(&socket, script, true);
        if (!is_tls) co_return;
    }
    asio::ssl::stream<LoopbackServer::Socket> stream{std::move(socket), *script->tls};
    co_await stream.async_handshake(asio::ssl::stream_base::server, asio::use_awaitable);
    if (script->is_tls_at_once) co_await say(&stream, script->answers[""]);
    co_await converse(&stream, script, false);
}

const testkit::Certificates& certificates() {
    static const testkit::Certificates kMade;
    return kMade;
}

class SmtpMailerTest : public testing::Test {
protected:
    SmtpMailerTest() {
        tls_.use_certificate_chain_file(certificates().path("server.pem"));
        tls_.use_private_key_file(certificates().path("server.key"), asio::ssl::context::pem);
        script_.tls = &tls_;
        options_.host = "localhost";
        options_.port = server_.port();
        options_.security = SmtpSecurity::None;
        options_.ca_file = certificates().path("ca.pem");
        options_.from = {.address = "acervo@example.org", .name = "Acervo"};
        options_.answer_timeout = 1s;
        options_.timeout = 3s;
    }
    Result<void> send(Letter letter = {.to = "ana@example.org", .subject = "Hello", .text = "One\n"}) {
        const auto mailer = make_smtp_mailer(options_).value();
        return testkit::run(context_, mailer->send(std::move(letter)));
    }
    /// The kind of the failure when the server says `what` to `word`.
    std::string failure_when(const std::string& word, std::string_view what) {
        script_.answers[word] = what;
        const auto sent = send();
        script_.answers = Script{}.answers;
        return sent ? "sent" : std::string{name_of(sent.error().kind())};
    }

    asio::io_context context_;
    asio::ssl::context tls_{asio::ssl::context::tls_server};
    Script script_;
    LoopbackServer server_{context_,
                           [this](LoopbackServer::Socket socket) { return serve(std::move(socket), &script_); }};
    SmtpOptions options_;
};

TEST_F(SmtpMailerTest, a_letter_arrives_as_it_was_written) {
    const auto sent = send({.to = "ana@example.org", .subject = "Contraseña", .text = ".\n.. dots\nniño\n"});
    ASSERT_TRUE(sent) << sent.error().message();
    EXPECT_THAT(script_.commands, Contains(StartsWith("MAIL FROM:<acervo@example.org>")));
    EXPECT_THAT(script_.commands, Contains("RCPT TO:<ana@example.org>\r\n"));
    EXPECT_THAT(script_.letter, HasSubstr("Subject: =?utf-8?q?Contrase=C3=B1a?=\r\n"));
    EXPECT_THAT(script_.letter, HasSubstr("\r\n\r\n..\r\n... dots\r\nni=C3=B1o\r\n.\r\n"))
        << "dots are doubled on the way";
}

TEST_F(SmtpMailerTest, nothing_is_said_in_clear_but_that_tls_shall_begin) {
    options_.security = SmtpSecurity::StartTls;
    options_.user = "acervo";
    options_.password = Secret{"a secret"};
    const auto sent = send();
    ASSERT_TRUE(sent) << sent.error().message();
    EXPECT_THAT(script_.in_clear, testing::ElementsAre(StartsWith("EHLO "), "STARTTLS\r\n"));
    EXPECT_THAT(script_.commands, testing::IsSupersetOf({"AUTH PLAIN\r\n", "AGFjZXJ2bwBhIHNlY3JldA==\r\n"}));
    EXPECT_THAT(script_.letter, HasSubstr("\r\n\r\nOne\r\n.\r\n"));
}

TEST_F(SmtpMailerTest, nothing_is_sent_where_tls_cannot_begin) {
    options_.security = SmtpSecurity::StartTls;
    EXPECT_EQ(failure_when("EHLO", "250 mail.example.org"), "unavailable");
    EXPECT_EQ(failure_when("STARTTLS", "454 not now"), "unavailable");
    options_.ca_file = certificates().path("other.pem");
    EXPECT_EQ(failure_when("", "220 mail.example.org"), "unavailable");
    options_.ca_file = certificates().path("ca.pem");
    options_.host = "127.0.0.1";
    EXPECT_EQ(failure_when("", "220 mail.example.org"), "unavailable") << "the certificate is for localhost";
    EXPECT_THAT(script_.commands, Not(Contains(StartsWith("MAIL"))));
}

TEST_F(SmtpMailerTest, tls_may_begin_at_once) {
    script_.is_tls_at_once = true;
    options_.security = SmtpSecurity::Tls;
    const auto sent = send();
    ASSERT_TRUE(sent) << sent.error().message();
    EXPECT_THAT(script_.letter, HasSubstr("One"));
    EXPECT_TRUE(script_.in_clear.empty());
}

TEST_F(SmtpMailerTest, what_is_refused_for_good_is_told_from_what_may_go_later) {
    EXPECT_EQ(failure_when("RCPT", "550 nobody of that name"), "invalid_input");
    EXPECT_EQ(failure_when("DATA", "554 no"), "invalid_input");
    EXPECT_EQ(failure_when(".", "554 looks like spam"), "invalid_input");
    EXPECT_EQ(failure_when("RCPT", "451 greylisted"), "unavailable");
    EXPECT_EQ(failure_when(".", "452 no room"), "unavailable");
    EXPECT_EQ(failure_when("MAIL", "550 who are you"), "unavailable") << "it is we who are refused, not the letter";
    EXPECT_EQ(failure_when("", "554 go away"), "unavailable");
    options_.user = "acervo";
    options_.password = Secret{"wrong"};
    EXPECT_EQ(failure_when("(credentials)", "535 no"), "unavailable");
}

TEST_F(SmtpMailerTest, a_server_that_hangs_is_given_up) {
    for (const auto* word : {"", "EHLO", "MAIL", "RCPT", "DATA", "."})
        EXPECT_EQ(failure_when(word, kHang), "timeout") << word;
}

TEST_F(SmtpMailerTest, a_server_that_goes_away_or_talks_nonsense_is_unavailable) {
    for (const auto* word : {"", "EHLO", "MAIL", "RCPT", "DATA", "."})
        EXPECT_EQ(failure_when(word, kDrop), "unavailable") << word;
    for (const auto* word : {"", "MAIL"}) EXPECT_NE(failure_when(word, "\x01\xff no number"), "sent") << word;
    EXPECT_NE(failure_when("EHLO", kBabble), "sent") << "an answer without an end";
}

TEST_F(SmtpMailerTest, what_the_server_may_have_taken_is_told_from_what_it_has_not) {
    const auto perhaps = [this](const std::string& word, std::string_view what) {
        script_.answers[word] = what;
        const auto sent = send();
        script_.answers = Script{}.answers;
        return !sent && may_have_been_taken(sent.error());
    };
    EXPECT_TRUE(perhaps(".", kHang));
    EXPECT_TRUE(perhaps(".", kDrop));
    EXPECT_FALSE(perhaps(".", "452 no room"));
    EXPECT_FALSE(perhaps(".", "554 looks like spam"));
    EXPECT_FALSE(perhaps("DATA", kDrop));
    EXPECT_FALSE(perhaps("DATA", kHang));
    EXPECT_FALSE(perhaps("RCPT", kDrop));
    EXPECT_FALSE(perhaps("", kDrop));
}

TEST_F(SmtpMailerTest, where_nobody_listens_it_is_unavailable) {
    {
        LoopbackServer gone{context_, [](LoopbackServer::Socket) -> Async<void> { co_return; }};
        options_.port = gone.port();
    }
    EXPECT_EQ(failure_when("", "220 mail.example.org"), "unavailable");
}

TEST_F(SmtpMailerTest, sends_nothing_to_what_is_no_address) {
    const auto sent = send({.to = "ana@example.org>\r\nRSET", .subject = "Hello", .text = "One\n"});
    ASSERT_FALSE(sent);
    EXPECT_EQ(sent.error().kind(), ErrorKind::InvalidInput);
    EXPECT_EQ(server_.connections(), 0);
    options_.from.address = "nobody";
    EXPECT_FALSE(make_smtp_mailer(options_));
}

TEST_F(SmtpMailerTest, its_end_does_not_wait_for_a_server_that_hangs) {
    options_.answer_timeout = 60s;
    options_.timeout = 60s;
    script_.answers["MAIL"] = kHang;
    auto mailer = make_smtp_mailer(options_).value();
    asio::co_spawn(context_, mailer->send({.to = "ana@example.org", .subject = "Hello", .text = "One\n"}),
                   asio::detached);
    testkit::run_until(context_,
                       [this] { return !script_.commands.empty() && script_.commands.back().starts_with("MAIL"); });
    const auto began = std::chrono::steady_clock::now();
    mailer.reset();
    EXPECT_LT(std::chrono::steady_clock::now() - began, 5s);
}

}  // namespace
}  // namespace acervo
