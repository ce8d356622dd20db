// Made from api/openapi.yaml by tools/gen_api.py. Do not edit.
#pragma once

#include <string_view>

#include "core/result.hpp"
#include "http/generated/types.hpp"

/// JSON texts to bodies of the API. InvalidInput names every place that is not as the contract says
/// (`Error::fields`, at most 100) and changes nothing.
namespace acervo::http::api {

// Requests: closed, so that unknown members are refused.
Result<SignIn> decode_sign_in(std::string_view body);
Result<RefreshTokens> decode_refresh_tokens(std::string_view body);
Result<ResetPassword> decode_reset_password(std::string_view body);
Result<AskPasswordReset> decode_ask_password_reset(std::string_view body);
Result<MailPasswordReset> decode_mail_password_reset(std::string_view body);
Result<CreateCollection> decode_create_collection(std::string_view body);
Result<UpdateCollection> decode_update_collection(std::string_view body);
Result<PutGrant> decode_put_grant(std::string_view body);
Result<CreateGroup> decode_create_group(std::string_view body);
Result<CreateUser> decode_create_user(std::string_view body);
Result<UpdateUser> decode_update_user(std::string_view body);
Result<CreateKey> decode_create_key(std::string_view body);
Result<CreateWebhook> decode_create_webhook(std::string_view body);
Result<UpdateWebhook> decode_update_webhook(std::string_view body);
Result<ReplayWebhook> decode_replay_webhook(std::string_view body);
Result<OpenUpload> decode_open_upload(std::string_view body);
Result<OpenVersion> decode_open_version(std::string_view body);
Result<FrameRange> decode_frame_range(std::string_view body);
Result<OrderRendition> decode_order_rendition(std::string_view body);
Result<CompletedPart> decode_completed_part(std::string_view body);
Result<CompleteUpload> decode_complete_upload(std::string_view body);
Result<EditAsset> decode_edit_asset(std::string_view body);
Result<SelectionQuery> decode_selection_query(std::string_view body);
Result<AssetSelection> decode_asset_selection(std::string_view body);
Result<BulkChange> decode_bulk_change(std::string_view body);
Result<BulkEdit> decode_bulk_edit(std::string_view body);
Result<CacheOrder> decode_cache_order(std::string_view body);
Result<HoldAsset> decode_hold_asset(std::string_view body);
Result<FieldLabel> decode_field_label(std::string_view body);
Result<FieldChoice> decode_field_choice(std::string_view body);
Result<Field> decode_field(std::string_view body);
Result<PreviewMetadataSchema> decode_preview_metadata_schema(std::string_view body);
Result<PutMetadataSchema> decode_put_metadata_schema(std::string_view body);

// Answers, for clients: unknown members are passed over.
Result<User> decode_user(std::string_view body);
Result<Session> decode_session(std::string_view body);
Result<Tokens> decode_tokens(std::string_view body);
Result<PasswordReset> decode_password_reset(std::string_view body);
Result<CollectionView> decode_collection_view(std::string_view body);
Result<CollectionPage> decode_collection_page(std::string_view body);
Result<Grant> decode_grant(std::string_view body);
Result<GrantList> decode_grant_list(std::string_view body);
Result<Group> decode_group(std::string_view body);
Result<GroupPage> decode_group_page(std::string_view body);
Result<UserView> decode_user_view(std::string_view body);
Result<UserPage> decode_user_page(std::string_view body);
Result<UserList> decode_user_list(std::string_view body);
Result<Key> decode_key(std::string_view body);
Result<KeyList> decode_key_list(std::string_view body);
Result<CreatedKey> decode_created_key(std::string_view body);
Result<WebhookView> decode_webhook_view(std::string_view body);
Result<WebhookList> decode_webhook_list(std::string_view body);
Result<CreatedWebhook> decode_created_webhook(std::string_view body);
Result<WebhookDelivery> decode_webhook_delivery(std::string_view body);
Result<WebhookDeliveryPage> decode_webhook_delivery_page(std::string_view body);
Result<AuditEntry> decode_audit_entry(std::string_view body);
Result<AuditPage> decode_audit_page(std::string_view body);
Result<Version> decode_version(std::string_view body);
Result<VersionPage> decode_version_page(std::string_view body);
Result<RenditionView> decode_rendition_view(std::string_view body);
Result<RenditionPage> decode_rendition_page(std::string_view body);
Result<PlayableFile> decode_playable_file(std::string_view body);
Result<PlaybackView> decode_playback_view(std::string_view body);
Result<RenditionProgress> decode_rendition_progress(std::string_view body);
Result<ProcessingView> decode_processing_view(std::string_view body);
Result<RelationView> decode_relation_view(std::string_view body);
Result<RelationPage> decode_relation_page(std::string_view body);
Result<PartAddress> decode_part_address(std::string_view body);
Result<StoredPart> decode_stored_part(std::string_view body);
Result<OpenedUpload> decode_opened_upload(std::string_view body);
Result<UploadProgress> decode_upload_progress(std::string_view body);
Result<CompletedUpload> decode_completed_upload(std::string_view body);
Result<AssetView> decode_asset_view(std::string_view body);
Result<JobCount> decode_job_count(std::string_view body);
Result<JobView> decode_job_view(std::string_view body);
Result<JobAsset> decode_job_asset(std::string_view body);
Result<JobAssetPage> decode_job_asset_page(std::string_view body);
Result<Edit> decode_edit(std::string_view body);
Result<EditPage> decode_edit_page(std::string_view body);
Result<MetadataSchema> decode_metadata_schema(std::string_view body);
Result<ProblemField> decode_problem_field(std::string_view body);
Result<BreakingAsset> decode_breaking_asset(std::string_view body);
Result<SchemaImpact> decode_schema_impact(std::string_view body);
Result<ImportFault> decode_import_fault(std::string_view body);
Result<ImportedRow> decode_imported_row(std::string_view body);
Result<ImportReport> decode_import_report(std::string_view body);
Result<AssetPage> decode_asset_page(std::string_view body);
Result<DownloadAddress> decode_download_address(std::string_view body);
Result<Liveness> decode_liveness(std::string_view body);
Result<DependencyHealth> decode_dependency_health(std::string_view body);
Result<Readiness> decode_readiness(std::string_view body);
Result<Problem> decode_problem(std::string_view body);

}  // namespace acervo::http::api
