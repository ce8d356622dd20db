#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>

#include "core/async.hpp"
#include "core/byte_source.hpp"
#include "core/result.hpp"
#include "domain/asset/asset.hpp"

namespace acervo::client {

/// What an upload takes its bytes from. Its ranges are read independently of each other, several at a time.
class UploadSource {
public:
    virtual ~UploadSource() = default;
    virtual std::uint64_t size() const noexcept = 0;
    /// Tells these bytes from all others: what changes has another identity.
    virtual const std::string& identity() const noexcept = 0;
    /// A stream that fails when the bytes are no longer those of the identity, as far as can be told. It must not
    /// outlive the source.
    virtual std::unique_ptr<ByteSource> range(std::uint64_t offset, std::uint64_t length) const = 0;
    /// Conflict when these bytes are no longer those of the identity, as far as can be told.
    virtual Result<void> check() const = 0;
    /// Read twice at the same time it costs no more than once: the system keeps what was read.
    virtual bool is_local() const noexcept = 0;
    /// SHA-256 of everything, in one read, beside whatever else is done.
    virtual Async<Result<ContentHash>> hash() const = 0;
};

/// NotFound when the file is not there; InvalidInput when it is not a regular file.
Result<std::shared_ptr<const UploadSource>> open_file_source(const std::filesystem::path& file);

}  // namespace acervo::client
