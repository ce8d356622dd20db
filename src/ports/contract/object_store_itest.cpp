#include <map>

#include "adapters/s3/md5.hpp"
#include "core/encoding.hpp"
#include "ports/contract/object_store_fixture.hpp"
#include "testkit/memory.hpp"
#include "testkit/pattern.hpp"

namespace acervo {
namespace {

using testing::ElementsAre;
using testing::Field;
using testing::IsEmpty;
using testing::UnorderedElementsAreArray;

TEST_P(ObjectStoreContract, gives_back_what_was_put) {
    const auto info = put(plain("a.txt"), "the content");
    EXPECT_EQ(info.size, 11U);
    EXPECT_EQ(info.etag, to_hex(s3::md5_of("the content")));
    EXPECT_EQ(info.version_id, "");

    const auto head = run(store_->head(plain("a.txt")));
    ASSERT_TRUE(head) << head.error().message();
    EXPECT_EQ(head->size, 11U);
    EXPECT_EQ(head->etag, info.etag);
    EXPECT_EQ(head->content_type, "text/plain");
    ASSERT_TRUE(head->last_modified);
    EXPECT_LT(std::chrono::abs(*head->last_modified - SystemClock{}.now()), std::chrono::minutes{10});
    EXPECT_EQ(text_of(plain("a.txt")), "the content");
}

TEST_P(ObjectStoreContract, keeps_an_empty_object) {
    EXPECT_EQ(put(plain("empty"), "").size, 0U);
    EXPECT_EQ(text_of(plain("empty")), "");
    EXPECT_EQ(run(store_->head(plain("empty")))->size, 0U);
}

TEST_P(ObjectStoreContract, replaces_what_is_put_again) {
    put(plain("a"), "first");
    put(plain("a"), "second");
    EXPECT_EQ(text_of(plain("a")), "second");
    EXPECT_EQ(list(plain("")).size(), 1U);
}

TEST_P(ObjectStoreContract, takes_keys_with_any_character) {
    const std::vector<std::string> keys{
        "a b", "a+b", "a%b",   "a%20b", "~", "*", "'quoted'", "\"",    "(a)",           "[b]",    "{c}", ";",   "@:",
        "?",   "#",   "a&b=c", "$",     ",", "!", "|",        "<tag>", "canción ñandú", "日本語", "😀",  "-_.", "^`"};
    for (const auto& key : keys) {
        put(plain("odd/" + key), key);
        EXPECT_EQ(text_of(plain("odd/" + key)), key);
        EXPECT_TRUE(run(store_->head(plain("odd/" + key)))) << key;
    }
    std::vector<std::string> expected;
    for (const auto& key : keys) expected.push_back(prefix_ + "odd/" + key);
    std::vector<std::string> listed;
    for (const auto& entry : list(plain("odd/"))) listed.push_back(entry.key);
    EXPECT_THAT(listed, UnorderedElementsAreArray(expected));
    listed.clear();
    for (const auto& entry : list_versions(plain("odd/"))) listed.push_back(entry.key);
    EXPECT_THAT(listed, UnorderedElementsAreArray(expected));
    for (const auto& key : keys) {
        EXPECT_TRUE(run(store_->remove(plain("odd/" + key), "")));
    }
    EXPECT_THAT(list(plain("")), IsEmpty());
}

TEST_P(ObjectStoreContract, gives_the_range_that_was_asked_for) {
    put(plain("r"), "0123456789");
    EXPECT_EQ(text_of(plain("r"), ByteRange{0, 0}), "0");
    EXPECT_EQ(text_of(plain("r"), ByteRange{3, 5}), "345");
    EXPECT_EQ(text_of(plain("r"), ByteRange{7, std::nullopt}), "789");
    EXPECT_EQ(text_of(plain("r"), ByteRange{8, 1000}), "89");
    EXPECT_EQ(text_of(plain("r"), ByteRange{10, std::nullopt}), "invalid_input");
    const auto stream = run(store_->get(plain("r"), ByteRange{3, 5}));
    ASSERT_TRUE(stream);
    EXPECT_EQ(stream->info.size, 10U);
    EXPECT_EQ(stream->body->size(), 3U);
}

TEST_P(ObjectStoreContract, does_not_find_what_is_not_there) {
    EXPECT_EQ(text_of(plain("missing")), "not_found");
    EXPECT_EQ(failure_of(run(store_->head(plain("missing")))), "not_found");
    const ObjectAddress nowhere{"acervo-contract-no-such-bucket", "a"};
    EXPECT_EQ(text_of(nowhere), "not_found");
    EXPECT_EQ(failure_of(run(store_->head(nowhere))), "not_found");
    EXPECT_EQ(failure_of(run(store_->list(nowhere, ""))), "not_found");
    EXPECT_TRUE(run(store_->remove(plain("missing"), "")));
}

TEST_P(ObjectStoreContract, lists_more_than_one_page) {
    constexpr int kObjects = 1005;
    std::map<std::string, int> seen;
    std::vector<ObjectAddress> objects;
    for (int i = 0; i < kObjects; ++i) objects.push_back(plain("many/" + std::to_string(i)));
    put_many(objects);
    put(plain("other"), "x");
    const auto first = run(store_->list(plain("many/"), ""));
    ASSERT_TRUE(first);
    EXPECT_LE(first->entries.size(), 1000U);
    EXPECT_NE(first->next, "");
    for (const auto& entry : list(plain("many/"))) ++seen[entry.key];
    EXPECT_EQ(seen.size(), static_cast<std::size_t>(kObjects));
    for (const auto& [key, times] : seen) EXPECT_EQ(times, 1) << key;
    EXPECT_EQ(list_versions(plain("many/")).size(), static_cast<std::size_t>(kObjects));
    EXPECT_EQ(list(plain("")).size(), static_cast<std::size_t>(kObjects + 1));
    EXPECT_THAT(list(plain("nothing/")), IsEmpty());
}

TEST_P(ObjectStoreContract, stores_nothing_of_a_body_that_does_not_come_to_its_end) {
    const auto shorter = run(store_->put(plain("cut"), std::make_unique<testkit::PatternSource>(100, 200), ""));
    EXPECT_EQ(failure_of(shorter), "internal");
    const auto unknown =
        run(store_->put(plain("cut"), std::make_unique<testkit::PatternSource>(100, std::nullopt), ""));
    EXPECT_EQ(failure_of(unknown), "invalid_input");
    EXPECT_EQ(text_of(plain("cut")), "not_found");
}

TEST_P(ObjectStoreContract, goes_on_after_a_stream_was_dropped) {
    put(plain("big"), std::string(4 * kMebibyte, 'x'));
    for (int i = 0; i < 3; ++i) {
        const auto stream = run(store_->get(plain("big"), std::nullopt));
        ASSERT_TRUE(stream);
        std::array<char, 10> some{};
        EXPECT_TRUE(run(stream->body->read(some)));
    }
    EXPECT_EQ(text_of(plain("big"), ByteRange{0, 1}), "xx");
}

TEST_P(ObjectStoreContract, streams_a_large_object_with_flat_memory) {
    constexpr std::uint64_t kLarge = (testkit::kSanitized ? 64 : 1024) * kMebibyte;
    const auto info = run(store_->put(plain("large"), std::make_unique<testkit::PatternSource>(kLarge), ""));
    ASSERT_TRUE(info) << info.error().message();
    const auto before = testkit::memory_in_use();
    auto peak = before;
    const auto stream = run(store_->get(plain("large"), std::nullopt));
    ASSERT_TRUE(stream) << stream.error().message();
    EXPECT_EQ(run(testkit::read_pattern(stream->body.get(), &peak)), kLarge);
    EXPECT_LT(peak - before, 8 * kMebibyte);
    // Sending must not have needed more either: what it took was given back by now, or shows as growth.
    EXPECT_LT(before, 256 * kMebibyte);
}

TEST_P(ObjectStoreContract, keeps_versions_and_hides_the_object_behind_a_delete_marker) {
    const auto object = versioned("v");
    const auto first = put(object, "first");
    const auto second = put(object, "second");
    EXPECT_NE(first.version_id, "");
    EXPECT_NE(first.version_id, second.version_id);
    EXPECT_EQ(run(store_->head(object))->version_id, second.version_id);

    ASSERT_TRUE(run(store_->remove(object, "")));
    EXPECT_EQ(text_of(object), "not_found");
    EXPECT_EQ(failure_of(run(store_->head(object))), "not_found");
    EXPECT_THAT(list(object), IsEmpty());
    const auto versions = list_versions(object);
    ASSERT_EQ(versions.size(), 3U);
    EXPECT_TRUE(versions[0].is_delete_marker);
    EXPECT_TRUE(versions[0].is_latest);
    EXPECT_EQ(versions[1].version_id, second.version_id);
    EXPECT_EQ(versions[1].size, 6U);
    EXPECT_FALSE(versions[1].is_latest);
    EXPECT_EQ(versions[2].version_id, first.version_id);

    // Without its marker the object is back; without its newest version the older one is.
    ASSERT_TRUE(run(store_->remove(object, versions[0].version_id)));
    EXPECT_EQ(text_of(object), "second");
    ASSERT_TRUE(run(store_->remove(object, second.version_id)));
    EXPECT_EQ(text_of(object), "first");
    ASSERT_TRUE(run(store_->remove(object, first.version_id)));
    EXPECT_THAT(list_versions(object), IsEmpty());
    EXPECT_TRUE(run(store_->remove(object, first.version_id)));
}

TEST_P(ObjectStoreContract, lists_more_versions_than_one_page_holds) {
    constexpr std::size_t kKeys = 255;
    constexpr std::size_t kVersions = 4;
    for (std::size_t round = 0; round < kVersions; ++round) {
        std::vector<ObjectAddress> objects;
        for (std::size_t key = 0; key < kKeys; ++key) objects.push_back(versioned("k/" + std::to_string(key)));
        put_many(objects);
    }
    std::map<std::string, std::size_t> versions_of;
    std::size_t latest = 0;
    for (const auto& entry : list_versions(versioned("k/"))) {
        ++versions_of[entry.key];
        latest += entry.is_latest ? 1 : 0;
    }
    EXPECT_EQ(versions_of.size(), kKeys);
    for (const auto& [key, count] : versions_of) EXPECT_EQ(count, kVersions) << key;
    EXPECT_EQ(latest, kKeys);
}

TEST_P(ObjectStoreContract, says_whether_it_can_be_reached_with_these_credentials) {
    EXPECT_TRUE(run(store_->probe(plain("").bucket)));
    EXPECT_EQ(failure_of(run(store_->probe("acervo-contract-no-such-bucket"))), "not_found");
    auto wrong = options();
    wrong.secret_key = Secret{"not the secret"};
    EXPECT_EQ(failure_of(run(store_of(wrong)->probe(plain("").bucket))), "internal");
    wrong = options();
    wrong.access_key = "nobody";
    EXPECT_EQ(failure_of(run(store_of(wrong)->probe(plain("").bucket))), "internal");
}

TEST_P(ObjectStoreContract, refuses_a_wrong_signature) {
    put(plain("a"), "x");
    auto wrong = options();
    wrong.secret_key = Secret{"not the secret"};
    const auto stranger = store_of(wrong);
    EXPECT_EQ(failure_of(run(stranger->head(plain("a")))), "internal");
    EXPECT_EQ(failure_of(run(stranger->get(plain("a"), std::nullopt))), "internal");
    EXPECT_EQ(failure_of(run(stranger->list(plain(""), ""))), "internal");
    EXPECT_EQ(failure_of(run(stranger->remove(plain("a"), ""))), "internal");
    const auto put = run(stranger->put(plain("b"), std::make_unique<testkit::PatternSource>(16 * kMebibyte), ""));
    EXPECT_EQ(failure_of(put), "internal");
    EXPECT_EQ(text_of(plain("a")), "x");
}

}  // namespace
}  // namespace acervo
