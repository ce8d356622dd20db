#include "domain/media/timecode.hpp"

#include <gtest/gtest.h>

#include <string>
#include <tuple>

namespace acervo {
namespace {

using Counting = TimecodeRate::Counting;

constexpr Rational k2997{30000, 1001};
constexpr Rational k5994{60000, 1001};

TimecodeRate rate(Rational frame_rate, Counting counting) { return TimecodeRate::make(frame_rate, counting).value(); }

/// Counts as the standard says it in words, one frame after the other.
class Odometer {
public:
    Odometer(int per_second, int dropped) : per_second_{per_second}, dropped_{dropped} {}
    void tick() {
        if (++frames_ < per_second_) return;
        frames_ = 0;
        if (++seconds_ < 60) return;
        seconds_ = 0;
        if (++minutes_ == 60) {
            minutes_ = 0;
            ++hours_;
        }
        if (minutes_ % 10 != 0) frames_ = dropped_;
    }
    bool is_at_midnight() const { return hours_ == 24; }
    std::string text() const {
        std::string text(11, dropped_ > 0 ? ';' : ':');
        text[2] = text[5] = ':';
        const auto put = [&text](std::size_t at, int number) {
            text[at] = static_cast<char>('0' + number / 10);
            text[at + 1] = static_cast<char>('0' + number % 10);
        };
        put(0, hours_);
        put(3, minutes_);
        put(6, seconds_);
        put(9, frames_);
        return text;
    }

private:
    int per_second_;
    int dropped_;
    int hours_{0};
    int minutes_{0};
    int seconds_{0};
    int frames_{0};
};

struct Counted {
    Rational frame_rate;
    Counting counting;
    int dropped;
    std::int64_t frames_per_day;
};

class EveryTimecode : public testing::TestWithParam<Counted> {};

TEST_P(EveryTimecode, of_a_day_is_the_one_that_counting_gives) {
    const auto& counted = GetParam();
    const auto counts = rate(counted.frame_rate, counted.counting);
    ASSERT_EQ(counts.frames_per_day(), counted.frames_per_day);
    Odometer odometer{counts.per_second(), counted.dropped};
    std::int64_t frame = 0;
    for (; !odometer.is_at_midnight(); ++frame, odometer.tick()) {
        const auto text = odometer.text();
        const auto made = Timecode::of_frame(frame, counts).to_string();
        if (made != text) FAIL() << "frame " << frame << " is " << text << ", not " << made;
        // Reading all of them would say nothing more: every hour drops alike.
        if (frame > counted.frames_per_day / 12) continue;
        const auto read = Timecode::parse(text, counted.frame_rate);
        if (!read || read->frame() != frame) FAIL() << text << " is frame " << frame;
    }
    EXPECT_EQ(frame, counted.frames_per_day);
}

INSTANTIATE_TEST_SUITE_P(Rates, EveryTimecode,
                         testing::Values(Counted{k2997, Counting::Drop, 2, 2'589'408},
                                         Counted{k5994, Counting::Drop, 4, 5'178'816},
                                         Counted{k2997, Counting::NonDrop, 0, 2'592'000},
                                         Counted{{24000, 1001}, Counting::NonDrop, 0, 2'073'600},
                                         Counted{{25, 1}, Counting::NonDrop, 0, 2'160'000}));

TEST(Timecode, is_the_frame_that_the_tables_give) {
    const auto frame = [](const char* text, Rational frame_rate) {
        return Timecode::parse(text, frame_rate).value().frame();
    };
    EXPECT_EQ(frame("00:00:59;29", k2997), 1799);
    EXPECT_EQ(frame("00:01:00;02", k2997), 1800);
    EXPECT_EQ(frame("00:09:59;29", k2997), 17981);
    EXPECT_EQ(frame("00:10:00;00", k2997), 17982);
    EXPECT_EQ(frame("01:00:00;00", k2997), 107'892);
    EXPECT_EQ(frame("10:00:00;00", k2997), 1'078'920);
    EXPECT_EQ(frame("23:59:59;29", k2997), 2'589'407);
    EXPECT_EQ(frame("00:00:59;59", k5994), 3599);
    EXPECT_EQ(frame("00:01:00;04", k5994), 3600);
    EXPECT_EQ(frame("01:00:00;00", k5994), 215'784);
    EXPECT_EQ(frame("01:00:00:00", k2997), 108'000);
    EXPECT_EQ(frame("10:00:00:00", (Rational{24000, 1001})), 864'000);
    EXPECT_EQ(frame("10:00:00:24", (Rational{25, 1})), 900'024);
}

TEST(Timecode, keeps_up_with_the_clock_when_it_drops) {
    for (const auto& [frame_rate, text] : {std::tuple{k2997, "12:00:00;00"}, std::tuple{k5994, "12:00:00;00"}}) {
        const auto frame = Timecode::parse(text, frame_rate).value().frame();
        EXPECT_NEAR(static_cast<double>(frame) / frame_rate.to_double(), 12 * 3600, 0.05);
    }
}

TEST(Timecode, knows_other_signs_of_drop_frame) {
    for (const auto* text : {"00:01:00;02", "00:01:00.02", "00:01:00,02"}) {
        const auto read = Timecode::parse(text, k2997);
        ASSERT_TRUE(read) << text;
        EXPECT_TRUE(read->rate().is_drop_frame());
        EXPECT_EQ(read->to_string(), "00:01:00;02");
    }
    EXPECT_FALSE(Timecode::parse("00:01:00:02", k2997)->rate().is_drop_frame());
}

TEST(Timecode, goes_round_at_midnight) {
    const auto drops = rate(k2997, Counting::Drop);
    EXPECT_EQ(Timecode::of_frame(drops.frames_per_day(), drops).to_string(), "00:00:00;00");
    EXPECT_EQ(Timecode::of_frame(-1, drops).to_string(), "23:59:59;29");
}

TEST(Timecode, is_nothing_that_only_looks_like_one) {
    for (const auto* text :
         {"", "1:00:00:00", "01:00:00", "01:00:00:30", "24:00:00:00", "00:60:00:00", "00:00:60:00", "0a:00:00:00",
          "01-00:00:00", "01:00:00/00", "01:00:00:0000", "+1:00:00:00", "00:01:00;00", "00:01:00;01", "00:59:00;00"}) {
        EXPECT_FALSE(Timecode::parse(text, k2997)) << text;
    }
    EXPECT_FALSE(Timecode::parse("00:01:00;03", k5994)) << "four are left out at 59.94";
    EXPECT_TRUE(Timecode::parse("00:10:00;00", k2997));
}

TEST(TimecodeRate, drops_where_there_is_something_to_catch_up_with) {
    EXPECT_FALSE(TimecodeRate::make({25, 1}, Counting::Drop));
    EXPECT_FALSE(TimecodeRate::make({30, 1}, Counting::Drop));
    EXPECT_FALSE(TimecodeRate::make({24000, 1001}, Counting::Drop));
    EXPECT_TRUE(TimecodeRate::make({2997, 100}, Counting::Drop));
    EXPECT_FALSE(TimecodeRate::make({0, 1}, Counting::NonDrop));
    EXPECT_FALSE(TimecodeRate::make({1000, 1}, Counting::NonDrop));
    EXPECT_EQ(rate({120000, 1001}, Counting::NonDrop).per_second(), 120);
}

}  // namespace
}  // namespace acervo
