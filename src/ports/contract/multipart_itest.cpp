#include "adapters/s3/md5.hpp"
#include "ports/contract/object_store_fixture.hpp"
#include "testkit/pattern.hpp"

namespace acervo {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::UnorderedElementsAreArray;

TEST_P(ObjectStoreContract, joins_parts_into_one_object) {
    const auto object = plain("film.mp4");
    const auto upload = start_upload(object);
    const std::vector parts{put_part(object, upload, 1, kPartSize), put_part(object, upload, 2, kPartSize),
                            put_part(object, upload, 3, 10)};
    EXPECT_EQ(text_of(object), "not_found");

    const auto done = run(store_->complete_multipart(object, upload, parts));
    ASSERT_TRUE(done) << done.error().message();
    EXPECT_EQ(done->size, 2 * kPartSize + 10);
    EXPECT_EQ(done->etag, s3::multipart_etag(parts));
    EXPECT_EQ(done->content_type, "video/mp4");
    EXPECT_EQ(run(store_->head(object))->size, 2 * kPartSize + 10);
    const auto second = run(store_->get(object, ByteRange{kPartSize, 2 * kPartSize - 1}));
    ASSERT_TRUE(second);
    EXPECT_EQ(run(testkit::read_pattern(second->body.get(), nullptr)), kPartSize);
    EXPECT_EQ(failure_of(run(store_->list_parts(object, upload, 0))), "not_found");
}

TEST_P(ObjectStoreContract, takes_parts_from_a_browser_that_holds_only_their_addresses) {
    const auto object = plain("film ñ+%.mp4");
    const auto upload = start_upload(object);
    std::vector<UploadedPart> parts;
    for (const int number : {1, 2}) {
        HttpRequest request{Method::Put, store_->presign_part(object, upload, number, std::chrono::minutes{5})};
        request.body = std::make_unique<testkit::PatternSource>(number == 1 ? kPartSize : 1);
        auto answer = run(browser_.send(std::move(request)));
        ASSERT_TRUE(answer) << answer.error().message();
        ASSERT_EQ(answer->status, 200) << text_of(*answer).value_or("");
        const auto etag = std::string{answer->headers.find("ETag").value_or("")};
        parts.push_back({.part_number = number, .etag = etag.substr(1, etag.size() - 2), .size = 0});
    }
    const auto done = run(store_->complete_multipart(object, upload, parts));
    ASSERT_TRUE(done) << done.error().message();
    EXPECT_EQ(done->size, kPartSize + 1);
}

TEST_P(ObjectStoreContract, completes_again_with_the_same_answer) {
    const auto object = plain("twice");
    const auto upload = start_upload(object);
    const std::vector parts{put_part(object, upload, 1, 100)};
    const auto first = run(store_->complete_multipart(object, upload, parts));
    const auto second = run(store_->complete_multipart(object, upload, parts));
    ASSERT_TRUE(first && second);
    EXPECT_EQ(second->etag, first->etag);
    EXPECT_EQ(second->size, 100U);
}

TEST_P(ObjectStoreContract, refuses_parts_that_are_not_what_was_uploaded_and_keeps_the_upload_open) {
    const auto object = plain("refused");
    const auto upload = start_upload(object);
    const auto first = put_part(object, upload, 1, kPartSize);
    const auto second = put_part(object, upload, 2, 10);
    const auto failure_with = [&](std::vector<UploadedPart> parts) {
        return failure_of(run(store_->complete_multipart(object, upload, std::move(parts))));
    };
    auto wrong = first;
    wrong.etag = "00000000000000000000000000000000";
    EXPECT_EQ(failure_with({wrong, second}), "invalid_input");
    EXPECT_EQ(failure_with({first, second, {.part_number = 3, .etag = second.etag, .size = 10}}), "invalid_input");
    EXPECT_EQ(failure_with({second, first}), "invalid_input");
    EXPECT_EQ(failure_with({first, first}), "invalid_input");
    EXPECT_EQ(failure_with({}), "invalid_input");
    EXPECT_EQ(text_of(object), "not_found");
    EXPECT_EQ(run(store_->list_parts(object, upload, 0))->parts.size(), 2U);
    EXPECT_TRUE(run(store_->complete_multipart(object, upload, {first, second})));
}

TEST_P(ObjectStoreContract, refuses_a_part_that_is_too_small_and_not_the_last) {
    const auto object = plain("small");
    const auto upload = start_upload(object);
    const std::vector parts{put_part(object, upload, 1, 1000), put_part(object, upload, 2, 1000)};
    const auto done = run(store_->complete_multipart(object, upload, parts));
    EXPECT_EQ(failure_of(done), "invalid_input");
}

TEST_P(ObjectStoreContract, takes_a_part_that_was_sent_again) {
    const auto object = plain("again");
    const auto upload = start_upload(object);
    put_part(object, upload, 1, 100);
    const auto fresh = put_part(object, upload, 1, 200);
    const auto done = run(store_->complete_multipart(object, upload, {fresh}));
    ASSERT_TRUE(done) << done.error().message();
    EXPECT_EQ(done->size, 200U);
}

/// Amazon and Ceph refuse the ETag of a part that was replaced, SeaweedFS still has its bytes: never may others be
/// joined.
TEST_P(ObjectStoreContract, joins_the_bytes_whose_etags_were_named_or_none) {
    const auto object = plain("replaced");
    const auto upload = start_upload(object);
    const auto old = put_part(object, upload, 1, 100);
    put_part(object, upload, 1, 200);
    const auto done = run(store_->complete_multipart(object, upload, {old}));
    if (done) {
        EXPECT_EQ(done->size, 100U);
    } else {
        EXPECT_EQ(failure_of(done), "invalid_input");
    }
}

TEST_P(ObjectStoreContract, knows_no_upload_that_was_aborted_or_never_begun) {
    const auto object = plain("aborted");
    const auto upload = start_upload(object);
    const auto part = put_part(object, upload, 1, 100);
    ASSERT_TRUE(run(store_->abort_multipart(object, upload)));
    EXPECT_TRUE(run(store_->abort_multipart(object, upload)));
    EXPECT_EQ(failure_of(run(store_->complete_multipart(object, upload, {part}))), "not_found");
    EXPECT_EQ(failure_of(run(store_->list_parts(object, upload, 0))), "not_found");
    const auto late = run(store_->upload_part(object, upload, 2, std::make_unique<StringSource>("x")));
    EXPECT_EQ(failure_of(late), "not_found");
    EXPECT_EQ(text_of(object), "not_found");
}

TEST_P(ObjectStoreContract, does_not_take_another_object_of_that_name_for_the_upload_s) {
    const auto object = plain("taken");
    const auto upload = start_upload(object);
    const auto part = put_part(object, upload, 1, 100);
    ASSERT_TRUE(run(store_->abort_multipart(object, upload)));
    put(object, "something else");
    EXPECT_EQ(failure_of(run(store_->complete_multipart(object, upload, {part}))), "not_found");
    EXPECT_EQ(text_of(object), "something else");
}

TEST_P(ObjectStoreContract, refuses_part_numbers_that_do_not_exist) {
    const auto object = plain("numbers");
    const auto upload = start_upload(object);
    for (const int number : {0, -1, 10'001}) {
        const auto part = run(store_->upload_part(object, upload, number, std::make_unique<StringSource>("x")));
        EXPECT_EQ(failure_of(part), "invalid_input") << number;
    }
    EXPECT_EQ(put_part(object, upload, 10'000, 1).part_number, 10'000);
}

Async<void> send_part(ObjectStore* store, ObjectAddress object, std::string upload_id, int number) {
    auto body = std::make_unique<StringSource>("ten bytes.");
    const auto part = co_await store->upload_part(std::move(object), std::move(upload_id), number, std::move(body));
    if (!part) throw std::runtime_error{part.error().message()};
}

TEST_P(ObjectStoreContract, lists_more_parts_than_one_page_holds) {
    const auto object = plain("parts");
    const auto upload = start_upload(object);
    constexpr int kParts = 1005;
    run_many(kParts, [&](std::size_t i) { return send_part(store_.get(), object, upload, static_cast<int>(i) + 1); });
    std::vector<int> numbers;
    int after = 0;
    do {
        const auto page = run(store_->list_parts(object, upload, after));
        ASSERT_TRUE(page) << page.error().message();
        for (const auto& part : page->parts) {
            numbers.push_back(part.part_number);
            EXPECT_EQ(part.size, 10U);
        }
        after = page->next;
    } while (after != 0);
    ASSERT_EQ(numbers.size(), static_cast<std::size_t>(kParts));
    for (int i = 0; i < kParts; ++i) EXPECT_EQ(numbers[static_cast<std::size_t>(i)], i + 1);
}

TEST_P(ObjectStoreContract, lists_the_uploads_that_are_not_finished) {
    std::vector<std::pair<std::string, std::string>> expected;
    for (const auto* key : {"u/a", "u/a", "u/b", "other"}) {
        expected.emplace_back(prefix_ + key, start_upload(plain(key)));
    }
    const auto listed = [&](const ObjectAddress& prefix) {
        std::vector<std::pair<std::string, std::string>> uploads;
        const auto page = run(store_->list_multiparts(prefix, "")).value();
        for (const auto& entry : page.entries) uploads.emplace_back(entry.key, entry.upload_id);
        EXPECT_EQ(page.next, "");
        return uploads;
    };
    EXPECT_THAT(listed(plain("")), UnorderedElementsAreArray(expected));
    expected.pop_back();
    EXPECT_THAT(listed(plain("u/")), UnorderedElementsAreArray(expected));
    for (const auto& [key, upload] : expected)
        EXPECT_TRUE(run(store_->abort_multipart({plain("").bucket, key}, upload)));
    EXPECT_THAT(listed(plain("u/")), IsEmpty());
}

TEST_P(ObjectStoreContract, names_the_version_that_a_completion_made) {
    const auto object = versioned("film");
    put(object, "older");
    const auto upload = start_upload(object);
    const std::vector parts{put_part(object, upload, 1, 100)};
    const auto done = run(store_->complete_multipart(object, upload, parts));
    ASSERT_TRUE(done) << done.error().message();
    const auto versions = list_versions(object);
    ASSERT_EQ(versions.size(), 2U);
    EXPECT_EQ(done->version_id, versions[0].version_id);
    EXPECT_EQ(versions[0].size, 100U);
}

}  // namespace
}  // namespace acervo
