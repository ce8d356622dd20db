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
    .least = 1, .most = 512, .pattern = kListAssetsCursorPattern, .reason = "must be the `next` of an earlier page"};
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
    static constexpr std::string_view kKnown[]{"cursor", "limit", "type", "status"};
    reader.refuse_unknown_query(kKnown);
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
