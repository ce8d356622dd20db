#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.hpp"

namespace acervo {

/// One line of a table, or several where a cell holds line ends.
struct CsvRecord {
    /// As bytes: whether they are UTF-8 is for who uses them to say.
    std::vector<std::string> cells;
    /// Where it begins; the first line is 1.
    std::int64_t line{1};
    /// Its bytes in the text, with the line end.
    std::size_t begin{0};
    std::size_t end{0};
};

/// Reads comma-separated values (RFC 4180) record by record, strictly: what a lenient reader would guess about (a quote
/// within a bare cell, text behind a closing quote, a lone carriage return, a quote without an end) is an error that
/// names its line. A byte order mark of UTF-8 is passed over. `,`, `;` or a tab stands between cells: whichever comes
/// first outside quotes. Lines end with CR LF or LF; empty ones are passed over.
class CsvReader {
public:
    /// `text` must outlive the reader.
    explicit CsvReader(std::string_view text) noexcept;

    /// Nothing at the end. InvalidInput for what is no CSV, and for UTF-16; after an error there is nothing more.
    Result<std::optional<CsvRecord>> next();

private:
    Result<std::string> bare_cell();
    Result<std::string> quoted_cell();
    bool take_line_end() noexcept;
    std::unexpected<Error> wrong(std::string_view what);

    std::string_view text_;
    char separator_{','};
    std::size_t at_{0};
    std::int64_t line_{1};
};

/// Adds a cell to a row, in quotes where it needs them; a `,` before it unless it is the first.
void append_csv_cell(std::string& row, std::string_view cell);

/// Text that no spreadsheet takes for a formula: what begins with `=`, `+`, `-`, `@` (also in their full width), a tab
/// or a line end gets a `'` before it (OWASP, "CSV Injection"), and so does what already begins with `'` before one of
/// them: so `plain_cell` gives back exactly what was there.
std::string neutral_cell(std::string_view text);
std::string plain_cell(std::string_view cell);

}  // namespace acervo
