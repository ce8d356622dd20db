#include "app/storage/bucket_plan.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "domain/asset/object_key.hpp"

namespace acervo {
namespace {

using testing::IsEmpty;
using testing::UnorderedElementsAre;

BucketSettings defaults() {
    BucketSettings settings;
    settings.archive = "dam-archive";
    settings.proxies = "dam-proxies";
    settings.delivery = "dam-delivery";
    settings.backups = "dam-backups";
    settings.cors_origins = {"https://dam.example"};
    return settings;
}

/// The plans in the order archive, proxies, delivery, backups.
std::vector<BucketRules> rules_of(const BucketSettings& settings) {
    std::vector<BucketRules> rules;
    for (const auto& plan : plan_buckets(settings).value()) rules.push_back(plan.rules);
    return rules;
}

std::vector<std::pair<std::string, int>> expiries_of(const BucketRules& rules) {
    std::vector<std::pair<std::string, int>> expiries;
    for (const auto& expiry : rules.expiries) expiries.emplace_back(expiry.prefix, expiry.days);
    return expiries;
}

TEST(BucketPlan, lets_the_store_expire_only_what_cannot_be_in_use) {
    const auto rules = rules_of(defaults());
    EXPECT_THAT(expiries_of(rules[0]), IsEmpty());
    EXPECT_THAT(expiries_of(rules[1]), UnorderedElementsAre(std::pair{"ondemand/", 2}));
    EXPECT_THAT(expiries_of(rules[2]), IsEmpty());
    EXPECT_THAT(expiries_of(rules[3]), IsEmpty());
    for (const auto& one : rules) EXPECT_EQ(one.abort_multipart_days, 7);
}

TEST(BucketPlan, has_the_whole_table_where_a_site_wants_plain_expiry) {
    auto settings = defaults();
    settings.plain_expiry = true;
    const auto rules = rules_of(settings);
    EXPECT_THAT(expiries_of(rules[1]),
                UnorderedElementsAre(std::pair{"proxies/", 90}, std::pair{"thumbs/", 180}, std::pair{"ondemand/", 2}));
    EXPECT_THAT(expiries_of(rules[2]),
                UnorderedElementsAre(std::pair{"delivery/web/", 60}, std::pair{"delivery/social/", 90},
                                     std::pair{"delivery/tv/", 365}));
    EXPECT_THAT(expiries_of(rules[0]), IsEmpty());
    EXPECT_THAT(expiries_of(rules[3]), IsEmpty());
}

TEST(BucketPlan, follows_the_site_s_days_and_its_never) {
    auto settings = defaults();
    settings.plain_expiry = true;
    settings.unfinished_days = 3;
    settings.days = {{RenditionUse::Proxy, 10}, {RenditionUse::Thumbnail, 0}, {RenditionUse::OnDemand, 1}};
    const auto rules = rules_of(settings);
    EXPECT_THAT(expiries_of(rules[1]), UnorderedElementsAre(std::pair{"proxies/", 10}, std::pair{"ondemand/", 1}));
    EXPECT_EQ(rules[0].abort_multipart_days, 3);
}

TEST(BucketPlan, keeps_versions_of_masters_only) {
    const auto rules = rules_of(defaults());
    EXPECT_TRUE(rules[0].versioning);
    EXPECT_TRUE(rules[0].expire_delete_markers);
    for (const int other : {1, 2, 3}) EXPECT_FALSE(rules[static_cast<std::size_t>(other)].versioning);
    EXPECT_THAT(rules[3].cors_origins, IsEmpty()) << "no browser reads backups";
}

TEST(BucketPlan, refuses_one_bucket_for_two_purposes) {
    auto settings = defaults();
    settings.proxies = settings.archive;
    EXPECT_EQ(plan_buckets(settings).error().kind(), ErrorKind::InvalidInput);
    settings.proxies = "";
    EXPECT_EQ(plan_buckets(settings).error().kind(), ErrorKind::InvalidInput);
}

}  // namespace
}  // namespace acervo
