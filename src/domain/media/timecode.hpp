#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "core/result.hpp"
#include "domain/media/media_info.hpp"

namespace acervo {

/// How a time code counts (SMPTE ST 12-1, above 30 frames a second ST 12-3). Drop-frame leaves out numbers, never
/// frames: the first 2 (of 30) or 4 (of 60) of every minute but each tenth, so that it keeps up with the clock.
class TimecodeRate {
public:
    enum class Counting { NonDrop, Drop };
    /// InvalidInput when nothing counts so: above 120 frames a second, or drop-frame at anything but 30000/1001 and
    /// 60000/1001. Rates in between count as the next whole number: 24000/1001 as 24.
    static Result<TimecodeRate> make(Rational frame_rate, Counting counting);

    /// Numbers in one second.
    int per_second() const noexcept { return per_second_; }
    bool is_drop_frame() const noexcept { return dropped_ > 0; }
    /// How many numbers are left out in such a minute.
    int dropped_per_minute() const noexcept { return dropped_; }
    std::int64_t frames_per_day() const noexcept;
    friend bool operator==(const TimecodeRate&, const TimecodeRate&) = default;

private:
    TimecodeRate(int per_second, int dropped) noexcept : per_second_{per_second}, dropped_{dropped} {}
    int per_second_;
    int dropped_;
};

/// The name of one frame of a day: `10:00:00:00`, with `;` before the frames when it is drop-frame.
class Timecode {
public:
    /// `;`, `.` and `,` before the frames say drop-frame. InvalidInput for anything else than a time code at that
    /// frame rate, as for a number that drop-frame leaves out.
    static Result<Timecode> parse(std::string_view text, Rational frame_rate);
    /// Counted from midnight; a day later it begins again, and before midnight it is the evening before.
    static Timecode of_frame(std::int64_t frame, TimecodeRate rate) noexcept;

    /// From midnight.
    std::int64_t frame() const noexcept { return frame_; }
    TimecodeRate rate() const noexcept { return rate_; }
    std::string to_string() const;
    friend bool operator==(const Timecode&, const Timecode&) = default;

private:
    Timecode(std::int64_t frame, TimecodeRate rate) noexcept : frame_{frame}, rate_{rate} {}
    std::int64_t frame_;
    TimecodeRate rate_;
};

}  // namespace acervo
