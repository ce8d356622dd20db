#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/clock.hpp"
#include "core/id.hpp"
#include "domain/asset/asset.hpp"
#include "domain/upload/part_plan.hpp"

namespace acervo {

using UploadId = Id<struct UploadTag>;

enum class UploadStatus { Open, Completing, Completed, Aborted, Expired };

std::string_view name_of(UploadStatus status) noexcept;
Result<UploadStatus> parse_upload_status(std::string_view name);

/// What becomes of an asset whose first upload is given up; `Discard` puts it into the trash.
enum class AbandonedAsset { Keep, Discard };

std::string_view name_of(AbandonedAsset asset) noexcept;

/// The way of a master's bytes into object storage.
struct Upload {
    UploadId id;
    AssetId asset_id;
    std::string bucket;
    std::string storage_key;
    /// The store's own id of the multipart upload.
    std::string multipart_id;
    std::string mime_type;
    PartPlan plan;
    UploadStatus status{UploadStatus::Open};
    UserId created_by;
    Timestamp created_at;
    /// The file's own name.
    std::string original_filename{};
    /// The SHA-256 that the client says it has; once there, it stays.
    std::optional<ContentHash> declared{};
};

}  // namespace acervo
