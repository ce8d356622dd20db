#pragma once

#include <memory>
#include <string>

#include "adapters/s3/s3_client.hpp"
#include "ports/object_store.hpp"

namespace acervo::s3 {

class S3BucketAdministration final : public BucketAdministration {
public:
    explicit S3BucketAdministration(std::unique_ptr<S3Client> client) : client_{std::move(client)} {}

    Async<Result<void>> ensure_bucket(std::string bucket, BucketRules rules) override;
    Async<Result<BucketRules>> rules_of(std::string bucket) override;

private:
    Async<Result<void>> create_where_missing(std::string bucket);
    /// The bucket's document of one kind (`cors`, …); empty when it has none.
    Async<Result<std::string>> document_of(std::string bucket, std::string kind);
    /// Replaces it; an empty one is deleted.
    Async<Result<void>> set_document(std::string bucket, std::string kind, std::string document);

    std::unique_ptr<S3Client> client_;
};

}  // namespace acervo::s3
