#include <gtest/gtest.h>

#include <boost/asio/io_context.hpp>

#include "adapters/s3/s3_object_store.hpp"
#include "app/storage/bucket_plan.hpp"
#include "core/byte_source.hpp"
#include "domain/asset/object_key.hpp"
#include "domain/rendition/rendition_key.hpp"
#include "real_store.hpp"
#include "testkit/environment.hpp"
#include "testkit/run.hpp"

namespace acervo {
namespace {

using testkit::run;

/// Buckets with every expiry rule that a site can have, as the store tells them, and objects at keys that the product
/// makes.
class BucketPlanOnStore : public testing::Test {
protected:
    BucketPlanOnStore() {
        BucketSettings settings;
        settings.archive = "acervo-plan-archive";
        settings.proxies = "acervo-plan-proxies";
        settings.delivery = "acervo-plan-delivery";
        settings.backups = "acervo-plan-backups";
        settings.plain_expiry = true;
        plans = plan_buckets(settings).value();
        const auto administration = make_s3_bucket_administration(context.get_executor(), real_store()).value();
        for (auto& plan : plans) {
            EXPECT_TRUE(run(context, administration->ensure_bucket(plan.bucket, plan.rules)));
            plan.rules = run(context, administration->rules_of(plan.bucket)).value();
        }
        put(archive(), master_key(asset, hash, ".mp4"));
        put(archive(), master_key(asset, UploadId::make(), ".mxf"));
        for (const auto use : kRenditionUses) {
            put(is_for_delivery(use) ? plans[2] : plans[1],
                rendition_key(use, asset, hash, ProfileMake{.version = 3, .revision = 2}, "file.mp4").value());
        }
    }
    ~BucketPlanOnStore() override {
        for (const auto& object : written) {
            const auto versions = run(context, store->list_versions(object, ""));
            for (const auto& entry : versions->entries) (void)run(context, store->remove(object, entry.version_id));
        }
    }

    const BucketPlan& archive() const { return plans[0]; }
    void put(const BucketPlan& plan, const std::string& key) {
        const ObjectAddress object{plan.bucket, key};
        auto body = std::make_unique<StringSource>("bytes");
        EXPECT_TRUE(run(context, store->put(object, std::move(body), "video/mp4")));
        written.push_back(object);
    }
    /// Of this test's asset.
    std::size_t objects_hit_by(const BucketPlan& plan, const BucketRules::Expiry& expiry) {
        const ObjectAddress prefix{plan.bucket, expiry.prefix + asset.to_string()};
        return run(context, store->list(prefix, "")).value().entries.size();
    }

    boost::asio::io_context context;
    std::unique_ptr<ObjectStore> store{make_s3_object_store(context.get_executor(), real_store()).value()};
    AssetId asset{AssetId::make()};
    ContentHash hash{ContentHash::parse(std::string(64, 'b')).value()};
    std::vector<BucketPlan> plans;
    std::vector<ObjectAddress> written;
};

TEST_F(BucketPlanOnStore, has_no_rule_that_matches_nothing_and_none_that_matches_twice) {
    std::size_t rules = 0;
    for (const auto& plan : plans) {
        for (const auto& expiry : plan.rules.expiries) {
            ++rules;
            EXPECT_EQ(objects_hit_by(plan, expiry), 1U) << plan.bucket << ": " << expiry.prefix;
        }
    }
    EXPECT_EQ(rules, kRenditionUses.size());
}

TEST_F(BucketPlanOnStore, has_no_rule_that_a_master_could_fall_under) {
    EXPECT_TRUE(archive().rules.expiries.empty()) << "the bucket of masters expires nothing";
    EXPECT_TRUE(archive().rules.versioning);
    // Whatever the bucket: should a master ever lie beside what expires, no rule would see it.
    const auto masters = run(context, store->list({archive().bucket, "masters/" + asset.to_string()}, "")).value();
    ASSERT_EQ(masters.entries.size(), 2U);
    for (const auto& plan : plans) {
        for (const auto& expiry : plan.rules.expiries) {
            EXPECT_FALSE(expiry.prefix.empty());
            EXPECT_EQ(objects_hit_by(archive(), expiry), 0U) << expiry.prefix;
        }
    }
}

}  // namespace
}  // namespace acervo
