#include "client/mime_type.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <utility>

namespace acervo::client {
namespace {

using Entry = std::pair<std::string_view, std::string_view>;
constexpr std::array<Entry, 24> kTypes{
    {{"mp4", "video/mp4"},        {"m4v", "video/mp4"},       {"mov", "video/quicktime"}, {"mxf", "video/mxf"},
     {"mkv", "video/x-matroska"}, {"avi", "video/x-msvideo"}, {"mpg", "video/mpeg"},      {"mpeg", "video/mpeg"},
     {"ts", "video/mp2t"},        {"webm", "video/webm"},     {"wav", "audio/wav"},       {"mp3", "audio/mpeg"},
     {"flac", "audio/flac"},      {"m4a", "audio/mp4"},       {"ogg", "audio/ogg"},       {"aac", "audio/aac"},
     {"jpg", "image/jpeg"},       {"jpeg", "image/jpeg"},     {"png", "image/png"},       {"tif", "image/tiff"},
     {"tiff", "image/tiff"},      {"webp", "image/webp"},     {"gif", "image/gif"},       {"heic", "image/heic"}}};

}  // namespace

std::string_view mime_type_of(std::string_view filename) noexcept {
    const auto dot = filename.rfind('.');
    if (dot == std::string_view::npos) return "application/octet-stream";
    const auto extension = filename.substr(dot + 1);
    const auto same = [extension](const Entry& entry) {
        return std::ranges::equal(entry.first, extension, {}, {},
                                  [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    };
    const auto* const found = std::ranges::find_if(kTypes, same);
    return found == kTypes.end() ? "application/octet-stream" : found->second;
}

}  // namespace acervo::client
