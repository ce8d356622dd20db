// acervo-media: makes smaller pictures of one hostile picture with libvips. It is a child with limits, knows no secret
// and reads nothing but its arguments: MASTER MAX_PIXELS FILE:FORMAT:WIDTH:HEIGHT:QUALITY … It writes the files into
// its working directory and says on one line of JSON what it made, or why not (exit code 2: the picture is to blame).
#include <fmt/format.h>
#include <vips/vips.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdio>
#include <fstream>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/json_text.hpp"

namespace {

constexpr int kPictureIsToBlame = 2;
constexpr std::size_t kLargestProfile = 4U << 20U;
constexpr int kMostFrames = 100'000;

struct Unref {
    void operator()(VipsImage* image) const { g_object_unref(image); }
};
using Image = std::unique_ptr<VipsImage, Unref>;

struct Wanted {
    std::string file;
    std::string format;
    int width{0};
    int height{0};
    int quality{0};
};

int refuse(std::string_view why) {
    std::string json = "{\"error\":";
    acervo::append_json_text(json, why);
    std::puts((json + "}").c_str());
    return kPictureIsToBlame;
}

int refuse_by_vips(std::string_view what) {
    std::string why{what};
    why += vips_error_buffer();
    return refuse(why.substr(0, 1'000));
}

template <class Number>
std::optional<Number> number_in(std::string_view text) {
    Number value{};
    const auto read = std::from_chars(text.data(), text.data() + text.size(), value);
    if (read.ec != std::errc{} || read.ptr != text.data() + text.size()) return {};
    return value;
}

std::optional<Wanted> wanted_in(std::string_view argument) {
    std::array<std::string_view, 5> parts;
    for (std::size_t i = 0; i < parts.size(); ++i) {
        const auto end = i + 1 == parts.size() ? argument.size() : argument.find(':');
        if (end == std::string_view::npos) return {};
        parts[i] = argument.substr(0, end);
        argument.remove_prefix(std::min(end + 1, argument.size()));
    }
    const auto width = number_in<int>(parts[2]);
    const auto height = number_in<int>(parts[3]);
    const auto quality = number_in<int>(parts[4]);
    if (!width || !height || !quality || (parts[1] != "jpeg" && parts[1] != "webp")) return {};
    return Wanted{std::string{parts[0]}, std::string{parts[1]}, *width, *height, *quality};
}

/// Loaders that libvips itself does not trust stay shut; of what ImageMagick reads only Photoshop's form is opened.
void choose_loaders(const std::string& master) {
    vips_block_untrusted_set(TRUE);
    std::string head(4, '\0');
    std::ifstream{master, std::ios::binary}.read(head.data(), 4);
    if (head == "8BPS") vips_operation_block_set("VipsForeignLoadMagick", FALSE);
}

/// What the header says, before a pixel is read; nothing when all is well.
std::optional<std::string> too_much(VipsImage* header, std::uint64_t max_pixels) {
    const auto width = static_cast<std::uint64_t>(vips_image_get_width(header));
    const auto height = static_cast<std::uint64_t>(vips_image_get_page_height(header));
    if (width * height > max_pixels) return fmt::format("{}×{} pixels are more than {}", width, height, max_pixels);
    if (vips_image_get_n_pages(header) > kMostFrames) {
        return fmt::format("{} frames are too many", vips_image_get_n_pages(header));
    }
    const void* profile = nullptr;
    std::size_t size = 0;
    if (vips_image_get_typeof(header, VIPS_META_ICC_NAME) != 0 &&
        vips_image_get_blob(header, VIPS_META_ICC_NAME, &profile, &size) == 0 && size > kLargestProfile) {
        return fmt::format("a colour profile of {} bytes is too large", size);
    }
    return {};
}

bool save(VipsImage* image, const Wanted& wanted) {
    if (wanted.format == "jpeg") {
        return vips_jpegsave(image, wanted.file.c_str(), "Q", wanted.quality, "strip", TRUE, "optimize_coding", TRUE,
                             nullptr) == 0;
    }
    return vips_webpsave(image, wanted.file.c_str(), "Q", wanted.quality, "strip", TRUE, "effort", 2, nullptr) == 0;
}

/// Upright, in sRGB, in memory, as large as the largest that is wanted: the one decoding. `VIPS_SIZE_DOWN`: never
/// larger than it is.
Image decode(const std::string& master, const Wanted& largest) {
    VipsImage* made = nullptr;
    if (vips_thumbnail(master.c_str(), &made, largest.width, "height", largest.height, "size", VIPS_SIZE_DOWN,
                       "export_profile", "srgb", "fail_on", VIPS_FAIL_ON_TRUNCATED, nullptr) != 0) {
        return {};
    }
    const Image lazy{made};
    const Image in_memory{vips_image_copy_memory(lazy.get())};
    if (!in_memory) return {};
    // Files of one colour, of 16 bits or with an alpha: what JPEG and every viewer can take.
    VipsImage* flat = nullptr;
    if (vips_colourspace(in_memory.get(), &flat, VIPS_INTERPRETATION_sRGB, nullptr) != 0) return {};
    return Image{flat};
}

std::optional<std::string> make(VipsImage* base, const Wanted& wanted) {
    VipsImage* scaled = nullptr;
    if (vips_thumbnail_image(base, &scaled, wanted.width, "height", wanted.height, "size", VIPS_SIZE_DOWN, "no_rotate",
                             TRUE, nullptr) != 0) {
        return {};
    }
    Image image{scaled};
    if (wanted.format == "jpeg" && vips_image_hasalpha(image.get()) != 0) {
        VipsImage* flat = nullptr;
        if (vips_flatten(image.get(), &flat, nullptr) != 0) return {};
        image.reset(flat);
    }
    if (!save(image.get(), wanted)) return {};
    return fmt::format(R"({{"file":"{}","width":{},"height":{}}})", wanted.file, vips_image_get_width(image.get()),
                       vips_image_get_height(image.get()));
}

int run(const std::string& master, std::uint64_t max_pixels, const std::vector<Wanted>& wanted) {
    choose_loaders(master);
    const Image header{vips_image_new_from_file(master.c_str(), "access", VIPS_ACCESS_SEQUENTIAL, nullptr)};
    if (!header) return refuse_by_vips("no picture that can be read: ");
    if (const auto why = too_much(header.get(), max_pixels)) return refuse(*why);
    const auto largest = std::ranges::max_element(wanted, {}, [](const Wanted& one) { return one.width * one.height; });
    const auto base = decode(master, *largest);
    if (!base) return refuse_by_vips("the picture cannot be decoded: ");
    std::vector<std::string> made;
    for (const auto& one : wanted) {
        const auto answer = make(base.get(), one);
        if (!answer) return refuse_by_vips("the picture cannot be written: ");
        made.push_back(*answer);
    }
    std::puts(fmt::format(R"({{"made":[{}]}})", fmt::join(made, ",")).c_str());
    return 0;
}

}  // namespace

#if __has_feature(address_sanitizer)
/// Looking for leaks takes rights over other processes, which this one has not.
extern "C" const char* __asan_default_options() { return "detect_leaks=0"; }  // NOLINT: the sanitizer's own name
#endif

int main(int count, char** words) {
    const std::span arguments{words, static_cast<std::size_t>(count)};
    const auto max_pixels = count > 3 ? number_in<std::uint64_t>(arguments[2]) : std::nullopt;
    std::vector<Wanted> wanted;
    for (const auto* word : arguments.subspan(std::min<std::size_t>(3, arguments.size()))) {
        if (auto one = wanted_in(word)) wanted.push_back(*std::move(one));
    }
    if (!max_pixels || wanted.size() + 3 != arguments.size() || VIPS_INIT(words[0]) != 0) {
        std::fputs("usage: acervo-media MASTER MAX_PIXELS FILE:jpeg|webp:WIDTH:HEIGHT:QUALITY …\n", stderr);
        return 1;
    }
    vips_cache_set_max(0);
    vips_concurrency_set(1);
    return run(arguments[1], *max_pixels, wanted);
}
