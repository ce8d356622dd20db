#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/clock.hpp"
#include "core/id.hpp"
#include "core/result.hpp"
#include "domain/asset/asset.hpp"
#include "domain/rendition/rendition_key.hpp"

namespace acervo {

using RenditionId = Id<struct RenditionTag>;

enum class RenditionStatus { Pending, Processing, Ready, Failed, Expired };

std::string_view name_of(RenditionStatus status) noexcept;
/// InvalidInput for a name that is not in the list.
Result<RenditionStatus> parse_rendition_status(std::string_view name);

/// Frames [first, end) of the master at its own rate.
struct FrameSpan {
    std::int64_t first{0};
    std::int64_t end{0};

    friend bool operator==(const FrameSpan&, const FrameSpan&) = default;
};

/// One file that is made from a master. What is known only once it is made is not there before.
struct Rendition {
    RenditionId id;
    AssetId asset_id;
    std::string profile_name;
    ProfileMake make;
    /// The whole master without it.
    std::optional<FrameSpan> part{};
    RenditionStatus status{RenditionStatus::Pending};
    /// The one of its profile that is shown.
    bool is_active{false};
    /// Made from the master that the asset has now.
    bool is_of_present_master{false};
    /// A person asked for it; it belongs to no ingest.
    bool is_ordered{false};
    int progress_percent{0};
    std::optional<std::string> bucket{};
    std::optional<std::string> storage_key{};
    std::optional<std::string> mime_type{};
    std::optional<std::int64_t> file_size_bytes{};
    std::optional<int> width{};
    std::optional<int> height{};
    std::optional<std::int64_t> duration_ms{};
    std::optional<int> bitrate_kbps{};
    std::optional<std::string> failure_reason{};
    /// When the file goes unless somebody asks for it.
    std::optional<Timestamp> expires_at{};
    Timestamp created_at;
};

}  // namespace acervo
