#include "adapters/s3/s3_object_store.hpp"

#include "adapters/s3/bucket_calls.hpp"
#include "adapters/s3/store_calls.hpp"

namespace acervo {

Result<std::unique_ptr<ObjectStore>> make_s3_object_store(boost::asio::any_io_executor executor, S3Options options) {
    auto client = s3::S3Client::make(std::move(executor), std::move(options));
    if (!client) return fail(std::move(client).error());
    return std::make_unique<s3::S3ObjectStore>(*std::move(client));
}

Result<std::unique_ptr<BucketAdministration>> make_s3_bucket_administration(boost::asio::any_io_executor executor,
                                                                            S3Options options) {
    auto client = s3::S3Client::make(std::move(executor), std::move(options));
    if (!client) return fail(std::move(client).error());
    return std::make_unique<s3::S3BucketAdministration>(*std::move(client));
}

}  // namespace acervo
