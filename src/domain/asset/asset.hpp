#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/clock.hpp"
#include "core/id.hpp"
#include "core/result.hpp"
#include "domain/identity/user.hpp"

namespace acervo {

using AssetId = Id<struct AssetTag>;
using CollectionId = Id<struct CollectionTag>;

enum class AssetType { Video, Audio, Image };

/// Legal transitions are enforced in the database (db/migrations, table assets).
enum class AssetStatus { Uploading, Processing, Ready, Failed, Archived };

/// Urgent assets overtake normal ones on every queue.
enum class Priority { Normal, Urgent };

/// The order of a listing: by creation, by the last change, or by title.
enum class AssetSort { Newest, Oldest, Updated, Title };

/// Where assets are listed from.
enum class AssetShelf { Catalogue, Trash };

std::string_view name_of(AssetSort sort) noexcept;
std::string_view name_of(AssetShelf shelf) noexcept;
std::string_view name_of(AssetType type) noexcept;
std::string_view name_of(AssetStatus status) noexcept;
std::string_view name_of(Priority priority) noexcept;
/// InvalidInput for a name that is not in the list.
Result<AssetType> parse_asset_type(std::string_view name);
Result<AssetStatus> parse_asset_status(std::string_view name);
Result<Priority> parse_priority(std::string_view name);

/// SHA-256 of a master as 64 lower-case hexadecimal digits.
class ContentHash {
public:
    /// Takes either case; InvalidInput for anything but 64 hexadecimal digits.
    static Result<ContentHash> parse(std::string_view text);
    const std::string& to_string() const noexcept { return hex_; }
    friend auto operator<=>(const ContentHash&, const ContentHash&) = default;

private:
    explicit ContentHash(std::string hex) : hex_{std::move(hex)} {}
    std::string hex_;
};

/// A person's video, sound or picture, from the moment its upload opens.
struct Asset {
    AssetId id;
    std::optional<std::string> external_id;
    AssetType type{AssetType::Video};
    AssetStatus status{AssetStatus::Uploading};
    std::string title;
    std::string description;
    std::string original_filename;
    std::string mime_type;
    std::uint64_t file_size_bytes{0};
    std::optional<ContentHash> content_hash;
    std::string master_storage_key;
    std::optional<CollectionId> home_collection;
    std::vector<std::string> tags{};
    /// A JSON object.
    std::string editorial_metadata{"{}"};
    Priority priority{Priority::Normal};
    /// Seen only by people with `manage` on its home collection and those named on it.
    bool restricted{false};
    std::optional<std::string> failure_reason;
    /// Since when it lies in the trash.
    std::optional<Timestamp> trashed_at{};
    /// It is not purged.
    bool legal_hold{false};
    UserId created_by;
    Timestamp created_at;
    Timestamp updated_at;
    /// Nothing before the first edit.
    std::optional<UserId> edited_by{};
    std::optional<Timestamp> edited_at{};
    /// Changes only with fields a person edits; it is the ETag.
    std::int64_t edit_version{1};
    /// Grows with every visible change; it orders index writes.
    std::int64_t version{1};
};

}  // namespace acervo
