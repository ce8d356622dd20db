#include "domain/asset/asset.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace acervo {
namespace {

constexpr std::array<std::pair<AssetType, std::string_view>, 3> kTypes{
    {{AssetType::Video, "video"}, {AssetType::Audio, "audio"}, {AssetType::Image, "image"}}};

constexpr std::array<std::pair<AssetStatus, std::string_view>, 5> kStatuses{{{AssetStatus::Uploading, "uploading"},
                                                                             {AssetStatus::Processing, "processing"},
                                                                             {AssetStatus::Ready, "ready"},
                                                                             {AssetStatus::Failed, "failed"},
                                                                             {AssetStatus::Archived, "archived"}}};

constexpr std::array<std::pair<Priority, std::string_view>, 2> kPriorities{
    {{Priority::Normal, "normal"}, {Priority::Urgent, "urgent"}}};

constexpr std::array<std::pair<AssetSort, std::string_view>, 4> kSorts{{{AssetSort::Newest, "newest"},
                                                                        {AssetSort::Oldest, "oldest"},
                                                                        {AssetSort::Updated, "updated"},
                                                                        {AssetSort::Title, "title"}}};

template <class Table, class Value>
std::string_view name_in(const Table& table, Value value) noexcept {
    return std::ranges::find(table, value, &Table::value_type::first)->second;
}

template <class Table>
auto value_in(const Table& table, std::string_view name, std::string_view what)
    -> Result<typename Table::value_type::first_type> {
    const auto* const found = std::ranges::find(table, name, &Table::value_type::second);
    if (found == table.end()) return fail(ErrorKind::InvalidInput, "no such " + std::string{what});
    return found->first;
}

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
