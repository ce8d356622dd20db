#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace acervo {

/// What a reader found inside a file: values by group and name (`IPTC:Keywords`, `XMP-dc:Title`, `IFD0:Model`; the
/// names of ExifTool's family 1), as text, numbers in decimal; a member of a structure is named behind a slash
/// (`XMP-iptcExt:LocationShown/City`). Valid UTF-8; who wrote the file may have meant harm with all of it.
using EmbeddedValues = std::map<std::string, std::vector<std::string>>;

/// Where a picture was taken (WGS 84).
struct GeoPosition {
    double latitude{0};
    double longitude{0};
    /// Above the sea.
    std::optional<double> altitude_m{};
};

struct CameraSettings {
    std::string make{};
    std::string model{};
    std::string lens{};
    std::optional<int> iso{};
    std::optional<double> exposure_time_s{};
    std::optional<double> f_number{};
    std::optional<double> focal_length_mm{};
};

/// What a file says about itself, whatever standard it says it by. Texts are plain: without control characters (a
/// caption may have line ends), trimmed and bounded; empty where the file says nothing.
struct EmbeddedMetadata {
    std::string title{};
    /// What a reader shall see above the picture, where `title` is often the name of a job.
    std::string headline{};
    std::string caption{};
    std::vector<std::string> keywords{};
    std::vector<std::string> creators{};
    std::string credit{};
    std::string source{};
    std::string copyright{};
    std::string usage_terms{};
    std::string instructions{};
    std::string job_id{};
    std::string category{};
    std::string genre{};
    std::string album{};
    std::string language{};
    std::string sublocation{};
    std::string city{};
    std::string region{};
    std::string country{};
    std::string country_code{};
    /// ISO 8601: a day, or a day and time, with the offset from UTC where the file says it.
    std::string captured_at{};
    std::optional<GeoPosition> position{};
    CameraSettings camera{};
    /// EXIF: 1 upright, 3 upside down, 6 and 8 turned by a quarter; 2, 4, 5 and 7 mirrored as well.
    std::optional<int> orientation{};
    /// XMP: 1 to 5, -1 rejected.
    std::optional<int> rating{};
    std::string software{};
    std::string color_profile{};
};

/// The values in the order of preference that the Metadata Working Group gives for pictures (Guidelines for Handling
/// Image Metadata 2.0, chapter 5): EXIF, then XMP; IPTC before XMP where somebody changed it who knows no XMP, which
/// its digest tells. Where a picture's standards say nothing, those of sound and films do: QuickTime, ID3, RIFF, ASF,
/// Matroska and Vorbis comments. What cannot be so is left out: a day that there is not, a place off the Earth or at
/// 0°, 0°, a camera's own words where a caption belongs.
EmbeddedMetadata embedded_metadata(const EmbeddedValues& values);

}  // namespace acervo
