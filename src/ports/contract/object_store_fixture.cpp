#include "ports/contract/object_store_fixture.hpp"

#include <cstdlib>
#include <set>

#include "core/id.hpp"
#include "testkit/environment.hpp"
#include "testkit/pattern.hpp"

namespace acervo {
namespace {

/// Ceph is asked too where it runs: the whole stack has one store at a time.
std::vector<std::string> stores_under_test() {
    std::vector<std::string> stores{"ACERVO_TEST_S3"};
    if (std::getenv("ACERVO_TEST_CEPH_ENDPOINT") != nullptr) {  // NOLINT(concurrency-mt-unsafe): before any thread
        stores.emplace_back("ACERVO_TEST_CEPH");
    }
    return stores;
}

}  // namespace

INSTANTIATE_TEST_SUITE_P(Stores, ObjectStoreContract, testing::ValuesIn(stores_under_test()), [](const auto& instance) {
    return instance.param.substr(std::string{"ACERVO_TEST_"}.size());
});

ObjectStoreContract::ObjectStoreContract() : prefix_{Uuid::make().to_string() + "/"}, store_{store_of(options())} {
    make_buckets();
}

ObjectStoreContract::~ObjectStoreContract() {
    empty(plain(""));
    empty(versioned(""));
}

S3Options ObjectStoreContract::options() const {
    const auto value = [](const std::string& name) { return testkit::require_environment(name.c_str()); };
    return {.endpoint = value(GetParam() + "_ENDPOINT"),
            .region = value(GetParam() + "_REGION"),
            .access_key = value(GetParam() + "_ACCESS_KEY"),
            .secret_key = Secret{value(GetParam() + "_SECRET_KEY")}};
}

std::unique_ptr<ObjectStore> ObjectStoreContract::store_of(S3Options options) {
    return make_s3_object_store(context_.get_executor(), std::move(options)).value();
}

std::unique_ptr<BucketAdministration> ObjectStoreContract::administration_of(S3Options options) {
    return make_s3_bucket_administration(context_.get_executor(), std::move(options)).value();
}

void ObjectStoreContract::make_buckets() {
    static std::set<std::string> made;
    if (!made.insert(GetParam()).second) return;
    const auto administration = administration_of(options());
    for (const bool versioning : {false, true}) {
        BucketRules rules;
        rules.versioning = versioning;
        const auto done = run(administration->ensure_bucket((versioning ? versioned("") : plain("")).bucket, rules));
        if (!done) throw std::runtime_error{done.error().message()};
    }
}

void ObjectStoreContract::empty(const ObjectAddress& prefix) {
    const auto entries = list_versions(prefix);
    run_many(entries.size(), [&](std::size_t i) {
        return remove_one(store_.get(), {prefix.bucket, entries[i].key}, entries[i].version_id);
    });
    const auto uploads = run(store_->list_multiparts(prefix, ""));
    if (!uploads) return;
    for (const auto& upload : uploads->entries) {
        EXPECT_TRUE(run(store_->abort_multipart({prefix.bucket, upload.key}, upload.upload_id)));
    }
}

Async<void> ObjectStoreContract::take_turns(std::size_t* next, std::size_t count,
                                            const std::function<Async<void>(std::size_t)>* work) {
    while (*next < count) {
        const auto turn = (*next)++;
        co_await (*work)(turn);
    }
}

void ObjectStoreContract::run_many(std::size_t count, const std::function<Async<void>(std::size_t)>& work) {
    constexpr int kAtATime = 16;
    std::size_t next = 0;
    int ended = 0;
    for (int i = 0; i < kAtATime; ++i) {
        testkit::start(context_, take_turns(&next, count, &work), [&ended] { ++ended; });
    }
    testkit::run_until(context_, [&ended] { return ended == kAtATime; }, std::chrono::minutes{4});
}

Async<void> ObjectStoreContract::put_small(ObjectStore* store, ObjectAddress object) {
    auto body = std::make_unique<StringSource>("x");
    const auto info = co_await store->put(std::move(object), std::move(body), "");
    if (!info) throw std::runtime_error{info.error().message()};
}

Async<void> ObjectStoreContract::remove_one(ObjectStore* store, ObjectAddress object, std::string version_id) {
    const auto removed = co_await store->remove(std::move(object), std::move(version_id));
    if (!removed) throw std::runtime_error{removed.error().message()};
}

void ObjectStoreContract::put_many(std::vector<ObjectAddress> objects) {
    run_many(objects.size(), [&](std::size_t i) { return put_small(store_.get(), objects[i]); });
}

ObjectInfo ObjectStoreContract::put(const ObjectAddress& object, std::string text) {
    auto info = run(store_->put(object, std::make_unique<StringSource>(std::move(text)), "text/plain"));
    if (!info) throw std::runtime_error{info.error().message()};
    return *std::move(info);
}

std::string ObjectStoreContract::text_of(const ObjectAddress& object, std::optional<ByteRange> range) {
    auto stream = run(store_->get(object, range));
    if (!stream) return failure_of(stream);
    auto text = run(read_all(*stream->body, 16 * kMebibyte));
    return text ? *std::move(text) : text.error().message();
}

Result<std::string> ObjectStoreContract::text_of(HttpResponse& response) {
    return run(read_all(*response.body, 16 * kMebibyte));
}

std::vector<ObjectListing::Entry> ObjectStoreContract::list(const ObjectAddress& prefix) {
    std::vector<ObjectListing::Entry> entries;
    std::string cursor;
    do {
        auto page = run(store_->list(prefix, cursor)).value();
        entries.insert(entries.end(), page.entries.begin(), page.entries.end());
        cursor = page.next;
    } while (!cursor.empty());
    return entries;
}

std::vector<ObjectListing::Entry> ObjectStoreContract::list_versions(const ObjectAddress& prefix) {
    std::vector<ObjectListing::Entry> entries;
    std::string cursor;
    do {
        auto page = run(store_->list_versions(prefix, cursor)).value();
        entries.insert(entries.end(), page.entries.begin(), page.entries.end());
        cursor = page.next;
    } while (!cursor.empty());
    return entries;
}

std::string ObjectStoreContract::start_upload(const ObjectAddress& object) {
    return run(store_->create_multipart(object, "video/mp4")).value();
}

UploadedPart ObjectStoreContract::put_part(const ObjectAddress& object, const std::string& upload_id, int number,
                                           std::uint64_t size) {
    auto part = run(store_->upload_part(object, upload_id, number, std::make_unique<testkit::PatternSource>(size)));
    if (!part) throw std::runtime_error{part.error().message()};
    return *std::move(part);
}

}  // namespace acervo
