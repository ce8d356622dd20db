#include "adapters/ffmpeg/waveform.hpp"

#include <gtest/gtest.h>

#include <string>

namespace acervo::ffmpeg {
namespace {

/// Both channels hold the same number.
std::vector<unsigned char> samples(std::int16_t value, std::size_t count) {
    std::vector<unsigned char> bytes;
    const auto word = static_cast<std::uint16_t>(value);
    for (std::size_t i = 0; i < 2 * count; ++i) {
        bytes.push_back(static_cast<unsigned char>(word & 0xffU));
        bytes.push_back(static_cast<unsigned char>(word >> 8U));
    }
    return bytes;
}

std::string head(int per_pixel, int length) {
    return R"({"version":2,"channels":1,"sample_rate":48000,"samples_per_pixel":)" + std::to_string(per_pixel) +
           R"(,"bits":8,"length":)" + std::to_string(length) + R"(,"data":[)";
}

TEST(Waveform, holds_the_lowest_and_the_highest_of_each_stretch) {
    Waveform waveform{{.peaks_per_second = 20, .max_peaks = 100}};
    waveform.take(samples(0x1000, 2'400));
    waveform.take(samples(-0x2000, 1'200));
    waveform.take(samples(0x7fff, 1'200));
    waveform.take(samples(0x0100, 10));
    EXPECT_EQ(waveform.to_json(), head(2'400, 3) + "16,16,-32,127,1,1]}\n");
    EXPECT_EQ(waveform.samples(), 4'810U);
}

TEST(Waveform, is_the_same_in_whatever_pieces_it_comes) {
    auto bytes = samples(0x1234, 5'000);
    for (std::size_t i = 0; i < bytes.size(); i += 7) bytes[i] = static_cast<unsigned char>(i * 31);
    Waveform whole{{}};
    whole.take(bytes);
    Waveform pieces{{}};
    for (std::size_t i = 0; i < bytes.size(); i += 3) {
        pieces.take(std::span{bytes}.subspan(i, std::min<std::size_t>(3, bytes.size() - i)));
    }
    EXPECT_EQ(whole.to_json(), pieces.to_json());
}

TEST(Waveform, of_a_long_sound_does_not_grow) {
    for (const int most : {100, 101}) {
        Waveform waveform{{.peaks_per_second = 1'000, .max_peaks = most}};
        for (int i = 0; i < 1'000; ++i) waveform.take(samples(static_cast<std::int16_t>(i), 48));
        const auto json = waveform.to_json();
        EXPECT_EQ(json.substr(0, head(768, 63).size()), head(768, 63)) << most;
        EXPECT_TRUE(json.ends_with(",3,3]}\n")) << json;  // 999 >> 8
    }
}

}  // namespace
}  // namespace acervo::ffmpeg
