#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/asio/io_context.hpp>

#include "adapters/s3/s3_object_store.hpp"
#include "app/identity/create_user.hpp"
#include "app/reconcile/reconcile.hpp"
#include "app/trash/trash.hpp"
#include "app/uploads/uploads.hpp"
#include "core/id.hpp"
#include "real_store.hpp"
#include "store/identity/identity.hpp"
#include "store/uploads/uploads.hpp"
#include "testkit/environment.hpp"
#include "testkit/postgres.hpp"
#include "testkit/run.hpp"

namespace acervo {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::UnorderedElementsAre;
using testkit::run;

/// The reconciler over the real database and a bucket of its own on the real store, with versions.
class Reconcile : public testing::Test {
protected:
    Reconcile() {
        uploads.rules.archive_bucket = bucket;
        EXPECT_TRUE(run(context, database.wait_until_up(30s)));
        const auto buckets = make_s3_bucket_administration(context.get_executor(), real_store()).value();
        BucketRules versions;
        versions.versioning = true;
        EXPECT_TRUE(run(context, buckets->ensure_bucket(bucket, versions)));
        EXPECT_TRUE(run(context, create_user(database, "paula", Role::Producer, Secret{"right"})));
        caller.principal = run(context, find_user_by_name(database, "paula")).value()->profile.principal;
    }
    ~Reconcile() override {
        for (const auto& entry : in_store()) (void)run(context, store->remove({bucket, entry.key}, entry.version_id));
        for (const auto& entry : multiparts()) {
            (void)run(context, store->abort_multipart({bucket, entry.key}, entry.upload_id));
        }
        run(context, database.close());
    }

    Upload open() {
        OpenUpload request;
        request.filename = "clip.mp4";
        request.size = 5;
        request.mime_type = "video/mp4";
        return run(context, open_upload(uploads, caller, std::move(request), std::nullopt)).value().upload;
    }
    std::vector<UploadedPart> send(const Upload& upload) {
        auto body = std::make_unique<StringSource>("bytes");
        return {run(context, store->upload_part(object_of(upload), upload.multipart_id, 1, std::move(body))).value()};
    }
    /// Of a new master of an asset that has one.
    Upload open_next(AssetId asset) {
        OpenVersion request;
        request.filename = "next.mp4";
        request.size = 5;
        request.mime_type = "video/mp4";
        return run(context, open_version(uploads, caller, asset, std::move(request), std::nullopt)).value().upload;
    }
    std::string master() const { return schema.sql("SELECT status || ' ' || master_storage_key FROM assets"); }
    Upload complete() {
        const auto upload = open();
        EXPECT_TRUE(
            run(context, complete_upload(uploads, caller, upload.asset_id, Completion{send(upload), std::nullopt})));
        return upload;
    }
    void put(const ObjectAddress& object, std::string text) {
        ASSERT_TRUE(run(context, store->put(object, std::make_unique<StringSource>(std::move(text)), "")));
    }
    static ObjectAddress object_of(const Upload& upload) { return {upload.bucket, upload.storage_key}; }
    std::vector<ObjectListing::Entry> in_store() {
        return run(context, store->list_versions({bucket, ""}, "")).value().entries;
    }
    std::vector<MultipartListing::Entry> multiparts() {
        return run(context, store->list_multiparts({bucket, ""}, "")).value().entries;
    }

    /// The kinds of what was found, those that were mended with a plus sign.
    std::vector<std::string> look(bool repair = false, bool remove_unknown = false) {
        std::vector<std::string> kinds;
        Reconciler reconciler{
            .database = database,
            .objects = *store,
            .remover = *store,
            .clock = clock,
            .rules = {.buckets = {bucket}, .grace = grace, .repair = repair, .remove_unknown = remove_unknown},
            .tell = [&](const Finding& found) {
                kinds.push_back(std::string{name_of(found.kind)} + (found.mended ? "+" : ""));
            }};
        const auto seen = run(context, reconcile(reconciler));
        EXPECT_TRUE(seen) << seen.error().message();
        leaked = seen ? seen->leaked_bytes : 0;
        return kinds;
    }
    /// It is told before it is mended, then mended, and then there is nothing to tell.
    void expect_mended(const std::string& kind) {
        EXPECT_THAT(look(), ElementsAre(kind)) << "a look changes nothing";
        EXPECT_THAT(look(), ElementsAre(kind));
        EXPECT_THAT(look(true), ElementsAre(kind + "+"));
        EXPECT_EQ(leaked, 0);
        EXPECT_THAT(look(), IsEmpty());
    }
    std::string sql(const std::string& text) const { return schema.sql(text); }

    const std::string bucket = "acervo-rec-" + Uuid::make().to_string();
    testkit::TestDatabase schema{testkit::TestDatabase::with_schema()};
    boost::asio::io_context context;
    Database database{context.get_executor(), schema.options()};
    std::unique_ptr<ObjectStore> store{make_s3_object_store(context.get_executor(), real_store()).value()};
    SystemClock clock;
    Uploads uploads{.database = database, .objects = *store, .clock = clock, .rules = {}};
    Caller caller;
    std::chrono::seconds grace{24h};
    std::uint64_t leaked{0};
};

TEST_F(Reconcile, finds_nothing_in_uploads_that_are_open_complete_or_given_up) {
    const auto is_open = open();
    send(is_open);
    complete();
    const auto given_up = open();
    send(given_up);
    ASSERT_TRUE(run(context, abort_upload(uploads, caller, given_up.asset_id, AbandonedAsset::Keep)));
    EXPECT_THAT(look(true, true), IsEmpty());
    EXPECT_EQ(leaked, 0);
    EXPECT_EQ(run(context, store->list_parts(object_of(is_open), is_open.multipart_id, 0)).value().parts.size(), 1);
}

TEST_F(Reconcile, finishes_what_the_store_had_put_together_when_its_completer_died) {
    const auto upload = open();
    const auto parts = send(upload);
    ASSERT_TRUE(run(context, claim_completion(database, upload.id, 0s)));
    ASSERT_TRUE(run(context, store->complete_multipart(object_of(upload), upload.multipart_id, parts)));
    expect_mended("dead_completion");
    EXPECT_EQ(sql("SELECT status FROM assets"), "processing");
    EXPECT_EQ(sql("SELECT state FROM storage_objects"), "stored");
    EXPECT_EQ(sql("SELECT count(*) FROM workflow_starts"), "1");
    EXPECT_TRUE(run(context, complete_upload(uploads, caller, upload.asset_id, Completion{parts, std::nullopt})))
        << "its owner asks again";
}

TEST_F(Reconcile, leaves_a_completion_alone_whose_completer_may_only_be_slow) {
    const auto upload = open();
    const auto parts = send(upload);
    ASSERT_TRUE(run(context, claim_completion(database, upload.id, 0s)));
    EXPECT_THAT(look(true), IsEmpty());
    EXPECT_TRUE(run(context, complete_upload(uploads, caller, upload.asset_id, Completion{parts, std::nullopt})));
}

TEST_F(Reconcile, gives_up_what_is_past_its_time_and_frees_its_parts) {
    const auto upload = open();
    send(upload);
    sql("UPDATE uploads SET expires_at = now() - interval '1 second'");
    EXPECT_THAT(look(), ElementsAre("expired_upload"));
    EXPECT_EQ(leaked, 5);
    expect_mended("expired_upload");
    EXPECT_EQ(sql("SELECT status || ' ' || failure_reason FROM assets"), "failed expired");
    EXPECT_EQ(sql("SELECT state FROM storage_objects"), "deleted");
    EXPECT_THAT(multiparts(), IsEmpty());
}

TEST_F(Reconcile, brings_a_new_master_whose_completer_died_to_its_end_and_keeps_the_old_one) {
    const auto first = complete();
    const auto next = open_next(first.asset_id);
    EXPECT_THAT(look(true), IsEmpty()) << "one is stored, one is awaited";
    const auto parts = send(next);
    ASSERT_TRUE(run(context, claim_completion(database, next.id, 0s)));
    EXPECT_THAT(look(true), IsEmpty()) << "its completer may be slow";
    ASSERT_TRUE(run(context, store->complete_multipart(object_of(next), next.multipart_id, parts)));
    EXPECT_EQ(master(), "processing " + first.storage_key) << "the old one until a row says otherwise";
    expect_mended("dead_completion");
    EXPECT_EQ(master(), "processing " + next.storage_key);
    EXPECT_EQ(sql("SELECT string_agg(version_number || ' ' || original_filename, ', ' ORDER BY version_number) "
                  "FROM uploads"),
              "1 clip.mp4, 2 next.mp4");
    EXPECT_EQ(sql("SELECT string_agg(state, ' ') FROM storage_objects"), "stored stored");
    EXPECT_EQ(in_store().size(), 2);
}

TEST_F(Reconcile, gives_up_a_new_master_past_its_time_and_leaves_the_asset_as_it_was) {
    const auto first = complete();
    sql("UPDATE assets SET status = 'ready'");
    send(open_next(first.asset_id));
    sql("UPDATE uploads SET expires_at = now() - interval '1 second' WHERE status = 'open'");
    expect_mended("expired_upload");
    EXPECT_EQ(master(), "ready " + first.storage_key);
    EXPECT_EQ(sql("SELECT string_agg(state, ' ' ORDER BY id) FROM storage_objects"), "stored deleted");
    EXPECT_EQ(in_store().size(), 1);
    EXPECT_THAT(multiparts(), IsEmpty());
    EXPECT_FALSE(open_next(first.asset_id).multipart_id.empty()) << "another one may be opened";
}

TEST_F(Reconcile, removes_every_version_of_a_purged_asset_and_what_was_on_its_way) {
    const auto first = complete();
    const auto next = open_next(first.asset_id);
    ASSERT_TRUE(run(context, complete_upload(uploads, caller, first.asset_id, Completion{send(next), std::nullopt})));
    send(open_next(first.asset_id));
    sql("UPDATE assets SET trashed_at = now() - interval '1 day'");
    EXPECT_EQ(run(context, purge_expired_trash(database, 1h, 10)).value(), 1);
    EXPECT_THAT(look(true), UnorderedElementsAre("stray_parts+", "left_object+", "left_object+"));
    EXPECT_EQ(leaked, 0);
    EXPECT_THAT(in_store(), IsEmpty());
    EXPECT_THAT(multiparts(), IsEmpty());
    EXPECT_THAT(look(true), IsEmpty());
}

TEST_F(Reconcile, adopts_a_multipart_upload_whose_id_was_never_written_and_aborts_one_beside_it) {
    const auto upload = open();
    sql("UPDATE uploads SET multipart_id = NULL");
    const auto second = run(context, store->create_multipart(object_of(upload), "")).value();
    EXPECT_THAT(look(), IsEmpty()) << "one of them may still be used";
    EXPECT_THAT(look(true), ElementsAre("stray_parts+"));
    ASSERT_EQ(multiparts().size(), 1);
    EXPECT_EQ(sql("SELECT multipart_id FROM uploads"), multiparts().front().upload_id);
    EXPECT_THAT(look(true), IsEmpty());
}

TEST_F(Reconcile, aborts_parts_that_no_row_tells_of_after_a_time_of_grace) {
    ASSERT_TRUE(run(context, store->create_multipart({bucket, "masters/x/y/original.mp4"}, "")));
    EXPECT_THAT(look(true), IsEmpty());
    grace = -1h;
    expect_mended("stray_parts");
}

TEST_F(Reconcile, removes_what_arrived_at_a_key_that_was_given_up) {
    const auto upload = open();
    const auto parts = send(upload);
    sql("UPDATE uploads SET status = 'aborted'");
    sql("UPDATE storage_objects SET state = 'deleted'");
    ASSERT_TRUE(run(context, store->complete_multipart(object_of(upload), upload.multipart_id, parts)));
    EXPECT_THAT(look(), ElementsAre("left_object"));
    EXPECT_EQ(leaked, 5);
    expect_mended("left_object");
    EXPECT_THAT(in_store(), IsEmpty());
}

TEST_F(Reconcile, removes_versions_and_markers_beside_the_stored_one) {
    const auto upload = complete();
    put(object_of(upload), "other");
    ASSERT_TRUE(run(context, store->remove(object_of(upload), "")));
    EXPECT_THAT(look(), ElementsAre("surplus_version", "surplus_version"));
    EXPECT_EQ(leaked, 5);
    EXPECT_THAT(look(true), ElementsAre("surplus_version+", "surplus_version+"));
    EXPECT_THAT(look(), IsEmpty());
    const auto left = in_store();
    ASSERT_EQ(left.size(), 1);
    EXPECT_EQ(left.front().version_id, sql("SELECT version_id FROM storage_objects"));
    EXPECT_TRUE(left.front().is_latest) << "it can be seen again";
}

TEST_F(Reconcile, tells_of_what_was_acknowledged_and_is_gone_and_touches_nothing_there) {
    const auto upload = complete();
    const auto version = sql("SELECT version_id FROM storage_objects");
    put(object_of(upload), "other");
    ASSERT_TRUE(run(context, store->remove(object_of(upload), version)));
    EXPECT_THAT(look(true, true), ElementsAre("lost_object"));
    EXPECT_EQ(in_store().size(), 1) << "it may be the last copy there is";
}

TEST_F(Reconcile, ends_a_row_that_no_upload_fills) {
    open();
    sql("UPDATE uploads SET status = 'aborted'");
    EXPECT_THAT(look(true), ElementsAre("stray_parts+", "stale_plan+"));
    EXPECT_THAT(look(), IsEmpty());
}

TEST_F(Reconcile, removes_objects_without_a_row_only_when_that_is_asked_for) {
    put({bucket, "masters/nobody/knows/original.mp4"}, "unknown");
    EXPECT_THAT(look(true, true), IsEmpty()) << "within the time of grace";
    grace = -1h;
    EXPECT_THAT(look(true), ElementsAre("unknown_object"));
    EXPECT_EQ(leaked, 7);
    EXPECT_THAT(look(true, true), ElementsAre("unknown_object+"));
    EXPECT_THAT(in_store(), IsEmpty());
}

TEST_F(Reconcile, finds_one_difference_among_many_pages_of_equals) {
    constexpr int kMany = 2500;  // more than one page of the store and of the ledger
    sql("INSERT INTO storage_objects (bucket, storage_key, kind, state) SELECT '" + bucket +
        "', 'proxies/' || lpad(n::text, 8, '0') || '/v3' || (CASE WHEN n % 2 = 0 THEN '-r2' ELSE '' END) || "
        "'/proxy.mp4', "
        "'rendition', 'deleted' FROM generate_series(1, " +
        std::to_string(kMany) + ") n");
    std::string rows;
    for (int at = 1; at <= 1200; ++at) {
        const ObjectAddress object{bucket, fmt::format("masters/{:08}/original.mp4", at)};
        const auto made = run(context, store->put(object, std::make_unique<StringSource>("x"), ""));
        ASSERT_TRUE(made) << made.error().message();
        rows += fmt::format("{}('{}', '{}', 'master', 'stored', '{}', 1, now())", at == 1 ? "" : ",", bucket,
                            object.key, made->version_id);
    }
    sql("INSERT INTO storage_objects (bucket, storage_key, kind, state, version_id, file_size_bytes, stored_at) "
        "VALUES " +
        rows);
    EXPECT_THAT(look(), IsEmpty());
    ASSERT_TRUE(run(context, store->remove({bucket, "masters/00001111/original.mp4"}, "")));
    EXPECT_THAT(look(true), ElementsAre("surplus_version+"));
}

}  // namespace
}  // namespace acervo
