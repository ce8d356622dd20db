#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "client/api_client.hpp"
#include "client/upload_source.hpp"
#include "domain/asset/asset.hpp"

namespace acervo::client {

struct UploadOrder {
    std::filesystem::path file;
    /// Where the bytes are when they are not in a file; it must have a `name`.
    std::shared_ptr<const UploadSource>
        source{};  // NOLINT(readability-redundant-member-init): initialisers leave it out
    /// What it is called; the file's own name when empty.
    std::string name;
    /// The file's name when empty.
    std::string title;
    std::string description;
    std::optional<std::string> external_id;
    /// Parts on their way at the same time.
    int parallel_parts{4};
    /// Read the file once more beforehand, so that the server knows its SHA-256 from the start.
    bool hash_first{true};
    /// The SHA-256 where it is known already.
    std::optional<ContentHash> hash;
    /// A new asset even where the server has one with these bytes.
    bool force{false};
    /// The asset whose new master it is; a new asset when empty. Title, description and external id are not sent then.
    std::string version_of{};
    /// Where unfinished uploads are remembered; nothing is when empty.
    std::filesystem::path journal;
};

struct UploadedFile {
    std::string asset_id;
    std::string workflow_id;
    std::string status;
    std::uint64_t size{0};
    int parts{0};
    std::optional<ContentHash> hash;
    /// The server had the bytes already: nothing was sent.
    bool existing{false};
    /// Parts that an earlier run had sent.
    int resumed_parts{0};
};

/// Told after every piece: bytes that the store has acknowledged or that are under way, of how many.
using UploadProgress = std::function<void(std::uint64_t sent, std::uint64_t total)>;

/// Opens an upload, sends the parts straight to object storage by their presigned addresses and completes it. A part
/// that fails is sent again, with a fresh address where the old one has expired. When the server or the store cannot be
/// reached for long, the upload stays as it is, for the next run with the same order to go on with; when the file
/// cannot be read, or the server refuses it, it is aborted there. Memory does not grow with the file.
Async<Result<UploadedFile>> upload_file(ApiClient& server, UploadOrder order, UploadProgress progress);

}  // namespace acervo::client
