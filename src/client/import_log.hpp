#pragma once

#include <filesystem>
#include <map>
#include <string>

#include "core/result.hpp"

namespace acervo::client {

/// Which files of a folder have become assets of a server: a line for each, on the disk before the next file is begun.
/// An import or a watch that was cut goes on behind the last line.
class ImportLog {
public:
    /// Below `folder`, for files of `source` and a server. Creates what is missing.
    static Result<ImportLog> open(const std::filesystem::path& folder, const std::string& server,
                                  const std::filesystem::path& source);
    ImportLog(ImportLog&& other) noexcept;
    ImportLog& operator=(ImportLog&&) = delete;
    ~ImportLog();

    /// `identity` as of InputFile: a file that was written to is another one.
    bool has(const std::string& identity) const;
    Result<void> add(const std::string& identity, const std::string& asset_id);

private:
    explicit ImportLog(int descriptor) : descriptor_{descriptor} {}
    int descriptor_;
    /// Digest of the identity → asset.
    std::map<std::string, std::string, std::less<>> done_;
};

}  // namespace acervo::client
