#include "store/assets/asset_row.hpp"

namespace acervo {

std::string asset_columns(std::string_view editorial_metadata) {
    return "id, external_id, type, status, title, description, original_filename, mime_type, file_size_bytes, "
           "content_hash, master_storage_key, failure_reason, created_by, created_at, updated_at, edit_version, "
           "version, home_collection_id, priority, restricted, tags, edited_by, edited_at, trashed_at, "
           "legal_hold, " +
           std::string{editorial_metadata};
}

Asset asset_of(const Row& row) {
    Asset asset;
    asset.id = row.get<AssetId>(0);
    asset.external_id = row.get<std::optional<std::string>>(1);
    asset.type = parse_asset_type(row.text(2)).value();
    asset.status = parse_asset_status(row.text(3)).value();
    asset.title = row.get<std::string>(4);
    asset.description = row.get<std::string>(5);
    asset.original_filename = row.get<std::string>(6);
    asset.mime_type = row.get<std::string>(7);
    asset.file_size_bytes = row.get<std::uint64_t>(8);
    if (!row.is_null(9)) asset.content_hash = ContentHash::parse(row.text(9)).value();
    asset.master_storage_key = row.get<std::string>(10);
    asset.failure_reason = row.get<std::optional<std::string>>(11);
    asset.created_by = row.get<UserId>(12);
    asset.created_at = row.get<Timestamp>(13);
    asset.updated_at = row.get<Timestamp>(14);
    asset.edit_version = row.get<std::int64_t>(15);
    asset.version = row.get<std::int64_t>(16);
    asset.home_collection = row.get<std::optional<CollectionId>>(17);
    asset.priority = parse_priority(row.text(18)).value();
    asset.restricted = row.get<bool>(19);
    asset.tags = row.get<std::vector<std::string>>(20);
    asset.edited_by = row.get<std::optional<UserId>>(21);
    asset.edited_at = row.get<std::optional<Timestamp>>(22);
    asset.trashed_at = row.get<std::optional<Timestamp>>(23);
    asset.legal_hold = row.get<bool>(24);
    if (!row.is_null(25)) asset.editorial_metadata = row.get<std::string>(25);
    return asset;
}

Result<void> one_row(Result<Rows> rows, std::string_view otherwise) {
    if (!rows) return fail(std::move(rows).error());
    if (rows->affected() == 1) return ok();
    return fail(ErrorKind::Conflict, std::string{otherwise});
}

}  // namespace acervo
