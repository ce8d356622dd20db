#include "domain/webhook/webhook.hpp"

#include <gtest/gtest.h>

namespace acervo {
namespace {

using namespace std::chrono_literals;

TEST(Webhooks, sign_as_the_standard_says) {
    // The example of standardwebhooks.com, "Verifying webhooks": whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw.
    const auto raw = from_base64url("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw").value();
    const std::string key{raw.begin(), raw.end()};
    EXPECT_EQ(webhook_secret(key).reveal(), "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
    EXPECT_EQ(webhook_signature(key, "msg_p5jXN8AQM9LWM0D4loKWxJek", "1614265330", R"({"test": 2432232314})"),
              "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
}

TEST(Webhooks, have_a_secret_of_their_own_that_can_be_renewed) {
    const Secret site{"a key of the site"};
    const auto id = WebhookId::make();
    const auto key = webhook_key(site, id, 1);
    EXPECT_EQ(key.size(), 32u);
    EXPECT_EQ(webhook_key(site, id, 1), key);
    EXPECT_NE(webhook_key(site, id, 2), key);
    EXPECT_NE(webhook_key(site, WebhookId::make(), 1), key);
    EXPECT_NE(webhook_key(Secret{"another"}, id, 1), key);
}

TEST(Webhooks, wait_longer_after_each_failure) {
    EXPECT_EQ(pause_after_attempts(1), 5s);
    EXPECT_EQ(pause_after_attempts(2), 10s);
    EXPECT_EQ(pause_after_attempts(10), 2560s);
    EXPECT_EQ(pause_after_attempts(11), 3600s);
    EXPECT_EQ(pause_after_attempts(1'000'000), 3600s);
}

}  // namespace
}  // namespace acervo
