#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "adapters/s3/s3_object_store.hpp"
#include "net/http_client.hpp"
#include "ports/object_store.hpp"
#include "testkit/run.hpp"

namespace acervo {

/// One suite for every object store. The parameter names the variables that say where it is: `ACERVO_TEST_S3` stands
/// for ACERVO_TEST_S3_ENDPOINT, …_ACCESS_KEY, …_SECRET_KEY and …_REGION.
class ObjectStoreContract : public testing::TestWithParam<std::string> {
protected:
    ObjectStoreContract();
    ~ObjectStoreContract() override;

    S3Options options() const;
    std::unique_ptr<ObjectStore> store_of(S3Options options);
    std::unique_ptr<BucketAdministration> administration_of(S3Options options);

    /// Below a prefix of this test's own, which is emptied at its end.
    ObjectAddress plain(const std::string& key) const { return {"acervo-contract-plain", prefix_ + key}; }
    ObjectAddress versioned(const std::string& key) const { return {"acervo-contract-versioned", prefix_ + key}; }

    template <class T>
    T run(Async<T> work) {
        return testkit::run(context_, std::move(work), std::chrono::minutes{4});
    }
    /// Makes `count` calls of `work`, some at a time. Each answers an `Async<void>`.
    void run_many(std::size_t count, const std::function<Async<void>(std::size_t)>& work);
    /// Puts a small object under each of these keys.
    void put_many(std::vector<ObjectAddress> objects);
    /// Puts a text, or fails the test.
    ObjectInfo put(const ObjectAddress& object, std::string text);
    /// What the object holds, or the error's name.
    std::string text_of(const ObjectAddress& object, std::optional<ByteRange> range = {});
    Result<std::string> text_of(HttpResponse& response);
    /// Every page.
    std::vector<ObjectListing::Entry> list(const ObjectAddress& prefix);
    std::vector<ObjectListing::Entry> list_versions(const ObjectAddress& prefix);
    std::string start_upload(const ObjectAddress& object);
    UploadedPart put_part(const ObjectAddress& object, const std::string& upload_id, int number, std::uint64_t size);

    boost::asio::io_context context_;
    std::string prefix_;
    std::unique_ptr<ObjectStore> store_;
    /// A browser's part in it: a client that knows nothing of signatures.
    HttpClient browser_{context_.get_executor(), {}};

private:
    static Async<void> take_turns(std::size_t* next, std::size_t count,
                                  const std::function<Async<void>(std::size_t)>* work);
    static Async<void> put_small(ObjectStore* store, ObjectAddress object);
    static Async<void> remove_one(ObjectStore* store, ObjectAddress object, std::string version_id);
    void make_buckets();
    void empty(const ObjectAddress& prefix);
};

/// `none`, or the kind of the error by its name, so that a failed expectation can be read.
template <class T>
std::string failure_of(const Result<T>& result) {
    return result ? "none" : std::string{name_of(result.error().kind())};
}

constexpr std::uint64_t kMebibyte = std::uint64_t{1} << 20;
/// The least that every part but the last must have.
constexpr std::uint64_t kPartSize = 5 * kMebibyte;

}  // namespace acervo
