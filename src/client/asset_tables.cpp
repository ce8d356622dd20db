#include "client/asset_tables.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "client/connection.hpp"
#include "core/csv.hpp"
#include "http/generated/decode.hpp"
#include "http/generated/encode.hpp"

namespace acervo::client {
namespace {

namespace api = http::api;

// Half of what the server takes of either.
constexpr std::size_t kRows = 500;
constexpr std::size_t kBytes = std::size_t{2} << 20;
constexpr std::size_t kChunk = std::size_t{64} << 10;

Async<Result<void>> write_to(ByteSource& body, std::FILE* out) {
    std::vector<char> chunk(kChunk);
    for (;;) {
        const auto count = CO_TRY(co_await body.read(chunk));
        if (count == 0) break;
        if (std::fwrite(chunk.data(), 1, count, out) != count) break;
    }
    if (std::fflush(out) != 0 || std::ferror(out) != 0)
        co_return fail(ErrorKind::Internal, "the table cannot be written");
    co_return ok();
}

Async<Result<void>> write_file(ByteSource& body, std::filesystem::path file) {
    if (std::filesystem::exists(file)) co_return fail(ErrorKind::Conflict, file.string() + " is there already");
    const std::filesystem::path draft{file.string() + ".part"};
    const auto close = [](std::FILE* open) { (void)std::fclose(open); };
    std::unique_ptr<std::FILE, decltype(close)> out{std::fopen(draft.c_str(), "wb")};
    if (!out) co_return fail(ErrorKind::Internal, "cannot write " + draft.string());
    const auto written = co_await write_to(body, out.get());
    out.reset();
    std::error_code error;
    if (written) {
        std::filesystem::rename(draft, file, error);
        if (error)
            co_return fail(ErrorKind::Internal, fmt::format("cannot write {}: {}", file.string(), error.message()));
    } else {
        std::filesystem::remove(draft, error);
    }
    co_return written;
}

/// Some rows of a table with its head before them.
struct Piece {
    std::string text;
    /// So many lines further down they stand in the whole table.
    std::int64_t lines_before{0};
    std::size_t rows{0};
};

Result<std::vector<Piece>> pieces_of(std::string_view table) {
    std::vector<Piece> pieces;
    CsvReader reader{table};
    const auto head = reader.next();
    if (!head) return fail(head.error());
    if (!*head) return fail(ErrorKind::InvalidInput, "the table is empty");
    std::string first{table.substr(0, (*head)->end)};
    if (!first.ends_with('\n')) first += '\n';
    const auto head_lines = std::ranges::count(first, '\n');
    std::size_t taken = 0;
    for (;;) {
        const auto row = reader.next();
        if (!row) return fail(row.error());
        if (!*row) return pieces;
        const bool full = pieces.empty() || pieces.back().rows == kRows ||
                          pieces.back().text.size() + (*row)->end - (*row)->begin > kBytes;
        if (full) {
            pieces.push_back({.text = first, .lines_before = (*row)->line - head_lines - 1, .rows = 0});
            taken = (*row)->begin;
        }
        // With the empty lines before it, which count.
        pieces.back().text += table.substr(taken, (*row)->end - taken);
        taken = (*row)->end;
        ++pieces.back().rows;
    }
}

void print_row(const api::ImportedRow& row, std::int64_t line) {
    if (row.outcome == api::ImportOutcome::Changed) {
        print_line(fmt::format("line {}: {}  {}", line, row.asset_id ? row.asset_id->to_string() : "",
                               fmt::join(row.columns, ", ")));
    }
    for (const auto& fault : row.errors) {
        print_line(fmt::format("line {}: refused{}{}: {}", line, fault.column ? ", " : "", fault.column.value_or(""),
                               fault.detail));
    }
}

struct Counts {
    std::int64_t changed{0};
    std::int64_t unchanged{0};
    std::int64_t refused{0};
};

Async<Result<void>> send_piece(ApiClient& server, Piece piece, bool apply, bool as_json, Counts* counts) {
    ApiCall call{.method = Method::Post,
                 .path = fmt::format("/api/v1/assets/import-metadata?mode={}", apply ? "apply" : "dry_run"),
                 .body = std::move(piece.text),
                 .media_type = "text/csv"};
    const auto answer = CO_TRY(co_await server.call(std::move(call)));
    auto report = CO_TRY(api::decode_import_report(answer));
    for (auto& row : report.rows) row.line += piece.lines_before;
    if (as_json) print_line(encode(report));
    if (!as_json) {
        for (const auto& row : report.rows) print_row(row, row.line);
    }
    counts->changed += report.changed;
    counts->unchanged += report.unchanged;
    counts->refused += report.refused;
    co_return ok();
}

}  // namespace

Async<Result<void>> export_assets(Settings settings, ExportCommand command) {
    auto connection = CO_TRY(co_await connect(std::move(settings)));
    ApiCall call{.method = Method::Get, .path = "/api/v1/assets/export" + query_of(command.filter)};
    const auto body = CO_TRY(co_await connection->api().stream(std::move(call)));
    if (command.file.empty()) co_return co_await write_to(*body, stdout);
    co_return co_await write_file(*body, command.file);
}

Async<Result<void>> import_metadata(Settings settings, ImportMetadataCommand command) {
    std::ifstream in{command.file, std::ios::binary};
    const std::string table{std::istreambuf_iterator<char>{in}, {}};
    const auto pieces = CO_TRY(pieces_of(table));
    auto connection = CO_TRY(co_await connect(settings));
    Counts counts;
    for (const auto& piece : pieces) {
        CO_TRY(co_await send_piece(connection->api(), piece, command.apply, settings.json, &counts));
    }
    fmt::print(stderr, "{} {}, {} unchanged, {} refused\n", counts.changed, command.apply ? "changed" : "to change",
               counts.unchanged, counts.refused);
    if (counts.refused > 0) co_return fail(ErrorKind::Conflict, fmt::format("{} rows were refused", counts.refused));
    co_return ok();
}

}  // namespace acervo::client
