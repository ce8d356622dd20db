// Workflows that committed changes ask for, on a real database and a real Temporal server.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/asio/io_context.hpp>
#include <memory>

#include "activities/catalogue.hpp"
#include "app/relay/relay.hpp"
#include "store/outbox/outbox.hpp"
#include "temporal/client/workflow_history.hpp"
#include "testkit/environment.hpp"
#include "testkit/postgres.hpp"
#include "testkit/run.hpp"
#include "testkit/tcp_proxy.hpp"

namespace acervo {
namespace {

class RelayTest : public testing::Test {
protected:
    RelayTest() {
        auto options = server.options();
        options.shared_connections = 1;
        options.leased_connections = 1;
        database = std::make_unique<Database>(context.get_executor(), options);
        server.sql("INSERT INTO users (id, username, role) VALUES (md5('u')::uuid, 'u', 'editor')");
    }
    ~RelayTest() override { testkit::run(context, database->close()); }

    /// Of an asset of its own, whose id is also the upload's.
    std::string ask(const std::string& name, const std::string& priority = "normal") {
        const auto id = Uuid::make().to_string();
        server.sql(
            fmt::format("INSERT INTO assets (id, type, status, title, original_filename, mime_type, "
                        "file_size_bytes, master_storage_key, created_by, priority) VALUES ('{0}', 'video', "
                        "'processing', 't', '{1}', 'video/mp4', 10, 'k{0}', md5('u')::uuid, '{2}')",
                        id, name, priority));
        server.sql(fmt::format(
            "INSERT INTO storage_objects (bucket, storage_key, kind, asset_id, state, file_size_bytes, "
            "stored_at) VALUES ('dam-archive', 'k{0}', 'master', '{0}', 'stored', 10, now()); "
            "INSERT INTO uploads (id, asset_id, bucket, storage_key, mime_type, file_size_bytes, part_size, "
            "status, created_by) VALUES ('{0}', '{0}', 'dam-archive', 'k{0}', 'video/mp4', 10, 10, "
            "'completed', md5('u')::uuid)",
            id));
        const auto asset = AssetId::parse(id).value();
        const auto upload = UploadId::parse(id).value();
        const auto work = [&](Transaction& tx) { return request_ingest(tx, asset, upload); };
        return testkit::run(context, in_transaction(*database, work)).value();
    }
    temporal::Client client(const std::string& address = testkit::require_environment("ACERVO_TEST_TEMPORAL")) {
        const auto runtime = temporal::Runtime::start().value();
        auto connection = testkit::run(context, connect(runtime, address)).value();
        return temporal::Client{std::move(connection), {.name_space = "dam"}};
    }
    static Async<Result<temporal::Connection>> connect(temporal::Runtime runtime, std::string address) {
        temporal::ConnectOptions where;
        where.url = "http://" + address;
        where.identity = "relay-test";
        co_return co_await temporal::Connection::connect(runtime, std::move(where),
                                                         Deadline::after(std::chrono::seconds{20}));
    }
    Result<Relayed> relay(temporal::Client& by, int limit = 10) {
        return testkit::run(context, relay_workflows(*database, by, limit));
    }

    int settled(temporal::Client& by) {
        return testkit::run(context, settle_ended_workflows(*database, by, 10)).value();
    }
    static UploadId upload_of(AssetId asset) { return UploadId::parse(asset.to_string()).value(); }

    boost::asio::io_context context;
    testkit::TestDatabase server{testkit::TestDatabase::with_schema()};
    std::unique_ptr<Database> database;
};

TEST_F(RelayTest, starts_each_once_and_by_what_people_find_it) {
    const auto id = ask("news of today.mxf", "urgent");
    auto by = client();
    EXPECT_EQ(relay(by).value().started, 1);
    EXPECT_EQ(relay(by).value().started, 0);
    const auto found = testkit::run(context, by.handle(id).describe()).value();
    EXPECT_EQ(found.summary.workflow_type, "IngestWorkflow");
    EXPECT_EQ(found.summary.task_queue, activities::kWorkflowQueue);
    ASSERT_TRUE(found.summary.priority);
    EXPECT_EQ(found.summary.priority->priority_key, activities::kUrgentKey);
    const auto& attributes = found.summary.search_attributes;
    EXPECT_EQ(temporal::decode<std::string>(attributes.at("FileName")), "news of today.mxf");
    EXPECT_EQ(temporal::decode<std::int64_t>(attributes.at("FileSizeBytes")), 10);
    EXPECT_EQ("ingest:" + *temporal::decode<std::string>(attributes.at("AssetId")), id.substr(0, 43));
}

TEST_F(RelayTest, a_relay_that_died_before_it_could_say_so_starts_nothing_twice) {
    const auto id = ask("a.mp4");
    auto by = client();
    EXPECT_EQ(relay(by).value().started, 1);
    const auto first = testkit::run(context, by.handle(id).describe()).value().summary.execution.run_id;
    server.sql("UPDATE workflow_starts SET started_at = NULL");
    EXPECT_EQ(relay(by).value().started, 1);
    EXPECT_EQ(testkit::run(context, by.handle(id).describe()).value().summary.execution.run_id, first);
    EXPECT_EQ(server.sql("SELECT count(*) FROM workflow_starts WHERE started_at IS NOT NULL"), "1");
}

TEST_F(RelayTest, one_that_is_refused_holds_up_no_other) {
    ask("a.mp4");
    server.sql("UPDATE workflow_starts SET workflow_id = repeat('x', 1001)");
    ask("b.mp4");
    auto by = client();
    const auto done = relay(by).value();
    EXPECT_EQ(done.started, 1);
    EXPECT_EQ(done.refused, 1);
    EXPECT_EQ(server.sql("SELECT attempts FROM workflow_starts WHERE started_at IS NULL AND last_error <> '' "
                         "AND next_try_at > now()"),
              "1");
    EXPECT_EQ(relay(by).value().refused, 0) << "not before its time";
}

TEST_F(RelayTest, urgent_ones_first) {
    ask("a.mp4");
    const auto urgent = ask("b.mp4", "urgent");
    auto by = client();
    const auto done = relay(by, 1).value();
    EXPECT_EQ(done.started, 1);
    EXPECT_TRUE(done.is_full);
    EXPECT_EQ(server.sql("SELECT workflow_id FROM workflow_starts WHERE started_at IS NOT NULL"), urgent);
}

TEST_F(RelayTest, tells_a_workflow_that_it_shall_end) {
    const auto id = ask("a.mp4");
    auto by = client();
    ASSERT_TRUE(relay(by));
    const auto asset = AssetId::parse(server.sql("SELECT id FROM assets")).value();
    const auto work = [&](Transaction& tx) { return request_cancel(tx, asset); };
    EXPECT_TRUE(testkit::run(context, in_transaction(*database, work)).value());
    EXPECT_EQ(relay(by).value().cancelled, 1);
    EXPECT_EQ(relay(by).value().cancelled, 0);
    // Nobody works on this queue here, so the request stands in its history.
    const auto history =
        testkit::run(context, temporal::fetch_history(by, temporal::WorkflowExecution{id, {}})).value();
    EXPECT_THAT(temporal::to_json(history).value(), ::testing::HasSubstr("CANCEL_REQUESTED"));
}

TEST_F(RelayTest, what_was_ended_from_outside_is_failed) {
    const auto id = ask("a.mp4");
    auto by = client();
    ASSERT_TRUE(relay(by));
    EXPECT_EQ(settled(by), 0) << "not before its time";
    server.sql("UPDATE workflow_starts SET next_check_at = now()");
    EXPECT_EQ(settled(by), 0) << "it runs";
    testkit::run(context, by.handle(id).terminate("by an operator")).value();
    server.sql("UPDATE workflow_starts SET next_check_at = now()");
    EXPECT_EQ(settled(by), 1);
    EXPECT_EQ(server.sql("SELECT status || ' ' || failure_reason FROM assets"),
              "failed WorkflowEndedError: its workflow was ended from outside");
    EXPECT_EQ(server.sql("SELECT count(*) FROM events WHERE type = 'asset.failed'"), "1");
    server.sql("UPDATE workflow_starts SET next_check_at = now()");
    EXPECT_EQ(settled(by), 0) << "once";
}

TEST_F(RelayTest, an_asset_that_is_ready_or_tried_again_stays_as_it_is) {
    const auto id = ask("a.mp4");
    auto by = client();
    ASSERT_TRUE(relay(by));
    testkit::run(context, by.handle(id).terminate("by an operator")).value();
    const auto asset = AssetId::parse(server.sql("SELECT id FROM assets")).value();
    const auto again = [&, upload = upload_of(asset)](Transaction& tx) {
        return request_ingest_again(tx, asset, upload);
    };
    testkit::run(context, in_transaction(*database, again)).value();
    server.sql("UPDATE workflow_starts SET next_check_at = now()");
    EXPECT_EQ(settled(by), 1);
    EXPECT_EQ(server.sql("SELECT status FROM assets"), "processing");
}

TEST_F(RelayTest, a_cancellation_of_what_is_not_there_fails_the_asset) {
    ask("a.mp4");
    server.sql("UPDATE workflow_starts SET workflow_id = repeat('x', 1001)");
    auto by = client();
    EXPECT_EQ(relay(by).value().refused, 1);
    const auto asset = AssetId::parse(server.sql("SELECT id FROM assets")).value();
    const auto work = [&](Transaction& tx) { return request_cancel(tx, asset); };
    EXPECT_TRUE(testkit::run(context, in_transaction(*database, work)).value());
    server.sql("UPDATE workflow_starts SET workflow_id = 'ingest:nobody-started-this'");
    EXPECT_EQ(relay(by).value().cancelled, 1);
    EXPECT_EQ(server.sql("SELECT status || ' ' || failure_reason FROM assets"), "failed cancelled");
    EXPECT_EQ(relay(by).value().started, 0) << "it is not started afterwards";
}

TEST_F(RelayTest, an_ingest_that_another_one_follows_is_told_to_end) {
    const auto id = ask("a.mp4");
    auto by = client();
    ASSERT_TRUE(relay(by));
    const auto asset = AssetId::parse(server.sql("SELECT id FROM assets")).value();
    // NOLINTNEXTLINE(cppcoreguidelines-avoid-capturing-lambda-coroutines): it lives as long as its run
    const auto follow = [&](Transaction& tx) -> Async<Result<void>> {
        CO_TRY(co_await request_cancel_of_ingests(tx, asset));
        co_return co_await request_ingest_again(tx, asset, upload_of(asset));
    };
    ASSERT_TRUE(testkit::run(context, in_transaction(*database, follow)));
    const auto done = relay(by).value();
    EXPECT_EQ(done.cancelled, 1);
    EXPECT_EQ(done.started, 1);
    const auto history =
        testkit::run(context, temporal::fetch_history(by, temporal::WorkflowExecution{id, {}})).value();
    EXPECT_THAT(temporal::to_json(history).value(), ::testing::HasSubstr("CANCEL_REQUESTED"));
    EXPECT_EQ(server.sql("SELECT count(*) FROM workflow_starts WHERE cancel_requested_at IS NOT NULL"), "1");
}

TEST_F(RelayTest, one_that_was_overtaken_leaves_no_rendition_on_its_way) {
    const auto id = ask("a.mp4");
    auto by = client();
    ASSERT_TRUE(relay(by));
    server.sql(
        "UPDATE storage_objects SET sha256 = repeat('a', 64); "
        "INSERT INTO renditions (id, asset_id, master_sha256, profile_name, profile_version) "
        "SELECT gen_random_uuid(), id, repeat('a', 64), 'proxy', 1 FROM assets; "
        // Another master, that came later.
        "INSERT INTO storage_objects (bucket, storage_key, kind, asset_id, state, file_size_bytes, stored_at, "
        "sha256) SELECT 'dam-archive', 'k2', 'master', id, 'stored', 10, now(), repeat('b', 64) FROM assets; "
        "INSERT INTO uploads (id, asset_id, bucket, storage_key, mime_type, file_size_bytes, part_size, status, "
        "created_by) SELECT md5('2')::uuid, id, 'dam-archive', 'k2', 'video/mp4', 10, 10, 'completed', "
        "md5('u')::uuid FROM assets; UPDATE assets SET master_storage_key = 'k2'; "
        "INSERT INTO workflow_starts (workflow_id, workflow_type, input, asset_id) SELECT 'later', "
        "'IngestWorkflow', jsonb_build_object('upload_id', md5('2')::uuid), id FROM assets");
    testkit::run(context, by.handle(id).terminate("by an operator")).value();
    server.sql("UPDATE workflow_starts SET next_check_at = now() WHERE workflow_id <> 'later'");
    EXPECT_EQ(settled(by), 1);
    EXPECT_EQ(server.sql("SELECT status FROM renditions"), "failed");
    EXPECT_EQ(server.sql("SELECT status FROM assets"), "processing");
}

TEST_F(RelayTest, counts_nothing_against_a_workflow_while_temporal_is_away) {
    ask("a.mp4");
    const auto address = testkit::require_environment("ACERVO_TEST_TEMPORAL");
    const auto port = static_cast<std::uint16_t>(std::stoi(address.substr(address.find(':') + 1)));
    testkit::TcpProxy proxy{context, port};
    auto by = client("127.0.0.1:" + std::to_string(proxy.port())).within(std::chrono::seconds{1});
    proxy.swallow();
    EXPECT_EQ(relay(by).error().kind(), ErrorKind::Timeout);
    EXPECT_EQ(server.sql("SELECT attempts FROM workflow_starts WHERE started_at IS NULL"), "0");
    auto again = client();
    EXPECT_EQ(relay(again).value().started, 1);
}

}  // namespace
}  // namespace acervo
