#include "adapters/postgres/rows.hpp"

#include <fmt/format.h>
#include <libpq-fe.h>

#include <charconv>
#include <stdexcept>

namespace acervo {
namespace {

/// Digits at the front of `text`, which moves behind them and the character that must follow.
template <class Number>
bool take(std::string_view& text, Number& number, char following) {
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc{}) return false;
    text.remove_prefix(static_cast<std::size_t>(end - text.data()));
    if (following == '\0') return true;
    if (!text.starts_with(following)) return false;
    text.remove_prefix(1);
    return true;
}

/// `.123456` as microseconds; nothing at all is zero.
bool take_microseconds(std::string_view& text, std::int64_t& micros) {
    micros = 0;
    if (!text.starts_with('.')) return true;
    text.remove_prefix(1);
    int digits = 0;
    for (; digits < 6; ++digits) {
        micros *= 10;
        if (text.empty() || text.front() < '0' || text.front() > '9') continue;
        micros += text.front() - '0';
        text.remove_prefix(1);
    }
    return true;
}

/// PostgreSQL's ISO style in UTC, which every connection of ours asks for: `2026-01-31 08:09:10.123456+00`.
std::optional<Timestamp> parse_timestamp(std::string_view text) {
    int year = 0;
    unsigned month = 0;
    unsigned day = 0;
    int hours = 0;
    int minutes = 0;
    int seconds = 0;
    std::int64_t micros = 0;
    const bool whole = take(text, year, '-') && take(text, month, '-') && take(text, day, ' ') &&
                       take(text, hours, ':') && take(text, minutes, ':') && take(text, seconds, '\0') &&
                       take_microseconds(text, micros) && text == "+00";
    const std::chrono::year_month_day date{std::chrono::year{year}, std::chrono::month{month}, std::chrono::day{day}};
    if (!whole || !date.ok()) return std::nullopt;
    return std::chrono::sys_days{date} + std::chrono::hours{hours} + std::chrono::minutes{minutes} +
           std::chrono::seconds{seconds} + std::chrono::microseconds{micros};
}

/// One element at the front of an array's text, with what quotes and backslashes protect; stops before `,` or `}`.
std::optional<std::string> take_element(std::string_view& text) {
    const bool is_quoted = text.starts_with('"');
    if (is_quoted) text.remove_prefix(1);
    std::string element;
    while (!text.empty()) {
        if (is_quoted ? text.front() == '"' : text.front() == ',' || text.front() == '}') break;
        if (text.front() == '\\') text.remove_prefix(1);
        if (text.empty()) return std::nullopt;
        element += text.front();
        text.remove_prefix(1);
    }
    if (!is_quoted) return element == "NULL" ? std::nullopt : std::optional{std::move(element)};
    if (text.empty()) return std::nullopt;
    text.remove_prefix(1);
    return element;
}

/// A one-dimensional array in PostgreSQL's text form (manual, 8.15.6): `{a,"b c","\""}`.
std::optional<std::vector<std::string>> parse_array(std::string_view text) {
    if (text.size() < 2 || !text.starts_with('{') || !text.ends_with('}')) return std::nullopt;
    std::vector<std::string> elements;
    if (text == "{}") return elements;
    while (text != "}") {
        text.remove_prefix(1);  // `{` or `,`
        auto element = take_element(text);
        if (!element || text.empty()) return std::nullopt;
        elements.push_back(*std::move(element));
    }
    return elements;
}

}  // namespace

void postgres::ClearResult::operator()(pg_result* result) const noexcept { PQclear(result); }

bool Row::is_null(int column) const {
    if (column < 0 || column >= PQnfields(result_)) {
        throw std::logic_error{
            fmt::format("an answer of {} columns was asked for column {}", PQnfields(result_), column)};
    }
    return PQgetisnull(result_, index_, column) != 0;
}

std::string_view Row::text(int column) const {
    if (is_null(column)) throw_unreadable(column, "NULL");
    return {PQgetvalue(result_, index_, column), static_cast<std::size_t>(PQgetlength(result_, index_, column))};
}

void Row::throw_unreadable(int column, std::string_view why) const {
    throw std::logic_error{
        fmt::format("column {} ({}) cannot be read as the type asked for: {}", PQfname(result_, column), column, why)};
}

template <class Number>
Number Row::number(int column) const {
    const auto value = text(column);
    Number number{};
    const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), number);
    if (error != std::errc{} || end != value.data() + value.size()) throw_unreadable(column, "not such a number");
    return number;
}

std::int64_t Row::convert(int column, std::int64_t*) const { return number<std::int64_t>(column); }
std::uint64_t Row::convert(int column, std::uint64_t*) const { return number<std::uint64_t>(column); }
int Row::convert(int column, int*) const { return number<int>(column); }
double Row::convert(int column, double*) const { return number<double>(column); }

bool Row::convert(int column, bool*) const {
    const auto value = text(column);
    if (value != "t" && value != "f") throw_unreadable(column, "not a boolean");
    return value == "t";
}

Timestamp Row::convert(int column, Timestamp*) const {
    const auto moment = parse_timestamp(text(column));
    if (!moment) throw_unreadable(column, "not a timestamp with time zone");
    return *moment;
}

std::vector<std::string> Row::convert(int column, std::vector<std::string>*) const {
    auto elements = parse_array(text(column));
    if (!elements) throw_unreadable(column, "not an array of texts");
    return *std::move(elements);
}

int Rows::size() const noexcept { return PQntuples(result_.get()); }

Row Rows::operator[](int index) const {
    if (index < 0 || index >= size()) {
        throw std::logic_error{fmt::format("an answer of {} rows was asked for row {}", size(), index)};
    }
    return Row{result_.get(), index};
}

std::int64_t Rows::affected() const noexcept {
    const std::string_view text{PQcmdTuples(result_.get())};
    std::int64_t count = 0;
    std::from_chars(text.data(), text.data() + text.size(), count);
    return count;
}

std::string_view Rows::command() const noexcept { return PQcmdStatus(result_.get()); }

}  // namespace acervo
