#pragma once

#include <cstdint>
#include <ctime>
#include <filesystem>
#include <memory>
#include <span>
#include <string>

#include "core/byte_source.hpp"
#include "core/result.hpp"

namespace acervo {

/// An open file that several readers share; each reads at offsets of its own.
class InputFile {
public:
    /// NotFound when it is not there; InvalidInput when it is not a regular file.
    static Result<std::shared_ptr<const InputFile>> open(const std::filesystem::path& path);
    ~InputFile();
    InputFile(const InputFile&) = delete;
    InputFile& operator=(const InputFile&) = delete;

    std::uint64_t size() const noexcept { return size_; }
    /// Tells this file in this state from every other: its path, size and time of change.
    const std::string& identity() const noexcept { return identity_; }
    /// Up to `into.size()` bytes from `offset`; fewer only at the end. Internal when the disk fails.
    Result<std::size_t> read_at(std::uint64_t offset, std::span<char> into) const;
    /// Conflict when its size or time of change is no longer that of its opening.
    Result<void> check() const;

private:
    InputFile(int descriptor, std::uint64_t size, timespec changed, std::string identity) noexcept
        : descriptor_{descriptor}, size_{size}, changed_{changed}, identity_{std::move(identity)} {}
    int descriptor_;
    std::uint64_t size_;
    timespec changed_;
    std::string identity_;
};

/// The `length` bytes of `file` from `offset`, as a stream. It fails when the file has become shorter meanwhile.
std::unique_ptr<ByteSource> file_range(std::shared_ptr<const InputFile> file, std::uint64_t offset,
                                       std::uint64_t length);

}  // namespace acervo
