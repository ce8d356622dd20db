#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>

#include "client/api_client.hpp"
#include "domain/asset/asset.hpp"

namespace acervo::client {

struct UploadOrder {
    std::filesystem::path file;
    /// The file's name when empty.
    std::string title;
    std::string description;
    std::optional<std::string> external_id;
    /// Parts on their way at the same time.
    int parallel_parts{4};
    /// Read the file once more beforehand, so that the server knows its SHA-256 from the start.
    bool hash_first{true};
};

struct UploadedFile {
    std::string asset_id;
    std::string workflow_id;
    std::string status;
    std::uint64_t size{0};
    int parts{0};
    std::optional<ContentHash> hash;
};

/// Told after every piece: bytes that the store has acknowledged or that are under way, of how many.
using UploadProgress = std::function<void(std::uint64_t sent, std::uint64_t total)>;

/// Opens an upload, sends the parts straight to object storage by their presigned addresses and completes it. A part
/// that fails is sent again, with a fresh address where the old one has expired; when it fails for good, the upload is
/// aborted at the server and the error answered. Memory does not grow with the file.
Async<Result<UploadedFile>> upload_file(ApiClient& server, UploadOrder order, UploadProgress progress);

}  // namespace acervo::client
