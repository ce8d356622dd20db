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
    /// The most bytes the body may have; 0: there is no body.
    std::size_t body_limit;
    std::string_view media_type;
    Repeatable repeatable;
    /// Whether it takes any of path, query or header (`parameters.hpp`).
    bool has_parameters;
};

/// Sign in
inline constexpr Operation kOpenSession{"open_session", Method::Post,       "/api/v1/sessions", Permission::Anonymous,
                                        16384,          "application/json", Repeatable::Never,  false};
/// Sign out
inline constexpr Operation kCloseSession{
    "close_session",    Method::Delete, "/api/v1/sessions/current", Permission::SignedIn, 0, "application/json",
    Repeatable::Always, false};
/// Sign in for tokens
inline constexpr Operation kOpenTokens{"open_tokens", Method::Post,       "/api/v1/tokens",  Permission::Anonymous,
                                       16384,         "application/json", Repeatable::Never, false};
/// Exchange a refresh token for new tokens
inline constexpr Operation kRefreshTokens{"refresh_tokens",      Method::Post, "/api/v1/tokens/refresh",
                                          Permission::Anonymous, 16384,        "application/json",
                                          Repeatable::Never,     false};
/// Who is signed in
inline constexpr Operation kGetCurrentUser{"get_current_user",   Method::Get, "/api/v1/users/me",
                                           Permission::SignedIn, 0,           "application/json",
                                           Repeatable::Always,   false};
/// Create an asset and open its upload
inline constexpr Operation kOpenUpload{"open_upload", Method::Post,       "/api/v1/assets",    Permission::AssetCreate,
                                       65536,         "application/json", Repeatable::WithKey, true};
/// List assets
inline constexpr Operation kListAssets{"list_assets",         Method::Get, "/api/v1/assets",
                                       Permission::AssetView, 0,           "application/json",
                                       Repeatable::Always,    true};
/// What is said about assets, as a table
inline constexpr Operation kExportAssets{"export_assets",       Method::Get, "/api/v1/assets/export",
                                         Permission::AssetView, 0,           "application/json",
                                         Repeatable::Always,    true};
/// Change what is said about assets by a table
inline constexpr Operation kImportMetadata{"import_metadata",     Method::Post, "/api/v1/assets/import-metadata",
                                           Permission::AssetEdit, 4194304,      "text/csv",
                                           Repeatable::Never,     true};
/// Change what people say about many assets
inline constexpr Operation kStartBulkEdit{"start_bulk_edit",     Method::Post, "/api/v1/assets/bulk-edit",
                                          Permission::AssetEdit, 1048576,      "application/json",
                                          Repeatable::WithKey,   true};
/// Fill the asset cache, or empty it
inline constexpr Operation kStartCacheJob{"start_cache_job",      Method::Post, "/api/v1/assets/cache",
                                          Permission::SiteManage, 1048576,      "application/json",
                                          Repeatable::WithKey,    true};
/// One asset
inline constexpr Operation kGetAsset{"get_asset",           Method::Get, "/api/v1/assets/{asset_id}",
                                     Permission::AssetView, 0,           "application/json",
                                     Repeatable::Always,    true};
/// Change what people say about an asset
inline constexpr Operation kEditAsset{"edit_asset",          Method::Patch, "/api/v1/assets/{asset_id}",
                                      Permission::AssetEdit, 262144,        "application/merge-patch+json",
                                      Repeatable::Never,     true};
/// Put an asset into the trash
inline constexpr Operation kTrashAsset{"trash_asset",
                                       Method::Delete,
                                       "/api/v1/assets/{asset_id}",
                                       Permission::AssetTrash,
                                       0,
                                       "application/json",
                                       Repeatable::Always,
                                       true};
/// Take an asset out of the trash
inline constexpr Operation kRestoreAsset{"restore_asset",
                                         Method::Post,
                                         "/api/v1/assets/{asset_id}/restore",
                                         Permission::AssetTrash,
                                         0,
                                         "application/json",
                                         Repeatable::Always,
                                         true};
/// Archive an asset that is ready
inline constexpr Operation kArchiveAsset{"archive_asset",        Method::Put, "/api/v1/assets/{asset_id}/archive",
                                         Permission::AssetTrash, 0,           "application/json",
                                         Repeatable::Always,     true};
/// Take an asset out of the archive
inline constexpr Operation kUnarchiveAsset{"unarchive_asset",
                                           Method::Delete,
                                           "/api/v1/assets/{asset_id}/archive",
                                           Permission::AssetTrash,
                                           0,
                                           "application/json",
                                           Repeatable::Always,
                                           true};
/// Keep an asset from being purged
inline constexpr Operation kHoldAsset{"hold_asset",           Method::Put, "/api/v1/assets/{asset_id}/hold",
                                      Permission::AssetTrash, 16384,       "application/json",
                                      Repeatable::Always,     true};
/// End a hold
inline constexpr Operation kReleaseAsset{"release_asset",
                                         Method::Delete,
                                         "/api/v1/assets/{asset_id}/hold",
                                         Permission::AssetTrash,
                                         0,
                                         "application/json",
                                         Repeatable::Always,
                                         true};
/// Let an asset be seen by few
inline constexpr Operation kRestrictAsset{"restrict_asset",      Method::Put, "/api/v1/assets/{asset_id}/restriction",
                                          Permission::AssetEdit, 0,           "application/json",
                                          Repeatable::Always,    true};
/// Let everybody see an asset again who may see its places
inline constexpr Operation kUnrestrictAsset{"unrestrict_asset",
                                            Method::Delete,
                                            "/api/v1/assets/{asset_id}/restriction",
                                            Permission::AssetEdit,
                                            0,
                                            "application/json",
                                            Repeatable::Always,
                                            true};
/// What people said about an asset, newest first
inline constexpr Operation kListHistory{"list_history",        Method::Get, "/api/v1/assets/{asset_id}/history",
                                        Permission::AssetView, 0,           "application/json",
                                        Repeatable::Always,    true};
/// Say again what was said before
inline constexpr Operation kRestoreEdit{"restore_edit",
                                        Method::Post,
                                        "/api/v1/assets/{asset_id}/history/{edit_version}/restore",
                                        Permission::AssetEdit,
                                        0,
                                        "application/json",
                                        Repeatable::Never,
                                        true};
/// The masters an asset has had, newest first
inline constexpr Operation kListVersions{"list_versions",       Method::Get, "/api/v1/assets/{asset_id}/versions",
                                         Permission::AssetView, 0,           "application/json",
                                         Repeatable::Always,    true};
/// Open the upload of a new master
inline constexpr Operation kOpenVersion{"open_version",          Method::Post, "/api/v1/assets/{asset_id}/versions",
                                        Permission::AssetCreate, 16384,        "application/json",
                                        Repeatable::WithKey,     true};
/// An address to download one version of the master from
inline constexpr Operation kGetVersionDownload{"get_version_download",
                                               Method::Get,
                                               "/api/v1/assets/{asset_id}/versions/{version_number}/download",
                                               Permission::AssetDownloadMaster,
                                               0,
                                               "application/json",
                                               Repeatable::Always,
                                               true};
/// Make an earlier master the current one again
inline constexpr Operation kRestoreVersion{"restore_version",
                                           Method::Post,
                                           "/api/v1/assets/{asset_id}/versions/{version_number}/restore",
                                           Permission::AssetEdit,
                                           0,
                                           "application/json",
                                           Repeatable::Always,
                                           true};
/// What was made of an asset's masters, by profile
inline constexpr Operation kListRenditions{"list_renditions",     Method::Get, "/api/v1/assets/{asset_id}/renditions",
                                           Permission::AssetView, 0,           "application/json",
                                           Repeatable::Always,    true};
/// Have a rendition made, of the whole master or of a part of it
inline constexpr Operation kOrderRendition{"order_rendition",
                                           Method::Post,
                                           "/api/v1/assets/{asset_id}/renditions",
                                           Permission::AssetDownloadMaster,
                                           4096,
                                           "application/json",
                                           Repeatable::Always,
                                           true};
/// How one rendition stands
inline constexpr Operation kGetRendition{
    "get_rendition",       Method::Get, "/api/v1/assets/{asset_id}/renditions/{rendition_id}",
    Permission::AssetView, 0,           "application/json",
    Repeatable::Always,    true};
/// Stop the making of a rendition that was ordered
inline constexpr Operation kCancelRendition{"cancel_rendition",
                                            Method::Post,
                                            "/api/v1/assets/{asset_id}/renditions/{rendition_id}/cancel",
                                            Permission::AssetDownloadMaster,
                                            0,
                                            "application/json",
                                            Repeatable::Always,
                                            true};
/// Addresses at which an asset can be played
inline constexpr Operation kGetPlayback{"get_playback",        Method::Get, "/api/v1/assets/{asset_id}/playback",
                                        Permission::AssetView, 0,           "application/json",
                                        Repeatable::Always,    true};
/// How far the ingest of an asset is
inline constexpr Operation kGetProcessing{"get_processing",      Method::Get, "/api/v1/assets/{asset_id}/processing",
                                          Permission::AssetView, 0,           "application/json",
                                          Repeatable::Always,    true};
/// Ingest an asset again that failed
inline constexpr Operation kRetryIngest{
    "retry_ingest",     Method::Post, "/api/v1/assets/{asset_id}/retry", Permission::AssetEdit, 0, "application/json",
    Repeatable::Always, true};
/// Stop the ingest of an asset
inline constexpr Operation kCancelIngest{
    "cancel_ingest",    Method::Post, "/api/v1/assets/{asset_id}/cancel", Permission::AssetEdit, 0, "application/json",
    Repeatable::Always, true};
/// What an asset is to others, and others to it
inline constexpr Operation kListRelations{"list_relations",      Method::Get, "/api/v1/assets/{asset_id}/relations",
                                          Permission::AssetView, 0,           "application/json",
                                          Repeatable::Always,    true};
/// Say what an asset is to another
inline constexpr Operation kAddRelation{
    "add_relation",        Method::Put, "/api/v1/assets/{asset_id}/relations/{relation_type}/{target_id}",
    Permission::AssetEdit, 0,           "application/json",
    Repeatable::Always,    true};
/// Take it back
inline constexpr Operation kRemoveRelation{"remove_relation",
                                           Method::Delete,
                                           "/api/v1/assets/{asset_id}/relations/{relation_type}/{target_id}",
                                           Permission::AssetEdit,
                                           0,
                                           "application/json",
                                           Repeatable::Always,
                                           true};
/// How far an upload is, with fresh addresses for missing parts
inline constexpr Operation kGetUpload{
    "get_upload",       Method::Get, "/api/v1/assets/{asset_id}/upload", Permission::AssetCreate, 0, "application/json",
    Repeatable::Always, true};
/// Give an upload up
inline constexpr Operation kAbortUpload{"abort_upload",
                                        Method::Delete,
                                        "/api/v1/assets/{asset_id}/upload",
                                        Permission::AssetCreate,
                                        0,
                                        "application/json",
                                        Repeatable::Always,
                                        true};
/// Send a small file through the API
inline constexpr Operation kPutContent{"put_content",           Method::Put, "/api/v1/assets/{asset_id}/content",
                                       Permission::AssetCreate, 1073741824,  "application/octet-stream",
                                       Repeatable::Always,      true};
/// Close an upload and start the ingest
inline constexpr Operation kCompleteUpload{"complete_upload",       Method::Post, "/api/v1/assets/{asset_id}/complete",
                                           Permission::AssetCreate, 4194304,      "application/json",
                                           Repeatable::Always,      true};
/// Close an upload and start the ingest (as POST)
inline constexpr Operation kPutCompleteUpload{
    "put_complete_upload",   Method::Put, "/api/v1/assets/{asset_id}/complete",
    Permission::AssetCreate, 4194304,     "application/json",
    Repeatable::Always,      true};
/// An address to download the master from
inline constexpr Operation kGetDownload{"get_download",
                                        Method::Get,
                                        "/api/v1/assets/{asset_id}/download",
                                        Permission::AssetDownloadMaster,
                                        0,
                                        "application/json",
                                        Repeatable::Always,
                                        true};
/// Collections the caller may view, by name
inline constexpr Operation kListCollections{"list_collections",         Method::Get, "/api/v1/collections",
                                            Permission::CollectionView, 0,           "application/json",
                                            Repeatable::Always,         true};
/// Create a collection
inline constexpr Operation kCreateCollection{"create_collection",          Method::Post, "/api/v1/collections",
                                             Permission::CollectionManage, 16384,        "application/json",
                                             Repeatable::WithKey,          true};
/// One collection
inline constexpr Operation kGetCollection{
    "get_collection",           Method::Get, "/api/v1/collections/{collection_id}",
    Permission::CollectionView, 0,           "application/json",
    Repeatable::Always,         true};
/// Rename or move a collection
inline constexpr Operation kUpdateCollection{"update_collection",
                                             Method::Patch,
                                             "/api/v1/collections/{collection_id}",
                                             Permission::CollectionManage,
                                             16384,
                                             "application/json",
                                             Repeatable::Never,
                                             true};
/// Remove an empty collection
inline constexpr Operation kDeleteCollection{"delete_collection",
                                             Method::Delete,
                                             "/api/v1/collections/{collection_id}",
                                             Permission::CollectionManage,
                                             0,
                                             "application/json",
                                             Repeatable::Always,
                                             true};
/// Who may do what here
inline constexpr Operation kListGrants{"list_grants",
                                       Method::Get,
                                       "/api/v1/collections/{collection_id}/grants",
                                       Permission::CollectionManage,
                                       0,
                                       "application/json",
                                       Repeatable::Always,
                                       true};
/// Say what a person may do here
inline constexpr Operation kPutUserGrant{"put_user_grant",
                                         Method::Put,
                                         "/api/v1/collections/{collection_id}/grants/users/{user_id}",
                                         Permission::CollectionManage,
                                         4096,
                                         "application/json",
                                         Repeatable::Always,
                                         true};
/// Take back what a person was granted here
inline constexpr Operation kDeleteUserGrant{"delete_user_grant",
                                            Method::Delete,
                                            "/api/v1/collections/{collection_id}/grants/users/{user_id}",
                                            Permission::CollectionManage,
                                            0,
                                            "application/json",
                                            Repeatable::Always,
                                            true};
/// Say what a group may do here
inline constexpr Operation kPutGroupGrant{"put_group_grant",
                                          Method::Put,
                                          "/api/v1/collections/{collection_id}/grants/groups/{group_id}",
                                          Permission::CollectionManage,
                                          4096,
                                          "application/json",
                                          Repeatable::Always,
                                          true};
/// Take back what a group was granted here
inline constexpr Operation kDeleteGroupGrant{"delete_group_grant",
                                             Method::Delete,
                                             "/api/v1/collections/{collection_id}/grants/groups/{group_id}",
                                             Permission::CollectionManage,
                                             0,
                                             "application/json",
                                             Repeatable::Always,
                                             true};
/// Show an asset in this collection too
inline constexpr Operation kLinkAsset{
    "link_asset",          Method::Put, "/api/v1/collections/{collection_id}/assets/{asset_id}",
    Permission::AssetEdit, 0,           "application/json",
    Repeatable::Always,    true};
/// Take an asset out of this collection
inline constexpr Operation kUnlinkAsset{"unlink_asset",
                                        Method::Delete,
                                        "/api/v1/collections/{collection_id}/assets/{asset_id}",
                                        Permission::AssetEdit,
                                        0,
                                        "application/json",
                                        Repeatable::Always,
                                        true};
/// Who may see a restricted asset
inline constexpr Operation kListReaders{"list_readers",        Method::Get, "/api/v1/assets/{asset_id}/readers",
                                        Permission::AssetEdit, 0,           "application/json",
                                        Repeatable::Always,    true};
/// Let somebody see a restricted asset
inline constexpr Operation kPutReader{"put_reader",          Method::Put, "/api/v1/assets/{asset_id}/readers/{user_id}",
                                      Permission::AssetEdit, 0,           "application/json",
                                      Repeatable::Always,    true};
/// Take a name off a restricted asset
inline constexpr Operation kDeleteReader{"delete_reader",
                                         Method::Delete,
                                         "/api/v1/assets/{asset_id}/readers/{user_id}",
                                         Permission::AssetEdit,
                                         0,
                                         "application/json",
                                         Repeatable::Always,
                                         true};
/// How far a job is
inline constexpr Operation kGetJob{"get_job", Method::Get,        "/api/v1/jobs/{job_id}", Permission::AssetEdit,
                                   0,         "application/json", Repeatable::Always,      true};
/// What a job did with each asset
inline constexpr Operation kListJobAssets{"list_job_assets",     Method::Get, "/api/v1/jobs/{job_id}/assets",
                                          Permission::AssetEdit, 0,           "application/json",
                                          Repeatable::Always,    true};
/// Stop a job
inline constexpr Operation kCancelJob{
    "cancel_job",       Method::Post, "/api/v1/jobs/{job_id}/cancel", Permission::AssetEdit, 0, "application/json",
    Repeatable::Always, true};
/// Undo a job
inline constexpr Operation kUndoJob{"undo_job", Method::Post,       "/api/v1/jobs/{job_id}/undo", Permission::AssetEdit,
                                    0,          "application/json", Repeatable::Always,           true};
/// What editorial metadata may hold
inline constexpr Operation kGetMetadataSchema{
    "get_metadata_schema", Method::Get, "/api/v1/metadata-schemas/{asset_type}",
    Permission::AssetView, 0,           "application/json",
    Repeatable::Always,    true};
/// Put a schema in force
inline constexpr Operation kPutMetadataSchema{
    "put_metadata_schema",  Method::Put, "/api/v1/metadata-schemas/{asset_type}",
    Permission::SiteManage, 8388608,     "application/json",
    Repeatable::Always,     true};
/// What a schema would mean
inline constexpr Operation kPreviewMetadataSchema{
    "preview_metadata_schema", Method::Post, "/api/v1/metadata-schemas/{asset_type}/preview",
    Permission::SiteManage,    8388608,      "application/json",
    Repeatable::Always,        true};
/// Groups, by name
inline constexpr Operation kListGroups{"list_groups",        Method::Get, "/api/v1/groups",
                                       Permission::UserView, 0,           "application/json",
                                       Repeatable::Always,   true};
/// Create a group
inline constexpr Operation kCreateGroup{"create_group", Method::Post,       "/api/v1/groups",    Permission::UserManage,
                                        16384,          "application/json", Repeatable::WithKey, true};
/// Rename a group
inline constexpr Operation kUpdateGroup{"update_group",         Method::Patch, "/api/v1/groups/{group_id}",
                                        Permission::UserManage, 16384,         "application/json",
                                        Repeatable::Never,      true};
/// Remove a group and what it was granted
inline constexpr Operation kDeleteGroup{"delete_group",
                                        Method::Delete,
                                        "/api/v1/groups/{group_id}",
                                        Permission::UserManage,
                                        0,
                                        "application/json",
                                        Repeatable::Always,
                                        true};
/// Who is in a group
inline constexpr Operation kListMembers{"list_members",       Method::Get, "/api/v1/groups/{group_id}/members",
                                        Permission::UserView, 0,           "application/json",
                                        Repeatable::Always,   true};
/// Take somebody into a group
inline constexpr Operation kPutMember{
    "put_member",           Method::Put, "/api/v1/groups/{group_id}/members/{user_id}",
    Permission::UserManage, 0,           "application/json",
    Repeatable::Always,     true};
/// Take somebody out of a group
inline constexpr Operation kDeleteMember{"delete_member",
                                         Method::Delete,
                                         "/api/v1/groups/{group_id}/members/{user_id}",
                                         Permission::UserManage,
                                         0,
                                         "application/json",
                                         Repeatable::Always,
                                         true};
/// Users, by name
inline constexpr Operation kListUsers{
    "list_users", Method::Get, "/api/v1/users", Permission::UserView, 0, "application/json", Repeatable::Always, true};
/// Create a user
inline constexpr Operation kCreateUser{"create_user", Method::Post,       "/api/v1/users",     Permission::UserManage,
                                       16384,         "application/json", Repeatable::WithKey, true};
/// One user
inline constexpr Operation kGetUser{"get_user", Method::Get,        "/api/v1/users/{user_id}", Permission::UserView,
                                    0,          "application/json", Repeatable::Always,        true};
/// Change a user
inline constexpr Operation kUpdateUser{"update_user",          Method::Patch, "/api/v1/users/{user_id}",
                                       Permission::UserManage, 16384,         "application/json",
                                       Repeatable::Never,      true};
/// Make a link by which somebody sets a new password
inline constexpr Operation kCreatePasswordReset{"create_password_reset",
                                                Method::Post,
                                                "/api/v1/users/{user_id}/password-reset",
                                                Permission::UserManage,
                                                0,
                                                "application/json",
                                                Repeatable::WithKey,
                                                true};
/// Send somebody a letter with a link for a new password
inline constexpr Operation kMailPasswordReset{
    "mail_password_reset",  Method::Post, "/api/v1/users/{user_id}/password-reset/mail",
    Permission::UserManage, 1024,         "application/json",
    Repeatable::Always,     true};
/// Ask for a letter with a link for a new password
inline constexpr Operation kAskPasswordReset{"ask_password_reset",  Method::Post, "/api/v1/password-reset/requests",
                                             Permission::Anonymous, 16384,        "application/json",
                                             Repeatable::Never,     false};
/// Set a new password by a link
inline constexpr Operation kResetPassword{"reset_password",      Method::Post, "/api/v1/password-reset",
                                          Permission::Anonymous, 16384,        "application/json",
                                          Repeatable::Never,     false};
/// The keys of a service
inline constexpr Operation kListKeys{
    "list_keys",        Method::Get, "/api/v1/users/{user_id}/keys", Permission::UserManage, 0, "application/json",
    Repeatable::Always, true};
/// Make a key for a service
inline constexpr Operation kCreateKey{"create_key",           Method::Post, "/api/v1/users/{user_id}/keys",
                                      Permission::UserManage, 16384,        "application/json",
                                      Repeatable::WithKey,    true};
/// Take a key back
inline constexpr Operation kRevokeKey{"revoke_key",
                                      Method::Delete,
                                      "/api/v1/users/{user_id}/keys/{key_id}",
                                      Permission::UserManage,
                                      0,
                                      "application/json",
                                      Repeatable::Always,
                                      true};
/// What happens to assets, as it happens
inline constexpr Operation kFollowEvents{"follow_events",       Method::Get, "/api/v1/events",
                                         Permission::AssetView, 0,           "application/json",
                                         Repeatable::Always,    true};
/// Who is told of events
inline constexpr Operation kListWebhooks{"list_webhooks",        Method::Get, "/api/v1/webhooks",
                                         Permission::SiteManage, 0,           "application/json",
                                         Repeatable::Always,     false};
/// Have events sent to a program
inline constexpr Operation kCreateWebhook{"create_webhook",       Method::Post, "/api/v1/webhooks",
                                          Permission::SiteManage, 16384,        "application/json",
                                          Repeatable::WithKey,    true};
/// One webhook, and how it is doing
inline constexpr Operation kGetWebhook{"get_webhook",          Method::Get, "/api/v1/webhooks/{webhook_id}",
                                       Permission::SiteManage, 0,           "application/json",
                                       Repeatable::Always,     true};
/// Change a webhook, or switch it on or off
inline constexpr Operation kUpdateWebhook{"update_webhook",       Method::Patch, "/api/v1/webhooks/{webhook_id}",
                                          Permission::SiteManage, 16384,         "application/json",
                                          Repeatable::Never,      true};
/// Remove a webhook and its log
inline constexpr Operation kDeleteWebhook{"delete_webhook",
                                          Method::Delete,
                                          "/api/v1/webhooks/{webhook_id}",
                                          Permission::SiteManage,
                                          0,
                                          "application/json",
                                          Repeatable::Always,
                                          true};
/// Give a webhook another secret
inline constexpr Operation kRenewWebhookSecret{"renew_webhook_secret",
                                               Method::Post,
                                               "/api/v1/webhooks/{webhook_id}/secret",
                                               Permission::SiteManage,
                                               0,
                                               "application/json",
                                               Repeatable::Never,
                                               true};
/// Send events again
inline constexpr Operation kReplayWebhook{"replay_webhook",       Method::Post, "/api/v1/webhooks/{webhook_id}/replay",
                                          Permission::SiteManage, 16384,        "application/json",
                                          Repeatable::Never,      true};
/// What was sent to a webhook, and what it answered
inline constexpr Operation kListWebhookDeliveries{
    "list_webhook_deliveries", Method::Get, "/api/v1/webhooks/{webhook_id}/deliveries",
    Permission::SiteManage,    0,           "application/json",
    Repeatable::Always,        true};
/// Who did what, newest first
inline constexpr Operation kListAudit{
    "list_audit", Method::Get, "/api/v1/audit", Permission::AuditRead, 0, "application/json", Repeatable::Always, true};
/// Does the process answer
inline constexpr Operation kGetLiveness{"get_liveness",        Method::Get, "/health/live",
                                        Permission::Anonymous, 0,           "application/json",
                                        Repeatable::Always,    false};
/// Can the process serve, and how are its dependencies
inline constexpr Operation kGetReadiness{"get_readiness",       Method::Get, "/health/ready",
                                         Permission::Anonymous, 0,           "application/json",
                                         Repeatable::Always,    false};
/// The public keys of our access tokens
inline constexpr Operation kGetTokenKeys{"get_token_keys",      Method::Get, "/.well-known/jwks.json",
                                         Permission::Anonymous, 0,           "application/json",
                                         Repeatable::Always,    false};
/// Metrics in the Prometheus text format
inline constexpr Operation kGetMetrics{"get_metrics",      Method::Get,        "/metrics", Permission::Anonymous, 0,
                                       "application/json", Repeatable::Always, false};
/// This document
inline constexpr Operation kGetOpenapiDocument{"get_openapi_document", Method::Get, "/api/v1/openapi.json",
                                               Permission::Anonymous,  0,           "application/json",
                                               Repeatable::Always,     false};
/// This document for people
inline constexpr Operation kGetDocsPage{"get_docs_page",    Method::Get,        "/api/docs", Permission::Anonymous, 0,
                                        "application/json", Repeatable::Always, false};
/// Scripts and styles of the page
inline constexpr Operation kGetDocsFile{"get_docs_file",       Method::Get, "/api/docs/{file}",
                                        Permission::Anonymous, 0,           "application/json",
                                        Repeatable::Always,    true};

/// All of them, in the order of the contract.
inline constexpr std::array<const Operation*, 101> kOperations{&kOpenSession,
                                                               &kCloseSession,
                                                               &kOpenTokens,
                                                               &kRefreshTokens,
                                                               &kGetCurrentUser,
                                                               &kOpenUpload,
                                                               &kListAssets,
                                                               &kExportAssets,
                                                               &kImportMetadata,
                                                               &kStartBulkEdit,
                                                               &kStartCacheJob,
                                                               &kGetAsset,
                                                               &kEditAsset,
                                                               &kTrashAsset,
                                                               &kRestoreAsset,
                                                               &kArchiveAsset,
                                                               &kUnarchiveAsset,
                                                               &kHoldAsset,
                                                               &kReleaseAsset,
                                                               &kRestrictAsset,
                                                               &kUnrestrictAsset,
                                                               &kListHistory,
                                                               &kRestoreEdit,
                                                               &kListVersions,
                                                               &kOpenVersion,
                                                               &kGetVersionDownload,
                                                               &kRestoreVersion,
                                                               &kListRenditions,
                                                               &kOrderRendition,
                                                               &kGetRendition,
                                                               &kCancelRendition,
                                                               &kGetPlayback,
                                                               &kGetProcessing,
                                                               &kRetryIngest,
                                                               &kCancelIngest,
                                                               &kListRelations,
                                                               &kAddRelation,
                                                               &kRemoveRelation,
                                                               &kGetUpload,
                                                               &kAbortUpload,
                                                               &kPutContent,
                                                               &kCompleteUpload,
                                                               &kPutCompleteUpload,
                                                               &kGetDownload,
                                                               &kListCollections,
                                                               &kCreateCollection,
                                                               &kGetCollection,
                                                               &kUpdateCollection,
                                                               &kDeleteCollection,
                                                               &kListGrants,
                                                               &kPutUserGrant,
                                                               &kDeleteUserGrant,
                                                               &kPutGroupGrant,
                                                               &kDeleteGroupGrant,
                                                               &kLinkAsset,
                                                               &kUnlinkAsset,
                                                               &kListReaders,
                                                               &kPutReader,
                                                               &kDeleteReader,
                                                               &kGetJob,
                                                               &kListJobAssets,
                                                               &kCancelJob,
                                                               &kUndoJob,
                                                               &kGetMetadataSchema,
                                                               &kPutMetadataSchema,
                                                               &kPreviewMetadataSchema,
                                                               &kListGroups,
                                                               &kCreateGroup,
                                                               &kUpdateGroup,
                                                               &kDeleteGroup,
                                                               &kListMembers,
                                                               &kPutMember,
                                                               &kDeleteMember,
                                                               &kListUsers,
                                                               &kCreateUser,
                                                               &kGetUser,
                                                               &kUpdateUser,
                                                               &kCreatePasswordReset,
                                                               &kMailPasswordReset,
                                                               &kAskPasswordReset,
                                                               &kResetPassword,
                                                               &kListKeys,
                                                               &kCreateKey,
                                                               &kRevokeKey,
                                                               &kFollowEvents,
                                                               &kListWebhooks,
                                                               &kCreateWebhook,
                                                               &kGetWebhook,
                                                               &kUpdateWebhook,
                                                               &kDeleteWebhook,
                                                               &kRenewWebhookSecret,
                                                               &kReplayWebhook,
                                                               &kListWebhookDeliveries,
                                                               &kListAudit,
                                                               &kGetLiveness,
                                                               &kGetReadiness,
                                                               &kGetTokenKeys,
                                                               &kGetMetrics,
                                                               &kGetOpenapiDocument,
                                                               &kGetDocsPage,
                                                               &kGetDocsFile};

}  // namespace acervo::http::api
