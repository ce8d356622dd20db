// Made from api/openapi.yaml by tools/gen_api.py. Do not edit.
#include "http/generated/parameters.hpp"

#include "http/generated/names.hpp"
#include "http/parameters/parameter_reader.hpp"

namespace acervo::http::api {
namespace {

constexpr json::CodePointRange kOpenUploadIdempotencyKeyPattern0[]{{0x21, 0x7E}};
// ^[!-~]+$
constexpr json::PatternStep kOpenUploadIdempotencyKeyPattern[]{
    {kOpenUploadIdempotencyKeyPattern0, 1, json::kUnbounded}};
constexpr json::TextRule kOpenUploadIdempotencyKeyRule{
    .least = 1, .most = 200, .pattern = kOpenUploadIdempotencyKeyPattern, .reason = "must be visible ASCII characters"};
constexpr json::CodePointRange kListAssetsCursorPattern0[]{
    {0x2D, 0x2D}, {0x30, 0x39}, {0x41, 0x5A}, {0x5F, 0x5F}, {0x61, 0x7A}};
// ^[A-Za-z0-9_-]+$
constexpr json::PatternStep kListAssetsCursorPattern[]{{kListAssetsCursorPattern0, 1, json::kUnbounded}};
constexpr json::TextRule kListAssetsCursorRule{
    .least = 1, .most = 2048, .pattern = kListAssetsCursorPattern, .reason = "must be the `next` of an earlier page"};
constexpr json::CodePointRange kListAssetsTagPattern0[]{{0x20, 0x7E}, {0xA0, 0x10FFFF}};
// ^[^\u0000-\u001F\u007F-\u009F]+$
constexpr json::PatternStep kListAssetsTagPattern[]{{kListAssetsTagPattern0, 1, json::kUnbounded}};
constexpr json::TextRule kListAssetsTagRule{
    .least = 1, .most = 100, .pattern = kListAssetsTagPattern, .reason = "must not contain control characters"};
constexpr json::CodePointRange kListAssetsSha256Pattern0[]{{0x30, 0x39}, {0x61, 0x66}};
// ^[0-9a-f]{64}$
constexpr json::PatternStep kListAssetsSha256Pattern[]{{kListAssetsSha256Pattern0, 64, 64}};
constexpr json::TextRule kListAssetsSha256Rule{.least = 64,
                                               .most = 64,
                                               .pattern = kListAssetsSha256Pattern,
                                               .reason = "must be 64 hexadecimal digits in lower case"};
constexpr json::TextRule kExportAssetsTagRule{
    .least = 1, .most = 100, .pattern = kListAssetsTagPattern, .reason = "must not contain control characters"};
constexpr json::TextRule kStartBulkEditIdempotencyKeyRule{
    .least = 1, .most = 200, .pattern = kOpenUploadIdempotencyKeyPattern, .reason = "must be visible ASCII characters"};
constexpr json::TextRule kStartCacheJobIdempotencyKeyRule{
    .least = 1, .most = 200, .pattern = kOpenUploadIdempotencyKeyPattern, .reason = "must be visible ASCII characters"};
constexpr json::CodePointRange kGetAssetIfNoneMatchPattern0[]{{0x20, 0x7E}};
// ^[ -~]+$
constexpr json::PatternStep kGetAssetIfNoneMatchPattern[]{{kGetAssetIfNoneMatchPattern0, 1, json::kUnbounded}};
constexpr json::TextRule kGetAssetIfNoneMatchRule{
    .least = 1, .most = 1000, .pattern = kGetAssetIfNoneMatchPattern, .reason = "must be visible ASCII characters"};
constexpr json::TextRule kEditAssetIfMatchRule{
    .least = 1, .most = 1000, .pattern = kGetAssetIfNoneMatchPattern, .reason = "must be visible ASCII characters"};
constexpr json::TextRule kRestoreEditIfMatchRule{
    .least = 1, .most = 1000, .pattern = kGetAssetIfNoneMatchPattern, .reason = "must be visible ASCII characters"};
constexpr json::TextRule kOpenVersionIdempotencyKeyRule{
    .least = 1, .most = 200, .pattern = kOpenUploadIdempotencyKeyPattern, .reason = "must be visible ASCII characters"};
constexpr json::TextRule kListRenditionsCursorRule{
    .least = 1, .most = 2048, .pattern = kListAssetsCursorPattern, .reason = "must be the `next` of an earlier page"};
constexpr json::TextRule kListCollectionsCursorRule{
    .least = 1, .most = 2048, .pattern = kListAssetsCursorPattern, .reason = "must be the `next` of an earlier page"};
constexpr json::TextRule kCreateCollectionIdempotencyKeyRule{
    .least = 1, .most = 200, .pattern = kOpenUploadIdempotencyKeyPattern, .reason = "must be visible ASCII characters"};
constexpr json::TextRule kListGroupsCursorRule{
    .least = 1, .most = 2048, .pattern = kListAssetsCursorPattern, .reason = "must be the `next` of an earlier page"};
constexpr json::TextRule kCreateGroupIdempotencyKeyRule{
    .least = 1, .most = 200, .pattern = kOpenUploadIdempotencyKeyPattern, .reason = "must be visible ASCII characters"};
constexpr json::TextRule kListUsersCursorRule{
    .least = 1, .most = 2048, .pattern = kListAssetsCursorPattern, .reason = "must be the `next` of an earlier page"};
constexpr json::TextRule kCreateUserIdempotencyKeyRule{
    .least = 1, .most = 200, .pattern = kOpenUploadIdempotencyKeyPattern, .reason = "must be visible ASCII characters"};
constexpr json::TextRule kCreatePasswordResetIdempotencyKeyRule{
    .least = 1, .most = 200, .pattern = kOpenUploadIdempotencyKeyPattern, .reason = "must be visible ASCII characters"};
constexpr json::TextRule kCreateKeyIdempotencyKeyRule{
    .least = 1, .most = 200, .pattern = kOpenUploadIdempotencyKeyPattern, .reason = "must be visible ASCII characters"};
constexpr json::CodePointRange kFollowEventsTypePattern0[]{{0x2E, 0x2E}, {0x5F, 0x5F}, {0x61, 0x7A}};
// ^[a-z_.]+$
constexpr json::PatternStep kFollowEventsTypePattern[]{{kFollowEventsTypePattern0, 1, json::kUnbounded}};
constexpr json::TextRule kFollowEventsTypeRule{
    .least = 1, .most = 100, .pattern = kFollowEventsTypePattern, .reason = "must be the type of an event"};
constexpr json::TextRule kCreateWebhookIdempotencyKeyRule{
    .least = 1, .most = 200, .pattern = kOpenUploadIdempotencyKeyPattern, .reason = "must be visible ASCII characters"};
constexpr json::TextRule kListAuditActionRule{
    .least = 1, .most = 100, .pattern = kFollowEventsTypePattern, .reason = "must be the name of an action"};
constexpr json::CodePointRange kListAuditObjectTypePattern0[]{{0x5F, 0x5F}, {0x61, 0x7A}};
// ^[a-z_]+$
constexpr json::PatternStep kListAuditObjectTypePattern[]{{kListAuditObjectTypePattern0, 1, json::kUnbounded}};
constexpr json::TextRule kListAuditObjectTypeRule{
    .least = 1, .most = 50, .pattern = kListAuditObjectTypePattern, .reason = "must be a kind of thing, such as asset"};
constexpr json::TextRule kListAuditObjectIdRule{
    .least = 1, .most = 500, .pattern = kListAssetsTagPattern, .reason = "must not contain control characters"};
constexpr json::CodePointRange kGetDocsFileFilePattern0[]{{0x2D, 0x2E}, {0x30, 0x39}, {0x61, 0x7A}};
// ^[a-z0-9.-]+$
constexpr json::PatternStep kGetDocsFileFilePattern[]{{kGetDocsFileFilePattern0, 1, json::kUnbounded}};
constexpr json::TextRule kGetDocsFileFileRule{
    .least = 1, .most = 100, .pattern = kGetDocsFileFilePattern, .reason = "must be a plain file name"};

}  // namespace

Result<OpenUploadParameters> decode_open_upload_parameters(const Request& request) {
    ParameterReader reader{request};
    OpenUploadParameters into;
    if (const auto text = reader.header("Idempotency-Key")) {
        reader.read_text("Idempotency-Key", *text, kOpenUploadIdempotencyKeyRule, into.idempotency_key.emplace());
    }
    reader.refuse_unknown_query({});
    return reader.result(std::move(into));
}

Result<ListAssetsParameters> decode_list_assets_parameters(const Request& request) {
    ParameterReader reader{request};
    ListAssetsParameters into;
    if (const auto text = reader.query("cursor")) {
        reader.read_text("cursor", *text, kListAssetsCursorRule, into.cursor.emplace());
    }
    if (const auto text = reader.query("limit")) {
        reader.read_integer("limit", *text, json::IntegerRule{.least = 1, .most = 200}, into.limit);
    }
    if (const auto text = reader.query("sort")) {
        if (const auto found = reader.read_name("sort", *text, kAssetSortNames)) into.sort = kAssetSortValues[*found];
    }
    if (const auto text = reader.query("shelf")) {
        if (const auto found = reader.read_name("shelf", *text, kAssetShelfNames))
            into.shelf = kAssetShelfValues[*found];
    }
    const auto type = reader.queries("type");
    if (reader.check_count("type", type.size(), json::CountRule{.most = 3})) {
        for (const auto text : type) {
            if (const auto found = reader.read_name("type", text, kAssetTypeNames))
                into.type.push_back(kAssetTypeValues[*found]);
        }
    }
    const auto status = reader.queries("status");
    if (reader.check_count("status", status.size(), json::CountRule{.most = 5})) {
        for (const auto text : status) {
            if (const auto found = reader.read_name("status", text, kAssetStatusNames))
                into.status.push_back(kAssetStatusValues[*found]);
        }
    }
    if (const auto text = reader.query("collection_id")) {
        reader.read_uuid("collection_id", *text, into.collection_id.emplace());
    }
    if (const auto text = reader.query("created_from")) {
        reader.read_timestamp("created_from", *text, into.created_from.emplace());
    }
    if (const auto text = reader.query("created_to")) {
        reader.read_timestamp("created_to", *text, into.created_to.emplace());
    }
    if (const auto text = reader.query("tag")) {
        reader.read_text("tag", *text, kListAssetsTagRule, into.tag.emplace());
    }
    if (const auto text = reader.query("sha256")) {
        reader.read_text("sha256", *text, kListAssetsSha256Rule, into.sha256.emplace());
    }
    static constexpr std::string_view kKnown[]{"cursor",     "limit",  "sort",          "shelf",
                                               "type",       "status", "collection_id", "created_from",
                                               "created_to", "tag",    "sha256"};
    reader.refuse_unknown_query(kKnown);
    return reader.result(std::move(into));
}

Result<ExportAssetsParameters> decode_export_assets_parameters(const Request& request) {
    ParameterReader reader{request};
    ExportAssetsParameters into;
    const auto type = reader.queries("type");
    if (reader.check_count("type", type.size(), json::CountRule{.most = 3})) {
        for (const auto text : type) {
            if (const auto found = reader.read_name("type", text, kAssetTypeNames))
                into.type.push_back(kAssetTypeValues[*found]);
        }
    }
    const auto status = reader.queries("status");
    if (reader.check_count("status", status.size(), json::CountRule{.most = 5})) {
        for (const auto text : status) {
            if (const auto found = reader.read_name("status", text, kAssetStatusNames))
                into.status.push_back(kAssetStatusValues[*found]);
        }
    }
    if (const auto text = reader.query("collection_id")) {
        reader.read_uuid("collection_id", *text, into.collection_id.emplace());
    }
    if (const auto text = reader.query("created_from")) {
        reader.read_timestamp("created_from", *text, into.created_from.emplace());
    }
    if (const auto text = reader.query("created_to")) {
        reader.read_timestamp("created_to", *text, into.created_to.emplace());
    }
    if (const auto text = reader.query("tag")) {
        reader.read_text("tag", *text, kExportAssetsTagRule, into.tag.emplace());
    }
    static constexpr std::string_view kKnown[]{"type", "status", "collection_id", "created_from", "created_to", "tag"};
    reader.refuse_unknown_query(kKnown);
    return reader.result(std::move(into));
}

Result<ImportMetadataParameters> decode_import_metadata_parameters(const Request& request) {
    ParameterReader reader{request};
    ImportMetadataParameters into;
    if (const auto text = reader.query("mode")) {
        if (const auto found = reader.read_name("mode", *text, kImportModeNames)) into.mode = kImportModeValues[*found];
    }
    static constexpr std::string_view kKnown[]{"mode"};
    reader.refuse_unknown_query(kKnown);
    return reader.result(std::move(into));
}

Result<StartBulkEditParameters> decode_start_bulk_edit_parameters(const Request& request) {
    ParameterReader reader{request};
    StartBulkEditParameters into;
    if (const auto text = reader.header("Idempotency-Key")) {
        reader.read_text("Idempotency-Key", *text, kStartBulkEditIdempotencyKeyRule, into.idempotency_key.emplace());
    }
    reader.refuse_unknown_query({});
    return reader.result(std::move(into));
}

Result<StartCacheJobParameters> decode_start_cache_job_parameters(const Request& request) {
    ParameterReader reader{request};
    StartCacheJobParameters into;
    if (const auto text = reader.header("Idempotency-Key")) {
        reader.read_text("Idempotency-Key", *text, kStartCacheJobIdempotencyKeyRule, into.idempotency_key.emplace());
    }
    reader.refuse_unknown_query({});
    return reader.result(std::move(into));
}

Result<GetAssetParameters> decode_get_asset_parameters(const Request& request) {
    ParameterReader reader{request};
    GetAssetParameters into;
    if (const auto text = reader.path("asset_id")) {
        reader.read_uuid("asset_id", *text, into.asset_id);
    } else {
        reader.refuse("asset_id", "is required");
    }
    if (const auto text = reader.header("If-None-Match")) {
        reader.read_text("If-None-Match", *text, kGetAssetIfNoneMatchRule, into.if_none_match.emplace());
    }
    reader.refuse_unknown_query({});
    return reader.result(std::move(into));
}

Result<EditAssetParameters> decode_edit_asset_parameters(const Request& request) {
    ParameterReader reader{request};
    EditAssetParameters into;
    if (const auto text = reader.path("asset_id")) {
        reader.read_uuid("asset_id", *text, into.asset_id);
    } else {
        reader.refuse("asset_id", "is required");
    }
    if (const auto text = reader.header("If-Match")) {
        reader.read_text("If-Match", *text, kEditAssetIfMatchRule, into.if_match.emplace());
    }
    reader.refuse_unknown_query({});
    return reader.result(std::move(into));
}

Result<TrashAssetParameters> decode_trash_asset_parameters(const Request& request) {
    ParameterReader reader{request};
    TrashAssetParameters into;
    if (const auto text = reader.path("asset_id")) {
        reader.read_uuid("asset_id", *text, into.asset_id);
    } else {
        reader.refuse("asset_id", "is required");
    }
    reader.refuse_unknown_query({});
    return reader.result(std::move(into));
}

Result<RestoreAssetParameters> decode_restore_asset_parameters(const Request& request) {
    ParameterReader reader{request};
    RestoreAssetParameters into;
    if (const auto text = reader.path("asset_id")) {
        reader.read_uuid("asset_id", *text, into.asset_id);
    } else {
        reader.refuse("asset_id", "is required");
    }
    reader.refuse_unknown_query({});
    return reader.result(std::move(into));
}

Result<ArchiveAssetParameters> decode_archive_asset_parameters(const Request& request) {
    ParameterReader reader{request};
    ArchiveAssetParameters into;
    if (const auto text = reader.path("asset_id")) {
        reader.read_uuid("asset_id", *text, into.asset_id);
    } else {
        reader.refuse("asset_id", "is required");
    }
    reader.refuse_unknown_query({});
    return reader.result(std::move(into));
}

Result<UnarchiveAssetParameters> decode_unarchive_asset_parameters(const Request& request) {
    ParameterReader reader{request};
    UnarchiveAssetParameters into;
    if (const auto text = reader.path("asset_id")) {
        reader.read_uuid("asset_id", *text, into.asset_id);
    } else {
        reader.refuse("asset_id", "is required");
    }
    reader.refuse_unknown_query({});
    return reader.result(std::move(into));
}

Result<HoldAssetParameters> decode_hold_asset_parameters(const Request& request) {
    ParameterReader reader{request};
    HoldAssetParameters into;
    if (const auto text = reader.path("asset_id")) {
        reader.read_uuid("asset_id", *text, into.asset_id);
    } else {
        reader.refuse("asset_id", "is required");
    }
    reader.refuse_unknown_query({});
    return reader.result(std::move(into));
}

Result<ReleaseAssetParameters> decode_release_asset_parameters(const Request& request) {
    ParameterReader reader{request};
    ReleaseAssetParameters into;
    if (const auto text = reader.path("asset_id")) {
        reader.read_uuid("asset_id", *text, into.asset_id);
    } else {
        reader.refuse("asset_id", "is required");
    }
    reader.refuse_unknown_query({});
    return reader.result(std::move(into));
}

Result<RestrictAssetParameters> decode_restrict_asset_parameters(const Request& request) {
    ParameterReader reader{request};
    RestrictAssetParameters into;
    if (const auto text = reader.path("asset_id")) {
        reader.read_uuid("asset_id", *text, into.asset_id);
    } else {
        reader.refuse("asset_id", "is required");
    }
    reader.refuse_unknown_query({});
    return reader.result(std::move(into));
}

Result<UnrestrictAssetParameters> decode_unrestrict_asset_parameters(const Request& request) {
    ParameterReader reader{request};
    UnrestrictAssetParameters into;
    if (const auto text = reader.path("asset_id")) {
        reader.read_uuid("asset_id", *text, into.asset_id);
    } else {
        reader.refuse("asset_id", "is required");
    }
    reader.refuse_unknown_query({});
    return reader.result(std::move(into));
}

Result<ListHistoryParameters> decode_list_history_parameters(const Request& request) {
    ParameterReader reader{request};
    ListHistoryParameters into;
    if (const auto text = reader.path("asset_id")) {
        reader.read_uuid("asset_id", *text, into.asset_id);
    } else {
        reader.refuse("asset_id", "is required");
    }
    if (const auto text = reader.query("before")) {
        reader.read_integer("before", *text, json::IntegerRule{.least = 1, .most = 9223372036854775807},
                            into.before.emplace());
    }
    if (const auto text = reader.query("limit")) {
        reader.read_integer("limit", *text, json::IntegerRule{.least = 1, .most = 200}, into.limit);
    }
    static constexpr std::string_view kKnown[]{"before", "limit"};
    reader.refuse_unknown_query(kKnown);
    return reader.result(std::move(into));
}

Result<RestoreEditParameters> decode_restore_edit_parameters(const Request& request) {
    ParameterReader reader{request};
    RestoreEditParameters into;
    if (const auto text = reader.path("asset_id")) {
        reader.read_uuid("asset_id", *text, into.asset_id);
    } else {
        reader.refuse("asset_id", "is required");
    }
    if (const auto text = reader.path("edit_version")) {
        reader.read_integer("edit_version", *text, json::IntegerRule{.least = 1, .most = 9223372036854775807},
                            into.edit_version);
    } else {
        reader.refuse("edit_version", "is required");
    }
    if (const auto text = reader.header("If-Match")) {
        reader.read_text("If-Match", *text, kRestoreEditIfMatchRule, into.if_match.emplace());
    }
    reader.refuse_unknown_query({});
    return reader.result(std::move(into));
}

Result<ListVersionsParameters> decode_list_versions_parameters(const Request& request) {
    ParameterReader reader{request};
    ListVersionsParameters into;
    if (const auto text = reader.path("asset_id")) {
        reader.read_uuid("asset_id", *text, into.asset_id);
    } else {
        reader.refuse("asset_id", "is required");
    }
    if (const auto text = reader.query("before")) {
        reader.read_integer("before", *text, json::IntegerRule{.least = 1, .most = 2147483647}, into.before.emplace());
    }
    if (const auto text = reader.query("limit")) {
        reader.read_integer("limit", *text, json::IntegerRule{.least = 1, .most = 200}, into.limit);
    }
    static constexpr std::string_view kKnown[]{"before", "limit"};
    reader.refuse_unknown_query(kKnown);
    return reader.result(std::move(into));
}

Result<OpenVersionParameters> decode_open_version_parameters(const Request& request) {
    ParameterReader reader{request};
    OpenVersionParameters into;
    if (const auto text = reader.path("asset_id")) {
        reader.read_uuid("asset_id", *text, into.asset_id);
    } else {
        reader.refuse("asset_id", "is required");
    }
    if (const auto text = reader.header("Idempotency-Key")) {
        reader.read_text("Idempotency-Key", *text, kOpenVersionIdempotencyKeyRule, into.idempotency_key.emplace());
    }
    reader.refuse_unknown_query({});
    return reader.result(std::move(into));
}

Result<GetVersionDownloadParameters> decode_get_version_download_parameters(const Request& request) {
    ParameterReader reader{request};
    GetVersionDownloadParameters into;
    if (const auto text = reader.path("asset_id")) {
        reader.read_uuid("asset_id", *text, into.asset_id);
    } else {
        reader.refuse("asset_id", "is required");
    }
    if (const auto text = reader.path("version_number")) {
        reader.read_integer("version_number", *text, json::IntegerRule{.least = 1, .most = 2147483647},
                            into.version_number);
    } else {
        reader.refuse("version_number", "is required");
    }
    reader.refuse_unknown_query({});
    return reader.result(std::move(into));
}

Result<RestoreVersionParameters> decode_restore_version_parameters(const Request& request) {
    ParameterReader reader{request};
    RestoreVersionParameters into;
    if (const auto text = reader.path("asset_id")) {
        reader.read_uuid("asset_id", *text, into.asset_id);
    } else {
        reader.refuse("asset_id", "is required");
    }
    if (const auto text = reader.path("version_number")) {
        reader.read_integer("version_number", *text, json::IntegerRule{.least = 1, .most = 2147483647},
                            into.version_number);
    } else {
        reader.refuse("version_number", "is required");
    }
    reader.refuse_unknown_query({});
    return reader.result(std::move(into));
}

Result<ListRenditionsParameters> decode_list_renditions_parameters(const Request& request) {
    ParameterReader reader{request};
    ListRenditionsParameters into;
    if (const auto text = reader.path("asset_id")) {
        reader.read_uuid("asset_id", *text, into.asset_id);
    } else {
        reader.refuse("asset_id", "is required");
    }
    if (const auto text = reader.query("cursor")) {
        reader.read_text("cursor", *text, kListRenditionsCursorRule, into.cursor.emplace());
    }
    if (const auto text = reader.query("limit")) {
        reader.read_integer("limit", *text, json::IntegerRule{.least = 1, .most = 200}, into.limit);
    }
    static constexpr std::string_view kKnown[]{"cursor", "limit"};
    reader.refuse_unknown_query(kKnown);
    return reader.result(std::move(into));
}

Result<OrderRenditionParameters> decode_order_rendition_parameters(const Request& request) {
    ParameterReader reader{request};
    OrderRenditionParameters into;
    if (const auto text = reader.path("asset_id")) {
        reader.read_uuid("asset_id", *text, into.asset_id);
    } else {
        reader.refuse("asset_id", "is required");
    }
    reader.refuse_unknown_query({});
    return reader.result(std::move(into));
}

Result<GetRenditionParameters> decode_get_rendition_parameters(const Request& request) {
    ParameterReader reader{request};
    GetRenditionParameters into;
    if (const auto text = reader.path("asset_id")) {
        reader.read_uuid("asset_id", *text, into.asset_id);
    } else {
        reader.refuse("asset_id", "is required");
    }
    if (const auto text = reader.path("rendition_id")) {
        reader.read_uuid("rendition_id", *text, into.rendition_id);
    } else {
        reader.refuse("rendition_id", "is required");
    }
    reader.refuse_unknown_query({});
    return reader.result(std::move(into));
}

Result<CancelRenditionParameters> decode_cancel_rendition_parameters(const Request& request) {
    ParameterReader reader{request};
    CancelRenditionParameters into;
    if (const auto text = reader.path("asset_id")) {
        reader.read_uuid("asset_id", *text, into.asset_id);
    } else {
        reader.refuse("asset_id", "is required");
    }
    if (const auto text = reader.path("rendition_id")) {
        reader.read_uuid("rendition_id", *text, into.rendition_id);
    } else {
        reader.refuse("rendition_id", "is required");
    }
    reader.refuse_unknown_query({});
    return reader.result(std::move(into));
}

Result<GetPlaybackParameters> decode_get_playback_parameters(const Request& request) {
    ParameterReader reader{request};
    GetPlaybackParameters into;
    if (const auto text = reader.path("asset_id")) {
        reader.read_uuid("asset_id", *text, into.asset_id);
    } else {
        reader.refuse("asset_id", "is required");
    }
    reader.refuse_unknown_query({});
    return reader.result(std::move(into));
}

Result<GetProcessingParameters> decode_get_processing_parameters(const Request& request) {
    ParameterReader reader{request};
    GetProcessingParameters into;
    if (const auto text = reader.path("asset_id")) {
        reader.read_uuid("asset_id", *text, into.asset_id);
    } else {
        reader.refuse("asset_id", "is required");
    }
    reader.refuse_unknown_query({});
    return reader.result(std::move(into));
}

Result<RetryIngestParameters> decode_retry_ingest_parameters(const Request& request) {
    ParameterReader reader{request};
    RetryIngestParameters into;
    if (const auto text = reader.path("asset_id")) {
        reader.read_uuid("asset_id", *text, into.asset_id);
    } else {
        reader.refuse("asset_id", "is required");
    }
    reader.refuse_unknown_query({});
    return reader.result(std::move(into));
}

Result<CancelIngestParameters> decode_cancel_ingest_parameters(const Request& request) {
    ParameterReader reader{request};
    CancelIngestParameters into;
    if (const auto text = reader.path("asset_id")) {
        reader.read_uuid("asset_id", *text, into.asset_id);
    } else {
        reader.refuse("asset_id", "is required");
    }
    reader.refuse_unknown_query({});
    return reader.result(std::move(into));
}

Result<ListRelationsParameters> decode_list_relations_parameters(const Request& request) {
    ParameterReader reader{request};
    ListRelationsParameters into;
    if (const auto text = reader.path("asset_id")) {
        reader.read_uuid("asset_id", *text, into.asset_id);
    } else {
        reader.refuse("asset_id", "is required");
    }
    if (const auto text = reader.query("after")) {
        reader.read_uuid("after", *text, into.after.emplace());
    }
    if (const auto text = reader.query("limit")) {
        reader.read_integer("limit", *text, json::IntegerRule{.least = 1, .most = 200}, into.limit);
    }
    static constexpr std::string_view kKnown[]{"after", "limit"};
    reader.refuse_unknown_query(kKnown);
    return reader.result(std::move(into));
}

Result<AddRelationParameters> decode_add_relation_parameters(const Request& request) {
    ParameterReader reader{request};
    AddRelationParameters into;
    if (const auto text = reader.path("asset_id")) {
        reader.read_uuid("asset_id", *text, into.asset_id);
    } else {
        reader.refuse("asset_id", "is required");
    }
    if (const auto text = reader.path("relation_type")) {
        if (const auto found = reader.read_name("relation_type", *text, kRelationTypeNames))
            into.relation_type = kRelationTypeValues[*found];
    } else {
        reader.refuse("relation_type", "is required");
    }
    if (const auto text = reader.path("target_id")) {
        reader.read_uuid("target_id", *text, into.target_id);
    } else {
        reader.refuse("target_id", "is required");
    }
    reader.refuse_unknown_query({});
    return reader.result(std::move(into));
}

Result<RemoveRelationParameters> decode_remove_relation_parameters(const Request& request) {
    ParameterReader reader{request};
    RemoveRelationParameters into;
    if (const auto text = reader.path("asset_id")) {
        reader.read_uuid("asset_id", *text, into.asset_id);
    } else {
        reader.refuse("asset_id", "is required");
    }
    if (const auto text = reader.path("relation_type")) {
        if (const auto found = reader.read_name("relation_type", *text, kRelationTypeNames))
            into.relation_type = kRelationTypeValues[*found];
    } else {
        reader.refuse("relation_type", "is required");
    }
    if (const auto text = reader.path("target_id")) {
        reader.read_uuid("target_id", *text, into.target_id);
    } else {
        reader.refuse("target_id", "is required");
    }
    reader.refuse_unknown_query({});
    return reader.result(std::move(into));
}

Result<GetUploadParameters> decode_get_upload_parameters(const Request& request) {
    ParameterReader reader{request};
    GetUploadParameters into;
    if (const auto text = reader.path("asset_id")) {
        reader.read_uuid("asset_id", *text, into.asset_id);
    } else {
        reader.refuse("asset_id", "is required");
    }
    if (const auto text = reader.query("after")) {
        reader.read_integer("after", *text, json::IntegerRule{.least = 0, .most = 10000}, into.after);
    }
    if (const auto text = reader.query("limit")) {
        reader.read_integer("limit", *text, json::IntegerRule{.least = 1, .most = 100}, into.limit);
    }
    static constexpr std::string_view kKnown[]{"after", "limit"};
    reader.refuse_unknown_query(kKnown);
    return reader.result(std::move(into));
}

Result<AbortUploadParameters> decode_abort_upload_parameters(const Request& request) {
    ParameterReader reader{request};
    AbortUploadParameters into;
    if (const auto text = reader.path("asset_id")) {
        reader.read_uuid("asset_id", *text, into.asset_id);
    } else {
        reader.refuse("asset_id", "is required");
    }
    if (const auto text = reader.query("asset")) {
        if (const auto found = reader.read_name("asset", *text, kAbandonedAssetNames))
            into.asset = kAbandonedAssetValues[*found];
    }
    static constexpr std::string_view kKnown[]{"asset"};
    reader.refuse_unknown_query(kKnown);
    return reader.result(std::move(into));
}

Result<PutContentParameters> decode_put_content_parameters(const Request& request) {
    ParameterReader reader{request};
    PutContentParameters into;
    if (const auto text = reader.path("asset_id")) {
        reader.read_uuid("asset_id", *text, into.asset_id);
    } else {
        reader.refuse("asset_id", "is required");
    }
    reader.refuse_unknown_query({});
    return reader.result(std::move(into));
}

Result<CompleteUploadParameters> decode_complete_upload_parameters(const Request& request) {
    ParameterReader reader{request};
    CompleteUploadParameters into;
    if (const auto text = reader.path("asset_id")) {
        reader.read_uuid("asset_id", *text, into.asset_id);
    } else {
        reader.refuse("asset_id", "is required");
    }
    reader.refuse_unknown_query({});
    return reader.result(std::move(into));
}

Result<PutCompleteUploadParameters> decode_put_complete_upload_parameters(const Request& request) {
    ParameterReader reader{request};
    PutCompleteUploadParameters into;
    if (const auto text = reader.path("asset_id")) {
        reader.read_uuid("asset_id", *text, into.asset_id);
    } else {
        reader.refuse("asset_id", "is required");
    }
    reader.refuse_unknown_query({});
    return reader.result(std::move(into));
}

Result<GetDownloadParameters> decode_get_download_parameters(const Request& request) {
    ParameterReader reader{request};
    GetDownloadParameters into;
    if (const auto text = reader.path("asset_id")) {
        reader.read_uuid("asset_id", *text, into.asset_id);
    } else {
        reader.refuse("asset_id", "is required");
    }
    reader.refuse_unknown_query({});
    return reader.result(std::move(into));
}

Result<ListCollectionsParameters> decode_list_collections_parameters(const Request& request) {
    ParameterReader reader{request};
    ListCollectionsParameters into;
    if (const auto text = reader.query("parent_id")) {
        reader.read_uuid("parent_id", *text, into.parent_id.emplace());
    }
    if (const auto text = reader.query("cursor")) {
        reader.read_text("cursor", *text, kListCollectionsCursorRule, into.cursor.emplace());
    }
    if (const auto text = reader.query("limit")) {
        reader.read_integer("limit", *text, json::IntegerRule{.least = 1, .most = 200}, into.limit);
    }
    static constexpr std::string_view kKnown[]{"parent_id", "cursor", "limit"};
    reader.refuse_unknown_query(kKnown);
    return reader.result(std::move(into));
}

Result<CreateCollectionParameters> decode_create_collection_parameters(const Request& request) {
    ParameterReader reader{request};
    CreateCollectionParameters into;
    if (const auto text = reader.header("Idempotency-Key")) {
        reader.read_text("Idempotency-Key", *text, kCreateCollectionIdempotencyKeyRule, into.idempotency_key.emplace());
    }
    reader.refuse_unknown_query({});
    return reader.result(std::move(into));
}

Result<GetCollectionParameters> decode_get_collection_parameters(const Request& request) {
    ParameterReader reader{request};
    GetCollectionParameters into;
    if (const auto text = reader.path("collection_id")) {
        reader.read_uuid("collection_id", *text, into.collection_id);
    } else {
        reader.refuse("collection_id", "is required");
    }
    reader.refuse_unknown_query({});
    return reader.result(std::move(into));
}

Result<UpdateCollectionParameters> decode_update_collection_parameters(const Request& request) {
    ParameterReader reader{request};
    UpdateCollectionParameters into;
    if (const auto text = reader.path("collection_id")) {
        reader.read_uuid("collection_id", *text, into.collection_id);
    } else {
        reader.refuse("collection_id", "is required");
    }
    reader.refuse_unknown_query({});
    return reader.result(std::move(into));
}

Result<DeleteCollectionParameters> decode_delete_collection_parameters(const Request& request) {
    ParameterReader reader{request};
    DeleteCollectionParameters into;
    if (const auto text = reader.path("collection_id")) {
        reader.read_uuid("collection_id", *text, into.collection_id);
    } else {
        reader.refuse("collection_id", "is required");
    }
    reader.refuse_unknown_query({});
    return reader.result(std::move(into));
}

Result<ListGrantsParameters> decode_list_grants_parameters(const Request& request) {
    ParameterReader reader{request};
    ListGrantsParameters into;
    if (const auto text = reader.path("collection_id")) {
        reader.read_uuid("collection_id", *text, into.collection_id);
    } else {
        reader.refuse("collection_id", "is required");
    }
    reader.refuse_unknown_query({});
    return reader.result(std::move(into));
}

Result<PutUserGrantParameters> decode_put_user_grant_parameters(const Request& request) {
    ParameterReader reader{request};
    PutUserGrantParameters into;
    if (const auto text = reader.path("collection_id")) {
        reader.read_uuid("collection_id", *text, into.collection_id);
    } else {
        reader.refuse("collection_id", "is required");
    }
    if (const auto text = reader.path("user_id")) {
        reader.read_uuid("user_id", *text, into.user_id);
    } else {
        reader.refuse("user_id", "is required");
    }
    reader.refuse_unknown_query({});
    return reader.result(std::move(into));
}

Result<DeleteUserGrantParameters> decode_delete_user_grant_parameters(const Request& request) {
    ParameterReader reader{request};
    DeleteUserGrantParameters into;
    if (const auto text = reader.path("collection_id")) {
        reader.read_uuid("collection_id", *text, into.collection_id);
    } else {
        reader.refuse("collection_id", "is required");
    }
    if (const auto text = reader.path("user_id")) {
        reader.read_uuid("user_id", *text, into.user_id);
    } else {
        reader.refuse("user_id", "is required");
    }
    reader.refuse_unknown_query({});
    return reader.result(std::move(into));
}

Result<PutGroupGrantParameters> decode_put_group_grant_parameters(const Request& request) {
    ParameterReader reader{request};
    PutGroupGrantParameters into;
    if (const auto text = reader.path("collection_id")) {
        reader.read_uuid("collection_id", *text, into.collection_id);
    } else {
        reader.refuse("collection_id", "is required");
    }
    if (const auto text = reader.path("group_id")) {
        reader.read_uuid("group_id", *text, into.group_id);
    } else {
        reader.refuse("group_id", "is required");
    }
    reader.refuse_unknown_query({});
    return reader.result(std::move(into));
}

Result<DeleteGroupGrantParameters> decode_delete_group_grant_parameters(const Request& request) {
    ParameterReader reader{request};
    DeleteGroupGrantParameters into;
    if (const auto text = reader.path("collection_id")) {
        reader.read_uuid("collection_id", *text, into.collection_id);
    } else {
        reader.refuse("collection_id", "is required");
    }
    if (const auto text = reader.path("group_id")) {
        reader.read_uuid("group_id", *text, into.group_id);
    } else {
        reader.refuse("group_id", "is required");
    }
    reader.refuse_unknown_query({});
    return reader.result(std::move(into));
}

Result<LinkAssetParameters> decode_link_asset_parameters(const Request& request) {
    ParameterReader reader{request};
    LinkAssetParameters into;
    if (const auto text = reader.path("collection_id")) {
        reader.read_uuid("collection_id", *text, into.collection_id);
    } else {
        reader.refuse("collection_id", "is required");
    }
    if (const auto text = reader.path("asset_id")) {
        reader.read_uuid("asset_id", *text, into.asset_id);
    } else {
        reader.refuse("asset_id", "is required");
    }
    reader.refuse_unknown_query({});
    return reader.result(std::move(into));
}

Result<UnlinkAssetParameters> decode_unlink_asset_parameters(const Request& request) {
    ParameterReader reader{request};
    UnlinkAssetParameters into;
    if (const auto text = reader.path("collection_id")) {
        reader.read_uuid("collection_id", *text, into.collection_id);
    } else {
        reader.refuse("collection_id", "is required");
    }
    if (const auto text = reader.path("asset_id")) {
        reader.read_uuid("asset_id", *text, into.asset_id);
    } else {
        reader.refuse("asset_id", "is required");
    }
    reader.refuse_unknown_query({});
    return reader.result(std::move(into));
}

Result<ListReadersParameters> decode_list_readers_parameters(const Request& request) {
    ParameterReader reader{request};
    ListReadersParameters into;
    if (const auto text = reader.path("asset_id")) {
        reader.read_uuid("asset_id", *text, into.asset_id);
    } else {
        reader.refuse("asset_id", "is required");
    }
    reader.refuse_unknown_query({});
    return reader.result(std::move(into));
}

Result<PutReaderParameters> decode_put_reader_parameters(const Request& request) {
    ParameterReader reader{request};
    PutReaderParameters into;
    if (const auto text = reader.path("asset_id")) {
        reader.read_uuid("asset_id", *text, into.asset_id);
    } else {
        reader.refuse("asset_id", "is required");
    }
    if (const auto text = reader.path("user_id")) {
        reader.read_uuid("user_id", *text, into.user_id);
    } else {
        reader.refuse("user_id", "is required");
    }
    reader.refuse_unknown_query({});
    return reader.result(std::move(into));
}

Result<DeleteReaderParameters> decode_delete_reader_parameters(const Request& request) {
    ParameterReader reader{request};
    DeleteReaderParameters into;
    if (const auto text = reader.path("asset_id")) {
        reader.read_uuid("asset_id", *text, into.asset_id);
    } else {
        reader.refuse("asset_id", "is required");
    }
    if (const auto text = reader.path("user_id")) {
        reader.read_uuid("user_id", *text, into.user_id);
    } else {
        reader.refuse("user_id", "is required");
    }
    reader.refuse_unknown_query({});
    return reader.result(std::move(into));
}

Result<GetJobParameters> decode_get_job_parameters(const Request& request) {
    ParameterReader reader{request};
    GetJobParameters into;
    if (const auto text = reader.path("job_id")) {
        reader.read_uuid("job_id", *text, into.job_id);
    } else {
        reader.refuse("job_id", "is required");
    }
    reader.refuse_unknown_query({});
    return reader.result(std::move(into));
}

Result<ListJobAssetsParameters> decode_list_job_assets_parameters(const Request& request) {
    ParameterReader reader{request};
    ListJobAssetsParameters into;
    if (const auto text = reader.path("job_id")) {
        reader.read_uuid("job_id", *text, into.job_id);
    } else {
        reader.refuse("job_id", "is required");
    }
    if (const auto text = reader.query("outcome")) {
        if (const auto found = reader.read_name("outcome", *text, kJobOutcomeNames))
            into.outcome = kJobOutcomeValues[*found];
    }
    if (const auto text = reader.query("after")) {
        reader.read_uuid("after", *text, into.after.emplace());
    }
    if (const auto text = reader.query("limit")) {
        reader.read_integer("limit", *text, json::IntegerRule{.least = 1, .most = 200}, into.limit);
    }
    static constexpr std::string_view kKnown[]{"outcome", "after", "limit"};
    reader.refuse_unknown_query(kKnown);
    return reader.result(std::move(into));
}

Result<CancelJobParameters> decode_cancel_job_parameters(const Request& request) {
    ParameterReader reader{request};
    CancelJobParameters into;
    if (const auto text = reader.path("job_id")) {
        reader.read_uuid("job_id", *text, into.job_id);
    } else {
        reader.refuse("job_id", "is required");
    }
    reader.refuse_unknown_query({});
    return reader.result(std::move(into));
}

Result<UndoJobParameters> decode_undo_job_parameters(const Request& request) {
    ParameterReader reader{request};
    UndoJobParameters into;
    if (const auto text = reader.path("job_id")) {
        reader.read_uuid("job_id", *text, into.job_id);
    } else {
        reader.refuse("job_id", "is required");
    }
    reader.refuse_unknown_query({});
    return reader.result(std::move(into));
}

Result<GetMetadataSchemaParameters> decode_get_metadata_schema_parameters(const Request& request) {
    ParameterReader reader{request};
    GetMetadataSchemaParameters into;
    if (const auto text = reader.path("asset_type")) {
        if (const auto found = reader.read_name("asset_type", *text, kAssetTypeNames))
            into.asset_type = kAssetTypeValues[*found];
    } else {
        reader.refuse("asset_type", "is required");
    }
    reader.refuse_unknown_query({});
    return reader.result(std::move(into));
}

Result<PutMetadataSchemaParameters> decode_put_metadata_schema_parameters(const Request& request) {
    ParameterReader reader{request};
    PutMetadataSchemaParameters into;
    if (const auto text = reader.path("asset_type")) {
        if (const auto found = reader.read_name("asset_type", *text, kAssetTypeNames))
            into.asset_type = kAssetTypeValues[*found];
    } else {
        reader.refuse("asset_type", "is required");
    }
    reader.refuse_unknown_query({});
    return reader.result(std::move(into));
}

Result<PreviewMetadataSchemaParameters> decode_preview_metadata_schema_parameters(const Request& request) {
    ParameterReader reader{request};
    PreviewMetadataSchemaParameters into;
    if (const auto text = reader.path("asset_type")) {
        if (const auto found = reader.read_name("asset_type", *text, kAssetTypeNames))
            into.asset_type = kAssetTypeValues[*found];
    } else {
        reader.refuse("asset_type", "is required");
    }
    reader.refuse_unknown_query({});
    return reader.result(std::move(into));
}

Result<ListGroupsParameters> decode_list_groups_parameters(const Request& request) {
    ParameterReader reader{request};
    ListGroupsParameters into;
    if (const auto text = reader.query("cursor")) {
        reader.read_text("cursor", *text, kListGroupsCursorRule, into.cursor.emplace());
    }
    if (const auto text = reader.query("limit")) {
        reader.read_integer("limit", *text, json::IntegerRule{.least = 1, .most = 200}, into.limit);
    }
    static constexpr std::string_view kKnown[]{"cursor", "limit"};
    reader.refuse_unknown_query(kKnown);
    return reader.result(std::move(into));
}

Result<CreateGroupParameters> decode_create_group_parameters(const Request& request) {
    ParameterReader reader{request};
    CreateGroupParameters into;
    if (const auto text = reader.header("Idempotency-Key")) {
        reader.read_text("Idempotency-Key", *text, kCreateGroupIdempotencyKeyRule, into.idempotency_key.emplace());
    }
    reader.refuse_unknown_query({});
    return reader.result(std::move(into));
}

Result<UpdateGroupParameters> decode_update_group_parameters(const Request& request) {
    ParameterReader reader{request};
    UpdateGroupParameters into;
    if (const auto text = reader.path("group_id")) {
        reader.read_uuid("group_id", *text, into.group_id);
    } else {
        reader.refuse("group_id", "is required");
    }
    reader.refuse_unknown_query({});
    return reader.result(std::move(into));
}

Result<DeleteGroupParameters> decode_delete_group_parameters(const Request& request) {
    ParameterReader reader{request};
    DeleteGroupParameters into;
    if (const auto text = reader.path("group_id")) {
        reader.read_uuid("group_id", *text, into.group_id);
    } else {
        reader.refuse("group_id", "is required");
    }
    reader.refuse_unknown_query({});
    return reader.result(std::move(into));
}

Result<ListMembersParameters> decode_list_members_parameters(const Request& request) {
    ParameterReader reader{request};
    ListMembersParameters into;
    if (const auto text = reader.path("group_id")) {
        reader.read_uuid("group_id", *text, into.group_id);
    } else {
        reader.refuse("group_id", "is required");
    }
    reader.refuse_unknown_query({});
    return reader.result(std::move(into));
}

Result<PutMemberParameters> decode_put_member_parameters(const Request& request) {
    ParameterReader reader{request};
    PutMemberParameters into;
    if (const auto text = reader.path("group_id")) {
        reader.read_uuid("group_id", *text, into.group_id);
    } else {
        reader.refuse("group_id", "is required");
    }
    if (const auto text = reader.path("user_id")) {
        reader.read_uuid("user_id", *text, into.user_id);
    } else {
        reader.refuse("user_id", "is required");
    }
    reader.refuse_unknown_query({});
    return reader.result(std::move(into));
}

Result<DeleteMemberParameters> decode_delete_member_parameters(const Request& request) {
    ParameterReader reader{request};
    DeleteMemberParameters into;
    if (const auto text = reader.path("group_id")) {
        reader.read_uuid("group_id", *text, into.group_id);
    } else {
        reader.refuse("group_id", "is required");
    }
    if (const auto text = reader.path("user_id")) {
        reader.read_uuid("user_id", *text, into.user_id);
    } else {
        reader.refuse("user_id", "is required");
    }
    reader.refuse_unknown_query({});
    return reader.result(std::move(into));
}

Result<ListUsersParameters> decode_list_users_parameters(const Request& request) {
    ParameterReader reader{request};
    ListUsersParameters into;
    if (const auto text = reader.query("cursor")) {
        reader.read_text("cursor", *text, kListUsersCursorRule, into.cursor.emplace());
    }
    if (const auto text = reader.query("limit")) {
        reader.read_integer("limit", *text, json::IntegerRule{.least = 1, .most = 200}, into.limit);
    }
    static constexpr std::string_view kKnown[]{"cursor", "limit"};
    reader.refuse_unknown_query(kKnown);
    return reader.result(std::move(into));
}

Result<CreateUserParameters> decode_create_user_parameters(const Request& request) {
    ParameterReader reader{request};
    CreateUserParameters into;
    if (const auto text = reader.header("Idempotency-Key")) {
        reader.read_text("Idempotency-Key", *text, kCreateUserIdempotencyKeyRule, into.idempotency_key.emplace());
    }
    reader.refuse_unknown_query({});
    return reader.result(std::move(into));
}

Result<GetUserParameters> decode_get_user_parameters(const Request& request) {
    ParameterReader reader{request};
    GetUserParameters into;
    if (const auto text = reader.path("user_id")) {
        reader.read_uuid("user_id", *text, into.user_id);
    } else {
        reader.refuse("user_id", "is required");
    }
    reader.refuse_unknown_query({});
    return reader.result(std::move(into));
}

Result<UpdateUserParameters> decode_update_user_parameters(const Request& request) {
    ParameterReader reader{request};
    UpdateUserParameters into;
    if (const auto text = reader.path("user_id")) {
        reader.read_uuid("user_id", *text, into.user_id);
    } else {
        reader.refuse("user_id", "is required");
    }
    reader.refuse_unknown_query({});
    return reader.result(std::move(into));
}

Result<CreatePasswordResetParameters> decode_create_password_reset_parameters(const Request& request) {
    ParameterReader reader{request};
    CreatePasswordResetParameters into;
    if (const auto text = reader.path("user_id")) {
        reader.read_uuid("user_id", *text, into.user_id);
    } else {
        reader.refuse("user_id", "is required");
    }
    if (const auto text = reader.header("Idempotency-Key")) {
        reader.read_text("Idempotency-Key", *text, kCreatePasswordResetIdempotencyKeyRule,
                         into.idempotency_key.emplace());
    }
    reader.refuse_unknown_query({});
    return reader.result(std::move(into));
}

Result<MailPasswordResetParameters> decode_mail_password_reset_parameters(const Request& request) {
    ParameterReader reader{request};
    MailPasswordResetParameters into;
    if (const auto text = reader.path("user_id")) {
        reader.read_uuid("user_id", *text, into.user_id);
    } else {
        reader.refuse("user_id", "is required");
    }
    reader.refuse_unknown_query({});
    return reader.result(std::move(into));
}

Result<ListKeysParameters> decode_list_keys_parameters(const Request& request) {
    ParameterReader reader{request};
    ListKeysParameters into;
    if (const auto text = reader.path("user_id")) {
        reader.read_uuid("user_id", *text, into.user_id);
    } else {
        reader.refuse("user_id", "is required");
    }
    reader.refuse_unknown_query({});
    return reader.result(std::move(into));
}

Result<CreateKeyParameters> decode_create_key_parameters(const Request& request) {
    ParameterReader reader{request};
    CreateKeyParameters into;
    if (const auto text = reader.path("user_id")) {
        reader.read_uuid("user_id", *text, into.user_id);
    } else {
        reader.refuse("user_id", "is required");
    }
    if (const auto text = reader.header("Idempotency-Key")) {
        reader.read_text("Idempotency-Key", *text, kCreateKeyIdempotencyKeyRule, into.idempotency_key.emplace());
    }
    reader.refuse_unknown_query({});
    return reader.result(std::move(into));
}

Result<RevokeKeyParameters> decode_revoke_key_parameters(const Request& request) {
    ParameterReader reader{request};
    RevokeKeyParameters into;
    if (const auto text = reader.path("user_id")) {
        reader.read_uuid("user_id", *text, into.user_id);
    } else {
        reader.refuse("user_id", "is required");
    }
    if (const auto text = reader.path("key_id")) {
        reader.read_uuid("key_id", *text, into.key_id);
    } else {
        reader.refuse("key_id", "is required");
    }
    reader.refuse_unknown_query({});
    return reader.result(std::move(into));
}

Result<FollowEventsParameters> decode_follow_events_parameters(const Request& request) {
    ParameterReader reader{request};
    FollowEventsParameters into;
    if (const auto text = reader.query("asset_id")) {
        reader.read_uuid("asset_id", *text, into.asset_id.emplace());
    }
    if (const auto text = reader.query("type")) {
        reader.read_text("type", *text, kFollowEventsTypeRule, into.type.emplace());
    }
    if (const auto text = reader.query("after")) {
        reader.read_integer("after", *text, json::IntegerRule{.least = 0, .most = 9223372036854775807},
                            into.after.emplace());
    }
    if (const auto text = reader.query("seconds")) {
        reader.read_integer("seconds", *text, json::IntegerRule{.least = 1, .most = 3600}, into.seconds);
    }
    static constexpr std::string_view kKnown[]{"asset_id", "type", "after", "seconds"};
    reader.refuse_unknown_query(kKnown);
    return reader.result(std::move(into));
}

Result<CreateWebhookParameters> decode_create_webhook_parameters(const Request& request) {
    ParameterReader reader{request};
    CreateWebhookParameters into;
    if (const auto text = reader.header("Idempotency-Key")) {
        reader.read_text("Idempotency-Key", *text, kCreateWebhookIdempotencyKeyRule, into.idempotency_key.emplace());
    }
    reader.refuse_unknown_query({});
    return reader.result(std::move(into));
}

Result<GetWebhookParameters> decode_get_webhook_parameters(const Request& request) {
    ParameterReader reader{request};
    GetWebhookParameters into;
    if (const auto text = reader.path("webhook_id")) {
        reader.read_uuid("webhook_id", *text, into.webhook_id);
    } else {
        reader.refuse("webhook_id", "is required");
    }
    reader.refuse_unknown_query({});
    return reader.result(std::move(into));
}

Result<UpdateWebhookParameters> decode_update_webhook_parameters(const Request& request) {
    ParameterReader reader{request};
    UpdateWebhookParameters into;
    if (const auto text = reader.path("webhook_id")) {
        reader.read_uuid("webhook_id", *text, into.webhook_id);
    } else {
        reader.refuse("webhook_id", "is required");
    }
    reader.refuse_unknown_query({});
    return reader.result(std::move(into));
}

Result<DeleteWebhookParameters> decode_delete_webhook_parameters(const Request& request) {
    ParameterReader reader{request};
    DeleteWebhookParameters into;
    if (const auto text = reader.path("webhook_id")) {
        reader.read_uuid("webhook_id", *text, into.webhook_id);
    } else {
        reader.refuse("webhook_id", "is required");
    }
    reader.refuse_unknown_query({});
    return reader.result(std::move(into));
}

Result<RenewWebhookSecretParameters> decode_renew_webhook_secret_parameters(const Request& request) {
    ParameterReader reader{request};
    RenewWebhookSecretParameters into;
    if (const auto text = reader.path("webhook_id")) {
        reader.read_uuid("webhook_id", *text, into.webhook_id);
    } else {
        reader.refuse("webhook_id", "is required");
    }
    reader.refuse_unknown_query({});
    return reader.result(std::move(into));
}

Result<ReplayWebhookParameters> decode_replay_webhook_parameters(const Request& request) {
    ParameterReader reader{request};
    ReplayWebhookParameters into;
    if (const auto text = reader.path("webhook_id")) {
        reader.read_uuid("webhook_id", *text, into.webhook_id);
    } else {
        reader.refuse("webhook_id", "is required");
    }
    reader.refuse_unknown_query({});
    return reader.result(std::move(into));
}

Result<ListWebhookDeliveriesParameters> decode_list_webhook_deliveries_parameters(const Request& request) {
    ParameterReader reader{request};
    ListWebhookDeliveriesParameters into;
    if (const auto text = reader.path("webhook_id")) {
        reader.read_uuid("webhook_id", *text, into.webhook_id);
    } else {
        reader.refuse("webhook_id", "is required");
    }
    if (const auto text = reader.query("before")) {
        reader.read_integer("before", *text, json::IntegerRule{.least = 1, .most = 9223372036854775807},
                            into.before.emplace());
    }
    if (const auto text = reader.query("limit")) {
        reader.read_integer("limit", *text, json::IntegerRule{.least = 1, .most = 200}, into.limit);
    }
    static constexpr std::string_view kKnown[]{"before", "limit"};
    reader.refuse_unknown_query(kKnown);
    return reader.result(std::move(into));
}

Result<ListAuditParameters> decode_list_audit_parameters(const Request& request) {
    ParameterReader reader{request};
    ListAuditParameters into;
    if (const auto text = reader.query("actor_id")) {
        reader.read_uuid("actor_id", *text, into.actor_id.emplace());
    }
    if (const auto text = reader.query("action")) {
        reader.read_text("action", *text, kListAuditActionRule, into.action.emplace());
    }
    if (const auto text = reader.query("object_type")) {
        reader.read_text("object_type", *text, kListAuditObjectTypeRule, into.object_type.emplace());
    }
    if (const auto text = reader.query("object_id")) {
        reader.read_text("object_id", *text, kListAuditObjectIdRule, into.object_id.emplace());
    }
    if (const auto text = reader.query("since")) {
        reader.read_timestamp("since", *text, into.since.emplace());
    }
    if (const auto text = reader.query("until")) {
        reader.read_timestamp("until", *text, into.until.emplace());
    }
    if (const auto text = reader.query("before")) {
        reader.read_integer("before", *text, json::IntegerRule{.least = 1, .most = 9223372036854775807},
                            into.before.emplace());
    }
    if (const auto text = reader.query("limit")) {
        reader.read_integer("limit", *text, json::IntegerRule{.least = 1, .most = 200}, into.limit);
    }
    static constexpr std::string_view kKnown[]{"actor_id", "action", "object_type", "object_id",
                                               "since",    "until",  "before",      "limit"};
    reader.refuse_unknown_query(kKnown);
    return reader.result(std::move(into));
}

Result<GetDocsFileParameters> decode_get_docs_file_parameters(const Request& request) {
    ParameterReader reader{request};
    GetDocsFileParameters into;
    if (const auto text = reader.path("file")) {
        reader.read_text("file", *text, kGetDocsFileFileRule, into.file);
    } else {
        reader.refuse("file", "is required");
    }
    reader.refuse_unknown_query({});
    return reader.result(std::move(into));
}

}  // namespace acervo::http::api
