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
    /// and the same path and body makes nothing more and is answered what the first one made, as it is now, with fresh
    /// addresses and secrets, which are never stored. The same key with another request is refused (422). Keys of
    /// different people never meet.
    std::optional<std::string> idempotency_key;
};

struct ListAssetsParameters {
    /// `next` of the page before.
    std::optional<std::string> cursor;
    /// The most things on a page.
    std::int32_t limit{50};
    /// `newest` and `oldest` by creation, `updated` by the last change, `title` by its first 100 letters in any case.
    AssetSort sort{AssetSort::Newest};
    /// What lies in the trash is for those who may restore it.
    AssetShelf shelf{AssetShelf::Catalogue};
    /// Only assets of these types.
    std::vector<AssetType> type;
    /// Only assets in these states.
    std::vector<AssetStatus> status;
    /// Only assets that lie in this collection or below it.
    std::optional<CollectionId> collection_id;
    /// Only assets created then or later.
    std::optional<Timestamp> created_from;
    /// Only assets created before.
    std::optional<Timestamp> created_to;
    /// Only assets with this tag, in the same case.
    std::optional<std::string> tag;
    /// Only assets whose master has this SHA-256, or is said to have it by who sent it: those that are `ready` or
    /// `archived` have been compared.
    std::optional<std::string> sha256;
};

struct ExportAssetsParameters {
    /// Only assets of these types.
    std::vector<AssetType> type;
    /// Only assets in these states.
    std::vector<AssetStatus> status;
    /// Only assets that lie in this collection or below it.
    std::optional<CollectionId> collection_id;
    /// Only assets created then or later.
    std::optional<Timestamp> created_from;
    /// Only assets created before.
    std::optional<Timestamp> created_to;
    /// Only assets with this tag, in the same case.
    std::optional<std::string> tag;
};

struct ImportMetadataParameters {
    /// Whether to change anything.
    ImportMode mode{ImportMode::DryRun};
};

struct StartBulkEditParameters {
    /// Chosen by the client, new for every new intention, at least 24 hours good: a repeated request with the same key
    /// and the same path and body makes nothing more and is answered what the first one made, as it is now, with fresh
    /// addresses and secrets, which are never stored. The same key with another request is refused (422). Keys of
    /// different people never meet.
    std::optional<std::string> idempotency_key;
};

struct StartCacheJobParameters {
    /// Chosen by the client, new for every new intention, at least 24 hours good: a repeated request with the same key
    /// and the same path and body makes nothing more and is answered what the first one made, as it is now, with fresh
    /// addresses and secrets, which are never stored. The same key with another request is refused (422). Keys of
    /// different people never meet.
    std::optional<std::string> idempotency_key;
};

struct GetAssetParameters {
    /// The asset.
    AssetId asset_id;
    /// ETags of what the client has; when it is still so, the answer is 304.
    std::optional<std::string> if_none_match;
};

struct EditAssetParameters {
    /// The asset.
    AssetId asset_id;
    /// The ETag of the state that the change is made upon, or `*`. Without it the answer is 428, for another edit 412.
    std::optional<std::string> if_match;
};

struct TrashAssetParameters {
    /// The asset.
    AssetId asset_id;
};

struct RestoreAssetParameters {
    /// The asset.
    AssetId asset_id;
};

struct ArchiveAssetParameters {
    /// The asset.
    AssetId asset_id;
};

struct UnarchiveAssetParameters {
    /// The asset.
    AssetId asset_id;
};

struct HoldAssetParameters {
    /// The asset.
    AssetId asset_id;
};

struct ReleaseAssetParameters {
    /// The asset.
    AssetId asset_id;
};

struct RestrictAssetParameters {
    /// The asset.
    AssetId asset_id;
};

struct UnrestrictAssetParameters {
    /// The asset.
    AssetId asset_id;
};

struct ListHistoryParameters {
    /// The asset.
    AssetId asset_id;
    /// `next` of the page before.
    std::optional<std::int64_t> before;
    /// The most things on a page.
    std::int32_t limit{50};
};

struct RestoreEditParameters {
    /// The asset.
    AssetId asset_id;
    /// The edit that shall come back.
    std::int64_t edit_version{};
    /// The ETag of the state that the change is made upon, or `*`. Without it the answer is 428, for another edit 412.
    std::optional<std::string> if_match;
};

struct ListVersionsParameters {
    /// The asset.
    AssetId asset_id;
    /// `next` of the page before.
    std::optional<std::int32_t> before;
    /// The most things on a page.
    std::int32_t limit{50};
};

struct OpenVersionParameters {
    /// The asset.
    AssetId asset_id;
    /// Chosen by the client, new for every new intention, at least 24 hours good: a repeated request with the same key
    /// and the same path and body makes nothing more and is answered what the first one made, as it is now, with fresh
    /// addresses and secrets, which are never stored. The same key with another request is refused (422). Keys of
    /// different people never meet.
    std::optional<std::string> idempotency_key;
};

struct GetVersionDownloadParameters {
    /// The asset.
    AssetId asset_id;
    /// As `list_versions` gives it.
    std::int32_t version_number{};
};

struct RestoreVersionParameters {
    /// The asset.
    AssetId asset_id;
    /// As `list_versions` gives it.
    std::int32_t version_number{};
};

struct ListRenditionsParameters {
    /// The asset.
    AssetId asset_id;
    /// `next` of the page before.
    std::optional<std::string> cursor;
    /// The most things on a page.
    std::int32_t limit{50};
};

struct OrderRenditionParameters {
    /// The asset.
    AssetId asset_id;
};

struct GetRenditionParameters {
    /// The asset.
    AssetId asset_id;
    /// One of the asset's renditions.
    RenditionId rendition_id;
};

struct CancelRenditionParameters {
    /// The asset.
    AssetId asset_id;
    /// One of the asset's renditions.
    RenditionId rendition_id;
};

struct GetPlaybackParameters {
    /// The asset.
    AssetId asset_id;
};

struct GetProcessingParameters {
    /// The asset.
    AssetId asset_id;
};

struct RetryIngestParameters {
    /// The asset.
    AssetId asset_id;
};

struct CancelIngestParameters {
    /// The asset.
    AssetId asset_id;
};

struct ListRelationsParameters {
    /// The asset.
    AssetId asset_id;
    /// `next` of the page before.
    std::optional<Uuid> after;
    /// The most things on a page.
    std::int32_t limit{50};
};

struct AddRelationParameters {
    /// The asset.
    AssetId asset_id;
    /// What the asset is to the other.
    RelationType relation_type{RelationType::DerivedFrom};
    /// The other asset.
    AssetId target_id;
};

struct RemoveRelationParameters {
    /// The asset.
    AssetId asset_id;
    /// What the asset is to the other.
    RelationType relation_type{RelationType::DerivedFrom};
    /// The other asset.
    AssetId target_id;
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
    /// What becomes of an asset that has no master.
    AbandonedAsset asset{AbandonedAsset::Keep};
};

struct PutContentParameters {
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

struct ListCollectionsParameters {
    /// Only those directly below this one; without it the tops of what the caller may view.
    std::optional<CollectionId> parent_id;
    /// `next` of the page before.
    std::optional<std::string> cursor;
    /// The most things on a page.
    std::int32_t limit{50};
};

struct CreateCollectionParameters {
    /// Chosen by the client, new for every new intention, at least 24 hours good: a repeated request with the same key
    /// and the same path and body makes nothing more and is answered what the first one made, as it is now, with fresh
    /// addresses and secrets, which are never stored. The same key with another request is refused (422). Keys of
    /// different people never meet.
    std::optional<std::string> idempotency_key;
};

struct GetCollectionParameters {
    /// The collection.
    CollectionId collection_id;
};

struct UpdateCollectionParameters {
    /// The collection.
    CollectionId collection_id;
};

struct DeleteCollectionParameters {
    /// The collection.
    CollectionId collection_id;
};

struct ListGrantsParameters {
    /// The collection.
    CollectionId collection_id;
};

struct PutUserGrantParameters {
    /// The collection.
    CollectionId collection_id;
    /// The user.
    UserId user_id;
};

struct DeleteUserGrantParameters {
    /// The collection.
    CollectionId collection_id;
    /// The user.
    UserId user_id;
};

struct PutGroupGrantParameters {
    /// The collection.
    CollectionId collection_id;
    /// The group.
    GroupId group_id;
};

struct DeleteGroupGrantParameters {
    /// The collection.
    CollectionId collection_id;
    /// The group.
    GroupId group_id;
};

struct LinkAssetParameters {
    /// The collection.
    CollectionId collection_id;
    /// The asset.
    AssetId asset_id;
};

struct UnlinkAssetParameters {
    /// The collection.
    CollectionId collection_id;
    /// The asset.
    AssetId asset_id;
};

struct ListReadersParameters {
    /// The asset.
    AssetId asset_id;
};

struct PutReaderParameters {
    /// The asset.
    AssetId asset_id;
    /// The user.
    UserId user_id;
};

struct DeleteReaderParameters {
    /// The asset.
    AssetId asset_id;
    /// The user.
    UserId user_id;
};

struct GetJobParameters {
    /// The job.
    JobId job_id;
};

struct ListJobAssetsParameters {
    /// The job.
    JobId job_id;
    /// Only assets with this outcome.
    std::optional<JobOutcome> outcome;
    /// `next` of the page before.
    std::optional<Uuid> after;
    /// The most things on a page.
    std::int32_t limit{50};
};

struct CancelJobParameters {
    /// The job.
    JobId job_id;
};

struct UndoJobParameters {
    /// The job.
    JobId job_id;
};

struct GetMetadataSchemaParameters {
    /// The type of asset.
    AssetType asset_type{AssetType::Video};
};

struct PutMetadataSchemaParameters {
    /// The type of asset.
    AssetType asset_type{AssetType::Video};
};

struct PreviewMetadataSchemaParameters {
    /// The type of asset.
    AssetType asset_type{AssetType::Video};
};

struct ListGroupsParameters {
    /// `next` of the page before.
    std::optional<std::string> cursor;
    /// The most things on a page.
    std::int32_t limit{50};
};

struct CreateGroupParameters {
    /// Chosen by the client, new for every new intention, at least 24 hours good: a repeated request with the same key
    /// and the same path and body makes nothing more and is answered what the first one made, as it is now, with fresh
    /// addresses and secrets, which are never stored. The same key with another request is refused (422). Keys of
    /// different people never meet.
    std::optional<std::string> idempotency_key;
};

struct UpdateGroupParameters {
    /// The group.
    GroupId group_id;
};

struct DeleteGroupParameters {
    /// The group.
    GroupId group_id;
};

struct ListMembersParameters {
    /// The group.
    GroupId group_id;
};

struct PutMemberParameters {
    /// The group.
    GroupId group_id;
    /// The user.
    UserId user_id;
};

struct DeleteMemberParameters {
    /// The group.
    GroupId group_id;
    /// The user.
    UserId user_id;
};

struct ListUsersParameters {
    /// `next` of the page before.
    std::optional<std::string> cursor;
    /// The most things on a page.
    std::int32_t limit{50};
};

struct CreateUserParameters {
    /// Chosen by the client, new for every new intention, at least 24 hours good: a repeated request with the same key
    /// and the same path and body makes nothing more and is answered what the first one made, as it is now, with fresh
    /// addresses and secrets, which are never stored. The same key with another request is refused (422). Keys of
    /// different people never meet.
    std::optional<std::string> idempotency_key;
};

struct GetUserParameters {
    /// The user.
    UserId user_id;
};

struct UpdateUserParameters {
    /// The user.
    UserId user_id;
};

struct CreatePasswordResetParameters {
    /// The user.
    UserId user_id;
    /// Chosen by the client, new for every new intention, at least 24 hours good: a repeated request with the same key
    /// and the same path and body makes nothing more and is answered what the first one made, as it is now, with fresh
    /// addresses and secrets, which are never stored. The same key with another request is refused (422). Keys of
    /// different people never meet.
    std::optional<std::string> idempotency_key;
};

struct MailPasswordResetParameters {
    /// The user.
    UserId user_id;
};

struct ListKeysParameters {
    /// The user.
    UserId user_id;
};

struct CreateKeyParameters {
    /// The user.
    UserId user_id;
    /// Chosen by the client, new for every new intention, at least 24 hours good: a repeated request with the same key
    /// and the same path and body makes nothing more and is answered what the first one made, as it is now, with fresh
    /// addresses and secrets, which are never stored. The same key with another request is refused (422). Keys of
    /// different people never meet.
    std::optional<std::string> idempotency_key;
};

struct RevokeKeyParameters {
    /// The user.
    UserId user_id;
    /// The key.
    ApiKeyId key_id;
};

struct FollowEventsParameters {
    /// Only of this asset.
    std::optional<AssetId> asset_id;
    /// Only events of this type; with a full stop at its end, of all that begin so: `asset.`
    std::optional<std::string> type;
    /// As `Last-Event-ID`, for who cannot set a field; the field counts when both are there.
    std::optional<std::int64_t> after;
    /// How long the stream lasts at most.
    std::int32_t seconds{900};
};

struct CreateWebhookParameters {
    /// Chosen by the client, new for every new intention, at least 24 hours good: a repeated request with the same key
    /// and the same path and body makes nothing more and is answered what the first one made, as it is now, with fresh
    /// addresses and secrets, which are never stored. The same key with another request is refused (422). Keys of
    /// different people never meet.
    std::optional<std::string> idempotency_key;
};

struct GetWebhookParameters {
    /// The webhook.
    WebhookId webhook_id;
};

struct UpdateWebhookParameters {
    /// The webhook.
    WebhookId webhook_id;
};

struct DeleteWebhookParameters {
    /// The webhook.
    WebhookId webhook_id;
};

struct RenewWebhookSecretParameters {
    /// The webhook.
    WebhookId webhook_id;
};

struct ReplayWebhookParameters {
    /// The webhook.
    WebhookId webhook_id;
};

struct ListWebhookDeliveriesParameters {
    /// The webhook.
    WebhookId webhook_id;
    /// `next` of the page before.
    std::optional<std::int64_t> before;
    /// The most things on a page.
    std::int32_t limit{50};
};

struct ListAuditParameters {
    /// Only what this user did.
    std::optional<UserId> actor_id;
    /// Only this action; with a full stop at its end, all that begin so: `asset.`
    std::optional<std::string> action;
    /// Only what was done to such things.
    std::optional<std::string> object_type;
    /// Only what was done to this thing.
    std::optional<std::string> object_id;
    /// Only what was done at this moment or later.
    std::optional<Timestamp> since;
    /// Only what was done before this moment.
    std::optional<Timestamp> until;
    /// `next` of the page before.
    std::optional<std::int64_t> before;
    /// The most things on a page.
    std::int32_t limit{50};
};

struct GetDocsFileParameters {
    /// The name of the file.
    std::string file;
};

Result<OpenUploadParameters> decode_open_upload_parameters(const Request& request);
Result<ListAssetsParameters> decode_list_assets_parameters(const Request& request);
Result<ExportAssetsParameters> decode_export_assets_parameters(const Request& request);
Result<ImportMetadataParameters> decode_import_metadata_parameters(const Request& request);
Result<StartBulkEditParameters> decode_start_bulk_edit_parameters(const Request& request);
Result<StartCacheJobParameters> decode_start_cache_job_parameters(const Request& request);
Result<GetAssetParameters> decode_get_asset_parameters(const Request& request);
Result<EditAssetParameters> decode_edit_asset_parameters(const Request& request);
Result<TrashAssetParameters> decode_trash_asset_parameters(const Request& request);
Result<RestoreAssetParameters> decode_restore_asset_parameters(const Request& request);
Result<ArchiveAssetParameters> decode_archive_asset_parameters(const Request& request);
Result<UnarchiveAssetParameters> decode_unarchive_asset_parameters(const Request& request);
Result<HoldAssetParameters> decode_hold_asset_parameters(const Request& request);
Result<ReleaseAssetParameters> decode_release_asset_parameters(const Request& request);
Result<RestrictAssetParameters> decode_restrict_asset_parameters(const Request& request);
Result<UnrestrictAssetParameters> decode_unrestrict_asset_parameters(const Request& request);
Result<ListHistoryParameters> decode_list_history_parameters(const Request& request);
Result<RestoreEditParameters> decode_restore_edit_parameters(const Request& request);
Result<ListVersionsParameters> decode_list_versions_parameters(const Request& request);
Result<OpenVersionParameters> decode_open_version_parameters(const Request& request);
Result<GetVersionDownloadParameters> decode_get_version_download_parameters(const Request& request);
Result<RestoreVersionParameters> decode_restore_version_parameters(const Request& request);
Result<ListRenditionsParameters> decode_list_renditions_parameters(const Request& request);
Result<OrderRenditionParameters> decode_order_rendition_parameters(const Request& request);
Result<GetRenditionParameters> decode_get_rendition_parameters(const Request& request);
Result<CancelRenditionParameters> decode_cancel_rendition_parameters(const Request& request);
Result<GetPlaybackParameters> decode_get_playback_parameters(const Request& request);
Result<GetProcessingParameters> decode_get_processing_parameters(const Request& request);
Result<RetryIngestParameters> decode_retry_ingest_parameters(const Request& request);
Result<CancelIngestParameters> decode_cancel_ingest_parameters(const Request& request);
Result<ListRelationsParameters> decode_list_relations_parameters(const Request& request);
Result<AddRelationParameters> decode_add_relation_parameters(const Request& request);
Result<RemoveRelationParameters> decode_remove_relation_parameters(const Request& request);
Result<GetUploadParameters> decode_get_upload_parameters(const Request& request);
Result<AbortUploadParameters> decode_abort_upload_parameters(const Request& request);
Result<PutContentParameters> decode_put_content_parameters(const Request& request);
Result<CompleteUploadParameters> decode_complete_upload_parameters(const Request& request);
Result<PutCompleteUploadParameters> decode_put_complete_upload_parameters(const Request& request);
Result<GetDownloadParameters> decode_get_download_parameters(const Request& request);
Result<ListCollectionsParameters> decode_list_collections_parameters(const Request& request);
Result<CreateCollectionParameters> decode_create_collection_parameters(const Request& request);
Result<GetCollectionParameters> decode_get_collection_parameters(const Request& request);
Result<UpdateCollectionParameters> decode_update_collection_parameters(const Request& request);
Result<DeleteCollectionParameters> decode_delete_collection_parameters(const Request& request);
Result<ListGrantsParameters> decode_list_grants_parameters(const Request& request);
Result<PutUserGrantParameters> decode_put_user_grant_parameters(const Request& request);
Result<DeleteUserGrantParameters> decode_delete_user_grant_parameters(const Request& request);
Result<PutGroupGrantParameters> decode_put_group_grant_parameters(const Request& request);
Result<DeleteGroupGrantParameters> decode_delete_group_grant_parameters(const Request& request);
Result<LinkAssetParameters> decode_link_asset_parameters(const Request& request);
Result<UnlinkAssetParameters> decode_unlink_asset_parameters(const Request& request);
Result<ListReadersParameters> decode_list_readers_parameters(const Request& request);
Result<PutReaderParameters> decode_put_reader_parameters(const Request& request);
Result<DeleteReaderParameters> decode_delete_reader_parameters(const Request& request);
Result<GetJobParameters> decode_get_job_parameters(const Request& request);
Result<ListJobAssetsParameters> decode_list_job_assets_parameters(const Request& request);
Result<CancelJobParameters> decode_cancel_job_parameters(const Request& request);
Result<UndoJobParameters> decode_undo_job_parameters(const Request& request);
Result<GetMetadataSchemaParameters> decode_get_metadata_schema_parameters(const Request& request);
Result<PutMetadataSchemaParameters> decode_put_metadata_schema_parameters(const Request& request);
Result<PreviewMetadataSchemaParameters> decode_preview_metadata_schema_parameters(const Request& request);
Result<ListGroupsParameters> decode_list_groups_parameters(const Request& request);
Result<CreateGroupParameters> decode_create_group_parameters(const Request& request);
Result<UpdateGroupParameters> decode_update_group_parameters(const Request& request);
Result<DeleteGroupParameters> decode_delete_group_parameters(const Request& request);
Result<ListMembersParameters> decode_list_members_parameters(const Request& request);
Result<PutMemberParameters> decode_put_member_parameters(const Request& request);
Result<DeleteMemberParameters> decode_delete_member_parameters(const Request& request);
Result<ListUsersParameters> decode_list_users_parameters(const Request& request);
Result<CreateUserParameters> decode_create_user_parameters(const Request& request);
Result<GetUserParameters> decode_get_user_parameters(const Request& request);
Result<UpdateUserParameters> decode_update_user_parameters(const Request& request);
Result<CreatePasswordResetParameters> decode_create_password_reset_parameters(const Request& request);
Result<MailPasswordResetParameters> decode_mail_password_reset_parameters(const Request& request);
Result<ListKeysParameters> decode_list_keys_parameters(const Request& request);
Result<CreateKeyParameters> decode_create_key_parameters(const Request& request);
Result<RevokeKeyParameters> decode_revoke_key_parameters(const Request& request);
Result<FollowEventsParameters> decode_follow_events_parameters(const Request& request);
Result<CreateWebhookParameters> decode_create_webhook_parameters(const Request& request);
Result<GetWebhookParameters> decode_get_webhook_parameters(const Request& request);
Result<UpdateWebhookParameters> decode_update_webhook_parameters(const Request& request);
Result<DeleteWebhookParameters> decode_delete_webhook_parameters(const Request& request);
Result<RenewWebhookSecretParameters> decode_renew_webhook_secret_parameters(const Request& request);
Result<ReplayWebhookParameters> decode_replay_webhook_parameters(const Request& request);
Result<ListWebhookDeliveriesParameters> decode_list_webhook_deliveries_parameters(const Request& request);
Result<ListAuditParameters> decode_list_audit_parameters(const Request& request);
Result<GetDocsFileParameters> decode_get_docs_file_parameters(const Request& request);

}  // namespace acervo::http::api
