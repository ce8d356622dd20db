#include "domain/asset/master_format.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string>
#include <utility>

namespace acervo {
namespace {

struct Known {
    AssetType type;
    std::string_view extension;
};

constexpr std::array<Known, 50> kFormats{{
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

/// Registered names of containers, which do not begin with what is in them (MXF: RFC 4539, MP4: RFC 4337, Ogg: RFC
/// 5334).
constexpr std::array<std::pair<std::string_view, std::string_view>, 6> kContainers{{{"application/mxf", ".mxf"},
                                                                                    {"application/mp4", ".mp4"},
                                                                                    {"application/mp4", ".m4v"},
                                                                                    {"application/mp4", ".m4a"},
                                                                                    {"application/ogg", ".ogg"},
                                                                                    {"application/ogg", ".ogv"}}};

struct Signature {
    std::string_view what;
    std::string_view bytes;
};

using namespace std::string_view_literals;

/// Of formats that are never a master's; none is the beginning of one of `kFormats`.
constexpr std::array kForeign{
    Signature{"a PDF", "%PDF"sv},
    Signature{"an archive", "PK\x03\x04"sv},
    Signature{"an archive", "PK\x05\x06"sv},
    Signature{"an archive", "\x1F\x8B"sv},
    Signature{"an archive", "7z\xBC\xAF\x27\x1C"sv},
    Signature{"an archive", "Rar!\x1A\x07"sv},
    Signature{"an archive",
              "\xFD"
              "7zXZ"sv},
    Signature{"an archive", "BZh"sv},
    Signature{"an office document", "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"sv},
    Signature{"a program",
              "\x7F"
              "ELF"sv},
    Signature{"a program", "MZ"sv},
    Signature{"a program", "\xCA\xFE\xBA\xBE"sv},
    Signature{"a program", "\xFE\xED\xFA\xCE"sv},
    Signature{"a program", "\xFE\xED\xFA\xCF"sv},
    Signature{"a program", "\xCE\xFA\xED\xFE"sv},
    Signature{"a program", "\xCF\xFA\xED\xFE"sv},
    Signature{"a script or markup", "#!"sv},
    Signature{"a script or markup", "<!"sv},
    Signature{"a script or markup", "<?"sv},
    Signature{"a script or markup", "<html"sv},
    Signature{"a script or markup", "<svg"sv},
    Signature{"a script or markup", "<script"sv},
};

/// Whether a file of this format may be declared so.
bool may_be_called(const MasterFormat& format, std::string_view lower_type) {
    if (lower_type == "application/octet-stream") return true;
    if (lower_type.substr(0, lower_type.find('/')) == name_of(format.type)) return true;
    const std::pair<std::string_view, std::string_view> declared{lower_type, format.extension};
    return std::ranges::find(kContainers, declared) != kContainers.end();
}

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; }

std::string lower_extension(std::string_view filename) {
    const auto dot = filename.rfind('.');
    if (dot == std::string_view::npos) return {};
    std::string extension{filename.substr(dot)};
    std::ranges::transform(extension, extension.begin(), lower);
    return extension;
}

bool is_extension(std::string_view text) {
    constexpr std::size_t kLongest = 9;
    const auto is_plain = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); };
    return text.size() > 1 && text.size() <= kLongest && text.front() == '.' &&
           std::ranges::all_of(text.substr(1), is_plain);
}

}  // namespace

MasterFormats::MasterFormats() {
    for (const auto& known : kFormats) formats_.push_back({known.type, std::string{known.extension}});
}

Result<MasterFormats> MasterFormats::make(const std::vector<std::string>& video, const std::vector<std::string>& audio,
                                          const std::vector<std::string>& image) {
    MasterFormats formats;
    formats.formats_.clear();
    if (auto added = formats.add(AssetType::Video, video); !added) return fail(added.error());
    if (auto added = formats.add(AssetType::Audio, audio); !added) return fail(added.error());
    if (auto added = formats.add(AssetType::Image, image); !added) return fail(added.error());
    return formats;
}

Result<void> MasterFormats::add(AssetType type, const std::vector<std::string>& extensions) {
    for (const auto& extension : extensions) {
        if (!is_extension(extension)) {
            return fail(ErrorKind::InvalidInput, fmt::format("'{}' is no extension such as .mp4", extension));
        }
        if (std::ranges::find(formats_, extension, &MasterFormat::extension) != formats_.end()) {
            return fail(ErrorKind::InvalidInput, fmt::format("the extension {} is listed twice", extension));
        }
        formats_.push_back({type, extension});
    }
    return ok();
}

std::vector<std::string> MasterFormats::extensions_of(AssetType type) const {
    std::vector<std::string> extensions;
    for (const auto& format : formats_) {
        if (format.type == type) extensions.push_back(format.extension);
    }
    return extensions;
}

Result<MasterFormat> MasterFormats::find(std::string_view filename, std::string_view mime_type) const {
    const auto extension = lower_extension(filename);
    const auto found = std::ranges::find(formats_, extension, &MasterFormat::extension);
    if (found == formats_.end()) {
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

std::optional<std::string_view> foreign_content(std::string_view first_bytes) noexcept {
    const auto found =
        std::ranges::find_if(kForeign, [&](const Signature& known) { return first_bytes.starts_with(known.bytes); });
    if (found == kForeign.end()) return std::nullopt;
    return found->what;
}

}  // namespace acervo
