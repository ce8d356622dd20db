#include "domain/asset/master_format.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string>
#include <utility>

namespace acervo {
namespace {

constexpr std::array<MasterFormat, 50> kFormats{{
    {AssetType::Video, ".mp4"},  {AssetType::Video, ".mov"},  {AssetType::Video, ".mxf"},  {AssetType::Video, ".mkv"},
    {AssetType::Video, ".avi"},  {AssetType::Video, ".m4v"},  {AssetType::Video, ".mpg"},  {AssetType::Video, ".mpeg"},
    {AssetType::Video, ".ts"},   {AssetType::Video, ".m2ts"}, {AssetType::Video, ".mts"},  {AssetType::Video, ".webm"},
    {AssetType::Video, ".wmv"},  {AssetType::Video, ".flv"},  {AssetType::Video, ".3gp"},  {AssetType::Video, ".dv"},
    {AssetType::Video, ".ogv"},  {AssetType::Video, ".vob"},  {AssetType::Audio, ".wav"},  {AssetType::Audio, ".mp3"},
    {AssetType::Audio, ".flac"}, {AssetType::Audio, ".aac"},  {AssetType::Audio, ".m4a"},  {AssetType::Audio, ".ogg"},
    {AssetType::Audio, ".opus"}, {AssetType::Audio, ".aif"},  {AssetType::Audio, ".aiff"}, {AssetType::Audio, ".bwf"},
    {AssetType::Audio, ".w64"},  {AssetType::Audio, ".ac3"},  {AssetType::Audio, ".mp2"},  {AssetType::Audio, ".wma"},
    {AssetType::Image, ".jpg"},  {AssetType::Image, ".jpeg"}, {AssetType::Image, ".png"},  {AssetType::Image, ".tif"},
    {AssetType::Image, ".tiff"}, {AssetType::Image, ".webp"}, {AssetType::Image, ".gif"},  {AssetType::Image, ".bmp"},
    {AssetType::Image, ".heic"}, {AssetType::Image, ".heif"}, {AssetType::Image, ".avif"}, {AssetType::Image, ".psd"},
    {AssetType::Image, ".jp2"},  {AssetType::Image, ".dng"},  {AssetType::Image, ".cr2"},  {AssetType::Image, ".nef"},
    {AssetType::Image, ".arw"},  {AssetType::Image, ".exr"},
}};

/// Registered names that do not begin with what they are (MXF: RFC 4539, Ogg: RFC 5334), and the one for anything.
constexpr std::array kNamesOfNoFamily{std::pair{std::string_view{"application/mxf"}, std::string_view{".mxf"}},
                                      std::pair{std::string_view{"application/ogg"}, std::string_view{".ogg"}},
                                      std::pair{std::string_view{"application/ogg"}, std::string_view{".ogv"}}};

/// Whether a file of this format may be declared so.
bool may_be_called(const MasterFormat& format, std::string_view lower_type) {
    if (lower_type == "application/octet-stream") return true;
    if (lower_type.substr(0, lower_type.find('/')) == name_of(format.type)) return true;
    return std::ranges::find(kNamesOfNoFamily, std::pair{lower_type, format.extension}) != kNamesOfNoFamily.end();
}

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; }

std::string lower_extension(std::string_view filename) {
    const auto dot = filename.rfind('.');
    if (dot == std::string_view::npos) return {};
    std::string extension{filename.substr(dot)};
    std::ranges::transform(extension, extension.begin(), lower);
    return extension;
}

}  // namespace

Result<MasterFormat> master_format(std::string_view filename, std::string_view mime_type) {
    const auto extension = lower_extension(filename);
    const auto* const found = std::ranges::find(kFormats, std::string_view{extension}, &MasterFormat::extension);
    if (found == kFormats.end()) {
        return fail(ErrorKind::UnsupportedType, extension.empty()
                                                    ? "the file name has no extension, so its format is not known"
                                                    : fmt::format("files of type {} are not taken", extension));
    }
    std::string declared{mime_type};
    std::ranges::transform(declared, declared.begin(), lower);
    if (!may_be_called(*found, declared)) {
        return fail(ErrorKind::UnsupportedType, fmt::format("a {} file is {}, but its type is declared as {}",
                                                            extension, name_of(found->type), mime_type));
    }
    return *found;
}

}  // namespace acervo
