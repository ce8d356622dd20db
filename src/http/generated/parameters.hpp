// Made from api/openapi.yaml by tools/gen_api.py. Do not edit.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/id.hpp"
#include "core/result.hpp"
#include "http/generated/types.hpp"
#include "http/server/request.hpp"

/// Path, query and header parameters of each operation. InvalidInput names every parameter that is not as the
/// contract says, query parameters it does not know, and those that came twice.
namespace acervo::http::api {

struct OpenUploadParameters {
    /// Chosen by the client, new for every new intention, at least 24 hours good: a repeated request with the same key
    /// and the same body gets the first answer, with fresh addresses. The same key with another body is refused (422).
    std::optional<std::string> idempotency_key;
};

struct ListAssetsParameters {
    /// `next` of the page before.
    std::optional<std::string> cursor;
    /// The most assets on a page.
    std::int32_t limit{50};
    /// Only assets of these types.
    std::vector<AssetType> type;
    /// Only assets in these states.
    std::vector<AssetStatus> status;
};

struct GetAssetParameters {
    /// The asset.
    AssetId asset_id;
};

struct GetUploadParameters {
    /// The asset.
    AssetId asset_id;
    /// The part number to go on after.
    std::int32_t after{0};
    /// The most addresses in the answer.
    std::int32_t limit{100};
};

struct AbortUploadParameters {
    /// The asset.
    AssetId asset_id;
};

struct CompleteUploadParameters {
    /// The asset.
    AssetId asset_id;
};

struct PutCompleteUploadParameters {
    /// The asset.
    AssetId asset_id;
};

struct GetDownloadParameters {
    /// The asset.
    AssetId asset_id;
};

struct GetDocsFileParameters {
    /// The name of the file.
    std::string file;
};

Result<OpenUploadParameters> decode_open_upload_parameters(const Request& request);
Result<ListAssetsParameters> decode_list_assets_parameters(const Request& request);
Result<GetAssetParameters> decode_get_asset_parameters(const Request& request);
Result<GetUploadParameters> decode_get_upload_parameters(const Request& request);
Result<AbortUploadParameters> decode_abort_upload_parameters(const Request& request);
Result<CompleteUploadParameters> decode_complete_upload_parameters(const Request& request);
Result<PutCompleteUploadParameters> decode_put_complete_upload_parameters(const Request& request);
Result<GetDownloadParameters> decode_get_download_parameters(const Request& request);
Result<GetDocsFileParameters> decode_get_docs_file_parameters(const Request& request);

}  // namespace acervo::http::api
