#pragma once

#include <map>
#include <string>
#include <vector>

#include "core/result.hpp"
#include "domain/rendition/rendition_key.hpp"
#include "ports/object_store.hpp"

namespace acervo {

/// What a site says of its buckets.
struct BucketSettings {
    std::string archive;
    std::string proxies;
    std::string delivery;
    std::string backups;
    std::vector<std::string> cors_origins;
    /// Days after which parts of uploads that nobody completed are removed; 0 = never.
    int unfinished_days{7};
    /// Days that files of each use live; 0 = for ever. A use that is not named has its default.
    std::map<RenditionUse, int> days;
    /// The store's own expiry for every use. It counts from the making of a file, so that access no longer extends its
    /// life, and the store removes files that the database still calls `ready`.
    bool plain_expiry{false};
};

struct BucketPlan {
    std::string bucket;
    BucketRules rules;
};

/// The buckets of the platform and their rules: versions for masters only; expiry by the store where it can hit no live
/// object (on-demand renditions), or everywhere if the site wants that; never for masters or backups. InvalidInput when
/// two buckets are the same one: the rules of the one would undo those of the other, versioning of masters first.
Result<std::vector<BucketPlan>> plan_buckets(const BucketSettings& settings);

}  // namespace acervo
