#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <functional>
#include <memory>
#include <string>

#include "client/commands.hpp"
#include "core/async.hpp"
#include "core/result.hpp"
#include "ports/object_store.hpp"

namespace acervo::client {

struct ImportBucketCommand {
    /// `s3://bucket/prefix`; the prefix may be missing.
    std::string address;
    /// Where that store is: part of what an import is remembered by.
    std::string endpoint;
    /// Makes the store for the thread of this executor.
    std::function<Result<std::unique_ptr<ObjectStore>>(boost::asio::any_io_executor)> open_store;
    int parallel_parts{4};
};

/// Uploads every master below a prefix of a foreign store, with what the side-car beside it says, as `import_folder`
/// does for files: resumable at any object and part, a report at the end. The bytes go from that store to ours through
/// this program in constant memory and touch no disk. Each object is read twice, the first time for its SHA-256, so
/// that what the server has already is not sent. InvalidInput for an address that is none.
Async<Result<void>> import_bucket(Settings settings, ImportBucketCommand command);

}  // namespace acervo::client
