// Made from api/openapi.yaml by tools/gen_api.py. Do not edit.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "http/generated/decode.hpp"
#include "http/generated/encode.hpp"

namespace acervo::http::api {
namespace {

/// What was understood can be said, and means the same again.
template <class T, Result<T> (*Decode)(std::string_view)>
void check(std::string_view body) {
    const auto value = Decode(body);
    if (!value) {
        if (value.error().kind() != ErrorKind::InvalidInput || value.error().message().empty()) std::abort();
        return;
    }
    const auto text = encode(*value);
    const auto again = Decode(text);
    if (!again || encode(*again) != text) std::abort();
}

struct Decoder {
    std::string_view name;
    void (*check)(std::string_view);
};

constexpr Decoder kDecoders[]{
    {"SignIn", check<SignIn, decode_sign_in>},
    {"User", check<User, decode_user>},
    {"Session", check<Session, decode_session>},
    {"RefreshTokens", check<RefreshTokens, decode_refresh_tokens>},
    {"Tokens", check<Tokens, decode_tokens>},
    {"PasswordReset", check<PasswordReset, decode_password_reset>},
    {"ResetPassword", check<ResetPassword, decode_reset_password>},
    {"AskPasswordReset", check<AskPasswordReset, decode_ask_password_reset>},
    {"MailPasswordReset", check<MailPasswordReset, decode_mail_password_reset>},
    {"CollectionView", check<CollectionView, decode_collection_view>},
    {"CollectionPage", check<CollectionPage, decode_collection_page>},
    {"CreateCollection", check<CreateCollection, decode_create_collection>},
    {"UpdateCollection", check<UpdateCollection, decode_update_collection>},
    {"Grant", check<Grant, decode_grant>},
    {"GrantList", check<GrantList, decode_grant_list>},
    {"PutGrant", check<PutGrant, decode_put_grant>},
    {"Group", check<Group, decode_group>},
    {"GroupPage", check<GroupPage, decode_group_page>},
    {"CreateGroup", check<CreateGroup, decode_create_group>},
    {"UserView", check<UserView, decode_user_view>},
    {"UserPage", check<UserPage, decode_user_page>},
    {"UserList", check<UserList, decode_user_list>},
    {"CreateUser", check<CreateUser, decode_create_user>},
    {"UpdateUser", check<UpdateUser, decode_update_user>},
    {"Key", check<Key, decode_key>},
    {"KeyList", check<KeyList, decode_key_list>},
    {"CreateKey", check<CreateKey, decode_create_key>},
    {"CreatedKey", check<CreatedKey, decode_created_key>},
    {"WebhookView", check<WebhookView, decode_webhook_view>},
    {"WebhookList", check<WebhookList, decode_webhook_list>},
    {"CreateWebhook", check<CreateWebhook, decode_create_webhook>},
    {"UpdateWebhook", check<UpdateWebhook, decode_update_webhook>},
    {"ReplayWebhook", check<ReplayWebhook, decode_replay_webhook>},
    {"CreatedWebhook", check<CreatedWebhook, decode_created_webhook>},
    {"WebhookDelivery", check<WebhookDelivery, decode_webhook_delivery>},
    {"WebhookDeliveryPage", check<WebhookDeliveryPage, decode_webhook_delivery_page>},
    {"AuditEntry", check<AuditEntry, decode_audit_entry>},
    {"AuditPage", check<AuditPage, decode_audit_page>},
    {"OpenUpload", check<OpenUpload, decode_open_upload>},
    {"OpenVersion", check<OpenVersion, decode_open_version>},
    {"Version", check<Version, decode_version>},
    {"VersionPage", check<VersionPage, decode_version_page>},
    {"RenditionView", check<RenditionView, decode_rendition_view>},
    {"FrameRange", check<FrameRange, decode_frame_range>},
    {"OrderRendition", check<OrderRendition, decode_order_rendition>},
    {"RenditionPage", check<RenditionPage, decode_rendition_page>},
    {"PlayableFile", check<PlayableFile, decode_playable_file>},
    {"PlaybackView", check<PlaybackView, decode_playback_view>},
    {"RenditionProgress", check<RenditionProgress, decode_rendition_progress>},
    {"ProcessingView", check<ProcessingView, decode_processing_view>},
    {"RelationView", check<RelationView, decode_relation_view>},
    {"RelationPage", check<RelationPage, decode_relation_page>},
    {"PartAddress", check<PartAddress, decode_part_address>},
    {"StoredPart", check<StoredPart, decode_stored_part>},
    {"OpenedUpload", check<OpenedUpload, decode_opened_upload>},
    {"UploadProgress", check<UploadProgress, decode_upload_progress>},
    {"CompletedPart", check<CompletedPart, decode_completed_part>},
    {"CompleteUpload", check<CompleteUpload, decode_complete_upload>},
    {"CompletedUpload", check<CompletedUpload, decode_completed_upload>},
    {"AssetView", check<AssetView, decode_asset_view>},
    {"EditAsset", check<EditAsset, decode_edit_asset>},
    {"SelectionQuery", check<SelectionQuery, decode_selection_query>},
    {"AssetSelection", check<AssetSelection, decode_asset_selection>},
    {"BulkChange", check<BulkChange, decode_bulk_change>},
    {"BulkEdit", check<BulkEdit, decode_bulk_edit>},
    {"CacheOrder", check<CacheOrder, decode_cache_order>},
    {"JobCount", check<JobCount, decode_job_count>},
    {"JobView", check<JobView, decode_job_view>},
    {"JobAsset", check<JobAsset, decode_job_asset>},
    {"JobAssetPage", check<JobAssetPage, decode_job_asset_page>},
    {"Edit", check<Edit, decode_edit>},
    {"EditPage", check<EditPage, decode_edit_page>},
    {"HoldAsset", check<HoldAsset, decode_hold_asset>},
    {"FieldLabel", check<FieldLabel, decode_field_label>},
    {"FieldChoice", check<FieldChoice, decode_field_choice>},
    {"Field", check<Field, decode_field>},
    {"PreviewMetadataSchema", check<PreviewMetadataSchema, decode_preview_metadata_schema>},
    {"PutMetadataSchema", check<PutMetadataSchema, decode_put_metadata_schema>},
    {"MetadataSchema", check<MetadataSchema, decode_metadata_schema>},
    {"ProblemField", check<ProblemField, decode_problem_field>},
    {"BreakingAsset", check<BreakingAsset, decode_breaking_asset>},
    {"SchemaImpact", check<SchemaImpact, decode_schema_impact>},
    {"ImportFault", check<ImportFault, decode_import_fault>},
    {"ImportedRow", check<ImportedRow, decode_imported_row>},
    {"ImportReport", check<ImportReport, decode_import_report>},
    {"AssetPage", check<AssetPage, decode_asset_page>},
    {"DownloadAddress", check<DownloadAddress, decode_download_address>},
    {"Liveness", check<Liveness, decode_liveness>},
    {"DependencyHealth", check<DependencyHealth, decode_dependency_health>},
    {"Readiness", check<Readiness, decode_readiness>},
    {"Problem", check<Problem, decode_problem>},
};

}  // namespace
}  // namespace acervo::http::api

// The name of a schema, a space, a body: `OpenUpload {"filename":…`. The corpus stays good while the contract grows.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view input{reinterpret_cast<const char*>(data), size};
    const auto space = input.find(' ');
    if (space == std::string_view::npos) return -1;
    for (const auto& decoder : acervo::http::api::kDecoders) {
        if (decoder.name != input.substr(0, space)) continue;
        decoder.check(input.substr(space + 1));
        return 0;
    }
    return -1;
}
