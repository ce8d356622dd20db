#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>

#include "client/api_client.hpp"
#include "domain/asset/asset.hpp"

namespace acervo::client {

struct DownloadedFile {
    std::filesystem::path file;
    std::uint64_t size{0};
    /// Of the bytes that were written.
    ContentHash hash;
};

/// Fetches the master of the asset with the API path `path`, or of one of its versions, to `target`: a file, or a
/// folder in which it gets its own name, stripped of everything that could lead elsewhere. Written beside as `.part`
/// and renamed when all bytes are there; an existing file is Conflict. Bytes that do not have the hash that the server
/// told are not kept: Internal.
Async<Result<DownloadedFile>> download_file(ApiClient& server, std::string path, std::filesystem::path target,
                                            std::function<void(std::uint64_t, std::uint64_t)> progress);

}  // namespace acervo::client
