#include "core/csv.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace acervo {
namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

bool is_utf16(std::string_view text) noexcept { return text.starts_with("\xFF\xFE") || text.starts_with("\xFE\xFF"); }

char separator_of(std::string_view text) noexcept {
    bool quoted = false;
    for (const char c : text) {
        if (c == '"') quoted = !quoted;
        if (quoted) continue;
        if (c == ',' || c == ';' || c == '\t') return c;
        if (c == '\n') break;
    }
    return ',';
}

/// Whether a spreadsheet may take what begins so for a formula.
bool is_dangerous(std::string_view text) noexcept {
    constexpr std::array<std::string_view, 11> kStarts{
        "=", "+", "-", "@", "\t", "\r", "\n", "\xEF\xBC\x9D", "\xEF\xBC\x8B", "\xEF\xBC\x8D", "\xEF\xBC\xA0"};
    return std::ranges::any_of(kStarts, [text](std::string_view start) { return text.starts_with(start); });
}

/// Behind how many `'`.
bool is_dangerous_behind_quotes(std::string_view text) noexcept {
    return is_dangerous(text.substr(std::min(text.find_first_not_of('\''), text.size())));
}

}  // namespace

CsvReader::CsvReader(std::string_view text) noexcept : text_{text} {
    if (text_.starts_with(kByteOrderMark)) at_ = kByteOrderMark.size();
    separator_ = separator_of(text_.substr(at_));
}

std::unexpected<Error> CsvReader::wrong(std::string_view what) {
    at_ = text_.size();
    return fail(ErrorKind::InvalidInput, fmt::format("line {}: {}", line_, what));
}

bool CsvReader::take_line_end() noexcept {
    const auto rest = text_.substr(at_);
    const std::size_t length = rest.starts_with("\r\n") ? 2 : rest.starts_with('\n') ? 1 : 0;
    at_ += length;
    if (length > 0) ++line_;
    return length > 0;
}

Result<std::string> CsvReader::bare_cell() {
    const std::array<char, 4> ends{separator_, '\r', '\n', '"'};
    const auto end = std::min(text_.find_first_of(std::string_view{ends.data(), ends.size()}, at_), text_.size());
    if (end < text_.size() && text_[end] == '"') return wrong("a quote within a cell that is not in quotes");
    if (end < text_.size() && text_[end] == '\r' && text_.substr(end, 2) != "\r\n") {
        return wrong("a carriage return without a line feed");
    }
    std::string cell{text_.substr(at_, end - at_)};
    at_ = end;
    return cell;
}

Result<std::string> CsvReader::quoted_cell() {
    std::string cell;
    for (++at_;; ++at_) {
        const auto quote = text_.find('"', at_);
        if (quote == std::string_view::npos) return wrong("a quote that begins here, or in a line before, has no end");
        const auto piece = text_.substr(at_, quote - at_);
        line_ += std::ranges::count(piece, '\n');
        cell += piece;
        at_ = quote + 1;
        if (at_ >= text_.size() || text_[at_] != '"') break;
        cell += '"';
    }
    const bool ends =
        at_ == text_.size() || text_[at_] == separator_ || text_[at_] == '\n' || text_.substr(at_).starts_with("\r\n");
    if (!ends) return wrong("text behind the closing quote of a cell");
    return cell;
}

Result<std::optional<CsvRecord>> CsvReader::next() {
    if (is_utf16(text_) && at_ == 0) return wrong("the table must be UTF-8, and is UTF-16");
    while (take_line_end()) {
    }
    if (at_ == text_.size()) return std::optional<CsvRecord>{};
    CsvRecord record{.cells = {}, .line = line_, .begin = at_};
    for (;; ++at_) {
        const bool quoted = at_ < text_.size() && text_[at_] == '"';
        auto cell = quoted ? quoted_cell() : bare_cell();
        if (!cell) return fail(std::move(cell).error());
        record.cells.push_back(*std::move(cell));
        if (at_ == text_.size() || text_[at_] != separator_) break;
    }
    take_line_end();
    record.end = at_;
    return std::optional{std::move(record)};
}

void append_csv_cell(std::string& row, std::string_view cell) {
    if (!row.empty()) row += ',';
    // An empty first cell in quotes: a row of one empty cell is no empty line, and the next cell finds that it is not
    // the first.
    const bool quoted = (row.empty() && cell.empty()) || cell.find_first_of(",;\t\"\r\n") != std::string_view::npos ||
                        cell.starts_with(' ') || cell.ends_with(' ');
    if (!quoted) {
        row += cell;
        return;
    }
    row += '"';
    for (const char c : cell) row.append(c == '"' ? 2 : 1, c);
    row += '"';
}

std::string neutral_cell(std::string_view text) {
    return is_dangerous_behind_quotes(text) ? "'" + std::string{text} : std::string{text};
}

std::string plain_cell(std::string_view cell) {
    const bool marked = cell.starts_with('\'') && is_dangerous_behind_quotes(cell);
    return std::string{marked ? cell.substr(1) : cell};
}

}  // namespace acervo
