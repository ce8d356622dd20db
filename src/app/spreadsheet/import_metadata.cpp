#include "app/spreadsheet/import_metadata.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <boost/json.hpp>
#include <charconv>
#include <map>
#include <set>

#include "app/access/access.hpp"
#include "app/catalogue/edit_asset.hpp"
#include "app/spreadsheet/table_schema.hpp"
#include "core/csv.hpp"
#include "core/utf8.hpp"
#include "store/assets/find_by_name.hpp"

namespace acervo {
namespace {

namespace json = boost::json;

constexpr std::size_t kMostRows = 1000;
constexpr std::size_t kMostColumns = 1000;
constexpr std::string_view kField = "metadata.";
constexpr std::array<std::string_view, 3> kNames{"id", "external_id", "filename"};
constexpr std::array<std::string_view, 4> kWords{"title", "description", "tags", "metadata"};
constexpr std::array<std::string_view, 4> kOthers{"edit_version", "type", "status", "created_at"};

template <std::size_t N>
bool is_one_of(const std::array<std::string_view, N>& names, std::string_view name) {
    return std::ranges::find(names, name) != names.end();
}

struct Table {
    std::vector<std::string> columns;
    std::vector<CsvRecord> rows;
};

Result<void> check_columns(const std::vector<std::string>& columns) {
    std::set<std::string_view> seen;
    bool names_assets = false;
    if (columns.size() > kMostColumns) {
        return fail(ErrorKind::InvalidInput, fmt::format("more than {} columns", kMostColumns));
    }
    for (const auto& column : columns) {
        if (!is_utf8(column)) return fail(ErrorKind::InvalidInput, "line 1: the table is not UTF-8");
        const bool is_field = column.starts_with(kField) && column.size() > kField.size();
        if (!is_field && !is_one_of(kNames, column) && !is_one_of(kWords, column) && !is_one_of(kOthers, column)) {
            return fail(ErrorKind::InvalidInput, fmt::format("line 1: there is no column {}", json::serialize(column)));
        }
        if (!seen.insert(column).second) {
            return fail(ErrorKind::InvalidInput,
                        fmt::format("line 1: the column {} comes twice", json::serialize(column)));
        }
        names_assets = names_assets || is_one_of(kNames, column);
    }
    if (names_assets) return ok();
    return fail(ErrorKind::InvalidInput, "line 1: a column id, external_id or filename is needed");
}

Result<Table> read_table(std::string_view text) {
    Table table;
    CsvReader reader{text};
    auto head = reader.next();
    if (!head) return fail(std::move(head).error());
    if (!*head) return fail(ErrorKind::InvalidInput, "the table is empty: its first line names the columns");
    table.columns = std::move((*head)->cells);
    if (auto checked = check_columns(table.columns); !checked) return fail(std::move(checked).error());
    for (;;) {
        auto row = reader.next();
        if (!row) return fail(std::move(row).error());
        if (!*row) return table;
        if (table.rows.size() == kMostRows) {
            return fail(ErrorKind::TooLarge, fmt::format("more than {} rows: send them in several tables", kMostRows));
        }
        table.rows.push_back(**std::move(row));
    }
}

using Cells = std::map<std::string, std::string, std::less<>>;

std::string cell_in(const Cells& cells, std::string_view column) {
    const auto found = cells.find(column);
    return found == cells.end() ? std::string{} : found->second;
}

Error at(std::string_view column, std::string detail) {
    Error error{ErrorKind::InvalidInput, detail};
    return std::move(error).with_fields({{std::string{column}, std::move(detail)}});
}

/// By its column the first three; the place in a patch that a fault of the contract names becomes a column, too.
std::string column_of(std::string_view pointer) {
    constexpr std::string_view kMetadata = "/editorial_metadata";
    if (!pointer.starts_with('/')) return std::string{pointer};
    std::string column{pointer.substr(1, pointer.find('/', 1) - 1)};
    if (!pointer.starts_with(kMetadata)) return column;
    const auto member = pointer.substr(kMetadata.size());
    if (member.empty()) return "metadata";
    return std::string{kField} + std::string{member.substr(1, member.find('/', 1) - 1)};
}

std::vector<RowFault> faults_of(const Error& error) {
    std::vector<RowFault> faults;
    for (const auto& field : error.fields()) faults.push_back({column_of(field.pointer), field.detail});
    if (faults.empty()) faults.push_back({"", std::string{error.public_message()}});
    return faults;
}

Result<Cells> cells_of(const Table& table, const CsvRecord& row) {
    if (row.cells.size() != table.columns.size()) {
        return fail(ErrorKind::InvalidInput,
                    fmt::format("{} cells instead of {}", row.cells.size(), table.columns.size()));
    }
    Cells cells;
    for (std::size_t i = 0; i < row.cells.size(); ++i) {
        if (!is_utf8(row.cells[i])) return fail(at(table.columns[i], "is not UTF-8"));
        cells.emplace(table.columns[i], row.cells[i]);
    }
    return cells;
}

/// The asset that the row names, when the caller may see it and nobody else has the name.
Async<Result<SeenAsset>> find_named(Database& database, Caller caller, Cells cells) {
    constexpr auto kNone = "there is no such asset";
    std::vector<AssetId> candidates;
    std::string_view column = "id";
    if (const auto id = cell_in(cells, "id"); !id.empty()) {
        const auto read = AssetId::parse(id);
        if (!read) co_return fail(at(column, "is no id"));
        candidates.push_back(*read);
    } else if (const auto external = plain_cell(cell_in(cells, "external_id")); !external.empty()) {
        column = "external_id";
        candidates = CO_TRY(co_await find_assets_with_external_id(database, external));
    } else if (const auto filename = plain_cell(cell_in(cells, "filename")); !filename.empty()) {
        column = "filename";
        candidates = CO_TRY(co_await find_assets_with_filename(database, filename));
    } else {
        co_return fail(ErrorKind::InvalidInput, "names no asset");
    }
    std::optional<SeenAsset> found;
    for (const auto id : candidates) {
        auto seen = co_await find_asset_seen_by(database, caller.principal, id);
        if (!seen && seen.error().kind() == ErrorKind::NotFound) continue;
        if (!seen) co_return fail(std::move(seen).error());
        if (found) co_return fail(at(column, "several assets have this name"));
        found = *std::move(seen);
    }
    if (!found) co_return fail(at(column, kNone));
    co_return *std::move(found);
}

/// The merge patch of what the row would change, and the columns it is made of.
struct RowPatch {
    json::object patch;
    std::vector<std::string> columns;
};
Result<RowPatch> patch_of(const Asset& asset, const Cells& cells, const TableFields& fields) {
    RowPatch made;
    const auto set = [&made](std::string_view column, json::value value) {
        made.patch[column] = std::move(value);
        made.columns.emplace_back(column);
    };
    MetadataRow metadata;
    for (const auto& [column, cell] : cells) {
        if (column.starts_with(kField)) metadata.fields.emplace_back(column.substr(kField.size()), cell);
        if (column == "metadata") metadata.others = cell;
        const auto text = plain_cell(cell);
        if (column == "title" && text != asset.title) set(column, json::value(text));
        if (column == "description" && text != asset.description) set(column, json::value(text));
        if (column != "tags") continue;
        const auto tags = values_in(text);
        if (without_repeats(tags) != asset.tags) set(column, json::array(tags.begin(), tags.end()));
    }
    auto members = metadata_patch(asset.editorial_metadata, asset.type, fields, metadata);
    if (!members) return fail(std::move(members).error());
    const auto changing = json::parse(*members).as_object();
    for (const auto& [name, value] : changing) {
        const auto column = std::string{kField} + std::string{name};
        made.columns.push_back(cells.contains(column) ? column : "metadata");
    }
    if (!changing.empty()) made.patch["editorial_metadata"] = changing;
    std::ranges::sort(made.columns);
    const auto again = std::ranges::unique(made.columns);
    made.columns.erase(again.begin(), again.end());
    return made;
}

Result<void> check_edit(const Cells& cells, const Asset& asset) {
    const auto cell = cell_in(cells, "edit_version");
    if (cell.empty()) return ok();
    std::int64_t wanted = 0;
    const auto* const end = cell.data() + cell.size();
    const auto read = std::from_chars(cell.data(), end, wanted);
    if (read.ec != std::errc{} || read.ptr != end) return fail(at("edit_version", "must be an integer"));
    if (wanted == asset.edit_version) return ok();
    return fail(at("edit_version", fmt::format("the asset is at edit {}", asset.edit_version)));
}

/// One import on its way.
struct Import {
    Catalogue& catalogue;
    Caller caller;
    bool apply;
    std::function<Result<AssetPatch>(std::string_view)> read_patch;
    TableFields fields;
    std::set<AssetId> seen{};
};

Async<Result<void>> take_row(Import& import, Cells cells, ImportedRow* row) {
    const auto named = CO_TRY(co_await find_named(import.catalogue.database, import.caller, cells));
    const auto& asset = named.asset;
    row->asset = asset.id;
    if (!import.seen.insert(asset.id).second)
        co_return fail(ErrorKind::InvalidInput, "a row before is about this asset");
    auto made = CO_TRY(patch_of(asset, cells, import.fields));
    // Also when the table was taken before, and its edit version is that of then.
    if (made.patch.empty()) co_return ok();
    CO_TRY(check_edit(cells, asset));
    auto patch = CO_TRY(import.read_patch(json::serialize(made.patch)));
    EditCondition upon{.edits = {asset.edit_version}};
    if (import.apply) {
        CO_TRY(co_await edit_asset(import.catalogue, import.caller, asset.id, std::move(upon), std::move(patch)));
    } else {
        CO_TRY(co_await rehearse_edit(import.catalogue, import.caller, asset.id, std::move(upon), std::move(patch)));
    }
    row->columns = std::move(made.columns);
    co_return ok();
}

bool is_ours(ErrorKind kind) {
    return kind == ErrorKind::Unavailable || kind == ErrorKind::Timeout || kind == ErrorKind::Internal;
}

}  // namespace

Async<Result<std::vector<ImportedRow>>> import_metadata(Catalogue& catalogue, Caller caller, MetadataTable table) {
    const auto read = CO_TRY(read_table(table.csv));
    Import import{.catalogue = catalogue,
                  .caller = std::move(caller),
                  .apply = table.apply,
                  .read_patch = std::move(table.read_patch),
                  .fields = CO_TRY(co_await find_table_fields(catalogue.database))};
    std::vector<ImportedRow> rows;
    std::optional<Error> stopped;
    for (const auto& record : read.rows) {
        ImportedRow row{.line = record.line};
        auto cells = cells_of(read, record);
        Result<void> taken = cells ? ok() : Result<void>{fail(cells.error())};
        if (taken && stopped) taken = fail(*stopped);
        if (taken) taken = co_await take_row(import, *std::move(cells), &row);
        if (!taken && is_ours(taken.error().kind())) stopped = taken.error();
        if (!taken) row.faults = faults_of(taken.error());
        rows.push_back(std::move(row));
    }
    co_return rows;
}

}  // namespace acervo
