#include "http/json/read.hpp"

namespace acervo::http::json {
namespace {

/// Takes fixed pieces off the front of a text; once something did not fit, nothing fits any more.
class Cursor {
public:
    explicit Cursor(std::string_view text) : rest_{text} {}

    int digits(std::size_t count) {
        int value = 0;
        if (rest_.size() < count) good_ = false;
        for (std::size_t i = 0; good_ && i < count; ++i) {
            if (rest_[i] < '0' || rest_[i] > '9') good_ = false;
            value = value * 10 + (rest_[i] - '0');
        }
        if (good_) rest_.remove_prefix(count);
        return good_ ? value : 0;
    }

    /// One of `choices`, which is taken off; NUL when it is none of them.
    char one_of(std::string_view choices) {
        if (!good_ || rest_.empty() || !choices.contains(rest_.front())) {
            good_ = false;
            return '\0';
        }
        const char taken = rest_.front();
        rest_.remove_prefix(1);
        return taken;
    }

    bool next_is(char c) const { return good_ && rest_.starts_with(c); }
    bool next_is_digit() const { return good_ && !rest_.empty() && rest_.front() >= '0' && rest_.front() <= '9'; }
    bool finished() const { return good_ && rest_.empty(); }

private:
    std::string_view rest_;
    bool good_{true};
};

std::chrono::microseconds read_fraction(Cursor& cursor) {
    if (!cursor.next_is('.')) return {};
    cursor.one_of(".");
    std::int64_t micros = cursor.digits(1);
    for (int i = 1; i < 6; ++i) micros = micros * 10 + (cursor.next_is_digit() ? cursor.digits(1) : 0);
    return std::chrono::microseconds{micros};
}

/// Whether hour, minute and second (or an offset's) are on the clock.
bool on_clock(int hour, int minute, int second) { return hour <= 23 && minute <= 59 && second <= 59; }

}  // namespace

std::optional<Timestamp> parse_rfc3339(std::string_view text) noexcept {
    Cursor cursor{text};
    const int year = cursor.digits(4);
    cursor.one_of("-");
    const int month = cursor.digits(2);
    cursor.one_of("-");
    const int day = cursor.digits(2);
    cursor.one_of("Tt");
    const int hour = cursor.digits(2);
    cursor.one_of(":");
    const int minute = cursor.digits(2);
    cursor.one_of(":");
    const int second = cursor.digits(2);
    const auto fraction = read_fraction(cursor);
    const char zone = cursor.one_of("Zz+-");
    std::chrono::minutes offset{0};
    if (zone == '+' || zone == '-') {
        const int hours = cursor.digits(2);
        cursor.one_of(":");
        const int minutes = cursor.digits(2);
        if (!on_clock(hours, minutes, 0)) return std::nullopt;
        offset = std::chrono::minutes{(zone == '+' ? 1 : -1) * (hours * 60 + minutes)};
    }
    const auto date = std::chrono::year{year} / std::chrono::month{static_cast<unsigned>(month)} /
                      std::chrono::day{static_cast<unsigned>(day)};
    if (!cursor.finished() || !date.ok() || !on_clock(hour, minute, second)) return std::nullopt;
    const auto local = std::chrono::sys_days{date} + std::chrono::hours{hour} + std::chrono::minutes{minute} +
                       std::chrono::seconds{second} + fraction;
    const Timestamp moment = local - offset;
    // The offset may lead out of the years that can be written.
    const auto written = std::chrono::year_month_day{std::chrono::floor<std::chrono::days>(moment)}.year();
    if (written < std::chrono::year{1} || written > std::chrono::year{9999}) return std::nullopt;
    return moment;
}

}  // namespace acervo::http::json
