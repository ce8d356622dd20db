// Made from api/openapi.yaml by tools/gen_api.py. Do not edit.
#pragma once

#include <array>
#include <cstddef>
#include <string_view>

#include "domain/identity/user.hpp"
#include "net/http_message.hpp"

/// The operations of the API: the route table.
namespace acervo::http::api {

/// Whether sending a request again changes nothing more.
enum class Repeatable {
    Always,
    /// With the same Idempotency-Key.
    WithKey,
    Never
};

struct Operation {
    std::string_view id;
    Method method;
    /// Segments in braces are path parameters: `/api/v1/assets/{asset_id}`.
    std::string_view path;
    Permission permission;
    /// The most bytes the body may have. 0: there is no body; else it is application/json.
    std::size_t body_limit;
    Repeatable repeatable;
    /// Whether it takes any of path, query or header (`parameters.hpp`).
    bool has_parameters;
};

/// Sign in
inline constexpr Operation kOpenSession{
    "open_session", Method::Post, "/api/v1/sessions", Permission::Anonymous, 16384, Repeatable::Never, false};
/// Sign out
inline constexpr Operation kCloseSession{
    "close_session", Method::Delete, "/api/v1/sessions/current", Permission::SignedIn, 0, Repeatable::Always, false};
/// Who is signed in
inline constexpr Operation kGetCurrentUser{"get_current_user", Method::Get, "/api/v1/users/me", Permission::SignedIn, 0,
                                           Repeatable::Always, false};
/// Create an asset and open its upload
inline constexpr Operation kOpenUpload{
    "open_upload", Method::Post, "/api/v1/assets", Permission::AssetCreate, 65536, Repeatable::WithKey, true};
/// List assets, newest first
inline constexpr Operation kListAssets{"list_assets",      Method::Get, "/api/v1/assets", Permission::AssetView, 0,
                                       Repeatable::Always, true};
/// One asset
inline constexpr Operation kGetAsset{
    "get_asset", Method::Get, "/api/v1/assets/{asset_id}", Permission::AssetView, 0, Repeatable::Always, true};
/// How far an upload is, with fresh addresses for missing parts
inline constexpr Operation kGetUpload{
    "get_upload",       Method::Get, "/api/v1/assets/{asset_id}/upload", Permission::AssetCreate, 0,
    Repeatable::Always, true};
/// Give an upload up
inline constexpr Operation kAbortUpload{"abort_upload",
                                        Method::Delete,
                                        "/api/v1/assets/{asset_id}/upload",
                                        Permission::AssetCreate,
                                        0,
                                        Repeatable::Always,
                                        true};
/// Close an upload and start the ingest
inline constexpr Operation kCompleteUpload{
    "complete_upload",  Method::Post, "/api/v1/assets/{asset_id}/complete", Permission::AssetCreate, 4194304,
    Repeatable::Always, true};
/// Close an upload and start the ingest (as POST)
inline constexpr Operation kPutCompleteUpload{
    "put_complete_upload", Method::Put, "/api/v1/assets/{asset_id}/complete", Permission::AssetCreate, 4194304,
    Repeatable::Always,    true};
/// An address to download the master from
inline constexpr Operation kGetDownload{
    "get_download",     Method::Get, "/api/v1/assets/{asset_id}/download", Permission::AssetDownloadMaster, 0,
    Repeatable::Always, true};
/// Does the process answer
inline constexpr Operation kGetLiveness{"get_liveness",     Method::Get, "/health/live", Permission::Anonymous, 0,
                                        Repeatable::Always, false};
/// Can the process serve, and how are its dependencies
inline constexpr Operation kGetReadiness{"get_readiness",    Method::Get, "/health/ready", Permission::Anonymous, 0,
                                         Repeatable::Always, false};
/// Metrics in the Prometheus text format
inline constexpr Operation kGetMetrics{"get_metrics",      Method::Get, "/metrics", Permission::Anonymous, 0,
                                       Repeatable::Always, false};
/// This document
inline constexpr Operation kGetOpenapiDocument{
    "get_openapi_document", Method::Get, "/api/v1/openapi.json", Permission::Anonymous, 0, Repeatable::Always, false};
/// This document for people
inline constexpr Operation kGetDocsPage{"get_docs_page",    Method::Get, "/api/docs", Permission::Anonymous, 0,
                                        Repeatable::Always, false};
/// Scripts and styles of the page
inline constexpr Operation kGetDocsFile{"get_docs_file",    Method::Get, "/api/docs/{file}", Permission::Anonymous, 0,
                                        Repeatable::Always, true};

/// All of them, in the order of the contract.
inline constexpr std::array<const Operation*, 17> kOperations{
    &kOpenSession,  &kCloseSession, &kGetCurrentUser,     &kOpenUpload,        &kListAssets,  &kGetAsset,
    &kGetUpload,    &kAbortUpload,  &kCompleteUpload,     &kPutCompleteUpload, &kGetDownload, &kGetLiveness,
    &kGetReadiness, &kGetMetrics,   &kGetOpenapiDocument, &kGetDocsPage,       &kGetDocsFile};

}  // namespace acervo::http::api
