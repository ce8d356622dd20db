#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <string>

#include "core/byte_source.hpp"
#include "core/result.hpp"
#include "domain/asset/asset.hpp"

/// OpenSSL's EVP_MD_CTX.
struct evp_md_ctx_st;

namespace acervo::client {

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

private:
    InputFile(int descriptor, std::uint64_t size, std::string identity) noexcept
        : descriptor_{descriptor}, size_{size}, identity_{std::move(identity)} {}
    int descriptor_;
    std::uint64_t size_;
    std::string identity_;
};

/// The `length` bytes of `file` from `offset`, as a stream. It fails when the file has become shorter meanwhile.
std::unique_ptr<ByteSource> file_range(std::shared_ptr<const InputFile> file, std::uint64_t offset,
                                       std::uint64_t length);

/// SHA-256 (FIPS 180-4) of what is added.
class Sha256 {
public:
    Sha256();
    ~Sha256();
    Sha256(const Sha256&) = delete;
    Sha256& operator=(const Sha256&) = delete;
    void add(std::span<const char> bytes);
    /// Once, at the end.
    ContentHash finish();

private:
    evp_md_ctx_st* context_;
};

/// SHA-256 of the whole file, in one read.
Result<ContentHash> hash_of(const InputFile& file);

}  // namespace acervo::client
