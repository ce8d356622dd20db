#pragma once

#include <string>

#include "app/reconcile/reconcile.hpp"
#include "store/storage_objects/storage_objects.hpp"

namespace acervo {

/// The version as the ledger writes it: S3 says `null` in a bucket without versions.
std::string version_of(const ObjectListing::Entry& entry);

/// The second look: everything the store has at one key, then its row; tells and mends what differs.
Async<Result<void>> examine_key(Reconciler& reconciler, ObjectAddress object, Reconciliation* into);

}  // namespace acervo
