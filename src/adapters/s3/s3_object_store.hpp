#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <memory>

#include "adapters/s3/s3_options.hpp"
#include "core/result.hpp"
#include "ports/object_store.hpp"

namespace acervo {

/// A store that speaks Amazon S3's REST interface with Signature Version 4: Ceph's gateway, SeaweedFS, Amazon, …
/// It belongs to the thread of `executor`. No I/O here: a store that is down shows at the first call. InvalidInput when
/// an endpoint cannot be used.
Result<std::unique_ptr<ObjectStore>> make_s3_object_store(boost::asio::any_io_executor executor, S3Options options);

/// The same for those who look after its buckets, with the identity that may.
Result<std::unique_ptr<BucketAdministration>> make_s3_bucket_administration(boost::asio::any_io_executor executor,
                                                                            S3Options options);

}  // namespace acervo
