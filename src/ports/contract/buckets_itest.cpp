#include "ports/contract/object_store_fixture.hpp"

namespace acervo {
namespace {

using testing::UnorderedElementsAre;

const std::string kBucket = "acervo-contract-rules";

std::vector<std::pair<std::string, int>> expiries_of(const BucketRules& rules) {
    std::vector<std::pair<std::string, int>> expiries;
    for (const auto& expiry : rules.expiries) expiries.emplace_back(expiry.prefix, expiry.days);
    return expiries;
}

TEST_P(ObjectStoreContract, makes_a_bucket_as_its_rules_say_and_tells_them) {
    const auto administration = administration_of(options());
    BucketRules rules;
    rules.versioning = true;
    rules.abort_multipart_days = 7;
    rules.expiries = {{.prefix = "ondemand/", .days = 2}, {.prefix = "old/", .days = 365}};
    rules.expire_delete_markers = true;
    rules.cors_origins = {"http://127.0.0.1:8080", "https://dam.example"};
    for (int i = 0; i < 2; ++i) {
        const auto done = run(administration->ensure_bucket(kBucket, rules));
        ASSERT_TRUE(done) << done.error().message();
        const auto told = run(administration->rules_of(kBucket));
        ASSERT_TRUE(told) << told.error().message();
        EXPECT_TRUE(told->versioning);
        EXPECT_EQ(told->abort_multipart_days, 7);
        EXPECT_THAT(expiries_of(*told), UnorderedElementsAre(std::pair{"ondemand/", 2}, std::pair{"old/", 365}));
        EXPECT_TRUE(told->expire_delete_markers);
        EXPECT_THAT(told->cors_origins, UnorderedElementsAre("http://127.0.0.1:8080", "https://dam.example"));
    }
    rules.expiries = {{.prefix = "ondemand/", .days = 3}};
    rules.cors_origins = {"https://other.example"};
    ASSERT_TRUE(run(administration->ensure_bucket(kBucket, rules)));
    const auto changed = run(administration->rules_of(kBucket));
    EXPECT_THAT(expiries_of(*changed), UnorderedElementsAre(std::pair{"ondemand/", 3}));
    EXPECT_THAT(changed->cors_origins, UnorderedElementsAre("https://other.example"));

    BucketRules nothing;
    nothing.abort_multipart_days = 0;
    ASSERT_TRUE(run(administration->ensure_bucket(kBucket, nothing)));
    const auto none = run(administration->rules_of(kBucket));
    EXPECT_EQ(none->abort_multipart_days, 0);
    EXPECT_TRUE(none->expiries.empty());
    EXPECT_FALSE(none->expire_delete_markers);
    EXPECT_TRUE(none->cors_origins.empty());
    EXPECT_FALSE(none->versioning);
}

TEST_P(ObjectStoreContract, changes_nothing_in_a_bucket_that_is_as_it_should_be) {
    std::vector<std::string> operations;
    auto watched = options();
    watched.observe = [&](const S3Attempt& attempt) { operations.emplace_back(attempt.operation); };
    const auto administration = administration_of(watched);
    BucketRules rules;
    rules.versioning = true;
    rules.expiries = {{.prefix = "ondemand/", .days = 2}};
    rules.expire_delete_markers = true;
    rules.cors_origins = {"https://dam.example"};
    ASSERT_TRUE(run(administration->ensure_bucket(kBucket, rules)));
    operations.clear();
    ASSERT_TRUE(run(administration->ensure_bucket(kBucket, rules)));
    EXPECT_EQ(operations.size(), 4U);
    for (const auto& operation : operations) EXPECT_FALSE(operation.starts_with("Put")) << operation;
}

TEST_P(ObjectStoreContract, knows_no_rules_of_a_bucket_that_is_not_there) {
    const auto rules = run(administration_of(options())->rules_of("acervo-contract-no-such-bucket"));
    EXPECT_EQ(failure_of(rules), "not_found");
}

TEST_P(ObjectStoreContract, lets_a_browser_come_from_the_named_origins_only_and_read_the_etag) {
    BucketRules rules;
    rules.cors_origins = {"https://dam.example"};
    const auto bucket = plain("").bucket;
    ASSERT_TRUE(run(administration_of(options())->ensure_bucket(bucket, rules)));
    const auto object = plain("cors");
    const auto upload = start_upload(object);
    const auto address = store_->presign_part(object, upload, 1, std::chrono::minutes{5});

    /// Whether a browser would go on.
    const auto preflight = [&](const std::string& origin, const std::string& method) {
        HttpRequest request{Method::Options, address};
        request.headers.set("Origin", origin);
        request.headers.set("Access-Control-Request-Method", method);
        request.headers.set("Access-Control-Request-Headers", "content-type");
        const auto answer = run(browser_.send(std::move(request)));
        if (!answer || !answer->headers.find("Access-Control-Allow-Origin")) return false;
        return answer->headers.find("Access-Control-Allow-Methods").value_or("").contains(method);
    };
    EXPECT_TRUE(preflight("https://dam.example", "PUT"));
    EXPECT_FALSE(preflight("https://evil.example", "PUT"));

    HttpRequest request{Method::Put, address};
    request.headers.set("Origin", "https://dam.example");
    request.body = std::make_unique<StringSource>("a part");
    const auto answer = run(browser_.send(std::move(request)));
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->status, 200);
    EXPECT_TRUE(answer->headers.find("Access-Control-Allow-Origin"));
    EXPECT_TRUE(answer->headers.find("Access-Control-Expose-Headers").value_or("").contains("ETag"));
}

}  // namespace
}  // namespace acervo
