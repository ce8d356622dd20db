#include "adapters/s3/bucket_rules.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace acervo::s3 {
namespace {

BucketRules full_rules() {
    BucketRules rules;
    rules.versioning = true;
    rules.abort_multipart_days = 7;
    rules.expiries = {{.prefix = "ondemand/", .days = 2}, {.prefix = "a&b/", .days = 90}};
    rules.expire_delete_markers = true;
    return rules;
}

TEST(BucketRules, are_read_as_they_were_written) {
    const auto read = read_lifecycle(lifecycle_document(full_rules()));
    ASSERT_TRUE(read);
    EXPECT_TRUE(same_lifecycle(*read, full_rules()));
    EXPECT_EQ(*read_versioning(versioning_document(true)), true);
    EXPECT_EQ(*read_versioning(versioning_document(false)), false);
    EXPECT_THAT(*read_cors(cors_document({"http://a", "https://b:1"})),
                testing::ElementsAre("http://a", "https://b:1"));
}

TEST(BucketRules, of_an_unversioned_bucket_have_no_status) {
    EXPECT_EQ(*read_versioning("<VersioningConfiguration/>"), false);
}

TEST(BucketRules, are_an_empty_document_when_there_is_nothing_to_say) {
    BucketRules none;
    none.abort_multipart_days = 0;
    EXPECT_EQ(lifecycle_document(none), "");
    EXPECT_EQ(cors_document({}), "");
}

TEST(BucketRules, are_the_same_in_any_order_and_in_ceph_s_form) {
    const auto read = read_lifecycle(
        R"(<LifecycleConfiguration xmlns="http://s3.amazonaws.com/doc/2006-03-01/">
        <Rule><ID>1</ID><Prefix></Prefix><Status>Enabled</Status><AbortIncompleteMultipartUpload><DaysAfterInitiation>7</DaysAfterInitiation></AbortIncompleteMultipartUpload></Rule>
        <Rule><ID>2</ID><Prefix></Prefix><Status>Enabled</Status><Expiration><ExpiredObjectDeleteMarker>true</ExpiredObjectDeleteMarker></Expiration></Rule>
        <Rule><ID>3</ID><Filter><Prefix>a&amp;b/</Prefix></Filter><Status>Enabled</Status><Expiration><Days>90</Days></Expiration></Rule>
        <Rule><ID>4</ID><Prefix>ondemand/</Prefix><Status>Enabled</Status><Expiration><Days>2</Days></Expiration></Rule>
        </LifecycleConfiguration>)");
    ASSERT_TRUE(read);
    EXPECT_TRUE(same_lifecycle(*read, full_rules()));
}

TEST(BucketRules, differ_when_any_of_them_differs) {
    auto other = full_rules();
    other.expiries[0].days = 3;
    EXPECT_FALSE(same_lifecycle(other, full_rules()));
    other = full_rules();
    other.expiries.pop_back();
    EXPECT_FALSE(same_lifecycle(other, full_rules()));
    other = full_rules();
    other.abort_multipart_days = 8;
    EXPECT_FALSE(same_lifecycle(other, full_rules()));
    other = full_rules();
    other.expire_delete_markers = false;
    EXPECT_FALSE(same_lifecycle(other, full_rules()));
}

TEST(BucketRules, that_are_switched_off_do_not_count) {
    const auto read = read_lifecycle(
        "<LifecycleConfiguration><Rule><Status>Disabled</Status><Expiration><Days>1</Days></Expiration></Rule>"
        "</LifecycleConfiguration>");
    ASSERT_TRUE(read);
    EXPECT_TRUE(read->expiries.empty());
}

TEST(BucketRules, see_no_origin_that_lacks_a_method_or_the_exposed_etag) {
    auto document = cors_document({"http://a"});
    const auto without = [&](const std::string& piece) {
        auto cut = document;
        cut.erase(cut.find(piece), piece.size());
        return *read_cors(cut);
    };
    EXPECT_TRUE(without("<AllowedMethod>PUT</AllowedMethod>").empty());
    EXPECT_TRUE(without("<ExposeHeader>ETag</ExposeHeader>").empty());
}

}  // namespace
}  // namespace acervo::s3
