#pragma once

#include <string>
#include <vector>

#include "core/async.hpp"
#include "core/result.hpp"
#include "ports/object_store.hpp"
#include "ports/rendition_maker.hpp"
#include "store/ingest/ingest.hpp"

namespace acervo::activities {

/// A local file and the object that it becomes.
struct FileToStore {
    MadeFile file;
    ObjectAddress object;
};

/// Writes the files, hashed on the way, large ones in parts. An upload that fails is taken back as far as the store can
/// be reached; what is left of it is the reconciler's.
Async<Result<std::vector<StoredRendition::Object>>> store_files(ObjectStore& objects, std::vector<FileToStore> files);

}  // namespace acervo::activities
