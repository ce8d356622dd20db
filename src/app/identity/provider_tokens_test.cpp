#include "app/identity/provider_tokens.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <boost/asio/io_context.hpp>

#include "jose/token_keys.hpp"
#include "testkit/fake_clock.hpp"
#include "testkit/run.hpp"

namespace acervo {
namespace {

using namespace std::chrono_literals;

/// A provider that gives what it is told to, and counts how often it was asked.
class FakeSource final : public KeySource {
public:
    Async<Result<std::string>> fetch() override {
        ++asked;
        if (keys.empty()) co_return fail(ErrorKind::Unavailable, "away");
        co_return keys;
    }
    std::string keys;
    int asked{0};
};

jose::TokenKeys key(std::string_view name) {
    return jose::TokenKeys::make(Secret{fmt::format("{} key of a provider in a test of ours", name)}, Secret{}).value();
}

ProviderRules rules() {
    ProviderRules rules;
    rules.issuer = "https://login.example";
    rules.audience = "acervo";
    rules.roles = {{"desk", Role::Editor}, {"crew", Role::Producer}, {"bosses", Role::Admin}};
    rules.groups = {{"desk", "News desk"}, {"sports", "Sports"}};
    return rules;
}

class ProviderTokensTest : public testing::Test {
protected:
    ProviderTokensTest() { source.keys = key("first").public_keys(); }

    std::string claims(std::string_view more = "") const {
        const auto now = std::chrono::duration_cast<std::chrono::seconds>(clock.now().time_since_epoch()).count();
        return fmt::format(
            R"({{"iss":"https://login.example","aud":["x","acervo"],"sub":"42","exp":{},"groups":["desk","crew"]{}}})",
            now + 600, more);
    }
    Result<ProviderToken> check(const std::string& token) { return testkit::run(context, tokens.check(Secret{token})); }
    ErrorKind failure(const std::string& token) {
        const auto checked = check(token);
        return checked ? ErrorKind::Internal : checked.error().kind();
    }

    boost::asio::io_context context;
    testkit::FakeClock clock;
    FakeSource source;
    ProviderTokens tokens{source, clock, rules()};
};

TEST_F(ProviderTokensTest, say_who_somebody_is_and_what_that_is_here) {
    const auto token =
        check(key("first").sign(claims(R"(,"preferred_username":"ana b","name":"Ana","email":"a@b.c")")));
    ASSERT_TRUE(token) << token.error().message();
    EXPECT_EQ(token->person.subject, "42");
    EXPECT_EQ(token->person.username, "anab");
    EXPECT_EQ(token->person.display_name, "Ana");
    EXPECT_EQ(token->person.email, "a@b.c");
    EXPECT_EQ(token->person.role, Role::Editor) << "the one that may do most";
    EXPECT_EQ(token->person.groups, std::vector<std::string>{"News desk"});
    EXPECT_EQ(token->person.managed_groups.size(), 2U);
    EXPECT_EQ(token->expires_at, clock.now() + 600s);
}

TEST_F(ProviderTokensTest, make_of_odd_names_what_the_catalogue_can_keep) {
    std::string letters;
    for (int i = 0; i < 150; ++i) letters += "añ";
    const auto token = check(
        key("first").sign(claims(R"(,"preferred_username":" ","email":"a\u0085@b.c","name":")" + letters + "\"")));
    ASSERT_TRUE(token) << token.error().message();
    EXPECT_EQ(token->person.username, "42") << "of the first name nothing is left, and the second is no text";
    EXPECT_EQ(token->person.email, std::nullopt);
    EXPECT_EQ(token->person.display_name, letters.substr(0, 300)) << "two hundred characters, not bytes";
    auto of_nobody = claims();
    of_nobody.replace(of_nobody.find(R"("42")"), 4, R"("4\u0085")");
    EXPECT_EQ(failure(key("first").sign(of_nobody)), ErrorKind::Unauthenticated);
}

TEST_F(ProviderTokensTest, of_people_without_a_role_are_refused) {
    auto stranger = claims();
    stranger.replace(stranger.find(R"(["desk","crew"])"), 15, R"(["chess"])");
    EXPECT_EQ(failure(key("first").sign(stranger)), ErrorKind::Forbidden);
}

TEST_F(ProviderTokensTest, are_held_to_issuer_audience_and_time) {
    const auto with = [this](std::string_view what, std::string_view instead) {
        auto text = claims();
        text.replace(text.find(what), what.size(), instead);
        return failure(key("first").sign(text));
    };
    EXPECT_EQ(with("login.example", "other.example"), ErrorKind::Unauthenticated);
    EXPECT_EQ(with(R"(["x","acervo"])", R"("x")"), ErrorKind::Unauthenticated);
    EXPECT_EQ(with(R"("exp")", R"("exq")"), ErrorKind::Unauthenticated);
    EXPECT_EQ(with(R"("sub")", R"("sup")"), ErrorKind::Unauthenticated);
    EXPECT_EQ(with("groups\":[\"desk\",", "groups\":[1,"), ErrorKind::Unauthenticated);
    EXPECT_EQ(failure(key("first").sign(claims(R"(,"nbf":99999999999)"))), ErrorKind::Unauthenticated);
    const auto token = key("first").sign(claims());
    clock.advance(599s);
    EXPECT_TRUE(check(token));
    clock.advance(1s);
    EXPECT_EQ(failure(token), ErrorKind::Unauthenticated);
}

TEST_F(ProviderTokensTest, of_a_new_key_are_taken_and_forged_key_ids_cost_no_fetch_each) {
    EXPECT_TRUE(check(key("first").sign(claims())));
    EXPECT_EQ(source.asked, 1);
    for (int i = 0; i < 100; ++i) EXPECT_EQ(failure(key("forged").sign(claims())), ErrorKind::Unauthenticated);
    EXPECT_EQ(source.asked, 1);
    clock.advance(31s);
    source.keys = key("second").public_keys();
    EXPECT_TRUE(check(key("second").sign(claims())));
    EXPECT_EQ(source.asked, 2);
    EXPECT_EQ(failure(key("first").sign(claims())), ErrorKind::Unauthenticated) << "it was taken back";
    EXPECT_EQ(source.asked, 2);
}

TEST_F(ProviderTokensTest, are_believed_for_a_while_when_the_provider_is_away) {
    EXPECT_TRUE(check(key("first").sign(claims())));
    source.keys.clear();
    clock.advance(1h);
    EXPECT_TRUE(check(key("first").sign(claims())));
    clock.advance(4h);
    EXPECT_EQ(failure(key("first").sign(claims())), ErrorKind::Unavailable);
}

TEST_F(ProviderTokensTest, cannot_be_checked_before_there_are_keys) {
    source.keys.clear();
    EXPECT_EQ(failure(key("first").sign(claims())), ErrorKind::Unavailable);
    EXPECT_EQ(failure(key("first").sign(claims())), ErrorKind::Unavailable);
    EXPECT_EQ(source.asked, 1);
}

}  // namespace
}  // namespace acervo
