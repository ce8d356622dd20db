// What the tables of db/migrations themselves refuse, whoever writes to them.

#include <gmock/gmock.h>

#include <map>
#include <set>
#include <stdexcept>

#include "adapters/postgres/database_fixture.hpp"

namespace acervo {
namespace {

using testing::HasSubstr;
using Edges = std::set<std::pair<std::string, std::string>>;

const testkit::TestDatabase& house_database() {
    static const auto kDatabase = testkit::TestDatabase::with_schema();
    return kDatabase;
}

/// What PostgreSQL says to `text`; empty when it does it.
std::string refusal(const std::string& text) {
    try {
        house_database().sql(text);
        return {};
    } catch (const std::runtime_error& error) {
        return error.what();
    }
}

std::string quoted(const std::string& text) { return "'" + text + "'"; }

class SchemaTest : public testing::Test {
protected:
    SchemaTest() {
        const auto user = quoted(Uuid::make().to_string());
        house_database().sql("INSERT INTO users (id, username, role) VALUES (" + user + ", " + user + ", 'editor')");
        house_database().sql(
            "INSERT INTO assets (id, type, status, title, original_filename, mime_type, file_size_bytes,"
            " master_storage_key, created_by) VALUES (" +
            asset +
            ", 'video', 'uploading', 'Clip', 'clip.mp4',"
            " 'video/mp4', 10, 'masters/x', " +
            user + ")");
        house_database().sql("INSERT INTO storage_objects (bucket, storage_key, kind) VALUES ('dam-archive', " + asset +
                             ", 'master')");
        house_database().sql(
            "INSERT INTO uploads (id, asset_id, bucket, storage_key, mime_type, file_size_bytes, part_size, created_by)"
            " VALUES (" +
            asset + ", " + asset + ", 'dam-archive', " + asset + ", 'video/mp4', 10, 5, " + user + ")");
        house_database().sql(
            "INSERT INTO renditions (id, asset_id, master_sha256, profile_name, profile_version, storage_bucket,"
            " storage_key, mime_type, file_size_bytes) VALUES (" +
            asset + ", " + asset +
            ", repeat('a', 64), 'proxy_1080p', 1,"
            " 'dam-proxies', 'proxies/x', 'video/mp4', 10)");
        house_database().sql(
            "INSERT INTO channels (type, id, name, default_profile) VALUES ('tv', 'news', 'News', 'broadcast')"
            " ON CONFLICT DO NOTHING");
        house_database().sql("INSERT INTO distributions (id, asset_id, workflow_id, requested_by) VALUES (" + asset +
                             ", " + asset + ", 'w', " + user + ")");
        house_database().sql(
            "INSERT INTO asset_distributions (id, distribution_id, asset_id, channel_type, channel_id, rendition_key,"
            " created_by, idempotency_key) VALUES (" +
            asset + ", " + asset + ", " + asset + ", 'tv', 'news', 'r', " + user + ", " + asset + ")");
    }
    /// Tries every pair of states of `table`; exactly the `legal` ones may happen.
    void expect_exactly(const std::string& table, const std::string& column, const std::vector<std::string>& states,
                        const Edges& legal) {
        const auto where = " WHERE " + std::string{table == "storage_objects" ? "storage_key" : "id"} + " = " + asset;
        for (const auto& from : states) {
            for (const auto& to : states) {
                force(table, column + " = " + quoted(from) + where);
                const auto said = refusal("UPDATE " + table + " SET " + column + " = " + quoted(to) + where);
                if (from == to || legal.contains({from, to})) {
                    EXPECT_EQ(said, "") << table << ": " << from << " to " << to;
                } else {
                    EXPECT_THAT(said, HasSubstr("that is " + from + " cannot become " + to)) << table;
                }
            }
        }
    }
    /// An update that no trigger sees; only the owner of a table can do that.
    static void force(const std::string& table, const std::string& change) {
        house_database().sql("ALTER TABLE " + table + " DISABLE TRIGGER USER; UPDATE " + table + " SET " + change +
                             "; ALTER TABLE " + table + " ENABLE TRIGGER USER");
    }

    const std::string asset{quoted(Uuid::make().to_string())};
};

TEST_F(SchemaTest, an_asset_goes_through_its_states_in_one_order_only) {
    house_database().sql("UPDATE assets SET failure_reason = 'a reason' WHERE id = " + asset);
    expect_exactly("assets", "status", {"uploading", "processing", "ready", "failed", "archived"},
                   {{"uploading", "processing"},
                    {"uploading", "failed"},
                    {"processing", "ready"},
                    {"processing", "failed"},
                    {"failed", "processing"},
                    {"ready", "processing"},
                    {"ready", "archived"},
                    {"archived", "ready"}});
}

TEST_F(SchemaTest, an_upload_goes_through_its_states_in_one_order_only) {
    expect_exactly("uploads", "status", {"open", "completing", "completed", "aborted", "expired"},
                   {{"open", "completing"},
                    {"open", "aborted"},
                    {"open", "expired"},
                    {"completing", "open"},
                    {"completing", "completed"},
                    {"completing", "aborted"},
                    {"completing", "expired"}});
}

TEST_F(SchemaTest, a_rendition_goes_through_its_states_in_one_order_only) {
    expect_exactly("renditions", "status", {"pending", "processing", "ready", "failed", "expired"},
                   {{"pending", "processing"},
                    {"pending", "failed"},
                    {"processing", "ready"},
                    {"processing", "failed"},
                    {"processing", "pending"},
                    {"failed", "pending"},
                    {"ready", "expired"}});
}

TEST_F(SchemaTest, a_publication_goes_through_its_states_in_one_order_only) {
    expect_exactly("asset_distributions", "status",
                   {"pending", "running", "success", "failed", "cancelled", "retracted"},
                   {{"pending", "running"},
                    {"pending", "failed"},
                    {"pending", "cancelled"},
                    {"running", "success"},
                    {"running", "failed"},
                    {"running", "cancelled"},
                    {"running", "pending"},
                    {"failed", "pending"},
                    {"cancelled", "pending"},
                    {"success", "retracted"},
                    {"retracted", "pending"}});
}

TEST_F(SchemaTest, a_stored_object_goes_through_its_states_in_one_order_only) {
    house_database().sql("UPDATE storage_objects SET file_size_bytes = 1, stored_at = now() WHERE storage_key = " +
                         asset);
    expect_exactly("storage_objects", "state", {"planned", "stored", "deleted"},
                   {{"planned", "stored"}, {"planned", "deleted"}, {"stored", "deleted"}});
}

TEST_F(SchemaTest, a_refused_transition_reaches_the_program_as_a_conflict) {
    boost::asio::io_context context;
    OpenDatabase database{context, house_database().options()};
    const std::string sql = "UPDATE assets SET status = 'ready' WHERE id = " + asset;
    const auto refused = testkit::run(context, database->query(Statement{"", sql}));
    ASSERT_FALSE(refused.has_value());
    EXPECT_EQ(refused.error().kind(), ErrorKind::Conflict);
    EXPECT_TRUE(is_illegal_transition(refused.error()));
    EXPECT_TRUE(violates(refused.error(), "assets_legal_transition"));
}

TEST_F(SchemaTest, every_change_of_an_asset_counts_and_waits_for_the_indexer) {
    const auto of_asset = [this](const std::string& columns) {
        return house_database().sql("SELECT concat_ws(' ', " + columns +
                                    ") FROM assets JOIN search_dirty ON asset_id = id WHERE id = " + asset);
    };
    EXPECT_EQ(of_asset("assets.version, edit_version, search_dirty.version"), "1 1 1");
    house_database().sql("UPDATE assets SET title = 'Other' WHERE id = " + asset);
    EXPECT_EQ(of_asset("assets.version, edit_version, search_dirty.version"), "2 2 2");
    house_database().sql("UPDATE assets SET status = 'processing' WHERE id = " + asset);
    EXPECT_EQ(of_asset("assets.version, edit_version, search_dirty.version"), "3 2 3")
        << "background work must not cost an editor a 412";
    EXPECT_THAT(refusal("UPDATE assets SET version = 1, edit_version = 1, title = 'x' WHERE id = " + asset), "");
    EXPECT_EQ(of_asset("assets.version, edit_version"), "4 3") << "the program cannot set them back";
}

TEST_F(SchemaTest, the_audit_log_can_only_grow) {
    house_database().sql("INSERT INTO audit_log (action, object_type, object_id) VALUES ('asset.view', 'asset', 'x')");
    for (const char* attempt : {"UPDATE audit_log SET action = 'x'", "DELETE FROM audit_log", "TRUNCATE audit_log"}) {
        EXPECT_THAT(refusal(attempt), HasSubstr("append-only")) << attempt;
    }
}

TEST_F(SchemaTest, the_role_of_the_api_has_no_more_rights_than_it_needs) {
    const auto may = [](const std::string& privilege, const std::string& table) {
        return house_database().sql("SELECT has_table_privilege('acervo_api', '" + table + "', '" + privilege + "')") ==
               "t";
    };
    EXPECT_TRUE(may("SELECT", "assets") && may("INSERT", "assets") && may("UPDATE", "assets"));
    EXPECT_TRUE(may("INSERT", "audit_log"));
    for (const char* privilege : {"UPDATE", "DELETE", "TRUNCATE"})
        EXPECT_FALSE(may(privilege, "audit_log")) << privilege;
    for (const char* privilege : {"INSERT", "UPDATE", "DELETE"})
        EXPECT_FALSE(may(privilege, "schema_migrations")) << privilege;
    for (const char* table : {"assets", "uploads", "storage_objects", "renditions"}) {
        EXPECT_FALSE(may("DELETE", table)) << table;
        EXPECT_FALSE(may("TRUNCATE", table)) << table;
    }
}

TEST_F(SchemaTest, keys_that_must_be_unique_are) {
    const auto user = house_database().sql("SELECT created_by FROM assets WHERE id = " + asset);
    EXPECT_THAT(refusal("INSERT INTO storage_objects (bucket, storage_key, kind) VALUES ('dam-archive', " + asset +
                        ", 'master')"),
                HasSubstr("storage_objects_key"));
    EXPECT_THAT(refusal("INSERT INTO users (id, username, role) SELECT gen_random_uuid(), upper(username), role FROM "
                        "users WHERE id = " +
                        quoted(user)),
                HasSubstr("users_username_key"));
    EXPECT_THAT(
        refusal("INSERT INTO asset_distributions (id, distribution_id, asset_id, channel_type, channel_id,"
                " rendition_key, created_by, idempotency_key) SELECT gen_random_uuid(), distribution_id, asset_id,"
                " channel_type, channel_id, rendition_key, created_by, idempotency_key FROM asset_distributions WHERE "
                "id = " +
                asset),
        HasSubstr("asset_distributions_idempotency_key_key"));
    house_database().sql("UPDATE assets SET external_id = " + asset + " WHERE id = " + asset);
    EXPECT_THAT(refusal("INSERT INTO assets (id, external_id, type, status, title, original_filename, mime_type,"
                        " file_size_bytes, master_storage_key, created_by) SELECT gen_random_uuid(), external_id, type,"
                        " status, title, original_filename, mime_type, file_size_bytes, master_storage_key, created_by"
                        " FROM assets WHERE id = " +
                        asset),
                HasSubstr("assets_external_id_key"));
}

}  // namespace
}  // namespace acervo
