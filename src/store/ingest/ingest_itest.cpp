// What ingest keeps of masters and renditions, on a real database.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/asio/io_context.hpp>
#include <boost/asio/this_coro.hpp>
#include <memory>
#include <set>

#include "core/task_group.hpp"
#include "store/ingest/ingest.hpp"
#include "testkit/environment.hpp"
#include "testkit/postgres.hpp"
#include "testkit/run.hpp"

namespace acervo {
namespace {

using ::testing::ElementsAre;

const std::string kHash(64, 'a');

class IngestStore : public testing::Test {
protected:
    IngestStore() {
        auto options = server.options();
        options.shared_connections = 1;
        options.leased_connections = 1;
        database = std::make_unique<Database>(context.get_executor(), options);
        server.sql("INSERT INTO users (id, username, role) VALUES (md5('u')::uuid, 'u', 'editor')");
        upload("first");
    }
    ~IngestStore() override { testkit::run(context, database->close()); }

    /// A complete upload, which becomes the master of the one asset.
    void upload(const std::string& name) {
        server.sql(fmt::format(
            "INSERT INTO assets (id, type, status, title, original_filename, mime_type, file_size_bytes, "
            "master_storage_key, created_by) VALUES (md5('a')::uuid, 'video', 'processing', 't', 't.mxf', "
            "'application/mxf', 10, '{0}', md5('u')::uuid) ON CONFLICT (id) DO UPDATE SET master_storage_key = '{0}', "
            "status = 'processing', content_hash = NULL; "
            "INSERT INTO storage_objects (bucket, storage_key, kind, asset_id, state, file_size_bytes, stored_at) "
            "VALUES ('dam-archive', '{0}', 'master', md5('a')::uuid, 'stored', 10, now()); "
            "INSERT INTO uploads (id, asset_id, bucket, storage_key, mime_type, file_size_bytes, part_size, status, "
            "created_by, version_number) SELECT md5('{0}')::uuid, md5('a')::uuid, 'dam-archive', '{0}', "
            "'application/mxf', 10, 10, 'completed', md5('u')::uuid, count(*) + 1 FROM uploads",
            name));
    }
    AssetId asset() { return AssetId::parse(server.sql("SELECT md5('a')::uuid")).value(); }
    UploadId id_of(const std::string& name) {
        return UploadId::parse(server.sql("SELECT md5('" + name + "')::uuid")).value();
    }
    template <class Work>
    auto transact(Work work) {
        return testkit::run(context, in_transaction(*database, work));
    }
    Result<void> inspected(const std::string& key = "first", const std::string& hash = kHash) {
        return inspected_with({{"proxy", 1, true}, {"sprite", 2, false}}, key, hash);
    }
    Result<void> inspected_with(const std::vector<RenditionPlan>& plan, const std::string& key = "first",
                                const std::string& hash = kHash) {
        const MasterFacts facts{.asset = asset(),
                                .object = {"dam-archive", key},
                                .hash = ContentHash::parse(hash).value(),
                                .type = AssetType::Video,
                                .technical_metadata = R"({"duration_ms": 40})"};
        return transact([&](Transaction& tx) { return record_inspection(tx, facts, plan); });
    }
    void found_out(const std::string& quality, const std::string& hash = kHash) {
        const auto of = ContentHash::parse(hash).value();
        transact([&, mine = asset()](Transaction& tx) { return record_quality(tx, mine, of, quality); }).value();
    }
    std::string quality() {
        return server.sql("SELECT coalesce(technical_metadata ->> 'quality', 'none') FROM assets");
    }
    std::vector<RenditionWork> begun(const std::string& hash = kHash) {
        return testkit::run(context,
                            begin_renditions(*database, asset(), ContentHash::parse(hash).value(), {"proxy", "sprite"}))
            .value();
    }
    Result<void> plan(const RenditionWork& work, std::vector<std::string> keys) {
        PlannedObjects plan{
            .rendition = work.id, .revision = work.make.revision, .bucket = "dam-proxies", .keys = std::move(keys)};
        return testkit::run(context, plan_rendition_objects(*database, plan));
    }
    Result<void> make(const RenditionWork& work, const std::string& key) {
        if (auto planned = plan(work, {key, key + ".2"}); !planned) return planned;
        return record(work, key);
    }
    Result<void> record(const RenditionWork& work, const std::string& key) {
        StoredRendition made{
            .id = work.id, .revision = work.make.revision, .object = {"dam-proxies", key}, .mime_type = "video/mp4"};
        made.file_size_bytes = 7;
        made.objects = {{key, 3, "e1", std::string(64, 'b')}, {key + ".2", 4, "e2", std::string(64, 'c')}};
        return transact([&](Transaction& tx) { return record_made(tx, made); });
    }
    Result<std::vector<RenditionState>> states(const std::string& name = "first") {
        return transact([&, id = id_of(name), mine = asset()](Transaction& tx) { return lock_ingest(tx, mine, id); });
    }
    /// Whether it was not ready before.
    bool finish() {
        return transact([mine = asset()](Transaction& tx) { return make_ready(tx, mine); }).value();
    }
    void lose(std::vector<std::string> profiles, const std::string& upload = "first") {
        lose_by({.upload = id_of(upload), .profiles = std::move(profiles), .reason = "no"});
    }
    void lose_by(const LostRenditions& lost) {
        transact([&](Transaction& tx) { return fail_renditions(tx, lost); }).value();
    }
    bool fail_by(const FailedIngest& failed) {
        return transact([&](Transaction& tx) { return fail_ingest(tx, failed); }).value();
    }
    /// The workflow id of an ingest that was asked for, `number` seconds after the first.
    std::string ask(const std::string& upload, int number) {
        server.sql(
            fmt::format("INSERT INTO workflow_starts (workflow_id, workflow_type, input, asset_id, created_at) VALUES "
                        "('{0}:{1}', 'IngestWorkflow', jsonb_build_object('upload_id', md5('{0}')::uuid), "
                        "md5('a')::uuid, now() + {1} * interval '1 second')",
                        upload, number));
        return fmt::format("{}:{}", upload, number);
    }
    IngestMaster found(const std::string& ingest = "") {
        return testkit::run(context, find_ingest_master(*database, asset(), id_of("first"), ingest)).value();
    }
    void wait_for(const std::string& dependency) {
        testkit::run(context, note_waiting(*database, asset(), id_of("first"), dependency)).value();
    }
    std::string shown() {
        return server.sql(
            "SELECT string_agg(profile_name || ' of ' || left(master_sha256, 1), ', ' ORDER BY profile_name) "
            "FROM renditions WHERE active");
    }

    boost::asio::io_context context;
    testkit::TestDatabase server{testkit::TestDatabase::with_schema()};
    std::unique_ptr<Database> database;
};

Async<void> begin_one(Database* database, AssetId asset, std::set<int>* revisions) {
    std::vector<std::string> profiles{"proxy"};
    const auto hash = ContentHash::parse(kHash).value();
    const auto work = co_await begin_renditions(*database, asset, hash, std::move(profiles));
    revisions->insert(work.value().at(0).make.revision);
}

Async<void> begin_at_once(Database* database, AssetId asset, std::set<int>* revisions) {
    TaskGroup group{co_await boost::asio::this_coro::executor};
    for (int i = 0; i < 8; ++i) group.spawn("begin", begin_one(database, asset, revisions));
    co_await group.join();
}

TEST_F(IngestStore, finds_the_master_of_a_complete_upload_only) {
    const auto master = found();
    EXPECT_EQ(master.object.key, "first");
    EXPECT_EQ(master.filename, "t.mxf");
    EXPECT_TRUE(master.is_current);
    EXPECT_FALSE(master.is_trashed);
    server.sql("UPDATE uploads SET version_number = NULL");
    const auto none = testkit::run(context, find_ingest_master(*database, asset(), id_of("other"), ""));
    EXPECT_EQ(none.error().kind(), ErrorKind::NotFound);
}

TEST_F(IngestStore, an_inspection_that_is_repeated_changes_nothing) {
    ASSERT_TRUE(inspected());
    const auto first = server.sql("SELECT string_agg(id::text, ',' ORDER BY id) FROM renditions");
    ASSERT_TRUE(inspected());
    EXPECT_EQ(server.sql("SELECT string_agg(id::text, ',' ORDER BY id) FROM renditions"), first);
    EXPECT_EQ(server.sql("SELECT content_hash FROM assets"), kHash);
    EXPECT_EQ(server.sql("SELECT sha256 FROM storage_objects"), kHash);
    EXPECT_EQ(server.sql("SELECT technical_metadata ->> 'duration_ms' FROM assets"), "40");
}

TEST_F(IngestStore, refuses_facts_of_a_master_that_was_replaced) {
    upload("second");
    EXPECT_EQ(inspected("first").error().kind(), ErrorKind::Conflict);
    EXPECT_EQ(states("first").error().kind(), ErrorKind::Conflict);
    EXPECT_EQ(server.sql("SELECT count(*) FROM renditions"), "0");
}

TEST_F(IngestStore, a_rendition_is_made_once_its_objects_are_there) {
    ASSERT_TRUE(inspected());
    const auto work = begun();
    ASSERT_EQ(work.size(), 2u);
    EXPECT_EQ(work[1].make.version, 2);
    ASSERT_TRUE(make(work[0], "k"));
    EXPECT_EQ(server.sql("SELECT string_agg(state, ',') FROM storage_objects WHERE kind = 'rendition'"),
              "stored,stored");
    EXPECT_EQ(make(work[0], "k").error().kind(), ErrorKind::Conflict) << "it was there before";
    EXPECT_EQ(begun()[0].status, RenditionStatus::Ready) << "what is ready is not begun again";
    EXPECT_EQ(begun()[1].status, RenditionStatus::Processing) << "a worker that died left it so";
}

TEST_F(IngestStore, who_was_thought_dead_writes_over_nothing) {
    ASSERT_TRUE(inspected());
    const auto silent = begun();
    ASSERT_TRUE(plan(silent[0], {"k1", "k1.2"}));
    const auto next = begun();
    EXPECT_EQ(next[0].id, silent[0].id);
    EXPECT_EQ(next[0].make.revision, silent[0].make.revision + 1) << "keys of its own";
    EXPECT_EQ(server.sql("SELECT string_agg(DISTINCT state, ',') FROM storage_objects WHERE storage_key LIKE 'k1%'"),
              "deleted");
    EXPECT_EQ(record(silent[0], "k1").error().kind(), ErrorKind::Conflict);
    EXPECT_EQ(plan(silent[0], {"late"}).error().kind(), ErrorKind::Conflict);
    ASSERT_TRUE(make(next[0], "k2"));
    EXPECT_EQ(record(silent[0], "k2").error().kind(), ErrorKind::Conflict);
    EXPECT_EQ(server.sql("SELECT storage_key || ' ' || revision FROM renditions WHERE status = 'ready'"), "k2 2");
}

TEST_F(IngestStore, of_many_who_take_over_each_has_keys_of_its_own) {
    ASSERT_TRUE(inspected());
    auto options = server.options();
    options.shared_connections = 8;
    Database many{context.get_executor(), options};
    std::set<int> revisions;
    testkit::run(context, begin_at_once(&many, asset(), &revisions));
    EXPECT_EQ(revisions.size(), 8u);
    testkit::run(context, many.close());
}

TEST_F(IngestStore, an_object_that_was_not_planned_makes_no_rendition) {
    ASSERT_TRUE(inspected());
    const auto work = begun();
    StoredRendition made{.id = work[0].id, .object = {"dam-proxies", "k"}, .mime_type = "video/mp4"};
    made.objects = {{"k", 3, "e", std::string(64, 'b')}};
    made.file_size_bytes = 3;
    const auto done = transact([&](Transaction& tx) { return record_made(tx, made); });
    EXPECT_EQ(done.error().kind(), ErrorKind::Conflict);
    EXPECT_EQ(server.sql("SELECT count(*) FROM renditions WHERE status = 'ready'"), "0");
}

TEST_F(IngestStore, what_failed_is_made_again_under_another_revision) {
    ASSERT_TRUE(inspected());
    const auto work = begun();
    plan(work[0], {"k"}).value();
    lose({"proxy"});
    EXPECT_EQ(server.sql("SELECT state FROM storage_objects WHERE storage_key = 'k'"), "deleted");
    EXPECT_EQ(states().value()[0].failure_reason, "no");
    ASSERT_TRUE(inspected());
    EXPECT_EQ(begun()[0].make.revision, 2);
    EXPECT_EQ(begun()[0].status, RenditionStatus::Processing);
}

TEST_F(IngestStore, a_profile_that_was_raised_is_made_in_its_new_version) {
    ASSERT_TRUE(inspected());
    begun();
    lose({});
    ASSERT_TRUE(inspected_with({{"proxy", 2, true}, {"sprite", 2, false}}));
    const auto work = begun();
    ASSERT_EQ(work.size(), 2u);
    EXPECT_EQ(work[0].make.version, 2);
    EXPECT_EQ(work[0].make.revision, 1);
    EXPECT_EQ(work[1].make.revision, 2);
    EXPECT_EQ(server.sql("SELECT status FROM renditions WHERE profile_name = 'proxy' AND profile_version = 1"),
              "failed");
}

TEST_F(IngestStore, a_version_that_was_taken_back_is_what_is_made_and_shown) {
    ASSERT_TRUE(inspected_with({{"proxy", 2, true}}));
    ASSERT_TRUE(make(begun()[0], "raised"));
    finish();
    EXPECT_EQ(server.sql("SELECT storage_key FROM renditions WHERE active"), "raised");
    upload("first-again");
    server.sql("UPDATE storage_objects SET sha256 = repeat('a', 64)");
    ASSERT_TRUE(inspected_with({{"proxy", 1, true}}, "first-again"));
    const auto work = begun();
    ASSERT_EQ(work.size(), 1u);
    EXPECT_EQ(work[0].make.version, 1);
    EXPECT_EQ(states("first-again").value().at(0).status, RenditionStatus::Processing);
    ASSERT_TRUE(make(work[0], "taken-back"));
    finish();
    EXPECT_EQ(server.sql("SELECT storage_key FROM renditions WHERE active"), "taken-back");
}

TEST_F(IngestStore, a_profile_that_is_no_more_is_not_waited_for) {
    ASSERT_TRUE(inspected());
    begun();
    lose({});
    ASSERT_TRUE(inspected_with({{"sprite", 2, false}}));
    const auto all = states().value();
    ASSERT_EQ(all.size(), 1u);
    EXPECT_EQ(all[0].profile_name, "sprite");
    ASSERT_TRUE(inspected());
    EXPECT_EQ(states().value().size(), 2u) << "it came back";
    EXPECT_EQ(begun()[0].make.revision, 2);
}

TEST_F(IngestStore, what_was_found_out_about_a_master_stays_with_it) {
    ASSERT_TRUE(inspected());
    found_out(R"({"black": [[0, 40]], "loudness": {"range_lu": 3}})");
    found_out(R"({"loudness": {"range_lu": 4}})");
    const std::string all = R"({"black": [[0, 40]], "loudness": {"range_lu": 4}})";
    EXPECT_EQ(quality(), all);
    ASSERT_TRUE(inspected());
    EXPECT_EQ(quality(), all) << "another inspection";
    upload("second");
    ASSERT_TRUE(inspected("second", std::string(64, 'd')));
    EXPECT_EQ(quality(), "none") << "of another master";
    server.sql("UPDATE assets SET master_storage_key = 'first', content_hash = NULL");
    ASSERT_TRUE(inspected());
    EXPECT_EQ(quality(), all) << "which came back";
}

TEST_F(IngestStore, of_a_purged_asset_nothing_is_planned) {
    ASSERT_TRUE(inspected());
    const auto work = begun();
    server.sql("UPDATE assets SET trashed_at = now(), purged_at = now()");
    EXPECT_EQ(plan(work[0], {"k"}).error().kind(), ErrorKind::Conflict);
    EXPECT_EQ(server.sql("SELECT count(*) FROM storage_objects WHERE kind = 'rendition'"), "0");
    const auto gone = testkit::run(context, find_ingest_master(*database, asset(), id_of("first"), ""));
    EXPECT_EQ(gone.error().kind(), ErrorKind::NotFound);
    EXPECT_EQ(inspected().error().kind(), ErrorKind::Conflict);
    EXPECT_EQ(states().error().kind(), ErrorKind::Conflict);
    EXPECT_FALSE(fail_by({.asset = asset(), .upload = id_of("first"), .reason = "no"}));
    wait_for("scratch");
    found_out(R"({"black": []})");
}

TEST_F(IngestStore, what_was_thrown_away_is_not_made_and_goes_on_when_it_comes_back) {
    ASSERT_TRUE(inspected());
    const auto work = begun();
    const FailedIngest cancelled{.asset = asset(), .upload = id_of("first"), .reason = "cancelled"};
    const auto resume = [mine = asset()](Transaction& tx) { return resume_ingest(tx, mine); };
    server.sql("UPDATE assets SET trashed_at = now()");
    EXPECT_TRUE(found().is_trashed);
    EXPECT_EQ(plan(work[0], {"k"}).error().kind(), ErrorKind::Conflict);
    EXPECT_TRUE(fail_by(cancelled));
    EXPECT_EQ(server.sql("SELECT failure_reason FROM assets"), "TrashedError: it was put into the trash");
    server.sql("UPDATE assets SET trashed_at = NULL");
    EXPECT_EQ(transact(resume).value(), id_of("first"));
    EXPECT_EQ(server.sql("SELECT status FROM assets"), "processing");
    EXPECT_TRUE(fail_by(cancelled));
    EXPECT_EQ(transact(resume).value(), std::nullopt) << "a person wanted its end";
}

TEST_F(IngestStore, an_ingest_that_was_followed_by_another_fails_nothing_of_it) {
    const auto old = ask("first", 1);
    upload("second");
    ask("second", 2);
    // The first version is restored.
    server.sql("UPDATE assets SET master_storage_key = 'first', status = 'processing'");
    EXPECT_FALSE(found(old).is_current) << "the same bytes again, by another ingest";
    const auto present = ask("first", 3);
    EXPECT_TRUE(found(present).is_current);
    ASSERT_TRUE(inspected());
    begun();
    const auto statuses = [&] { return server.sql("SELECT string_agg(DISTINCT status, ',') FROM renditions"); };
    lose_by({.upload = id_of("first"), .reason = "late", .ingest = old});
    EXPECT_EQ(statuses(), "processing");
    EXPECT_FALSE(fail_by({.asset = asset(), .upload = id_of("first"), .reason = "late", .ingest = old}));
    lose_by({.upload = id_of("first"), .reason = "no", .ingest = present});
    EXPECT_EQ(statuses(), "failed");
    EXPECT_TRUE(fail_by({.asset = asset(), .upload = id_of("first"), .reason = "no", .ingest = present}));
}

TEST_F(IngestStore, a_master_that_was_overtaken_loses_only_its_own) {
    ASSERT_TRUE(inspected());
    begun();
    upload("second");
    const std::string other(64, 'd');
    ASSERT_TRUE(inspected("second", other));
    begun(other);
    lose({}, "first");
    EXPECT_EQ(
        server.sql("SELECT string_agg(DISTINCT status, ',') FROM renditions WHERE master_sha256 = '" + other + "'"),
        "processing");
    EXPECT_EQ(
        server.sql("SELECT string_agg(DISTINCT status, ',') FROM renditions WHERE master_sha256 = '" + kHash + "'"),
        "failed");
}

TEST_F(IngestStore, the_old_version_is_shown_until_the_new_one_is_ready) {
    ASSERT_TRUE(inspected());
    ASSERT_TRUE(make(begun()[0], "k"));
    ASSERT_TRUE(make(begun()[1], "s"));
    EXPECT_EQ(shown(), "") << "not before all are there";
    EXPECT_TRUE(finish());
    EXPECT_FALSE(finish()) << "it is told once";
    EXPECT_EQ(shown(), "proxy of a, sprite of a");
    EXPECT_EQ(server.sql("SELECT status FROM assets"), "ready");

    upload("second");
    const std::string other(64, 'd');
    ASSERT_TRUE(inspected("second", other));
    ASSERT_TRUE(make(begun(other)[0], "k2"));
    EXPECT_EQ(shown(), "proxy of a, sprite of a");
    finish();
    EXPECT_EQ(shown(), "proxy of d");
}

TEST_F(IngestStore, fails_only_what_is_still_being_ingested) {
    const auto failing = [&](const std::string& name) {
        return fail_by({.asset = asset(), .upload = id_of(name), .reason = "no"});
    };
    upload("second");
    EXPECT_FALSE(failing("first")) << "another master came";
    EXPECT_TRUE(failing("second"));
    EXPECT_FALSE(failing("second"));
    EXPECT_EQ(server.sql("SELECT failure_reason FROM assets"), "no");
}

TEST_F(IngestStore, workers_draw_numbers_of_rows_and_touch_no_sequence) {
    if (server.sql("SELECT count(*) FROM pg_roles WHERE rolname = 'acervo_worker'") == "0") GTEST_SKIP();
    ASSERT_TRUE(inspected());
    EXPECT_EQ(server.sql("SELECT count(*) FROM pg_class WHERE CASE relkind WHEN 'S' THEN "
                         "has_sequence_privilege('acervo_worker', oid, 'USAGE') END"),
              "0");
    const auto superuser = testkit::require_environment("ACERVO_TEST_PG_SUPERUSER");
    testkit::run_sql(testkit::with_database(superuser, server.name()),
                     "SET ROLE acervo_worker; INSERT INTO events (type, asset_id) VALUES ('t', md5('a')::uuid); "
                     "INSERT INTO audit_log (action, object_type, object_id) VALUES ('a', 'asset', 'x')");
    EXPECT_EQ(server.sql("SELECT count(*) FROM events WHERE type = 't'"), "1");
}

TEST_F(IngestStore, says_what_an_asset_waits_for) {
    wait_for("object_storage");
    const auto version = server.sql("SELECT version FROM assets");
    wait_for("object_storage");
    EXPECT_EQ(server.sql("SELECT version FROM assets"), version) << "nothing changed";
    EXPECT_EQ(server.sql("SELECT waiting_for FROM assets WHERE waiting_since <= now()"), "object_storage");
    wait_for("");
    EXPECT_EQ(server.sql("SELECT count(*) FROM assets WHERE waiting_for IS NULL AND waiting_since IS NULL"), "1");
    upload("second");
    wait_for("scratch");
    EXPECT_EQ(server.sql("SELECT count(*) FROM assets WHERE waiting_for IS NULL"), "1") << "another master came";
}

}  // namespace
}  // namespace acervo
