// What is shown of an asset is what PostgreSQL has at that moment, whatever lies in Redis and whatever happens to it.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/asio/io_context.hpp>
#include <memory>

#include "adapters/redis/redis_cache.hpp"
#include "app/catalogue/catalogue.hpp"
#include "app/jobs/jobs.hpp"
#include "app/jobs/work_on_jobs.hpp"
#include "redis_url.hpp"
#include "testkit/environment.hpp"
#include "testkit/postgres.hpp"
#include "testkit/run.hpp"
#include "testkit/tcp_proxy.hpp"

namespace acervo {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;

constexpr DocumentRules kRules{.from_bytes = 1000, .lifetime = 1min};
constexpr JobRules kSmall{.batch = 10};
constexpr std::size_t kMebibyte = std::size_t{1024} * 1024;

std::string quoted(const auto& id) { return "'" + id.to_string() + "'"; }

RedisRouter::Options real_redis() { return redis_of(testkit::require_environment("ACERVO_TEST_REDIS")); }

std::uint16_t port_of(const RedisRouter::Options& redis) {
    const auto& seed = redis.seeds.front();
    return static_cast<std::uint16_t>(std::stoi(seed.substr(seed.rfind(':') + 1)));
}

class AssetCacheTest : public testing::Test {
protected:
    AssetCacheTest() {
        auto options = server.options();
        options.shared_connections = 1;
        options.leased_connections = 2;
        database = std::make_unique<Database>(context.get_executor(), options);
        server.sql(fmt::format("INSERT INTO collections (id, name, created_by) VALUES ({0}, {0}, {1})", quoted(home),
                               quoted(admin.principal.user)));
    }
    ~AssetCacheTest() override { testkit::run(context, database->close()); }

    template <class T>
    T must(Async<Result<T>> work) {
        auto result = testkit::run(context, std::move(work));
        if (!result) throw std::runtime_error{result.error().message()};
        return *std::move(result);
    }
    Caller person(Role role) {
        Caller made{.principal = {.user = UserId::make(), .username = "", .role = role}, .request_id = "request-1"};
        server.sql(fmt::format("INSERT INTO users (id, username, role) VALUES ({0}, {0}, '{1}')",
                               quoted(made.principal.user), name_of(role)));
        return made;
    }
    /// With `bytes` of metadata that no compression makes smaller than a quarter.
    AssetId asset(int bytes = 8000) {
        const auto id = AssetId::make();
        server.sql(fmt::format(
            "INSERT INTO assets (id, type, status, title, original_filename, mime_type, file_size_bytes, "
            "master_storage_key, created_by, home_collection_id, editorial_metadata) VALUES ({}, 'video', 'uploading', "
            "'Clip', 'clip.mp4', 'video/mp4', 10, 'masters/x', {}, {}, {})",
            quoted(id), quoted(admin.principal.user), quoted(home), metadata("first", bytes)));
        return id;
    }
    /// SQL of a document that begins with `word`.
    static std::string metadata(const std::string& word, int bytes = 8000) {
        return fmt::format(
            "jsonb_build_object('a', '{}', 'text', (SELECT coalesce(string_agg(md5(random()::text), ''), '') FROM "
            "generate_series(1, {})))",
            word, bytes / 32);
    }
    /// Another document, as an edit makes it.
    void edit(AssetId id, const std::string& word) {
        server.sql(fmt::format("UPDATE assets SET editorial_metadata = {}, edited_at = clock_timestamp() WHERE id = {}",
                               metadata(word), quoted(id)));
    }
    static std::string key_of(AssetId id) { return "asset:" + id.to_string(); }
    RedisReply redis(AssetId id, std::vector<std::string> words) {
        words.insert(words.begin() + 1, key_of(id));
        return must(router.execute(key_of(id), std::move(words)));
    }
    std::int64_t series(const std::string& name) const {
        const auto text = metrics.text();
        return std::stoll(text.substr(text.find(name + " ") + name.size() + 1));
    }
    std::int64_t counted(const std::string& outcome) const {
        return series(fmt::format("acervo_asset_cache_total{{outcome=\"{}\"}}", outcome));
    }
    /// As the API shows it; nothing when there is none for `who`.
    std::optional<ShownAsset> shown(AssetId id, Caller who) {
        auto found = testkit::run(context, find_shown(std::move(who), id));
        if (!found && found.error().kind() != ErrorKind::NotFound) throw std::runtime_error{found.error().message()};
        if (!found) return std::nullopt;
        return *std::move(found);
    }
    Async<Result<ShownAsset>> find_shown(Caller who, AssetId id) {
        co_return co_await show_asset(*database, documents.get(), std::move(who), id);
    }
    std::string document(AssetId id) { return shown(id, admin).value().asset.editorial_metadata; }
    std::string stored(AssetId id) {
        return server.sql("SELECT editorial_metadata FROM assets WHERE id = " + quoted(id));
    }
    void wait_for_redis() {
        testkit::run_until(context, [this] { return testkit::run(context, cache->get("any")).has_value(); });
    }
    void use(RedisRouter::Options options) {
        cache = make_redis_cache(context.get_executor(), std::move(options), &metrics);
        documents = std::make_unique<DocumentCache>(*cache, kRules, &metrics);
    }
    void work_to_the_end() {
        for (int i = 0; i < 100 && must(work_on_next_job(*database, kSmall, documents.get())).worked; ++i) continue;
    }
    Job done(JobKind kind, BulkSelection selection) {
        const auto job = must(start_cache_job(*database, admin, kind, std::move(selection), std::nullopt));
        work_to_the_end();
        return must(show_job(*database, admin, job.id));
    }

    boost::asio::io_context context;
    testkit::TestDatabase server{testkit::TestDatabase::with_schema()};
    std::unique_ptr<Database> database;
    Metrics metrics;
    RedisRouter router{context.get_executor(), real_redis()};
    std::unique_ptr<Cache> cache{make_redis_cache(context.get_executor(), real_redis())};
    std::unique_ptr<DocumentCache> documents{std::make_unique<DocumentCache>(*cache, kRules, &metrics)};
    const Caller admin{person(Role::Admin)};
    const CollectionId home{CollectionId::make()};
};

TEST_F(AssetCacheTest, a_large_document_comes_from_redis_the_second_time_and_is_the_same) {
    const auto id = asset();
    const auto first = document(id);
    EXPECT_EQ(first, stored(id));
    EXPECT_EQ(counted("miss"), 1);
    EXPECT_EQ(document(id), first);
    EXPECT_EQ(counted("hit"), 1);
    const auto left = redis(id, {"PTTL"}).integer;
    EXPECT_GT(left, 0);
    EXPECT_LE(left, 60'000);
    // It is Redis that was read: what lies there under the right edit is what is shown.
    const auto seen = shown(id, admin)->asset;
    redis(id, {"SET", write_cached_document(edition_of(seen), "{\"from\": \"redis\"}")});
    EXPECT_EQ(document(id), "{\"from\": \"redis\"}");
}

TEST_F(AssetCacheTest, a_small_document_comes_with_its_row_and_redis_hears_nothing) {
    const auto id = asset(64);
    EXPECT_EQ(document(id), stored(id));
    EXPECT_EQ(counted("miss"), 0);
    EXPECT_EQ(redis(id, {"EXISTS"}).integer, 0);
}

TEST_F(AssetCacheTest, an_edit_is_seen_by_the_next_reading) {
    const auto id = asset();
    document(id);
    for (int i = 0; i < 5; ++i) {
        const auto word = fmt::format("edit-{}", i);
        edit(id, word);
        EXPECT_THAT(document(id), HasSubstr(word));
        EXPECT_EQ(document(id), stored(id));
    }
    EXPECT_EQ(counted("stale"), 5);
    EXPECT_EQ(counted("hit"), 5);
}

TEST_F(AssetCacheTest, the_number_of_an_edit_that_comes_a_second_time_is_another_edit) {
    const auto id = asset();
    edit(id, "lost");
    document(id);
    // As after a return to a backup: the same edit number, made at another moment.
    server.sql(
        fmt::format("ALTER TABLE assets DISABLE TRIGGER USER; UPDATE assets SET editorial_metadata = {}, "
                    "edited_at = edited_at + interval '1 minute' WHERE id = {}; ALTER TABLE assets ENABLE "
                    "TRIGGER USER",
                    metadata("again"), quoted(id)));
    EXPECT_THAT(document(id), HasSubstr("again"));
}

TEST_F(AssetCacheTest, rights_trash_and_hold_are_those_of_this_moment) {
    const auto id = asset();
    const auto reader = person(Role::Viewer);
    EXPECT_FALSE(shown(id, reader));
    server.sql(fmt::format("INSERT INTO collection_grants (collection_id, user_id, rights) VALUES ({}, {}, {})",
                           quoted(home), quoted(reader.principal.user), Rights{Right::View}.bits()));
    EXPECT_TRUE(shown(id, reader));
    EXPECT_TRUE(shown(id, reader)) << "from the cache";
    EXPECT_GE(counted("hit"), 1);
    server.sql("DELETE FROM collection_grants");
    EXPECT_FALSE(shown(id, reader));

    EXPECT_FALSE(shown(id, admin)->asset.legal_hold);
    server.sql("UPDATE assets SET legal_hold = true WHERE id = " + quoted(id));
    EXPECT_TRUE(shown(id, admin)->asset.legal_hold);
    server.sql("UPDATE assets SET legal_hold = false, trashed_at = now() WHERE id = " + quoted(id));
    EXPECT_TRUE(shown(id, admin)->asset.trashed_at) << "who may restore it sees it there";
}

TEST_F(AssetCacheTest, garbage_under_the_key_is_a_miss_and_is_written_over) {
    const auto id = asset();
    const auto right = document(id);
    const auto edition = edition_of(shown(id, admin)->asset);
    const std::vector<std::vector<std::string>> garbage{
        {"SET", ""},
        {"SET", "\n"},
        {"SET", std::string(5, '\0')},
        {"SET", "{}"},
        {"SET", "\xff\xfe" + right},
        {"SET", write_cached_document(edition, right).substr(0, 100)},
        {"SET", write_cached_document(edition, "no object")},
        {"SET", write_cached_document(edition, "{" + std::string(4 * kMebibyte, ' ') + "}")}};
    for (const auto& words : garbage) {
        redis(id, words);
        EXPECT_EQ(document(id), right);
        EXPECT_EQ(redis(id, {"GET"}).text, write_cached_document(edition, right)) << "mended";
    }
    EXPECT_EQ(counted("broken"), static_cast<std::int64_t>(garbage.size()));
}

TEST_F(AssetCacheTest, a_value_of_another_type_is_a_miss_and_is_written_over) {
    const auto id = asset();
    const auto right = document(id);
    for (const auto& words : std::vector<std::vector<std::string>>{{"RPUSH", "x"}, {"HSET", "a", "b"}, {"SADD", "x"}}) {
        redis(id, {"DEL"});
        redis(id, words);
        EXPECT_EQ(document(id), right);
        EXPECT_EQ(redis(id, {"TYPE"}).text, "string");
        EXPECT_EQ(document(id), right);
    }
    EXPECT_EQ(counted("broken"), 3);
}

TEST_F(AssetCacheTest, without_redis_all_is_shown_and_nobody_waits_twice) {
    const auto id = asset();
    testkit::TcpProxy proxy{context, port_of(real_redis())};
    auto options = real_redis();
    options.seeds = {fmt::format("127.0.0.1:{}", proxy.port())};
    use(std::move(options));
    wait_for_redis();
    const auto right = document(id);
    document(id);
    EXPECT_EQ(counted("hit"), 1);

    proxy.swallow();
    const auto before = std::chrono::steady_clock::now();
    constexpr int kReadings = 50;
    for (int i = 0; i < kReadings; ++i) {
        edit(id, fmt::format("edit-{}", i));
        EXPECT_EQ(document(id), stored(id));
    }
    EXPECT_EQ(counted("failed"), kReadings);
    // However slow this machine is: one call in each half second is asked, all others go on at once.
    const auto most = 2 + (std::chrono::steady_clock::now() - before) / 500ms;
    EXPECT_LE(series("acervo_cache_requests_total{operation=\"get\",outcome=\"failed\"}"), most);

    proxy.heal();
    proxy.close_lossy();
    wait_for_redis();
    EXPECT_EQ(document(id), stored(id));
    EXPECT_EQ(document(id), stored(id));
    EXPECT_EQ(counted("hit"), 2);
    EXPECT_NE(document(id), right);
}

TEST_F(AssetCacheTest, where_redis_never_was_all_is_shown) {
    const auto id = asset();
    use(nowhere());
    for (int i = 0; i < 3; ++i) EXPECT_EQ(document(id), stored(id));
    EXPECT_EQ(counted("failed"), 3);
}

TEST_F(AssetCacheTest, a_job_warms_what_a_query_finds_and_another_one_takes_it_out) {
    const auto small = asset(64);
    std::vector<AssetId> large;
    for (int i = 0; i < 25; ++i) large.push_back(asset());
    BulkSelection all;
    all.query = AssetFilter{.collection = home};
    all.excluded = {large.back()};

    const auto warmed = done(JobKind::WarmCache, all);
    EXPECT_EQ(warmed.state, JobState::Done) << warmed.error.value_or("");
    EXPECT_EQ(warmed.tally.of(JobOutcome::Cached), 24);
    EXPECT_EQ(warmed.tally.of(JobOutcome::Unchanged), 1) << "too small";
    EXPECT_EQ(redis(small, {"EXISTS"}).integer, 0);
    EXPECT_EQ(redis(large.back(), {"EXISTS"}).integer, 0) << "excluded";
    EXPECT_EQ(document(large.front()), stored(large.front()));
    EXPECT_EQ(counted("hit"), 1);
    EXPECT_EQ(counted("miss"), 0);

    all.excluded.clear();
    const auto dropped = done(JobKind::InvalidateCache, all);
    EXPECT_EQ(dropped.tally.of(JobOutcome::Dropped), 26);
    for (const auto id : large) EXPECT_EQ(redis(id, {"EXISTS"}).integer, 0);
    EXPECT_EQ(server.sql("SELECT count(*) FROM assets WHERE edit_version > 1 OR version > 1"), "0") << "no edits";
    EXPECT_EQ(testkit::run(context, undo_job(*database, admin, dropped.id)).error().kind(), ErrorKind::Conflict);
}

TEST_F(AssetCacheTest, a_job_waits_for_redis_and_can_be_cancelled_meanwhile) {
    const auto id = asset();
    BulkSelection one;
    one.assets = {id};
    const auto job = must(start_cache_job(*database, admin, JobKind::WarmCache, one, std::nullopt));
    const auto working = std::move(documents);
    const auto reached = std::move(cache);
    use(nowhere());
    EXPECT_TRUE(must(work_on_next_job(*database, kSmall, documents.get())).worked) << "it pins its selection";
    for (int i = 0; i < 3; ++i) {
        EXPECT_FALSE(testkit::run(context, work_on_next_job(*database, kSmall, documents.get())));
    }
    EXPECT_EQ(must(show_job(*database, admin, job.id)).state, JobState::Running);
    EXPECT_TRUE(must(work_on_next_job(*database, kSmall, working.get())).worked);
    EXPECT_TRUE(must(work_on_next_job(*database, kSmall, working.get())).worked);
    EXPECT_EQ(must(show_job(*database, admin, job.id)).state, JobState::Done);
    EXPECT_EQ(redis(id, {"EXISTS"}).integer, 1);

    const auto second = must(start_cache_job(*database, admin, JobKind::InvalidateCache, one, std::nullopt));
    EXPECT_TRUE(must(work_on_next_job(*database, kSmall, documents.get())).worked);
    EXPECT_EQ(must(stop_job(*database, admin, second.id)).state, JobState::Cancelled);
    EXPECT_FALSE(must(work_on_next_job(*database, kSmall, working.get())).worked);
    EXPECT_EQ(redis(id, {"EXISTS"}).integer, 1);
}

TEST_F(AssetCacheTest, a_job_fails_where_the_cache_is_switched_off_or_its_person_is_no_administrator_any_more) {
    BulkSelection one;
    one.assets = {asset()};
    const auto off = must(start_cache_job(*database, admin, JobKind::WarmCache, one, std::nullopt));
    EXPECT_TRUE(must(work_on_next_job(*database, kSmall, nullptr)).worked);
    EXPECT_FALSE(testkit::run(context, work_on_next_job(*database, kSmall, nullptr)));
    EXPECT_THAT(must(show_job(*database, admin, off.id)).error.value_or(""), HasSubstr("switched off"));

    const auto other = person(Role::Admin);
    const auto late = must(start_cache_job(*database, other, JobKind::WarmCache, one, std::nullopt));
    server.sql("UPDATE users SET role = 'editor' WHERE id = " + quoted(other.principal.user));
    EXPECT_FALSE(testkit::run(context, work_on_next_job(*database, kSmall, documents.get())));
    EXPECT_EQ(must(show_job(*database, admin, late.id)).state, JobState::Failed);
}

}  // namespace
}  // namespace acervo
