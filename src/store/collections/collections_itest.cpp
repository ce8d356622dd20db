// Who sees and may do what where, asked of a real database.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/asio/io_context.hpp>
#include <memory>

#include "store/assets/assets.hpp"
#include "store/assets/list_assets.hpp"
#include "store/collections/collections.hpp"
#include "testkit/postgres.hpp"
#include "testkit/run.hpp"

namespace acervo {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::IsSupersetOf;
using testing::UnorderedElementsAre;

const testkit::TestDatabase& house_database() {
    static const auto kDatabase = testkit::TestDatabase::with_schema();
    return kDatabase;
}

std::string quoted(const auto& id) { return "'" + id.to_string() + "'"; }

template <class IdOf>
IdOf id_of(const std::string& text) {
    return IdOf::parse(text).value();
}

class CollectionsTest : public testing::Test {
protected:
    CollectionsTest() {
        auto options = server.options();
        options.shared_connections = 1;
        options.leased_connections = 2;
        database = std::make_unique<Database>(context.get_executor(), options);
    }
    ~CollectionsTest() override { testkit::run(context, database->close()); }

    template <class T>
    T must(Async<Result<T>> work) {
        auto result = testkit::run(context, std::move(work));
        if (!result) throw std::runtime_error{result.error().message()};
        if constexpr (!std::is_void_v<T>) return *std::move(result);
    }
    template <class T>
    ErrorKind refusal(Async<Result<T>> work) {
        auto result = testkit::run(context, std::move(work));
        if (result) throw std::runtime_error{"it was done"};
        return result.error().kind();
    }
    template <class Work>
    Result<void> in_tx(Work work) {
        return testkit::run(context, in_transaction(*database, work));
    }

    Principal person(Role role) {
        const Principal made{.user = UserId::make(), .username = "", .role = role};
        server.sql(fmt::format("INSERT INTO users (id, username, role) VALUES ({0}, {0}, '{1}')", quoted(made.user),
                               name_of(role)));
        return made;
    }
    CollectionId collection(const std::string& name, std::optional<CollectionId> parent = std::nullopt) {
        Collection made{.id = CollectionId::make(), .parent = parent, .name = name, .created_by = admin.user};
        if (!parent) made.name += made.id.to_string();
        const auto insert = [&](Transaction& tx) { return insert_collection(tx, made); };
        if (const auto inserted = in_tx(insert); !inserted) throw std::runtime_error{inserted.error().message()};
        return made.id;
    }
    void grant(CollectionId where, const Principal& who, Rights rights) {
        server.sql(fmt::format("INSERT INTO collection_grants (collection_id, user_id, rights) VALUES ({}, {}, {})",
                               quoted(where), quoted(who.user), rights.bits()));
    }
    AssetId asset(const Principal& maker, std::optional<CollectionId> home = std::nullopt) {
        const auto id = AssetId::make();
        server.sql(fmt::format(
            "INSERT INTO assets (id, type, status, title, original_filename, mime_type, file_size_bytes,"
            " master_storage_key, created_by, home_collection_id, created_at) VALUES ({}, 'video', 'uploading', 'Clip',"
            " 'clip.mp4', 'video/mp4', 10, 'masters/x', {}, {}, now() + interval '{} s')",
            quoted(id), quoted(maker.user), home ? quoted(*home) : "NULL", ++made_assets));
        return id;
    }
    Rights rights(const Principal& who, AssetId on) {
        const auto seen = testkit::run(context, find_asset_seen_by(*database, who, on));
        if (!seen && seen.error().kind() == ErrorKind::NotFound) return {};
        return seen.value().rights;
    }
    std::vector<AssetId> listed(const Principal& who, int limit = 100) {
        std::vector<AssetId> ids;
        std::optional<AssetPosition> after;
        for (int page = 0; page < 1000; ++page) {
            AssetListing listing{.filter = {}, .sort = AssetSort::Newest, .after = after, .limit = limit};
            const auto found = must(list_assets_seen_by(*database, who, std::move(listing)));
            for (const auto& one : found) ids.push_back(one.asset.id);
            if (found.size() < static_cast<std::size_t>(limit)) break;
            after = found.back().position;
        }
        return ids;
    }
    std::vector<std::string> names(const Principal& who, std::optional<CollectionId> parent) {
        std::vector<std::string> found;
        for (const auto& one : must(list_collections_seen_by(*database, who, parent, std::nullopt, 1000)))
            found.push_back(one.collection.name);
        return found;
    }

    boost::asio::io_context context;
    const testkit::TestDatabase& server{house_database()};
    std::unique_ptr<Database> database;
    int made_assets{0};
    const Principal admin{person(Role::Admin)};
};

TEST_F(CollectionsTest, an_upload_without_a_place_lies_in_the_inbox_of_its_maker_whom_alone_it_concerns) {
    const auto maker = person(Role::Producer);
    const auto other = person(Role::Editor);
    const auto first = asset(maker);
    const auto second = asset(maker);
    EXPECT_EQ(rights(maker, first), (Rights{Right::View, Right::DownloadProxy, Right::DownloadMaster, Right::Edit}));
    EXPECT_TRUE(rights(other, first).empty());
    EXPECT_EQ(rights(admin, first), Rights::all());
    EXPECT_THAT(listed(maker), ElementsAre(second, first));
    EXPECT_THAT(listed(other), IsEmpty());
    EXPECT_THAT(listed(admin), IsSupersetOf({first, second}));
}

TEST_F(CollectionsTest, rights_go_down_the_tree_and_not_up_or_aside) {
    const auto root = collection("news");
    const auto sports = collection("sports", root);
    const auto football = collection("football", sports);
    const auto politics = collection("politics", root);
    const auto editor = person(Role::Editor);
    grant(sports, editor, {Right::Edit});
    EXPECT_TRUE(rights(editor, asset(admin, football)).has(Right::Edit));
    EXPECT_TRUE(rights(editor, asset(admin, sports)).has(Right::Edit));
    EXPECT_TRUE(rights(editor, asset(admin, root)).empty());
    EXPECT_TRUE(rights(editor, asset(admin, politics)).empty());
    EXPECT_EQ(listed(editor).size(), 2U);
}

TEST_F(CollectionsTest, what_a_group_was_granted_its_members_have_until_they_leave) {
    const auto place = collection("desk");
    const auto member = person(Role::Editor);
    const auto group = quoted(Uuid::make());
    server.sql("INSERT INTO groups (id, name) VALUES (" + group + ", " + group + ")");
    server.sql(
        fmt::format("INSERT INTO group_members (group_id, user_id) VALUES ({}, {})", group, quoted(member.user)));
    server.sql(fmt::format("INSERT INTO collection_grants (collection_id, group_id, rights) VALUES ({}, {}, 17)",
                           quoted(place), group));
    grant(place, member, {Right::Edit});
    const auto one = asset(admin, place);
    EXPECT_EQ(rights(member, one), (Rights{Right::Edit, Right::Distribute})) << "the union of both";
    server.sql("DELETE FROM group_members WHERE group_id = " + group);
    EXPECT_EQ(rights(member, one), (Rights{Right::Edit}));
}

TEST_F(CollectionsTest, a_linked_asset_has_the_rights_of_all_its_places_and_is_listed_once) {
    const auto home = collection("home");
    const auto linked = collection("linked");
    const auto editor = person(Role::Editor);
    grant(home, editor, {Right::View});
    grant(linked, editor, {Right::DownloadMaster});
    const auto one = asset(admin, home);
    const auto version = server.sql("SELECT version FROM assets WHERE id = " + quoted(one));
    ASSERT_TRUE(in_tx([&](Transaction& tx) { return link_asset(tx, one, linked); }));
    EXPECT_NE(server.sql("SELECT version FROM assets WHERE id = " + quoted(one)), version) << "the index must know";
    EXPECT_EQ(rights(editor, one), (Rights{Right::DownloadMaster}));
    EXPECT_THAT(listed(editor), ElementsAre(one));
    ASSERT_TRUE(in_tx([&](Transaction& tx) { return unlink_asset(tx, one, linked); }));
    EXPECT_EQ(rights(editor, one), (Rights{Right::View}));
    const auto from_home = in_tx([&](Transaction& tx) { return unlink_asset(tx, one, home); });
    ASSERT_FALSE(from_home);
    EXPECT_EQ(from_home.error().kind(), ErrorKind::Conflict);
}

TEST_F(CollectionsTest, a_restricted_asset_is_found_and_listed_only_by_who_manages_its_home_or_is_named_on_it) {
    const auto home = collection("secret");
    const auto elsewhere = collection("elsewhere");
    const auto editor = person(Role::Editor);
    const auto chief = person(Role::Editor);
    const auto outsider = person(Role::Editor);
    const auto named = person(Role::Viewer);
    grant(home, editor, {Right::Edit});
    grant(home, chief, {Right::Manage});
    grant(elsewhere, outsider, {Right::Manage});
    const auto one = asset(admin, home);
    ASSERT_TRUE(in_tx([&](Transaction& tx) { return link_asset(tx, one, elsewhere); }));
    server.sql("UPDATE assets SET restricted = true WHERE id = " + quoted(one));
    server.sql(
        fmt::format("INSERT INTO asset_readers (asset_id, user_id, created_at) "
                    "SELECT id, {}, created_at FROM assets WHERE id = {}",
                    quoted(named.user), quoted(one)));
    for (const auto* who : {&editor, &outsider}) {
        EXPECT_TRUE(rights(*who, one).empty());
        EXPECT_THAT(listed(*who), IsEmpty());
    }
    for (const auto* who : {&chief, &named}) {
        EXPECT_TRUE(rights(*who, one).has(Right::View));
        EXPECT_THAT(listed(*who), ElementsAre(one));
    }
}

TEST_F(CollectionsTest, many_collections_and_few_are_listed_alike) {
    const auto editor = person(Role::Editor);
    const auto root = collection("wide");
    std::vector<CollectionId> places;
    std::vector<AssetId> newest_first;
    const auto fill = [&] {
        places.push_back(collection(fmt::format("c{}", places.size()), root));
        for (int i = 0; i < 2; ++i) newest_first.insert(newest_first.begin(), asset(admin, places.back()));
        asset(admin);  // somebody else's in between
    };
    for (int i = 0; i < 5; ++i) fill();
    grant(root, editor, {Right::View});
    EXPECT_EQ(listed(editor, 3), newest_first) << "a few";
    for (int i = 0; i < 80; ++i) fill();
    EXPECT_EQ(listed(editor, 7), newest_first) << "many";
}

TEST_F(CollectionsTest, a_branch_moves_with_all_below_it_and_never_below_itself) {
    const auto a = collection("a");
    const auto b = collection("b");
    const auto child = collection("child", a);
    const auto leaf = collection("leaf", child);
    const auto editor = person(Role::Editor);
    grant(b, editor, {Right::Edit});
    const auto one = asset(admin, leaf);
    EXPECT_TRUE(rights(editor, one).empty());
    ASSERT_TRUE(in_tx([&](Transaction& tx) { return update_collection(tx, child, "child", b); }));
    EXPECT_TRUE(rights(editor, one).has(Right::Edit));
    EXPECT_EQ(server.sql("SELECT string_agg(depth::text, ',' ORDER BY depth) FROM collection_ancestors "
                         "WHERE collection_id = " +
                         quoted(leaf)),
              "0,1,2");
    for (const auto below : {child, leaf}) {
        const auto ring = in_tx([&](Transaction& tx) { return update_collection(tx, child, "child", below); });
        ASSERT_FALSE(ring);
        EXPECT_NE(ring.error().kind(), ErrorKind::Internal) << ring.error().message();
    }
    ASSERT_TRUE(in_tx([&](Transaction& tx) { return update_collection(tx, child, "child", a); }));
    EXPECT_TRUE(rights(editor, one).empty());
}

TEST_F(CollectionsTest, each_sees_the_branches_that_are_open_to_him_from_their_tops) {
    const auto root = collection("root");
    const auto open = collection("open", root);
    collection("closed", root);
    const auto inner = collection("inner", open);
    const auto editor = person(Role::Editor);
    grant(open, editor, {Right::View});
    grant(inner, editor, {Right::Edit});
    EXPECT_THAT(names(editor, std::nullopt), ElementsAre("open"));
    EXPECT_THAT(names(editor, open), ElementsAre("inner"));
    EXPECT_THAT(names(editor, root), ElementsAre("open"));
    EXPECT_THAT(names(admin, root), ElementsAre("closed", "open"));
    EXPECT_EQ(refusal(find_collection_seen_by(*database, editor, root)), ErrorKind::NotFound);
    EXPECT_EQ(must(find_collection_seen_by(*database, editor, inner)).rights, (Rights{Right::Edit}));
}

TEST_F(CollectionsTest, a_collection_goes_only_when_it_is_empty_and_names_are_taken_once_in_a_place) {
    const auto root = collection("top");
    const auto child = collection("twin", root);
    const auto twin = in_tx([&](Transaction& tx) {
        Collection second{.id = CollectionId::make(), .parent = root, .name = "TWIN", .created_by = admin.user};
        return insert_collection(tx, second);
    });
    ASSERT_FALSE(twin);
    EXPECT_EQ(twin.error().kind(), ErrorKind::Conflict);
    const auto refused = [&](CollectionId id) {
        const auto deleted = in_tx([&](Transaction& tx) { return delete_collection(tx, id); });
        return !deleted && deleted.error().kind() == ErrorKind::Conflict;
    };
    EXPECT_TRUE(refused(root)) << "a child is in it";
    asset(admin, child);
    EXPECT_TRUE(refused(child)) << "an asset is in it";
    const auto empty = collection("empty", root);
    EXPECT_FALSE(refused(empty));
}

TEST_F(CollectionsTest, a_tree_has_an_end) {
    auto at = collection("deep");
    for (int depth = 1; depth <= 32; ++depth) at = collection("d", at);
    const auto deeper = in_tx([&](Transaction& tx) {
        Collection one{.id = CollectionId::make(), .parent = at, .name = "d", .created_by = admin.user};
        return insert_collection(tx, one);
    });
    ASSERT_FALSE(deeper);
    EXPECT_EQ(deeper.error().kind(), ErrorKind::InvalidInput) << deeper.error().message();
}

}  // namespace
}  // namespace acervo
