// Jobs on a real database: what a bulk edit touches and leaves, whoever is killed, cancels, or edits meanwhile.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/asio/io_context.hpp>
#include <memory>

#include "app/jobs/jobs.hpp"
#include "app/jobs/work_on_jobs.hpp"
#include "testkit/postgres.hpp"
#include "testkit/run.hpp"

namespace acervo {
namespace {

using testing::HasSubstr;

constexpr JobRules kSmall{.batch = 10};

std::string quoted(const auto& id) { return "'" + id.to_string() + "'"; }

class JobsTest : public testing::Test {
protected:
    JobsTest() {
        auto options = server.options();
        options.shared_connections = 1;
        options.leased_connections = 2;
        database = std::make_unique<Database>(context.get_executor(), options);
    }
    ~JobsTest() override { testkit::run(context, database->close()); }

    template <class T>
    T must(Async<Result<T>> work) {
        auto result = testkit::run(context, std::move(work));
        if (!result) throw std::runtime_error{result.error().message()};
        return *std::move(result);
    }
    template <class T>
    ErrorKind refusal(Async<Result<T>> work) {
        auto result = testkit::run(context, std::move(work));
        if (result) throw std::runtime_error{"it was done"};
        return result.error().kind();
    }
    Caller person(Role role) {
        Caller made{.principal = {.user = UserId::make(), .username = "", .role = role}, .request_id = "request-1"};
        server.sql(fmt::format("INSERT INTO users (id, username, role) VALUES ({0}, {0}, '{1}')",
                               quoted(made.principal.user), name_of(role)));
        return made;
    }
    CollectionId collection() {
        const auto id = CollectionId::make();
        server.sql(fmt::format("INSERT INTO collections (id, name, created_by) VALUES ({0}, {0}, {1})", quoted(id),
                               quoted(admin.principal.user)));
        return id;
    }
    void grant(CollectionId where, const Caller& who, Rights rights) {
        server.sql(fmt::format("INSERT INTO collection_grants (collection_id, user_id, rights) VALUES ({}, {}, {})",
                               quoted(where), quoted(who.principal.user), rights.bits()));
    }
    void fill(CollectionId home, int count, const std::string& type = "video") {
        server.sql(fmt::format(
            "INSERT INTO assets (id, type, status, title, original_filename, mime_type, file_size_bytes, tags, "
            "master_storage_key, created_by, home_collection_id, editorial_metadata) SELECT gen_random_uuid(), '{}', "
            "'uploading', 'Clip', 'clip.mp4', 'video/mp4', 10, '{{old,kept}}', 'masters/x', {}, {}, "
            "'{{\"city\": \"Lugo\"}}' FROM generate_series(1, {})",
            type, quoted(admin.principal.user), quoted(home), count));
    }
    AssetId one_of(CollectionId home) {
        return AssetId::parse(server.sql(fmt::format("SELECT id FROM assets WHERE home_collection_id = {} "
                                                     "ORDER BY id LIMIT 1",
                                                     quoted(home))))
            .value();
    }
    std::string count(const std::string& what) { return server.sql("SELECT count(*) FROM " + what); }
    static BulkOrder tagging(CollectionId where) {
        BulkOrder order;
        order.selection.query = AssetFilter{.collection = where};
        order.change.add_tags = {"new"};
        order.change.remove_tags = {"old"};
        return order;
    }
    Job start(const Caller& who, BulkOrder order) {
        return must(start_bulk_edit(*database, who, std::move(order), std::nullopt));
    }
    JobStep step(JobRules rules = kSmall) { return must(work_on_next_job(*database, rules)); }
    void work_to_the_end() {
        for (int i = 0; i < 1000 && step().worked; ++i) continue;
    }
    Job shown(const Job& job) { return must(show_job(*database, admin, job.id)); }

    boost::asio::io_context context;
    testkit::TestDatabase server{testkit::TestDatabase::with_schema()};
    std::unique_ptr<Database> database;
    const Caller admin{person(Role::Admin)};
};

TEST_F(JobsTest, a_bulk_edit_edits_each_asset_as_a_single_edit_does) {
    const auto where = collection();
    fill(where, 25);
    server.sql("DELETE FROM search_dirty");
    auto order = tagging(where);
    order.change.editorial_metadata = R"({"city":null,"program":"Telediario"})";
    const auto job = start(admin, std::move(order));
    EXPECT_EQ(job.state, JobState::Queued);
    work_to_the_end();

    const auto done = shown(job);
    EXPECT_EQ(done.state, JobState::Done);
    EXPECT_EQ(done.total, 25);
    EXPECT_EQ(done.tally.edited(), 25);
    EXPECT_TRUE(done.started_at && done.ended_at);
    EXPECT_EQ(count("assets WHERE tags = '{kept,new}' AND editorial_metadata = '{\"program\": \"Telediario\"}' AND "
                    "edit_version = 2 AND edited_by = " +
                    quoted(admin.principal.user)),
              "25");
    EXPECT_EQ(count("asset_edits WHERE edit_version = 1 AND tags = '{old,kept}'"), "25") << "history";
    EXPECT_EQ(count("events WHERE type = 'asset.updated'"), "25");
    EXPECT_EQ(count("search_dirty"), "25");
    EXPECT_EQ(count("audit_log WHERE action = 'asset.edit' AND request_id = 'request-1' AND details ->> 'fields' = "
                    "'tags,editorial_metadata' AND details ->> 'job' = " +
                    quoted(job.id)),
              "25");
    EXPECT_EQ(server.sql("SELECT details ->> 'done' FROM audit_log WHERE action = 'job.end'"), "25");
    EXPECT_EQ(count("audit_log WHERE action = 'job.start'"), "1");
}

TEST_F(JobsTest, the_selection_is_what_there_was_when_the_job_started) {
    const auto where = collection();
    fill(where, 15);
    const auto excluded = one_of(where);
    auto order = tagging(where);
    order.selection.query->tag = "old";
    order.selection.excluded = {excluded};
    const auto job = start(admin, std::move(order));
    step();
    fill(where, 5);
    step();
    EXPECT_EQ(shown(job).tally.edited(), 10);
    work_to_the_end();
    EXPECT_EQ(shown(job).tally.edited(), 14) << "also those that lost the tag of the query to the job itself";
    EXPECT_EQ(count("assets WHERE tags = '{old,kept}'"), "6");
    EXPECT_EQ(server.sql("SELECT edit_version FROM assets WHERE id = " + quoted(excluded)), "1");
}

TEST_F(JobsTest, only_what_the_person_may_edit_is_edited) {
    const auto ours = collection();
    const auto seen = collection();
    const auto hidden = collection();
    const auto editor = person(Role::Editor);
    grant(ours, editor, {Right::Edit});
    grant(seen, editor, {Right::View});
    for (const auto where : {ours, seen, hidden}) fill(where, 3);
    BulkOrder everything;
    everything.selection.query = AssetFilter{};
    everything.change.title = "Mine";
    const auto by_query = start(editor, std::move(everything));
    BulkOrder named;
    named.selection.assets = {one_of(ours), one_of(seen), one_of(hidden), AssetId::make()};
    named.change.description = "Named";
    const auto by_ids = start(editor, std::move(named));
    work_to_the_end();

    auto done = shown(by_query);
    EXPECT_EQ(done.total, 6) << "what one may not see is not in the selection";
    EXPECT_EQ(done.tally.edited(), 3);
    EXPECT_EQ(done.tally.of(JobOutcome::Forbidden), 3);
    EXPECT_EQ(count("assets WHERE title = 'Mine' AND home_collection_id = " + quoted(ours)), "3");
    EXPECT_EQ(count("assets WHERE title = 'Mine'"), "3");
    done = shown(by_ids);
    EXPECT_EQ(done.total, 4);
    EXPECT_EQ(done.tally.edited(), 1);
    EXPECT_EQ(done.tally.of(JobOutcome::Forbidden), 1);
    EXPECT_EQ(done.tally.of(JobOutcome::NotFound), 2) << "hidden and missing look the same";
    EXPECT_EQ(refusal(start_bulk_edit(*database, editor, tagging(hidden), std::nullopt)), ErrorKind::InvalidInput);
}

TEST_F(JobsTest, rights_that_are_taken_away_meanwhile_are_gone_for_the_rest) {
    const auto where = collection();
    const auto editor = person(Role::Editor);
    grant(where, editor, {Right::Edit});
    fill(where, 30);
    const auto job = start(editor, tagging(where));
    step();
    step();
    server.sql("UPDATE collection_grants SET rights = 1");
    step();
    server.sql("DELETE FROM collection_grants");
    work_to_the_end();
    const auto done = shown(job);
    EXPECT_EQ(done.tally.edited(), 10);
    EXPECT_EQ(done.tally.of(JobOutcome::Forbidden), 10);
    EXPECT_EQ(done.tally.of(JobOutcome::NotFound), 10);

    const auto other = person(Role::Editor);
    grant(where, other, {Right::Edit});
    const auto late = start(other, tagging(where));
    server.sql("UPDATE users SET disabled = true WHERE id = " + quoted(other.principal.user));
    EXPECT_EQ(refusal(work_on_next_job(*database, kSmall)), ErrorKind::Forbidden);
    EXPECT_EQ(shown(late).state, JobState::Failed);
    EXPECT_THAT(shown(late).error.value_or(""), HasSubstr("may not do that any more"));
}

TEST_F(JobsTest, metadata_that_the_schema_refuses_is_left_and_told) {
    const auto where = collection();
    fill(where, 4);
    fill(where, 3, "audio");
    server.sql(
        "INSERT INTO metadata_schemas (asset_type, revision, fields) VALUES ('audio', 1, "
        "'[{\"name\": \"city\", \"type\": \"text\", \"list\": false, \"required\": true, \"labels\": [], "
        "\"choices\": []}]')");
    auto order = tagging(where);
    order.change.editorial_metadata = R"({"city":null})";
    const auto job = start(admin, std::move(order));
    work_to_the_end();
    const auto done = shown(job);
    EXPECT_EQ(done.state, JobState::Done);
    EXPECT_EQ(done.tally.edited(), 4);
    EXPECT_EQ(done.tally.failed(), 3);
    const auto page = must(
        list_job_asset_page(*database, admin, job.id, JobAssetListing{.outcome = JobOutcome::Invalid, .limit = 2}));
    ASSERT_EQ(page.assets.size(), 2U);
    EXPECT_TRUE(page.next);
    EXPECT_THAT(page.assets[0].detail.value_or(""), HasSubstr("/editorial_metadata/city is required"));
    EXPECT_EQ(count("assets WHERE type = 'audio' AND edit_version = 1"), "3");
}

TEST_F(JobsTest, what_the_change_leaves_as_it_was_is_no_edit) {
    const auto where = collection();
    fill(where, 3);
    BulkOrder order;
    order.selection.query = AssetFilter{.collection = where};
    order.change.tags = std::vector<std::string>{"old", "kept"};
    order.change.editorial_metadata = R"({"city":"Lugo"})";
    const auto job = start(admin, std::move(order));
    // As the database reads it this is the number that is there; as text it is not.
    server.sql("UPDATE assets SET editorial_metadata = '{\"city\": \"Lugo\", \"n\": 1.0}'");
    auto same_number = tagging(where);
    same_number.change = AssetPatch{.editorial_metadata = R"({"n":1})"};
    const auto number = start(admin, std::move(same_number));
    const auto before = server.sql("SELECT sum(edit_version) FROM assets");
    work_to_the_end();
    EXPECT_EQ(shown(job).tally.of(JobOutcome::Unchanged), 3);
    EXPECT_EQ(shown(number).tally.of(JobOutcome::Unchanged), 3);
    EXPECT_EQ(server.sql("SELECT sum(edit_version) FROM assets"), before);
    EXPECT_EQ(count("events WHERE type = 'asset.updated'"), "0");
}

TEST_F(JobsTest, who_is_killed_in_the_middle_of_a_batch_has_not_done_it_and_the_next_one_does) {
    const auto where = collection();
    fill(where, 60);
    const auto job = start(admin, tagging(where));
    // Every third edit of an asset takes the server's process of this transaction with it, three times.
    server.sql(
        "CREATE SEQUENCE edits; CREATE FUNCTION die() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        "IF nextval('edits') IN (5, 23, 38) THEN PERFORM pg_terminate_backend(pg_backend_pid()); END IF; "
        "RETURN NULL; END $$; CREATE TRIGGER die AFTER UPDATE ON assets FOR EACH ROW EXECUTE FUNCTION die()");
    int killed = 0;
    for (int i = 0; i < 200 && !shown(job).has_ended(); ++i) {
        const auto taken = testkit::run(context, work_on_next_job(*database, kSmall));
        if (!taken) {
            ++killed;
            EXPECT_EQ(taken.error().kind(), ErrorKind::Unavailable) << taken.error().message();
        }
        EXPECT_EQ(count("assets WHERE tags = '{kept,new}'"), std::to_string(shown(job).tally.edited()))
            << "as many as the job says, at any moment";
    }
    EXPECT_EQ(killed, 3);
    const auto done = shown(job);
    EXPECT_EQ(done.state, JobState::Done);
    EXPECT_EQ(done.tally.edited(), 60);
    EXPECT_EQ(count("assets WHERE edit_version = 2"), "60") << "once each";
    EXPECT_EQ(count("events WHERE type = 'asset.updated'"), "60");
    EXPECT_EQ(count("audit_log WHERE action = 'asset.edit'"), "60");
}

TEST_F(JobsTest, an_undo_gives_back_what_was_there_and_leaves_what_others_edited_since) {
    const auto where = collection();
    fill(where, 12);
    const auto edited_since = one_of(where);
    auto order = tagging(where);
    order.change.title = "Bulk";
    order.change.editorial_metadata = std::string{};
    const auto job = start(admin, std::move(order));
    EXPECT_EQ(refusal(undo_job(*database, admin, job.id)), ErrorKind::Conflict) << "it has not ended";
    work_to_the_end();
    server.sql("UPDATE assets SET description = 'by hand' WHERE id = " + quoted(edited_since));
    const auto undo = must(undo_job(*database, admin, job.id));
    EXPECT_EQ(must(undo_job(*database, admin, job.id)).id, undo.id) << "the same when repeated";
    work_to_the_end();

    const auto done = shown(undo);
    EXPECT_EQ(done.kind, JobKind::Undo);
    EXPECT_EQ(done.undoes, job.id);
    EXPECT_EQ(done.tally.edited(), 11);
    EXPECT_EQ(done.tally.of(JobOutcome::EditedSince), 1);
    EXPECT_EQ(count("assets WHERE title = 'Clip' AND tags = '{old,kept}' AND editorial_metadata = "
                    "'{\"city\": \"Lugo\"}' AND edit_version = 3"),
              "11");
    EXPECT_EQ(count("assets WHERE title = 'Bulk' AND description = 'by hand' AND tags = '{kept,new}'"), "1");

    const auto redo = must(undo_job(*database, admin, undo.id));
    work_to_the_end();
    EXPECT_EQ(shown(redo).tally.edited(), 11);
    EXPECT_EQ(count("assets WHERE title = 'Bulk' AND tags = '{kept,new}'"), "12");
}

TEST_F(JobsTest, a_cancelled_job_does_nothing_more_and_what_it_did_can_be_undone) {
    const auto where = collection();
    fill(where, 30);
    const auto job = start(admin, tagging(where));
    step();
    step();
    EXPECT_EQ(must(stop_job(*database, admin, job.id)).state, JobState::Cancelled);
    work_to_the_end();
    EXPECT_EQ(shown(job).tally.edited(), 10);
    EXPECT_EQ(must(stop_job(*database, admin, job.id)).state, JobState::Cancelled) << "it stays as it is";
    EXPECT_EQ(count("audit_log WHERE action = 'job.cancel'"), "1");
    const auto undo = must(undo_job(*database, admin, job.id));
    work_to_the_end();
    EXPECT_EQ(shown(undo).tally.edited(), 10);
    EXPECT_EQ(count("assets WHERE tags = '{old,kept}'"), "30");
}

TEST_F(JobsTest, a_job_whose_record_was_deleted_is_not_undone_in_part) {
    const auto where = collection();
    fill(where, 12);
    const auto job = start(admin, tagging(where));
    work_to_the_end();
    server.sql("DELETE FROM job_assets WHERE asset_id = " + quoted(one_of(where)));
    const auto undo = must(undo_job(*database, admin, job.id));
    EXPECT_THROW(work_to_the_end(), std::runtime_error);
    EXPECT_EQ(shown(undo).state, JobState::Failed);
    EXPECT_THAT(shown(undo).error.value_or(""), HasSubstr("too long ago"));
    EXPECT_EQ(count("assets WHERE tags = '{kept,new}'"), "12");
}

TEST_F(JobsTest, a_key_that_comes_again_starts_nothing_new) {
    const auto where = collection();
    IdempotencyKey key{.owner = admin.principal.user,
                       .operation = "start_bulk_edit",
                       .key = "k",
                       .request_hash = std::string(64, 'a')};
    const auto first = must(start_bulk_edit(*database, admin, tagging(where), key));
    EXPECT_EQ(must(start_bulk_edit(*database, admin, tagging(where), key)).id, first.id);
    key.request_hash = std::string(64, 'b');
    EXPECT_EQ(refusal(start_bulk_edit(*database, admin, tagging(where), key)), ErrorKind::IdempotencyMismatch);
    EXPECT_EQ(count("jobs"), "1");
}

TEST_F(JobsTest, are_there_for_who_ordered_them_and_for_administrators) {
    const auto editor = person(Role::Editor);
    const auto other = person(Role::Editor);
    BulkOrder order;
    order.selection.query = AssetFilter{};
    order.change.title = "T";
    const auto job = start(editor, std::move(order));
    EXPECT_EQ(must(show_job(*database, editor, job.id)).id, job.id);
    EXPECT_EQ(refusal(show_job(*database, other, job.id)), ErrorKind::NotFound);
    EXPECT_EQ(refusal(stop_job(*database, other, job.id)), ErrorKind::NotFound);
    EXPECT_EQ(refusal(undo_job(*database, other, job.id)), ErrorKind::NotFound);
    EXPECT_EQ(refusal(list_job_asset_page(*database, other, job.id, {})), ErrorKind::NotFound);
    EXPECT_EQ(refusal(show_job(*database, editor, JobId::make())), ErrorKind::NotFound);
}

TEST_F(JobsTest, one_that_selects_too_much_fails_before_it_edits_anything) {
    const auto where = collection();
    fill(where, 6);
    const auto job = start(admin, tagging(where));
    EXPECT_EQ(refusal(work_on_next_job(*database, JobRules{.batch = 10, .most_assets = 5})), ErrorKind::TooLarge);
    EXPECT_EQ(shown(job).state, JobState::Failed);
    EXPECT_EQ(count("job_assets"), "0");
    EXPECT_EQ(count("assets WHERE edit_version > 1"), "0");
}

TEST_F(JobsTest, several_take_turns) {
    const auto where = collection();
    const auto small = collection();
    fill(where, 100);
    fill(small, 1);
    const auto long_one = start(admin, tagging(where));
    step();
    const auto short_one = start(admin, tagging(small));
    for (int i = 0; i < 6; ++i) step();
    EXPECT_TRUE(shown(short_one).has_ended());
    EXPECT_FALSE(shown(long_one).has_ended());
}

}  // namespace
}  // namespace acervo
