#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/result.hpp"
#include "ports/object_store.hpp"

/// The documents that describe a bucket, written from and read into `BucketRules`. Read by meaning: stores give back
/// the same rules in another order and form. What the port has no word for does not survive a reading.
namespace acervo::s3 {

std::string versioning_document(bool enabled);
Result<bool> read_versioning(std::string_view text);

/// Empty when there is no rule: then the configuration is to be deleted.
std::string lifecycle_document(const BucketRules& rules);
/// Sets the members that belong to the life cycle, on rules without any.
Result<BucketRules> read_lifecycle(std::string_view text);
/// Whether both say the same about the life cycle, in whatever order.
bool same_lifecycle(const BucketRules& left, const BucketRules& right);

/// Empty when there is no origin.
std::string cors_document(const std::vector<std::string>& origins);
/// The origins that may do all that `cors_document` would allow them.
Result<std::vector<std::string>> read_cors(std::string_view text);

}  // namespace acervo::s3
