#include "core/clock.hpp"

#include <fmt/compile.h>

namespace acervo {

Timestamp SystemClock::now() const noexcept {
    return std::chrono::time_point_cast<std::chrono::microseconds>(std::chrono::system_clock::now());
}

std::string format_rfc3339(Timestamp moment) {
    const auto day = std::chrono::floor<std::chrono::days>(moment);
    const std::chrono::year_month_day date{day};
    const std::chrono::hh_mm_ss time{moment - day};
    // Every answer of the API holds a few of these: the format is compiled, not read each time.
    auto text = fmt::format(FMT_COMPILE("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}"), static_cast<int>(date.year()),
                            static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                            time.hours().count(), time.minutes().count(), time.seconds().count());
    if (time.subseconds().count() != 0) text += fmt::format(FMT_COMPILE(".{:06}"), time.subseconds().count());
    return text + 'Z';
}

}  // namespace acervo
