#pragma once

#include <filesystem>
#include <vector>

#include "core/result.hpp"
#include "domain/asset/asset.hpp"

namespace acervo::client {

/// The files that `paths` stand for, in the order given: a file is itself, a folder every file below it whose name ends
/// as a kind of master that is known, sorted by path. Hidden files and folders, and links to folders, are passed over.
/// NotFound for a path that is not there.
Result<std::vector<std::filesystem::path>> files_of(const std::vector<std::filesystem::path>& paths);

/// A stream of unknown size, kept in a file of its own until it has been sent: the size must be known when an upload is
/// opened. It is hashed on its way. The file is gone with the object.
class SpooledInput {
public:
    /// Reads `descriptor` to its end.
    static Result<SpooledInput> read(int descriptor);
    SpooledInput(SpooledInput&& other) noexcept;
    SpooledInput& operator=(SpooledInput&&) = delete;
    ~SpooledInput();

    const std::filesystem::path& file() const noexcept { return file_; }
    const ContentHash& hash() const noexcept { return hash_; }

private:
    SpooledInput(std::filesystem::path file, ContentHash hash) : file_{std::move(file)}, hash_{std::move(hash)} {}
    std::filesystem::path file_;
    ContentHash hash_;
};

}  // namespace acervo::client
