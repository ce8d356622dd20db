#include "domain/asset/asset.hpp"

#include <algorithm>
#include <utility>

#include "domain/names.hpp"

namespace acervo {
namespace {

constexpr Names<AssetType, 3> kTypes{
    {{AssetType::Video, "video"}, {AssetType::Audio, "audio"}, {AssetType::Image, "image"}}};

constexpr Names<AssetStatus, 5> kStatuses{{{AssetStatus::Uploading, "uploading"},
                                           {AssetStatus::Processing, "processing"},
                                           {AssetStatus::Ready, "ready"},
                                           {AssetStatus::Failed, "failed"},
                                           {AssetStatus::Archived, "archived"}}};

constexpr Names<Priority, 2> kPriorities{{{Priority::Normal, "normal"}, {Priority::Urgent, "urgent"}}};

constexpr Names<AssetSort, 4> kSorts{{{AssetSort::Newest, "newest"},
                                      {AssetSort::Oldest, "oldest"},
                                      {AssetSort::Updated, "updated"},
                                      {AssetSort::Title, "title"}}};

}  // namespace

std::string_view name_of(AssetSort sort) noexcept { return name_in(kSorts, sort); }
std::string_view name_of(AssetShelf shelf) noexcept { return shelf == AssetShelf::Trash ? "trash" : "catalogue"; }
std::string_view name_of(AssetType type) noexcept { return name_in(kTypes, type); }
std::string_view name_of(AssetStatus status) noexcept { return name_in(kStatuses, status); }
std::string_view name_of(Priority priority) noexcept { return name_in(kPriorities, priority); }
Result<AssetType> parse_asset_type(std::string_view name) { return value_in(kTypes, name, "asset type"); }
Result<AssetStatus> parse_asset_status(std::string_view name) { return value_in(kStatuses, name, "asset status"); }
Result<Priority> parse_priority(std::string_view name) { return value_in(kPriorities, name, "priority"); }

Result<ContentHash> ContentHash::parse(std::string_view text) {
    constexpr std::size_t kDigits = 64;
    std::string hex{text};
    std::ranges::transform(hex, hex.begin(),
                           [](char c) { return c >= 'A' && c <= 'F' ? static_cast<char>(c + 32) : c; });
    const auto is_hex = [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); };
    if (hex.size() != kDigits || !std::ranges::all_of(hex, is_hex)) {
        return fail(ErrorKind::InvalidInput, "a SHA-256 is 64 hexadecimal digits");
    }
    return ContentHash{std::move(hex)};
}

}  // namespace acervo
