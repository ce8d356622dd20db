#include "adapters/s3/sigv4.hpp"

#include <gtest/gtest.h>

namespace acervo::s3 {
namespace {

using namespace std::chrono_literals;
using namespace std::string_literals;

constexpr Timestamp kNow = std::chrono::sys_days{std::chrono::year{2026} / 1 / 31} + 8h + 9min + 10s;

struct SigV4Case {
    std::string name;
    Method method;
    std::string bucket_and_key;
    Query query;
    std::vector<Headers::Field> headers;
    std::string token;
    /// Empty: the address is presigned, else the header is signed.
    std::string payload_hash;
    int expires;
    std::string expected;
};

const std::vector<SigV4Case>& cases() {
    static const std::vector<SigV4Case> kCases{
#include "adapters/s3/sigv4_cases.inc"
    };
    return kCases;
}

Signer signer(std::string token) {
    return Signer{{.access_key = "AKIDEXAMPLE",
                   .secret_key = Secret{"wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"},
                   .session_token = Secret{std::move(token)}},
                  "eu-south-2"};
}

SignedParts parts_of(const SigV4Case& c) {
    SignedParts parts{.method = c.method,
                      .host = "store.example:9000",
                      .path = "/" + encode_path(c.bucket_and_key),
                      .query = c.query,
                      .headers = {}};
    for (const auto& [name, value] : c.headers) parts.headers.add(name, value);
    return parts;
}

TEST(SigV4, equals_botocore_on_every_odd_character) {
    ASSERT_GT(cases().size(), 150U);
    for (const auto& c : cases()) {
        auto parts = parts_of(c);
        if (c.payload_hash.empty()) {
            EXPECT_EQ(signer(c.token).presign(parts, std::chrono::seconds{c.expires}, kNow), c.expected) << c.name;
        } else {
            signer(c.token).sign(parts, c.payload_hash, kNow);
            EXPECT_EQ(parts.headers.find("Authorization"), c.expected) << c.name;
        }
    }
}

/// The worked example of the specification ("Authenticating Requests: Using Query Parameters").
TEST(SigV4, equals_the_example_of_the_specification) {
    const Signer example{{.access_key = "AKIAIOSFODNN7EXAMPLE",
                          .secret_key = Secret{"wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"},
                          .session_token = {}},
                         "us-east-1"};
    const SignedParts parts{.method = Method::Get,
                            .host = "examplebucket.s3.amazonaws.com",
                            .path = "/test.txt",
                            .query = {},
                            .headers = {}};
    constexpr Timestamp kExampleDay = std::chrono::sys_days{std::chrono::year{2013} / 5 / 24};
    EXPECT_TRUE(example.presign(parts, 86400s, kExampleDay)
                    .ends_with("X-Amz-Signature=aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404"));
}

/// The signing key is kept from call to call, and is another one each day.
TEST(SigV4, signs_on_every_day_as_one_that_has_signed_nothing_before) {
    const SignedParts parts{.method = Method::Get, .host = "h", .path = "/b", .query = {}, .headers = {}};
    const auto old = signer("");
    for (const auto day : {kNow, kNow + 24h, kNow}) {
        EXPECT_EQ(old.presign(parts, 60s, day), signer("").presign(parts, 60s, day));
    }
}

TEST(SigV4, writes_the_canonical_request_as_specified) {
    SignedParts parts{.method = Method::Put, .host = "h:1", .path = "/b/k", .query = {}, .headers = {}};
    parts.headers.add("X-Amz-B", "  two   words ");
    parts.headers.add("x-amz-a", "1");
    parts.headers.add("X-AMZ-B", "three");
    EXPECT_EQ(canonical_request(parts, "a=1", "HASH"),
              "PUT\n/b/k\na=1\nhost:h:1\nx-amz-a:1\nx-amz-b:two words,three\n\nhost;x-amz-a;x-amz-b\nHASH");
}

TEST(SigV4, keeps_the_secret_out_of_what_it_writes) {
    SignedParts parts{.method = Method::Get, .host = "h", .path = "/", .query = {}, .headers = {}};
    const auto address = signer("").presign(parts, 60s, kNow);
    EXPECT_EQ(address.find("wJalr"), std::string::npos);
}

}  // namespace
}  // namespace acervo::s3
