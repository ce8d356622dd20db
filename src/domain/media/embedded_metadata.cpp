#include "domain/media/embedded_metadata.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <initializer_list>
#include <set>
#include <string_view>

#include "core/utf8.hpp"
#include "domain/media/capture_time.hpp"
#include "domain/media/embedded_text.hpp"

namespace acervo {
namespace {

using Names = std::initializer_list<std::string_view>;

constexpr std::size_t kLine = 1'000;
constexpr std::size_t kCaption = 10'000;
constexpr std::size_t kKeyword = 100;
constexpr std::size_t kMostKeywords = 500;
constexpr std::size_t kMostCreators = 50;

/// One property in the standards of pictures, and how many bytes IPTC-IIM keeps of it.
struct InPictures {
    std::string_view exif;
    std::string_view iptc;
    std::string_view xmp;
    std::size_t iptc_bytes;
};

class Reading {
public:
    explicit Reading(const EmbeddedValues& values) : values_{values} {
        const auto now = first({"File:CurrentIPTCDigest"});
        const auto then = first({"Photoshop:IPTCDigest"});
        iptc_changed_ = !now.empty() && !then.empty() && now != then;
        iptc_is_unmarked_ = first({"IPTC:CodedCharacterSet"}).empty();
    }

    /// Cleaned, without those that are empty then.
    std::vector<std::string> all(std::string_view name, std::size_t most = kLine) const {
        std::vector<std::string> texts;
        const auto found = values_.find(std::string{name});
        if (found == values_.end()) return texts;
        const bool is_iptc = name.starts_with("IPTC:");
        for (const auto& value : found->second) {
            auto text = is_iptc && iptc_is_unmarked_ ? with_utf8_restored(value) : value;
            text = most == kCaption ? plain_text(text, most) : plain_line(text, most);
            if (!text.empty()) texts.push_back(std::move(text));
        }
        return texts;
    }
    /// Of the first of the names that has any.
    std::vector<std::string> all_of_first(Names names, std::size_t most = kLine) const {
        for (const auto name : names) {
            if (auto texts = all(name, most); !texts.empty()) return texts;
        }
        return {};
    }
    std::string first(Names names, std::size_t most = kLine) const {
        auto texts = all_of_first(names, most);
        return texts.empty() ? std::string{} : std::move(texts.front());
    }
    template <class Number>
    std::optional<Number> number(Names names, Number least, Number most) const {
        for (const auto name : names) {
            const auto text = first({name});
            double value = 0;
            const auto* end = text.data() + text.size();
            const auto read = std::from_chars(text.data(), end, value);
            const bool is_number = read.ec == std::errc{} && read.ptr == end && std::isfinite(value);
            if (is_number && value >= static_cast<double>(least) && value <= static_cast<double>(most)) {
                return static_cast<Number>(value);
            }
        }
        return std::nullopt;
    }

    /// By the guidelines of the Metadata Working Group.
    std::vector<std::string> reconciled(const InPictures& property, std::size_t most = kLine) const {
        if (auto exif = all(property.exif, most); !exif.empty() && !is_of_camera(exif.front())) return exif;
        auto xmp = all(property.xmp, most);
        auto iptc = all(property.iptc, most);
        if (iptc.empty() || (!xmp.empty() && (!iptc_changed_ || are_cut(iptc, xmp, property.iptc_bytes)))) return xmp;
        return iptc;
    }
    bool iptc_changed() const noexcept { return iptc_changed_; }
    std::string reconciled_text(const InPictures& property, std::size_t most = kLine) const {
        auto texts = reconciled(property, most);
        return texts.empty() ? std::string{} : std::move(texts.front());
    }

private:
    /// What cameras write there whatever is before them.
    static bool is_of_camera(std::string_view text) {
        constexpr std::array<std::string_view, 8> kWords{"OLYMPUS DIGITAL CAMERA",
                                                         "SONY DSC",
                                                         "DIGITAL CAMERA",
                                                         "MINOLTA DIGITAL CAMERA",
                                                         "SAMSUNG CAMERA PICTURES",
                                                         "Exif_JPEG_PICTURE",
                                                         "KONICA MINOLTA DIGITAL CAMERA",
                                                         "DCIM"};
        return std::ranges::find(kWords, text) != kWords.end() || text.starts_with("DCIM\\");
    }
    /// IPTC has room for so many bytes: the same words, cut, were changed by nobody.
    static bool are_cut(const std::vector<std::string>& iptc, const std::vector<std::string>& xmp, std::size_t bytes) {
        return std::ranges::equal(iptc, xmp, [bytes](const std::string& cut, const std::string& whole) {
            return cut == whole || (cut.size() + 4 > bytes && whole.starts_with(cut));
        });
    }

    const EmbeddedValues& values_;
    bool iptc_changed_{false};
    bool iptc_is_unmarked_{false};
};

std::string or_else(std::string text, const Reading& from, Names names, std::size_t most = kLine) {
    return text.empty() ? from.first(names, most) : text;
}

std::vector<std::string> each_once(std::vector<std::string> texts, std::size_t most) {
    std::set<std::string_view> seen;
    std::vector<std::string> kept;
    for (const auto& text : texts) {
        if (kept.size() == most) break;
        if (seen.insert(text).second) kept.push_back(text);
    }
    return kept;
}

std::vector<std::string> creators_in(const Reading& from) {
    auto found = from.reconciled({"IFD0:Artist", "IPTC:By-line", "XMP-dc:Creator", 32});
    // One EXIF text holds all of them.
    if (found.size() == 1) found = parts_of(found.front(), ";");
    if (found.empty()) {
        found = from.all_of_first({"Keys:Artist", "Keys:Author", "ItemList:Artist", "ItemList:Author",
                                   "UserData:Artist", "UserData:Author", "ID3v2_4:Artist", "ID3v2_3:Artist",
                                   "ID3v2_2:Artist", "ID3v1:Artist", "RIFF:Artist", "RIFF:Originator", "ASF:Author",
                                   "Vorbis:Artist", "Matroska:Artist", "PNG:Author"});
    }
    return each_once(std::move(found), kMostCreators);
}

std::vector<std::string> keywords_in(const Reading& from) {
    auto found = from.reconciled({"", "IPTC:Keywords", "XMP-dc:Subject", 64});
    if (found.empty()) {
        // Containers of films and sound have one text for all of them.
        for (const auto& list : from.all_of_first({"Keys:Keywords", "ItemList:Keywords", "ItemList:Keyword",
                                                   "RIFF:Keywords", "Matroska:Keywords", "ASF:Keywords"})) {
            for (auto& word : parts_of(list, ",;")) found.push_back(std::move(word));
        }
    }
    for (auto& word : found) word = plain_line(word, kKeyword);
    return each_once(std::move(found), kMostKeywords);
}

void read_words(const Reading& from, EmbeddedMetadata& into) {
    into.title = or_else(
        from.reconciled_text({"", "IPTC:ObjectName", "XMP-dc:Title", 64}), from,
        {"Keys:Title", "Keys:DisplayName", "ItemList:Title", "UserData:Title", "ID3v2_4:Title", "ID3v2_3:Title",
         "ID3v2_2:Title", "ID3v1:Title", "RIFF:Title", "ASF:Title", "Vorbis:Title", "Matroska:Title", "PNG:Title"});
    into.headline = from.reconciled_text({"", "IPTC:Headline", "XMP-photoshop:Headline", 256});
    into.caption = or_else(
        from.reconciled_text({"IFD0:ImageDescription", "IPTC:Caption-Abstract", "XMP-dc:Description", 2000}, kCaption),
        from,
        {"Keys:Description", "ItemList:LongDescription", "ItemList:Description", "Keys:Comment", "ItemList:Comment",
         "UserData:Description", "UserData:Comment", "ID3v2_4:Comment", "ID3v2_3:Comment", "ID3v2_2:Comment",
         "ID3v1:Comment", "RIFF:Description", "RIFF:Comment", "ASF:Description", "Vorbis:Description",
         "Matroska:Description", "PNG:Description"},
        kCaption);
    into.keywords = keywords_in(from);
    into.category = from.reconciled_text({"", "IPTC:Category", "XMP-photoshop:Category", 3});
    into.genre = from.first({"Keys:Genre", "ItemList:Genre", "ItemList:GenreID", "UserData:Genre", "ID3v2_4:Genre",
                             "ID3v2_3:Genre", "ID3v2_2:Genre", "ID3v1:Genre", "RIFF:Genre", "ASF:Genre", "Vorbis:Genre",
                             "Matroska:Genre"});
    into.album =
        from.first({"Keys:Album", "ItemList:Album", "UserData:Album", "ID3v2_4:Album", "ID3v2_3:Album", "ID3v2_2:Album",
                    "ID3v1:Album", "RIFF:Product", "ASF:AlbumTitle", "Vorbis:Album", "Matroska:Album"});
    into.language = from.first({"XMP-dc:Language", "IPTC:LanguageIdentifier"});
}

void read_credits(const Reading& from, EmbeddedMetadata& into) {
    into.creators = creators_in(from);
    into.credit = from.reconciled_text({"", "IPTC:Credit", "XMP-photoshop:Credit", 32});
    into.source = from.reconciled_text({"", "IPTC:Source", "XMP-photoshop:Source", 32});
    into.copyright =
        or_else(from.reconciled_text({"IFD0:Copyright", "IPTC:CopyrightNotice", "XMP-dc:Rights", 128}), from,
                {"Keys:Copyright", "ItemList:Copyright", "UserData:Copyright", "ID3v2_4:Copyright", "ID3v2_3:Copyright",
                 "ID3v2_2:Copyright", "RIFF:Copyright", "ASF:Copyright", "Vorbis:Copyright", "Matroska:Copyright",
                 "PNG:Copyright"});
    into.usage_terms = from.first({"XMP-xmpRights:UsageTerms"});
    into.instructions = from.reconciled_text({"", "IPTC:SpecialInstructions", "XMP-photoshop:Instructions", 256});
    into.job_id =
        from.reconciled_text({"", "IPTC:OriginalTransmissionReference", "XMP-photoshop:TransmissionReference", 32});
}

/// EXIF tells by another value that a height is below the sea, and often does not tell.
std::optional<double> altitude_in(const Reading& from) {
    constexpr double kLowest = -1'000;
    constexpr double kHighest = 100'000;
    const auto known = from.number<double>({"Composite:GPSAltitude", "XMP-exif:GPSAltitude"}, kLowest, kHighest);
    const auto height = from.number<double>({"GPS:GPSAltitude"}, 0, kHighest);
    if (known || !height) return known;
    return from.first({"GPS:GPSAltitudeRef"}) == "1" ? -*height : *height;
}

void read_place(const Reading& from, EmbeddedMetadata& into) {
    into.sublocation = from.reconciled_text({"", "IPTC:Sub-location", "XMP-iptcCore:Location", 32});
    into.city = or_else(from.reconciled_text({"", "IPTC:City", "XMP-photoshop:City", 32}), from,
                        {"XMP-iptcExt:LocationShown/City"});
    into.region = or_else(from.reconciled_text({"", "IPTC:Province-State", "XMP-photoshop:State", 32}), from,
                          {"XMP-iptcExt:LocationShown/ProvinceState"});
    into.country = or_else(from.reconciled_text({"", "IPTC:Country-PrimaryLocationName", "XMP-photoshop:Country", 64}),
                           from, {"XMP-iptcExt:LocationShown/CountryName"});
    into.country_code =
        or_else(from.reconciled_text({"", "IPTC:Country-PrimaryLocationCode", "XMP-iptcCore:CountryCode", 3}), from,
                {"XMP-iptcExt:LocationShown/CountryCode"});
    // Composite is signed, whatever the file writes it as.
    const auto latitude = from.number<double>({"Composite:GPSLatitude", "XMP-exif:GPSLatitude"}, -90, 90);
    const auto longitude = from.number<double>({"Composite:GPSLongitude", "XMP-exif:GPSLongitude"}, -180, 180);
    // Devices that know no place write that of 0°, 0°, where nobody is.
    if (!latitude || !longitude || (*latitude == 0 && *longitude == 0)) return;
    into.position = GeoPosition{.latitude = *latitude, .longitude = *longitude, .altitude_m = altitude_in(from)};
}

void read_camera(const Reading& from, EmbeddedMetadata& into) {
    auto& camera = into.camera;
    camera.make = from.first({"IFD0:Make", "Keys:Make", "UserData:Make", "XMP-tiff:Make"});
    camera.model = from.first({"IFD0:Model", "Keys:Model", "UserData:Model", "XMP-tiff:Model"});
    camera.lens = from.first({"ExifIFD:LensModel", "Composite:LensID", "XMP-aux:Lens"});
    camera.iso = from.number<int>({"ExifIFD:ISO", "XMP-exif:ISO"}, 1, 10'000'000);
    camera.exposure_time_s = from.number<double>({"ExifIFD:ExposureTime", "XMP-exif:ExposureTime"}, 1e-9, 1e6);
    camera.f_number = from.number<double>({"ExifIFD:FNumber", "XMP-exif:FNumber"}, 0.1, 1000);
    camera.focal_length_mm = from.number<double>({"ExifIFD:FocalLength", "XMP-exif:FocalLength"}, 0.1, 100'000);
    into.orientation = from.number<int>({"IFD0:Orientation", "XMP-tiff:Orientation"}, 1, 8);
    into.rating = from.number<int>({"XMP-xmp:Rating"}, -1, 5);
    into.software = from.first({"IFD0:Software", "XMP-xmp:CreatorTool", "Keys:Software", "UserData:SoftwareVersion",
                                "RIFF:Software", "PNG:Software"});
    into.color_profile = from.first({"ICC_Profile:ProfileDescription"});
}

std::string captured_in(const Reading& from) {
    const auto exif = capture_time(from.first({"Composite:SubSecDateTimeOriginal", "ExifIFD:DateTimeOriginal"}),
                                   from.first({"ExifIFD:OffsetTimeOriginal"}));
    if (exif) return *exif;
    auto iptc = from.first({"IPTC:DateCreated"});
    if (const auto time = from.first({"IPTC:TimeCreated"}); !iptc.empty() && !time.empty()) iptc += " " + time;
    const auto in_iptc = capture_time(iptc, "");
    const auto in_xmp = capture_time(from.first({"XMP-photoshop:DateCreated", "XMP-exif:DateTimeOriginal"}), "");
    if (in_xmp && (!in_iptc || !from.iptc_changed())) return *in_xmp;
    if (in_iptc) return *in_iptc;
    for (const auto name :
         {"Keys:CreationDate", "ItemList:ContentCreateDate", "UserData:DateTimeOriginal", "RIFF:DateTimeOriginal",
          "Matroska:DateTimeOriginal", "ASF:CreationDate", "ID3v2_4:RecordingTime", "Vorbis:Date"}) {
        if (const auto found = capture_time(from.first({name}), "")) return *found;
    }
    // By its standard in UTC; some cameras write the time of their place.
    return capture_time(from.first({"QuickTime:CreateDate"}), "+00:00").value_or("");
}

}  // namespace

EmbeddedMetadata embedded_metadata(const EmbeddedValues& values) {
    const Reading from{values};
    EmbeddedMetadata into;
    read_words(from, into);
    read_credits(from, into);
    read_place(from, into);
    read_camera(from, into);
    into.captured_at = captured_in(from);
    return into;
}

}  // namespace acervo
