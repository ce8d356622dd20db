#include "adapters/s3/answers.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>

#include "adapters/s3/sigv4.hpp"
#include "adapters/s3/xml.hpp"

namespace acervo::s3 {
namespace {

std::uint64_t number_of(const pugi::xml_node& node, const char* child) { return node.child(child).text().as_ullong(); }

ObjectListing::Entry entry_of(const pugi::xml_node& node) {
    ObjectListing::Entry entry;
    entry.key = text_of(node, "Key");
    entry.size = number_of(node, "Size");
    entry.etag = unquoted(text_of(node, "ETag"));
    entry.last_modified = read_iso_time(text_of(node, "LastModified"));
    return entry;
}

/// Both markers of the next page, or nothing at the end.
std::string next_cursor(const pugi::xml_node& root, const char* second_marker) {
    if (!is_true(root, "IsTruncated")) return {};
    return make_cursor(text_of(root, "NextKeyMarker"), text_of(root, second_marker));
}

/// The number at a fixed place of a date; -1 when there is something else.
int digits_at(std::string_view text, std::size_t place, std::size_t count) {
    int value = 0;
    if (text.size() < place + count) return -1;
    const auto digits = text.substr(place, count);
    const auto [stop, error] = std::from_chars(digits.begin(), digits.end(), value);
    return error == std::errc{} && stop == digits.end() && value >= 0 ? value : -1;
}

struct Civil {
    int year, month, day, hour, minute, second;
};

std::optional<Timestamp> moment_of(const Civil& civil) {
    using namespace std::chrono;
    const year_month_day date{year{civil.year}, month{static_cast<unsigned>(civil.month)},
                              day{static_cast<unsigned>(civil.day)}};
    if (civil.year < 0 || !date.ok() || civil.hour < 0 || civil.hour > 23 || civil.minute < 0 || civil.minute > 59 ||
        civil.second < 0 || civil.second > 60) {
        return std::nullopt;
    }
    return sys_days{date} + hours{civil.hour} + minutes{civil.minute} + seconds{civil.second};
}

}  // namespace

Refusal read_refusal(std::string_view text) {
    const auto xml = XmlDocument::parse(text, "Error");
    if (!xml) return {};
    return {.code = text_of(xml->root(), "Code"), .message = text_of(xml->root(), "Message")};
}

Result<ObjectListing> read_listing(std::string_view text) {
    const auto xml = XmlDocument::parse(text, "ListBucketResult");
    if (!xml) return fail(xml.error());
    const auto root = xml->root();
    const bool encoded = text_of(root, "EncodingType") == "url";
    ObjectListing listing;
    for (const auto& node : root.children("Contents")) {
        auto& entry = listing.entries.emplace_back(entry_of(node));
        if (encoded) entry.key = percent_decoded(entry.key);
    }
    if (is_true(root, "IsTruncated")) listing.next = text_of(root, "NextContinuationToken");
    return listing;
}

Result<ObjectListing> read_version_listing(std::string_view text) {
    const auto xml = XmlDocument::parse(text, "ListVersionsResult");
    if (!xml) return fail(xml.error());
    ObjectListing listing;
    for (const auto& node : xml->root().children()) {
        const std::string_view name = node.name();
        if (name != "Version" && name != "DeleteMarker") continue;
        auto& entry = listing.entries.emplace_back(entry_of(node));
        entry.version_id = text_of(node, "VersionId");
        entry.is_latest = is_true(node, "IsLatest");
        entry.is_delete_marker = name == "DeleteMarker";
    }
    listing.next = next_cursor(xml->root(), "NextVersionIdMarker");
    return listing;
}

Result<std::string> read_upload_id(std::string_view text) {
    const auto xml = XmlDocument::parse(text, "InitiateMultipartUploadResult");
    if (!xml) return fail(xml.error());
    auto id = text_of(xml->root(), "UploadId");
    if (id.empty()) return fail(ErrorKind::Unavailable, "the store answered without an upload id");
    return id;
}

Result<std::string> read_completion(std::string_view text) {
    const auto xml = XmlDocument::parse(text, "CompleteMultipartUploadResult");
    if (!xml) return fail(xml.error());
    return unquoted(text_of(xml->root(), "ETag"));
}

Result<PartListing> read_parts(std::string_view text) {
    const auto xml = XmlDocument::parse(text, "ListPartsResult");
    if (!xml) return fail(xml.error());
    PartListing listing;
    for (const auto& node : xml->root().children("Part")) {
        listing.parts.push_back({.part_number = node.child("PartNumber").text().as_int(),
                                 .etag = unquoted(text_of(node, "ETag")),
                                 .size = number_of(node, "Size")});
    }
    if (is_true(xml->root(), "IsTruncated")) {
        listing.next = xml->root().child("NextPartNumberMarker").text().as_int();
    }
    return listing;
}

Result<MultipartListing> read_multiparts(std::string_view text) {
    const auto xml = XmlDocument::parse(text, "ListMultipartUploadsResult");
    if (!xml) return fail(xml.error());
    MultipartListing listing;
    for (const auto& node : xml->root().children("Upload")) {
        listing.entries.push_back({.key = text_of(node, "Key"),
                                   .upload_id = text_of(node, "UploadId"),
                                   .initiated = read_iso_time(text_of(node, "Initiated"))});
    }
    listing.next = next_cursor(xml->root(), "NextUploadIdMarker");
    return listing;
}

std::string make_cursor(std::string_view key_marker, std::string_view second_marker) {
    return encode_query({{std::string{key_marker}, std::string{second_marker}}});
}

Result<std::pair<std::string, std::string>> split_cursor(std::string_view cursor) {
    if (cursor.empty()) return std::pair<std::string, std::string>{};
    const auto middle = cursor.find('=');
    if (middle == std::string_view::npos) {
        return fail(ErrorKind::InvalidInput, "this is not a cursor of an earlier listing");
    }
    return std::pair{percent_decoded(cursor.substr(0, middle)), percent_decoded(cursor.substr(middle + 1))};
}

std::optional<Timestamp> read_iso_time(std::string_view text) {
    auto moment = moment_of({.year = digits_at(text, 0, 4),
                             .month = digits_at(text, 5, 2),
                             .day = digits_at(text, 8, 2),
                             .hour = digits_at(text, 11, 2),
                             .minute = digits_at(text, 14, 2),
                             .second = digits_at(text, 17, 2)});
    constexpr std::size_t kFraction = 19;
    if (moment && text.size() > kFraction + 3 && text[kFraction] == '.') {
        *moment += std::chrono::milliseconds{std::max(0, digits_at(text, kFraction + 1, 3))};
    }
    return moment;
}

std::optional<Timestamp> read_http_time(std::string_view text) {
    constexpr std::array<std::string_view, 12> kMonths{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                       "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    if (text.size() < 25) return std::nullopt;
    const auto month = std::ranges::find(kMonths, text.substr(8, 3));
    if (month == kMonths.end()) return std::nullopt;
    return moment_of({.year = digits_at(text, 12, 4),
                      .month = static_cast<int>(month - kMonths.begin()) + 1,
                      .day = digits_at(text, 5, 2),
                      .hour = digits_at(text, 17, 2),
                      .minute = digits_at(text, 20, 2),
                      .second = digits_at(text, 23, 2)});
}

std::string unquoted(std::string_view etag) {
    if (etag.size() >= 2 && etag.starts_with('"') && etag.ends_with('"')) etag = etag.substr(1, etag.size() - 2);
    return std::string{etag};
}

}  // namespace acervo::s3
