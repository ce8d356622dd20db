#pragma once

#include <memory>
#include <string>
#include <vector>

#include "adapters/s3/s3_client.hpp"
#include "ports/object_store.hpp"

namespace acervo::s3 {

/// The port in terms of S3's calls: single objects in object_calls.cpp, uploads by parts in multipart_calls.cpp.
class S3ObjectStore final : public ObjectStore {
public:
    explicit S3ObjectStore(std::unique_ptr<S3Client> client) : client_{std::move(client)} {}

    Async<Result<ObjectInfo>> put(ObjectAddress object, std::unique_ptr<ByteSource> body,
                                  std::string content_type) override;
    Async<Result<ObjectStream>> get(ObjectAddress object, std::optional<ByteRange> range) override;
    Async<Result<ObjectInfo>> head(ObjectAddress object) override;
    Async<Result<void>> remove(ObjectAddress object, std::string version_id) override;
    Async<Result<ObjectListing>> list(ObjectAddress prefix, std::string cursor) override;
    Async<Result<ObjectListing>> list_versions(ObjectAddress prefix, std::string cursor) override;

    Async<Result<std::string>> create_multipart(ObjectAddress object, std::string content_type) override;
    Async<Result<UploadedPart>> upload_part(ObjectAddress object, std::string upload_id, int part_number,
                                            std::unique_ptr<ByteSource> body) override;
    Async<Result<PartListing>> list_parts(ObjectAddress object, std::string upload_id, int after) override;
    Async<Result<ObjectInfo>> complete_multipart(ObjectAddress object, std::string upload_id,
                                                 std::vector<UploadedPart> parts) override;
    Async<Result<void>> abort_multipart(ObjectAddress object, std::string upload_id) override;
    Async<Result<MultipartListing>> list_multiparts(ObjectAddress prefix, std::string cursor) override;

    std::string presign_get(const ObjectAddress& object, const PresignOptions& options) const override;
    std::string presign_part(const ObjectAddress& object, const std::string& upload_id, int part_number,
                             std::chrono::seconds expires) const override;
    Async<Result<void>> probe(std::string bucket) override;

private:
    /// Sends `body` and answers the ETag that the store gave it, after a look at whether it is that of the same bytes.
    Async<Result<Answer>> upload_checked(Call call, std::unique_ptr<ByteSource> body);
    /// A call on one upload by parts; NotFound when that is over.
    Async<Result<Answer>> ask_of_upload(Call call);

    /// What a completion shall bring about.
    struct Completion {
        ObjectAddress object;
        std::string upload_id;
        std::optional<std::string> etag;
        /// The sum of the parts' sizes; 0 when they are not known.
        std::uint64_t size{0};
    };
    /// What the object now is, if it is what the completion was to bring about; NotFound when it is not there, Conflict
    /// when it is another one.
    Async<Result<ObjectInfo>> completed(Completion wanted);
    /// Whether a completion that failed with `error` is worth another try, or what came of it after all.
    Async<Result<ObjectInfo>> after_failed_completion(Completion wanted, Error error);

    std::unique_ptr<S3Client> client_;
};

}  // namespace acervo::s3
