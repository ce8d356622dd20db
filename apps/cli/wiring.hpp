#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <memory>
#include <string>

#include "core/result.hpp"
#include "ports/object_store.hpp"

namespace acervo::cli {

/// Which foreign store is read from. What is empty comes from the environment that other tools of S3 use.
struct ForeignStore {
    /// `https://host:port`; else AWS_ENDPOINT_URL_S3, AWS_ENDPOINT_URL, else Amazon's of the region.
    std::string endpoint;
    /// Else AWS_REGION, AWS_DEFAULT_REGION, else us-east-1.
    std::string region;
    /// Section of the file of credentials; else AWS_PROFILE, else `default`.
    std::string profile;
    /// PEM file of authorities to trust.
    std::string ca_file;
};

/// Fills what is empty. No I/O.
ForeignStore completed(ForeignStore store);

/// Credentials: AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and AWS_SESSION_TOKEN, else those of the profile in
/// AWS_SHARED_CREDENTIALS_FILE (`~/.aws/credentials`). Unauthenticated when there are none.
Result<std::unique_ptr<ObjectStore>> open_foreign_store(boost::asio::any_io_executor executor, ForeignStore store);

}  // namespace acervo::cli
