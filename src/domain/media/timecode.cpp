#include "domain/media/timecode.hpp"

#include <fmt/format.h>

#include <array>
#include <charconv>
#include <cmath>
#include <optional>

namespace acervo {
namespace {

constexpr int kMostPerSecond = 120;

struct Digits {
    int hours{0};
    int minutes{0};
    int seconds{0};
    int frames{0};
};

bool is_digit(char c) noexcept { return c >= '0' && c <= '9'; }

/// `hh:mm:ss?ff`, where `?` is any separator; three digits of frames above 100 a second.
std::optional<Digits> digits_of(std::string_view text) {
    if (text.size() < 11 || text.size() > 12 || text[2] != ':' || text[5] != ':') return std::nullopt;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (i != 2 && i != 5 && i != 8 && !is_digit(text[i])) return std::nullopt;
    }
    const auto number = [text](std::size_t at, std::size_t length) {
        int value = 0;
        std::from_chars(text.data() + at, text.data() + at + length, value);
        return value;
    };
    return Digits{
        .hours = number(0, 2), .minutes = number(3, 2), .seconds = number(6, 2), .frames = number(9, text.size() - 9)};
}

}  // namespace

Result<TimecodeRate> TimecodeRate::make(Rational frame_rate, Counting counting) {
    if (!frame_rate.is_positive()) return fail(ErrorKind::InvalidInput, "a time code needs a frame rate");
    const auto nominal = std::ceil(frame_rate.to_double() - 0.001);
    if (nominal < 1 || nominal > kMostPerSecond) {
        return fail(ErrorKind::InvalidInput, "no time code counts at this frame rate");
    }
    const int per_second = static_cast<int>(nominal);
    if (counting == Counting::NonDrop) return TimecodeRate{per_second, 0};
    const double real = per_second / 1.001;
    const bool runs_slow = std::abs(frame_rate.to_double() - real) < 0.005;
    if ((per_second != 30 && per_second != 60) || !runs_slow) {
        return fail(ErrorKind::InvalidInput, "drop-frame is for 29.97 and 59.94 frames a second");
    }
    return TimecodeRate{per_second, per_second / 15};
}

std::int64_t TimecodeRate::frames_per_day() const noexcept {
    const std::int64_t minutes = 24 * 60;
    return minutes * 60 * per_second_ - dropped_ * (minutes - minutes / 10);
}

Result<Timecode> Timecode::parse(std::string_view text, Rational frame_rate) {
    const auto digits = digits_of(text);
    const char separator = digits ? text[8] : '\0';
    const bool drops = separator == ';' || separator == '.' || separator == ',';
    if (!digits || (!drops && separator != ':')) return fail(ErrorKind::InvalidInput, "this is no time code");
    const auto rate =
        TimecodeRate::make(frame_rate, drops ? TimecodeRate::Counting::Drop : TimecodeRate::Counting::NonDrop);
    if (!rate) return fail(rate.error());
    if (digits->hours > 23 || digits->minutes > 59 || digits->seconds > 59 || digits->frames >= rate->per_second()) {
        return fail(ErrorKind::InvalidInput, "there is no such time code at this frame rate");
    }
    const int left_out = rate->dropped_per_minute();
    if (digits->frames < left_out && digits->seconds == 0 && digits->minutes % 10 != 0) {
        return fail(ErrorKind::InvalidInput, "drop-frame leaves this time code out");
    }
    const std::int64_t minutes = digits->hours * 60 + digits->minutes;
    const std::int64_t number = (minutes * 60 + digits->seconds) * rate->per_second() + digits->frames;
    return Timecode{number - left_out * (minutes - minutes / 10), *rate};
}

Timecode Timecode::of_frame(std::int64_t frame, TimecodeRate rate) noexcept {
    const auto day = rate.frames_per_day();
    return Timecode{(frame % day + day) % day, rate};
}

std::string Timecode::to_string() const {
    const std::int64_t left_out = rate_.dropped_per_minute();
    const std::int64_t per_minute = 60 * rate_.per_second() - left_out;
    // Of ten minutes the first is whole.
    const std::int64_t per_ten = 10 * per_minute + left_out;
    const auto tens = frame_ / per_ten;
    const auto rest = frame_ % per_ten;
    const auto short_minutes = rest < left_out ? 0 : (rest - left_out) / per_minute;
    const auto number = frame_ + left_out * (9 * tens + short_minutes);
    const auto seconds = number / rate_.per_second();
    return fmt::format("{:02}:{:02}:{:02}{}{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60,
                       rate_.is_drop_frame() ? ';' : ':', number % rate_.per_second());
}

}  // namespace acervo
