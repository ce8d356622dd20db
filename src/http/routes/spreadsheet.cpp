#include "app/spreadsheet/export_assets.hpp"
#include "app/spreadsheet/import_metadata.hpp"
#include "http/generated/decode.hpp"
#include "http/generated/encode.hpp"
#include "http/generated/parameters.hpp"
#include "http/routes/answers.hpp"
#include "http/routes/routes.hpp"
#include "http/routes/views.hpp"

namespace acervo::http {
namespace {

Result<AssetPatch> read_patch(std::string_view text) {
    const auto body = api::decode_edit_asset(text);
    if (!body) return fail(body.error());
    return patch_from(*body);
}

api::ImportedRow row_view(const ImportedRow& row) {
    api::ImportedRow view;
    view.line = row.line;
    view.asset_id = row.asset;
    view.columns = row.columns;
    if (row.columns.empty()) view.outcome = api::ImportOutcome::Unchanged;
    if (!row.faults.empty()) view.outcome = api::ImportOutcome::Refused;
    for (const auto& fault : row.faults) {
        auto& shown = view.errors.emplace_back();
        if (!fault.column.empty()) shown.column = fault.column;
        shown.detail = fault.detail;
    }
    return view;
}

api::ImportReport report(const std::vector<ImportedRow>& rows, api::ImportMode mode) {
    api::ImportReport view{.mode = mode, .changed = 0, .unchanged = 0, .refused = 0, .rows = {}};
    for (const auto& row : rows) {
        view.rows.push_back(row_view(row));
        const auto outcome = view.rows.back().outcome;
        view.changed += outcome == api::ImportOutcome::Changed ? 1 : 0;
        view.unchanged += outcome == api::ImportOutcome::Unchanged ? 1 : 0;
        view.refused += outcome == api::ImportOutcome::Refused ? 1 : 0;
    }
    return view;
}

Async<Response> export_assets_route(Catalogue& catalogue, Request request, Caller caller) {
    const auto asked = api::decode_export_assets_parameters(request);
    if (!asked) co_return problem(asked.error());
    AssetFilter filter{.types = asked->type,
                       .statuses = asked->status,
                       .collection = asked->collection_id,
                       .created_from = asked->created_from,
                       .created_before = asked->created_to,
                       .tag = asked->tag};
    auto table = co_await export_assets(catalogue, std::move(caller), std::move(filter));
    if (!table) co_return problem(table.error());
    Response response{200, "text/csv; charset=utf-8; header=present", ""};
    response.headers.set("Content-Disposition", "attachment; filename=\"assets.csv\"");
    response.headers.set("Cache-Control", "no-store");
    response.stream = *std::move(table);
    co_return response;
}

Async<Response> import_metadata_route(Catalogue& catalogue, Request request, Caller caller) {
    const auto asked = api::decode_import_metadata_parameters(request);
    if (!asked) co_return problem(asked.error());
    auto body = co_await read_json(request, api::kImportMetadata);
    if (!body) co_return problem(body.error());
    const auto mode = asked->mode;
    MetadataTable table{.csv = *std::move(body), .apply = mode == api::ImportMode::Apply, .read_patch = read_patch};
    co_return answer(co_await import_metadata(catalogue, std::move(caller), std::move(table)),
                     [mode](const std::vector<ImportedRow>& rows) { return report(rows, mode); });
}

}  // namespace

void add_spreadsheet_routes(Router& router, Identity& identity, Catalogue& catalogue) {
    const auto add = routes_on(router, identity, catalogue);
    add(api::kExportAssets, export_assets_route);
    add(api::kImportMetadata, import_metadata_route);
}

}  // namespace acervo::http
