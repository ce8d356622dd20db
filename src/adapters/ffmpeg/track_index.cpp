#include "adapters/ffmpeg/track_index.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <fstream>
#include <numeric>
#include <string_view>
#include <system_error>
#include <utility>

namespace acervo::ffmpeg {
namespace {

/// Of the sidx of a film of ten hours: far less.
constexpr std::uint64_t kLargestBox = 16U << 20U;

std::uint64_t number(std::string_view bytes, std::size_t at, std::size_t length) {
    std::uint64_t value = 0;
    for (std::size_t i = 0; i < length; ++i) value = (value << 8U) | static_cast<unsigned char>(bytes.at(at + i));
    return value;
}

struct Box {
    std::string type;
    ByteRange bytes;
    std::string body;
};

/// The next box; only of moov and sidx the body.
Result<Box> next_box(std::ifstream& in, std::uint64_t at) {
    std::string head(8, '\0');
    in.seekg(static_cast<std::streamoff>(at));
    in.read(head.data(), 8);
    Box box;
    box.type = head.substr(4);
    box.bytes = {at, number(head, 0, 4)};
    if (!in || box.bytes.size < 8 || box.bytes.size > kLargestBox)
        return fail(ErrorKind::Internal, "a box has no size");
    if (box.type == "moov" || box.type == "sidx") {
        box.body.resize(box.bytes.size - 8);
        in.read(box.body.data(), static_cast<std::streamsize>(box.body.size()));
        if (!in) return fail(ErrorKind::Internal, "a box is cut off");
    }
    return box;
}

std::string codec_in(std::string_view header) {
    const auto at = header.find("avcC");
    if (at == std::string_view::npos || at + 8 > header.size()) return "mp4a.40.2";
    return fmt::format("avc1.{:06x}", number(header, at + 5, 3));
}

Result<void> read_sidx(const Box& box, TrackIndex& index) {
    const auto& body = box.body;
    const bool is_long = number(body, 0, 1) == 1;
    index.timescale = static_cast<std::uint32_t>(number(body, 8, 4));
    std::size_t at = 12;
    const std::size_t word = is_long ? 8 : 4;
    std::uint64_t offset = box.bytes.offset + box.bytes.size + number(body, at + word, word);
    at += 2 * word + 2;
    const auto count = number(body, at, 2);
    at += 2;
    for (std::uint64_t i = 0; i < count; ++i, at += 12) {
        const auto size = number(body, at, 4);
        const bool starts_with_key_frame = (number(body, at + 8, 1) & 0x80U) != 0;
        if ((size >> 31U) != 0 || !starts_with_key_frame) {
            return fail(ErrorKind::Internal, "a segment does not begin with a key frame");
        }
        index.segments.push_back({.bytes = {offset, size}, .duration = number(body, at + 4, 4)});
        offset += size;
    }
    if (index.timescale == 0 || index.segments.empty()) return fail(ErrorKind::Internal, "there are no segments");
    return ok();
}

Result<TrackIndex> read_boxes(std::ifstream& in, std::uint64_t file_size) {
    TrackIndex index;
    std::uint64_t at = 0;
    while (index.segments.empty()) {
        const auto box = next_box(in, at);
        if (!box) return fail(box.error());
        at += box->bytes.size;
        if (box->type == "moov") {
            index.header = {0, at};
            index.codec = codec_in(box->body);
        } else if (box->type == "sidx") {
            index.index = box->bytes;
            if (auto read = read_sidx(*box, index); !read) return fail(std::move(read).error());
        } else if (box->type != "ftyp") {
            return fail(ErrorKind::Internal, "the index is not in front");
        }
    }
    const auto& last = index.segments.back().bytes;
    if (index.header.size == 0 || index.segments.front().bytes.offset != at || last.offset + last.size != file_size) {
        return fail(ErrorKind::Internal, "the index does not speak of all of the file");
    }
    return index;
}

}  // namespace

double TrackIndex::seconds_of(const TrackSegment& segment) const noexcept {
    return static_cast<double>(segment.duration) / timescale;
}

double TrackIndex::seconds() const noexcept {
    const auto ticks = std::accumulate(segments.begin(), segments.end(), std::uint64_t{0},
                                       [](auto sum, const TrackSegment& segment) { return sum + segment.duration; });
    return static_cast<double>(ticks) / timescale;
}

double TrackIndex::longest_segment() const noexcept {
    return seconds_of(*std::ranges::max_element(segments, {}, &TrackSegment::duration));
}

std::int64_t TrackIndex::peak_bandwidth() const noexcept {
    double most = 0;
    for (const auto& segment : segments) {
        // A last piece of some milliseconds is all header.
        if (&segment == &segments.back() && segments.size() > 1 && seconds_of(segment) < 0.5) continue;
        most = std::max(most, static_cast<double>(segment.bytes.size) * 8 / std::max(0.001, seconds_of(segment)));
    }
    return static_cast<std::int64_t>(std::ceil(most));
}

std::int64_t TrackIndex::average_bandwidth() const noexcept {
    const auto bytes = std::accumulate(segments.begin(), segments.end(), std::uint64_t{0},
                                       [](auto sum, const TrackSegment& segment) { return sum + segment.bytes.size; });
    return static_cast<std::int64_t>(std::ceil(static_cast<double>(bytes) * 8 / std::max(0.001, seconds())));
}

Result<TrackIndex> read_track_index(const std::filesystem::path& file) {
    std::error_code wrong;
    const auto size = std::filesystem::file_size(file, wrong);
    std::ifstream in{file, std::ios::binary};
    if (wrong || !in) return fail(ErrorKind::Internal, fmt::format("{} is not there", file.filename().string()));
    try {
        auto index = read_boxes(in, size);
        if (!index) return fail(std::move(index).error().with_context(file.filename().string()));
        return index;
    } catch (const std::out_of_range&) {
        return fail(ErrorKind::Internal, fmt::format("{}: a box is cut off", file.filename().string()));
    }
}

}  // namespace acervo::ffmpeg
