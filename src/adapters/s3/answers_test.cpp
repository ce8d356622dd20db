#include "adapters/s3/answers.hpp"

#include <gtest/gtest.h>

namespace acervo::s3 {
namespace {

using namespace std::chrono_literals;

constexpr Timestamp kMoment = std::chrono::sys_days{std::chrono::year{2026} / 11 / 22} + 4h + 30min + 35s;

TEST(Answers, reads_a_refusal_and_nothing_from_another_document) {
    const auto refusal = read_refusal(
        R"(<?xml version="1.0"?><Error><Code>NoSuchKey</Code><Message>not &lt;there&gt;</Message></Error>)");
    EXPECT_EQ(refusal.code, "NoSuchKey");
    EXPECT_EQ(refusal.message, "not <there>");
    EXPECT_EQ(read_refusal("<Other><Code>NoSuchKey</Code></Other>").code, "");
    EXPECT_EQ(read_refusal("").code, "");
    EXPECT_EQ(read_refusal("<html>502 Bad Gateway").code, "");
}

TEST(Answers, reads_a_listing_with_encoded_keys_as_ceph_and_seaweedfs_write_them) {
    const auto listing = read_listing(
        R"(<?xml version="1.0" encoding="UTF-8"?><ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/">
        <EncodingType>url</EncodingType><IsTruncated>true</IsTruncated>
        <Contents><Key>%20lead%2F%C3%B1</Key><LastModified>2026-11-22T04:30:35.287Z</LastModified>
        <ETag>&quot;9dd4e461268c8034f5c8564e155c67a6&quot;</ETag><Size>5000000000</Size></Contents>
        <Contents><Key>a+b%2Bc</Key><LastModified>2026-11-22T04:30:35Z</LastModified><ETag>&#34;x&#34;</ETag><Size>0</Size></Contents>
        <NextContinuationToken> a&amp;b&lt;c </NextContinuationToken></ListBucketResult>)");
    ASSERT_TRUE(listing) << listing.error().message();
    ASSERT_EQ(listing->entries.size(), 2U);
    EXPECT_EQ(listing->entries[0].key, " lead/ñ");
    EXPECT_EQ(listing->entries[0].size, 5'000'000'000U);
    EXPECT_EQ(listing->entries[0].etag, "9dd4e461268c8034f5c8564e155c67a6");
    EXPECT_EQ(listing->entries[0].last_modified, kMoment + 287ms);
    EXPECT_EQ(listing->entries[1].key, "a b+c");
    EXPECT_EQ(listing->entries[1].last_modified, kMoment);
    EXPECT_EQ(listing->next, " a&b<c ");
}

TEST(Answers, keeps_keys_as_they_are_when_the_store_does_not_encode_them) {
    const auto listing = read_listing(
        "<ListBucketResult><IsTruncated>false</IsTruncated><Contents><Key>a%20b+c</Key></Contents>"
        "<Contents><Key> </Key></Contents><Contents><Key>x\ry</Key></Contents><NextContinuationToken>no"
        "</NextContinuationToken></ListBucketResult>");
    ASSERT_TRUE(listing);
    ASSERT_EQ(listing->entries.size(), 3U);
    EXPECT_EQ(listing->entries[0].key, "a%20b+c");
    EXPECT_EQ(listing->entries[1].key, " ");
    EXPECT_EQ(listing->entries[2].key, "x\ry");
    EXPECT_EQ(listing->next, "");
}

TEST(Answers, reads_versions_and_delete_markers_in_their_order) {
    const auto listing = read_version_listing(
        R"(<ListVersionsResult><IsTruncated>true</IsTruncated><NextKeyMarker>k&amp;=</NextKeyMarker>
        <NextVersionIdMarker>v/1</NextVersionIdMarker>
        <DeleteMarker><Key>k</Key><VersionId>3</VersionId><IsLatest>true</IsLatest></DeleteMarker>
        <Version><Key>k</Key><VersionId>2</VersionId><IsLatest>false</IsLatest><Size>7</Size></Version>
        <CommonPrefixes><Prefix>p</Prefix></CommonPrefixes></ListVersionsResult>)");
    ASSERT_TRUE(listing);
    ASSERT_EQ(listing->entries.size(), 2U);
    EXPECT_TRUE(listing->entries[0].is_delete_marker);
    EXPECT_TRUE(listing->entries[0].is_latest);
    EXPECT_EQ(listing->entries[1].version_id, "2");
    EXPECT_FALSE(listing->entries[1].is_latest);
    const auto cursor = split_cursor(listing->next);
    ASSERT_TRUE(cursor);
    EXPECT_EQ(*cursor, (std::pair<std::string, std::string>{"k&=", "v/1"}));
}

TEST(Answers, reads_what_belongs_to_uploads_by_parts) {
    EXPECT_EQ(read_upload_id("<InitiateMultipartUploadResult><UploadId>2~x</UploadId></InitiateMultipartUploadResult>"),
              "2~x");
    EXPECT_FALSE(read_upload_id("<InitiateMultipartUploadResult></InitiateMultipartUploadResult>"));
    const auto parts = read_parts(
        "<ListPartsResult><IsTruncated>true</IsTruncated><NextPartNumberMarker>7</NextPartNumberMarker>"
        "<Part><PartNumber>7</PartNumber><ETag>\"e\"</ETag><Size>5242880</Size></Part></ListPartsResult>");
    ASSERT_TRUE(parts);
    EXPECT_EQ(parts->next, 7);
    EXPECT_EQ(parts->parts.at(0).etag, "e");
    EXPECT_EQ(parts->parts.at(0).size, 5'242'880U);
    const auto uploads = read_multiparts(
        "<ListMultipartUploadsResult><IsTruncated>false</IsTruncated><Upload><Key>k</Key><UploadId>u</UploadId>"
        "<Initiated>2026-11-22T04:30:35.000Z</Initiated></Upload></ListMultipartUploadsResult>");
    ASSERT_TRUE(uploads);
    EXPECT_EQ(uploads->entries.at(0).upload_id, "u");
    EXPECT_EQ(uploads->entries.at(0).initiated, kMoment);
    EXPECT_EQ(uploads->next, "");
}

TEST(Answers, takes_no_other_document_and_no_broken_one_for_an_answer) {
    for (const auto* text :
         {"", "<Error/>", "<ListBucketResult>", "not XML", "<ListBucketResult><Key></ListBucketResult>"}) {
        const auto listing = read_listing(text);
        ASSERT_FALSE(listing) << text;
        EXPECT_EQ(listing.error().kind(), ErrorKind::Unavailable);
    }
}

TEST(Answers, expands_no_entity_of_a_document_s_own) {
    const auto refusal = read_refusal(
        R"(<!DOCTYPE Error [<!ENTITY a "aaaaaaaaaa"><!ENTITY b SYSTEM "file:///etc/passwd">]><Error><Code>&a;&b;</Code></Error>)");
    EXPECT_EQ(refusal.code, "&a;&b;");
}

TEST(Answers, a_cursor_that_is_none_is_invalid_input) {
    EXPECT_EQ(split_cursor("nonsense").error().kind(), ErrorKind::InvalidInput);
    EXPECT_EQ(*split_cursor(""), (std::pair<std::string, std::string>{}));
}

TEST(Answers, reads_the_times_of_listings_and_headers) {
    EXPECT_EQ(read_iso_time("2026-11-22T04:30:35Z"), kMoment);
    EXPECT_EQ(read_http_time("Sun, 22 Nov 2026 04:30:35 GMT"), kMoment);
    for (const auto* text : {"", "2026", "2026-13-22T04:30:35Z", "2026-11-31T04:30:35Z", "xxxx-11-22T04:30:35Z"}) {
        EXPECT_EQ(read_iso_time(text), std::nullopt) << text;
    }
    for (const auto* text : {"", "Sun, 22 Foo 2026 04:30:35 GMT", "Sunday, 22-Nov-26 04:30:35 GMT"}) {
        EXPECT_EQ(read_http_time(text), std::nullopt) << text;
    }
}

}  // namespace
}  // namespace acervo::s3
