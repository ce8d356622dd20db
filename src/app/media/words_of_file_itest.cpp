// Words of files beside those of people, on a real database.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/asio/io_context.hpp>
#include <memory>

#include "app/media/words_of_file.hpp"
#include "app/metadata/field_json.hpp"
#include "store/assets/edits.hpp"
#include "store/assets/trash.hpp"
#include "testkit/postgres.hpp"
#include "testkit/run.hpp"

namespace acervo {
namespace {

class WordsOfFileInTheCatalogue : public testing::Test {
protected:
    WordsOfFileInTheCatalogue() {
        auto options = server.options();
        options.shared_connections = 1;
        options.leased_connections = 1;
        database = std::make_unique<Database>(context.get_executor(), options);
        server.sql("INSERT INTO users (id, username, role) VALUES (md5('u')::uuid, 'u', 'editor')");
        server.sql(
            "INSERT INTO assets (id, type, status, title, original_filename, mime_type, file_size_bytes, "
            "master_storage_key, created_by) VALUES (md5('a')::uuid, 'image', 'processing', 'DSC_1.JPG', 'DSC_1.JPG', "
            "'image/jpeg', 10, 'k', md5('u')::uuid)");
    }
    ~WordsOfFileInTheCatalogue() override { testkit::run(context, database->close()); }

    AssetId asset() { return AssetId::parse(server.sql("SELECT md5('a')::uuid")).value(); }
    template <class Work>
    auto transact(Work work) {
        return testkit::run(context, in_transaction(*database, work));
    }
    void file_says(const std::string& headline, std::vector<std::string> keywords = {}) {
        EmbeddedMetadata file;
        file.headline = headline;
        file.keywords = std::move(keywords);
        file.city = "Cádiz";
        transact([&, id = asset()](Transaction& tx) { return take_words_of_file(tx, id, file); }).value();
    }
    void person_says(const AssetWords& words) {
        const auto by = UserId::parse(server.sql("SELECT md5('u')::uuid")).value();
        transact([&, id = asset()](Transaction& tx) { return update_words(tx, id, words, by); }).value();
    }
    AssetWords words() {
        return transact([id = asset()](Transaction& tx) { return say_nothing(tx, id); }).value();
    }
    static Async<Result<AssetWords>> say_nothing(Transaction& tx, AssetId id) {
        const auto found = CO_TRY(co_await lock_asset(tx, id));
        co_return words_of(found);
    }
    std::string column(const std::string& name) { return server.sql("SELECT " + name + " FROM assets"); }

    boost::asio::io_context context;
    testkit::TestDatabase server{testkit::TestDatabase::with_schema()};
    std::unique_ptr<Database> database;
};

TEST_F(WordsOfFileInTheCatalogue, are_an_edit_of_nobody_that_is_told) {
    server.sql("UPDATE search_dirty SET version = 0");
    file_says("El alcalde", {"pleno"});
    EXPECT_EQ(column("title || ' ' || tags::text || ' ' || edit_version || ' ' || edited_by_file"),
              "El alcalde {pleno} 2 true");
    EXPECT_EQ(column("edited_by IS NULL AND edited_at IS NOT NULL"), "t");
    EXPECT_EQ(server.sql("SELECT title || ' ' || edited_by_file FROM asset_edits"), "DSC_1.JPG false");
    EXPECT_EQ(server.sql("SELECT action || ' ' || (actor_id IS NULL) || ' ' || (details ->> 'fields') || ' ' || "
                         "(details ->> 'source') FROM audit_log"),
              "asset.edit true title,tags file");
    EXPECT_EQ(server.sql("SELECT string_agg(type, ',') FROM events"), "asset.updated");
    EXPECT_EQ(server.sql("SELECT version = (SELECT version FROM assets) FROM search_dirty"), "t");
    const auto edits = testkit::run(context, list_edits(*database, asset(), std::nullopt, 10)).value();
    ASSERT_EQ(edits.size(), 2u);
    EXPECT_TRUE(edits[0].is_from_file);
    EXPECT_FALSE(edits[1].is_from_file);
}

TEST_F(WordsOfFileInTheCatalogue, said_again_change_nothing) {
    file_says("El alcalde", {"pleno"});
    file_says("El alcalde", {"pleno"});
    EXPECT_EQ(column("edit_version"), "2");
    EXPECT_EQ(server.sql("SELECT count(*) FROM audit_log"), "1");
}

TEST_F(WordsOfFileInTheCatalogue, of_a_newer_file_take_the_place_of_the_older_ones) {
    file_says("El alcalde", {"pleno"});
    file_says("La alcaldesa");
    EXPECT_EQ(words().title, "La alcaldesa");
    EXPECT_THAT(words().tags, testing::ElementsAre("pleno")) << "it says nothing about them";
}

TEST_F(WordsOfFileInTheCatalogue, leave_a_persons_word_alone_for_ever) {
    file_says("El alcalde", {"pleno"});
    auto mine = words();
    mine.title = "Mine";
    mine.tags = {};
    person_says(mine);
    EXPECT_EQ(column("edited_by_file"), "f");
    file_says("La alcaldesa", {"otra"});
    EXPECT_EQ(words().title, "Mine");
    EXPECT_TRUE(words().tags.empty()) << "taken away by a person, and not for a file to bring back";
    EXPECT_EQ(words().description, "");
    // Back to what the file said: said by a person now.
    mine.title = "El alcalde";
    person_says(mine);
    file_says("La alcaldesa");
    EXPECT_EQ(words().title, "El alcalde");
}

TEST_F(WordsOfFileInTheCatalogue, leave_alone_what_it_was_uploaded_with) {
    server.sql("UPDATE assets SET original_filename = 'other.jpg'");
    file_says("El alcalde", {"pleno"});
    EXPECT_EQ(words().title, "DSC_1.JPG") << "no name of a file, so a person's";
    EXPECT_THAT(words().tags, testing::ElementsAre("pleno"));
}

TEST_F(WordsOfFileInTheCatalogue, know_the_name_of_an_earlier_master_for_none) {
    server.sql(
        "INSERT INTO storage_objects (bucket, storage_key, kind, asset_id) "
        "VALUES ('dam-archive', 'k', 'master', md5('a')::uuid)");
    server.sql(
        "INSERT INTO uploads (id, asset_id, bucket, storage_key, mime_type, file_size_bytes, part_size, status, "
        "created_by, original_filename) VALUES (md5('x')::uuid, md5('a')::uuid, 'dam-archive', 'k', 'image/jpeg', 10, "
        "10, "
        "'open', md5('u')::uuid, 'DSC_1.JPG')");
    server.sql("UPDATE assets SET original_filename = 'second.jpg'");
    file_says("El alcalde");
    EXPECT_EQ(words().title, "El alcalde");
}

TEST_F(WordsOfFileInTheCatalogue, fill_fields_of_the_schema_member_by_member) {
    const std::vector<Field> fields{{.name = "city"}, {.name = "program", .required = true}};
    server.sql("INSERT INTO metadata_schemas (asset_type, revision, fields, changed_by) VALUES ('image', 1, '" +
               to_json(fields) + "', md5('u')::uuid)");
    file_says("");
    EXPECT_EQ(column("editorial_metadata"), R"({"city": "Cádiz"})");
    auto mine = words();
    mine.editorial_metadata = R"({"city":"Sevilla","program":"p"})";
    person_says(mine);
    file_says("");
    EXPECT_EQ(column("editorial_metadata ->> 'city'"), "Sevilla");
    mine.editorial_metadata = R"({"program":"p"})";
    person_says(mine);
    file_says("");
    EXPECT_EQ(column("editorial_metadata ->> 'city' IS NULL"), "t");
}

TEST_F(WordsOfFileInTheCatalogue, go_with_a_purge_and_all_that_the_file_said) {
    file_says("El alcalde", {"pleno"});
    server.sql(
        "UPDATE assets SET technical_metadata = '{\"embedded\": {\"gps\": {}}}', raw_metadata = '{\"exiftool\": {}}'");
    server.sql("UPDATE assets SET status = 'ready', trashed_at = now() - interval '1 day'");
    const auto purged = transact([](Transaction& tx) { return purge_trash(tx, std::chrono::seconds{1}, 10); });
    ASSERT_EQ(purged.value().size(), 1u);
    EXPECT_EQ(column("title || tags::text || technical_metadata::text || raw_metadata::text"), "-{}{}{}");
    EXPECT_EQ(server.sql("SELECT count(*) FROM asset_edits"), "0");
}

TEST_F(WordsOfFileInTheCatalogue, are_not_said_in_the_trash) {
    server.sql("UPDATE assets SET trashed_at = now()");
    file_says("El alcalde");
    EXPECT_EQ(column("title"), "DSC_1.JPG");
}

}  // namespace
}  // namespace acervo
