#include "app/spreadsheet/export_assets.hpp"

#include <algorithm>
#include <boost/json.hpp>

#include "app/metadata/metadata_schemas.hpp"
#include "app/spreadsheet/table_schema.hpp"
#include "core/csv.hpp"
#include "store/audit/audit.hpp"

namespace acervo {
namespace {

constexpr int kPage = 200;

std::string head_of(const TableFields& fields) {
    std::string row;
    for (const auto* name : {"id", "external_id", "edit_version", "filename", "type", "status", "created_at", "title",
                             "description", "tags"}) {
        append_csv_cell(row, name);
    }
    for (const auto& name : fields.names) append_csv_cell(row, "metadata." + name);
    append_csv_cell(row, "metadata");
    // The mark tells spreadsheets that it is UTF-8.
    return "\xEF\xBB\xBF" + row + "\r\n";
}

std::string row_of(const Asset& asset, const TableFields& fields) {
    std::string row;
    append_csv_cell(row, asset.id.to_string());
    append_csv_cell(row, neutral_cell(asset.external_id.value_or("")));
    append_csv_cell(row, std::to_string(asset.edit_version));
    append_csv_cell(row, neutral_cell(asset.original_filename));
    append_csv_cell(row, name_of(asset.type));
    append_csv_cell(row, name_of(asset.status));
    append_csv_cell(row, format_rfc3339(asset.created_at));
    append_csv_cell(row, neutral_cell(asset.title));
    append_csv_cell(row, neutral_cell(asset.description));
    append_csv_cell(row, neutral_cell(list_cell(asset.tags)));
    for (const auto& cell : metadata_cells(asset.editorial_metadata, asset.type, fields)) append_csv_cell(row, cell);
    return row + "\r\n";
}

class AssetTable final : public ByteSource {
public:
    AssetTable(Catalogue& catalogue, Caller caller, AssetFilter filter, TableFields fields)
        : catalogue_{catalogue}, caller_{std::move(caller)}, fields_{std::move(fields)}, text_{head_of(fields_)} {
        listing_.filter = std::move(filter);
        listing_.limit = kPage;
        listing_.with_editorial_metadata = true;
    }

    Async<Result<std::size_t>> read(std::span<char> into) override {
        if (given_ == text_.size() && more_) CO_TRY(co_await read_page());
        const auto count = std::min(into.size(), text_.size() - given_);
        std::copy_n(text_.data() + given_, count, into.data());
        given_ += count;
        co_return count;
    }
    std::optional<std::uint64_t> size() const noexcept override { return std::nullopt; }

private:
    Async<Result<void>> read_page() {
        const auto found = CO_TRY(co_await list_assets_seen_by(catalogue_.database, caller_.principal, listing_));
        more_ = found.size() == static_cast<std::size_t>(kPage);
        if (!found.empty()) listing_.after = found.back().position;
        text_.clear();
        given_ = 0;
        for (const auto& one : found) text_ += row_of(one.asset, fields_);
        co_return ok();
    }

    Catalogue& catalogue_;
    Caller caller_;
    TableFields fields_;
    AssetListing listing_;
    /// What is to be given, and how much of it was.
    std::string text_;
    std::size_t given_{0};
    bool more_{true};
};

}  // namespace

Async<Result<TableFields>> find_table_fields(Database& database) {
    std::array<MetadataSchema, 3> schemas;
    for (const auto type : {AssetType::Video, AssetType::Audio, AssetType::Image}) {
        schemas.at(static_cast<std::size_t>(type)) = CO_TRY(co_await show_metadata_schema(database, type));
    }
    co_return table_fields(std::move(schemas));
}

Async<Result<std::unique_ptr<ByteSource>>> export_assets(Catalogue& catalogue, Caller caller, AssetFilter filter) {
    if (filter.collection) CO_TRY(co_await check_filter_collection(catalogue.database, caller, *filter.collection));
    auto fields = CO_TRY(co_await find_table_fields(catalogue.database));
    AuditEntry line{caller.principal.user, "asset.export", "asset", "", caller.request_id};
    CO_TRY(co_await append_audit(catalogue.database, std::move(line)));
    co_return std::make_unique<AssetTable>(catalogue, std::move(caller), std::move(filter), std::move(fields));
}

}  // namespace acervo
