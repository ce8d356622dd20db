#include "adapters/ffmpeg/measured.hpp"

#include <gmock/gmock.h>

namespace acervo::ffmpeg {
namespace {

using testing::SizeIs;

constexpr auto kSummary = R"(
[Parsed_ebur128_1 @ 0x55] Summary:

  Integrated loudness:
    I:         -28.5 LUFS
    Threshold: -38.8 LUFS

  Loudness range:
    LRA:         4.2 LU
    Threshold: -41.8 LUFS
    LRA low:   -30.8 LUFS
    LRA high:  -26.6 LUFS

  True peak:
    Peak:      -9.5 dBFS
)";

TEST(Loudness, is_read_from_the_end_of_the_log) {
    const auto loudness = loudness_in(kSummary);
    ASSERT_TRUE(loudness);
    EXPECT_DOUBLE_EQ(loudness->integrated_lufs, -28.5);
    EXPECT_DOUBLE_EQ(loudness->range_lu, 4.2);
    EXPECT_DOUBLE_EQ(loudness->true_peak_dbtp, -9.5);
}

TEST(Loudness, of_silence_is_nothing) {
    EXPECT_FALSE(loudness_in("Integrated loudness:\n I: -70.0 LUFS\n LRA: 0.0 LU\n Peak: -inf dBFS\n"));
    EXPECT_FALSE(loudness_in("Integrated loudness:\n I: -inf LUFS\n"));
    EXPECT_FALSE(loudness_in(""));
}

TEST(Gain, brings_the_whole_to_the_target) {
    EXPECT_DOUBLE_EQ(gain_db({.integrated_lufs = -28.5, .range_lu = 4, .true_peak_dbtp = -9.5}, {-23, -1}), 5.5);
    EXPECT_DOUBLE_EQ(gain_db({.integrated_lufs = -14, .range_lu = 4, .true_peak_dbtp = 0}, {-23, -1}), -9);
}

TEST(Gain, lets_no_peak_pass_its_limit) {
    EXPECT_DOUBLE_EQ(gain_db({.integrated_lufs = -30, .range_lu = 4, .true_peak_dbtp = -3}, {-23, -1}), 2);
}

TEST(Gain, makes_no_noise_of_an_empty_room) {
    EXPECT_DOUBLE_EQ(gain_db({.integrated_lufs = -60, .range_lu = 0, .true_peak_dbtp = -50}, {-23, -1}), 0);
}

TEST(Findings, are_spans_and_an_open_one_lasts_to_the_end) {
    const auto found = findings_in(
        "frame:0    pts:0       pts_time:0\nlavfi.black_start=0\n"
        "lavfi.freezedetect.freeze_start=0.5\nlavfi.black_end=3.04\n"
        "lavfi.silence_start=-0.01\nlavfi.silence_end=2\nlavfi.silence_start=7\n",
        10'000);
    ASSERT_THAT(found, SizeIs(4));
    EXPECT_EQ(found[0].kind, QualityFinding::Kind::Black);
    EXPECT_EQ(found[0].end_ms, 3'040);
    EXPECT_EQ(found[1].kind, QualityFinding::Kind::Frozen);
    EXPECT_EQ(found[1].start_ms, 500);
    EXPECT_EQ(found[1].end_ms, 10'000);
    EXPECT_EQ(found[2].start_ms, 0);
    EXPECT_EQ(found[3].start_ms, 7'000);
}

TEST(Findings, are_bounded) {
    std::string text;
    for (int i = 0; i < 3'000; ++i) text += "lavfi.black_start=1\nlavfi.black_end=2\n";
    EXPECT_THAT(findings_in(text, 10'000), SizeIs(1'000));
}

}  // namespace
}  // namespace acervo::ffmpeg
