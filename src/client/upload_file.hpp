#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>

#include "client/api_client.hpp"
#include "client/part_sender.hpp"
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
    /// Tell the server the SHA-256: of a small file when the upload is opened, of a large one, which is hashed while it
    /// is sent, at its end.
    bool with_hash{true};
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
    /// The server had the bytes already: nothing was sent, or what was sent is given up.
    bool existing{false};
    /// Parts that an earlier run had sent.
    int resumed_parts{0};
};

/// Opens an upload, sends the parts straight to object storage by their presigned addresses and completes it. A part
/// that fails is sent again, with a fresh address where the old one has expired. When the server or the store cannot be
/// reached for long, the upload stays as it is, for the next run with the same order to go on with; when the file
/// cannot be read or has changed, or the server refuses it, it is aborted there; so it is, and the asset that has the
/// bytes is the answer, when that becomes known only while they are sent. Memory does not grow with the file.
Async<Result<UploadedFile>> upload_file(ApiClient& server, UploadOrder order, UploadProgress progress);

}  // namespace acervo::client
