#include "domain/media/capture_time.hpp"

#include <fmt/format.h>

#include <charconv>
#include <chrono>

namespace acervo {
namespace {

constexpr int kFirstYear = 1800;
constexpr int kLastYear = 2199;
constexpr std::size_t kMostFraction = 9;

bool is_digit(char c) noexcept { return c >= '0' && c <= '9'; }

/// Takes text from its front.
class Scanner {
public:
    explicit Scanner(std::string_view text) : rest_{text} {}

    std::optional<int> number(std::size_t digits) {
        if (rest_.size() < digits) return std::nullopt;
        for (std::size_t i = 0; i < digits; ++i) {
            if (!is_digit(rest_[i])) return std::nullopt;
        }
        int value = 0;
        std::from_chars(rest_.data(), rest_.data() + digits, value);
        rest_.remove_prefix(digits);
        return value;
    }
    /// `23` behind a sign, up to `most`.
    std::optional<int> number_behind(std::string_view signs, int most) {
        if (rest_.empty() || signs.find(rest_.front()) == std::string_view::npos) return std::nullopt;
        rest_.remove_prefix(1);
        const auto found = number(2);
        return found && *found <= most ? found : std::nullopt;
    }
    std::string_view digits() {
        std::size_t length = 0;
        while (length < rest_.size() && is_digit(rest_[length])) ++length;
        const auto found = rest_.substr(0, length);
        rest_.remove_prefix(length);
        return found;
    }
    bool skip(std::string_view signs) {
        if (rest_.empty() || signs.find(rest_.front()) == std::string_view::npos) return false;
        rest_.remove_prefix(1);
        return true;
    }
    std::string_view rest() const noexcept { return rest_; }

private:
    std::string_view rest_;
};

std::optional<std::string> day_of(Scanner& scanner) {
    const auto year = scanner.number(4);
    const auto month = scanner.number_behind(":-/", 12);
    const auto day = month ? scanner.number_behind(":-/", 31) : std::nullopt;
    if (!year || !day || *year < kFirstYear || *year > kLastYear) return std::nullopt;
    const std::chrono::year_month_day date{std::chrono::year{*year}, std::chrono::month{static_cast<unsigned>(*month)},
                                           std::chrono::day{static_cast<unsigned>(*day)}};
    if (!date.ok()) return std::nullopt;
    return fmt::format("{:04}-{:02}-{:02}", *year, *month, *day);
}

/// `Z`, `+01:00`, `+0100`; nothing for anything else.
std::optional<std::string> offset_of(std::string_view text) {
    if (text == "Z" || text == "z") return "Z";
    if (text.empty() || (text.front() != '+' && text.front() != '-')) return std::nullopt;
    Scanner scanner{text.substr(1)};
    const auto hours = scanner.number(2);
    scanner.skip(":");
    const auto minutes = scanner.rest().empty() ? std::optional{0} : scanner.number(2);
    if (!hours || !minutes || *hours > 14 || *minutes > 59 || !scanner.rest().empty()) return std::nullopt;
    return fmt::format("{}{:02}:{:02}", text.front(), *hours, *minutes);
}

}  // namespace

std::optional<std::string> capture_time(std::string_view text, std::string_view offset) {
    Scanner scanner{text};
    auto moment = day_of(scanner);
    if (!moment || scanner.rest().empty()) return moment;
    if (!scanner.skip(" T")) return std::nullopt;
    const auto hour = scanner.number(2);
    const auto minute = hour ? scanner.number_behind(":", 59) : std::nullopt;
    if (!minute || *hour > 23) return std::nullopt;
    // A leap second is the last of its minute.
    const auto second = scanner.number_behind(":", 60);
    *moment += fmt::format("T{:02}:{:02}:{:02}", *hour, *minute, second ? std::min(*second, 59) : 0);
    if (second && scanner.skip(".")) {
        if (const auto fraction = scanner.digits(); !fraction.empty() && fraction.size() <= kMostFraction) {
            *moment += fmt::format(".{}", fraction);
        }
    }
    const auto own = offset_of(scanner.rest());
    if (!own && !scanner.rest().empty()) return std::nullopt;
    if (own) return *moment + *own;
    return *moment + offset_of(offset).value_or("");
}

}  // namespace acervo
