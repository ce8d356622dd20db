// Renditions that people order, and the end of those that nobody uses, on a real database.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/asio/io_context.hpp>
#include <memory>

#include "store/ingest/ingest.hpp"
#include "store/outbox/outbox.hpp"
#include "store/renditions/renditions.hpp"
#include "testkit/postgres.hpp"
#include "testkit/run.hpp"

namespace acervo {
namespace {

const std::string kHash(64, 'a');

class Orders : public testing::Test {
protected:
    Orders() {
        auto options = server.options();
        options.shared_connections = 1;
        options.leased_connections = 1;
        database = std::make_unique<Database>(context.get_executor(), options);
        server.sql(
            "INSERT INTO users (id, username, role) VALUES (md5('u')::uuid, 'u', 'editor'); "
            "INSERT INTO assets (id, type, status, title, original_filename, mime_type, file_size_bytes, content_hash, "
            "master_storage_key, created_by) VALUES (md5('a')::uuid, 'video', 'processing', 't', 't.mxf', "
            "'application/mxf', 10, repeat('a', 64), 'm', md5('u')::uuid); "
            "UPDATE assets SET status = 'ready'");
    }
    ~Orders() override { testkit::run(context, database->close()); }

    AssetId asset() { return AssetId::parse(server.sql("SELECT md5('a')::uuid")).value(); }
    template <class Work>
    auto transact(Work work) {
        return testkit::run(context, in_transaction(*database, work));
    }
    RenditionOrder of(std::optional<FrameSpan> part = {}) {
        return {.asset = asset(),
                .master = ContentHash::parse(kHash).value(),
                .profile_name = "clip",
                .profile_version = 1,
                .part = part};
    }
    Result<void> order(RenditionId id, const RenditionOrder& order, int revision = 1) {
        return transact([&](Transaction& tx) { return insert_order(tx, id, order, revision); });
    }
    std::optional<Rendition> newest(const RenditionOrder& order) {
        return transact([&](Transaction& tx) { return find_newest_make(tx, order); }).value();
    }
    RenditionWork begun(RenditionId id) {
        return testkit::run(context, begin_ordered_rendition(*database, id)).value();
    }
    void plan(const RenditionWork& work, const std::string& key) {
        PlannedObjects plan{
            .rendition = work.id, .revision = work.make.revision, .bucket = "dam-proxies", .keys = {key}};
        testkit::run(context, plan_rendition_objects(*database, plan)).value();
    }
    void make(RenditionId id, const std::string& key, std::optional<int> keep_days = 2) {
        const auto work = begun(id);
        plan(work, key);
        StoredRendition made{
            .id = id, .revision = work.make.revision, .object = {"dam-proxies", key}, .mime_type = "video/mp4"};
        made.file_size_bytes = 3;
        made.keep_days = keep_days;
        made.objects = {{key, 3, "e", std::string(64, 'b')}};
        transact([&](Transaction& tx) { return record_made(tx, made); }).value();
    }
    std::string shown() {
        return server.sql("SELECT string_agg(storage_key, ',' ORDER BY storage_key) FROM renditions WHERE active");
    }
    int expired() { return testkit::run(context, expire_renditions(*database, 10)).value(); }

    boost::asio::io_context context;
    testkit::TestDatabase server{testkit::TestDatabase::with_schema()};
    std::unique_ptr<Database> database;
};

TEST_F(Orders, parts_stand_beside_each_other_and_the_whole) {
    const auto whole = RenditionId::make();
    const auto part = RenditionId::make();
    ASSERT_TRUE(order(whole, of()));
    ASSERT_TRUE(order(part, of(FrameSpan{10, 20})));
    EXPECT_EQ(newest(of())->id, whole);
    EXPECT_EQ(newest(of(FrameSpan{10, 20}))->id, part);
    EXPECT_FALSE(newest(of(FrameSpan{10, 21})));
    EXPECT_EQ(begun(part).part, (FrameSpan{10, 20}));
    EXPECT_FALSE(begun(whole).part);
    make(whole, "ondemand/w");
    make(part, "ondemand/p");
    EXPECT_EQ(shown(), "ondemand/p,ondemand/w");
}

TEST_F(Orders, the_same_order_is_one_row) {
    ASSERT_TRUE(order(RenditionId::make(), of(FrameSpan{10, 20})));
    EXPECT_FALSE(order(RenditionId::make(), of(FrameSpan{10, 20})));
    ASSERT_TRUE(order(RenditionId::make(), of()));
    EXPECT_FALSE(order(RenditionId::make(), of())) << "no part is a part, too";
}

TEST_F(Orders, a_part_that_is_none_is_refused) {
    EXPECT_FALSE(order(RenditionId::make(), of(FrameSpan{20, 20})));
    EXPECT_FALSE(order(RenditionId::make(), of(FrameSpan{-1, 20})));
}

TEST_F(Orders, what_failed_keeps_its_row_under_another_revision) {
    const auto id = RenditionId::make();
    ASSERT_TRUE(order(id, of()));
    EXPECT_FALSE(transact([&](Transaction& tx) { return order_again(tx, id); })) << "it has not failed";
    plan(begun(id), "ondemand/k");
    transact([&](Transaction& tx) { return fail_ordered_rendition(tx, id, "no"); }).value();
    EXPECT_EQ(server.sql("SELECT state FROM storage_objects"), "deleted");
    EXPECT_EQ(newest(of())->failure_reason, "no");
    EXPECT_EQ(transact([&](Transaction& tx) { return order_again(tx, id); }).value(), 2);
    EXPECT_EQ(newest(of())->status, RenditionStatus::Pending);
}

TEST_F(Orders, one_that_is_taken_over_is_still_cancelled_by_its_id) {
    const auto id = RenditionId::make();
    ASSERT_TRUE(order(id, of()));
    const auto input = fmt::format(R"({{"rendition_id": "{}"}})", id.to_string());
    const auto workflow = [&](Transaction& tx) { return request_transcode(tx, "rendition:r:1", asset(), input); };
    ASSERT_TRUE(transact(workflow));
    plan(begun(id), "ondemand/k");
    EXPECT_EQ(begun(id).make.revision, 2) << "a second worker, and the first may live";
    EXPECT_EQ(server.sql("SELECT state FROM storage_objects"), "deleted");
    EXPECT_TRUE(transact([&](Transaction& tx) { return request_cancel_of(tx, asset(), id); }).value());
    EXPECT_EQ(server.sql("SELECT workflow_id FROM workflow_starts WHERE cancel_requested_at IS NOT NULL"),
              "rendition:r:1");
}

TEST_F(Orders, belong_to_no_ingest) {
    ASSERT_TRUE(order(RenditionId::make(), of()));
    const auto hash = ContentHash::parse(kHash).value();
    EXPECT_TRUE(testkit::run(context, begin_renditions(*database, asset(), hash, {"clip"})).value().empty());
    EXPECT_TRUE(testkit::run(context, find_processing(*database, asset())).value().renditions.empty());
}

TEST_F(Orders, a_new_make_takes_the_place_of_the_one_before) {
    const auto first = RenditionId::make();
    const auto second = RenditionId::make();
    ASSERT_TRUE(order(first, of()));
    make(first, "ondemand/1");
    server.sql("UPDATE renditions SET expires_at = now() - interval '1 second'");
    EXPECT_EQ(expired(), 1);
    EXPECT_EQ(shown(), "ondemand/1") << "people see that it was there";
    ASSERT_TRUE(order(second, of(), 2));
    make(second, "ondemand/2");
    EXPECT_EQ(shown(), "ondemand/2");
    EXPECT_EQ(newest(of())->make.revision, 2);
}

TEST_F(Orders, of_a_master_that_was_replaced_are_not_shown) {
    const auto id = RenditionId::make();
    ASSERT_TRUE(order(id, of()));
    server.sql("UPDATE assets SET content_hash = repeat('b', 64)");
    make(id, "ondemand/1");
    EXPECT_EQ(shown(), "");
}

TEST_F(Orders, files_go_when_their_days_are_over_and_nobody_used_them) {
    const auto used = RenditionId::make();
    const auto unused = RenditionId::make();
    const auto kept = RenditionId::make();
    ASSERT_TRUE(order(used, of(FrameSpan{0, 1})));
    ASSERT_TRUE(order(unused, of(FrameSpan{0, 2})));
    ASSERT_TRUE(order(kept, of(FrameSpan{0, 3})));
    make(used, "proxies/used", 90);
    make(unused, "ondemand/unused", 2);
    make(kept, "proxies/kept", std::nullopt);
    server.sql("UPDATE renditions SET expires_at = expires_at - interval '1 day' * keep_days + interval '1 hour'");
    testkit::run(context, note_use_of_renditions(*database, asset())).value();
    server.sql("UPDATE renditions SET expires_at = expires_at - interval '2 hours'");
    EXPECT_EQ(expired(), 1);
    EXPECT_EQ(server.sql("SELECT storage_key FROM renditions WHERE status = 'expired'"), "ondemand/unused");
    EXPECT_EQ(server.sql("SELECT storage_key FROM storage_objects WHERE state = 'deleted'"), "ondemand/unused");
    EXPECT_EQ(expired(), 0);
}

TEST_F(Orders, looking_often_writes_once) {
    const auto id = RenditionId::make();
    ASSERT_TRUE(order(id, of()));
    make(id, "proxies/k", 90);
    const auto before = server.sql("SELECT xmin FROM renditions");
    testkit::run(context, note_use_of_renditions(*database, asset())).value();
    EXPECT_EQ(server.sql("SELECT xmin FROM renditions"), before);
}

}  // namespace
}  // namespace acervo
