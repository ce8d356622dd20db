// Made from api/openapi.yaml by tools/gen_api.py. Do not edit.
#pragma once

#include <string>

#include "http/generated/types.hpp"

/// Bodies of the API to JSON texts without white space. Members without a value are left out.
namespace acervo::http::api {

std::string encode(const SignIn& value);
std::string encode(const User& value);
std::string encode(const Session& value);
std::string encode(const RefreshTokens& value);
std::string encode(const Tokens& value);
std::string encode(const PasswordReset& value);
std::string encode(const ResetPassword& value);
std::string encode(const AskPasswordReset& value);
std::string encode(const MailPasswordReset& value);
std::string encode(const CollectionView& value);
std::string encode(const CollectionPage& value);
std::string encode(const CreateCollection& value);
std::string encode(const UpdateCollection& value);
std::string encode(const Grant& value);
std::string encode(const GrantList& value);
std::string encode(const PutGrant& value);
std::string encode(const Group& value);
std::string encode(const GroupPage& value);
std::string encode(const CreateGroup& value);
std::string encode(const UserView& value);
std::string encode(const UserPage& value);
std::string encode(const UserList& value);
std::string encode(const CreateUser& value);
std::string encode(const UpdateUser& value);
std::string encode(const Key& value);
std::string encode(const KeyList& value);
std::string encode(const CreateKey& value);
std::string encode(const CreatedKey& value);
std::string encode(const WebhookView& value);
std::string encode(const WebhookList& value);
std::string encode(const CreateWebhook& value);
std::string encode(const UpdateWebhook& value);
std::string encode(const ReplayWebhook& value);
std::string encode(const CreatedWebhook& value);
std::string encode(const WebhookDelivery& value);
std::string encode(const WebhookDeliveryPage& value);
std::string encode(const AuditEntry& value);
std::string encode(const AuditPage& value);
std::string encode(const OpenUpload& value);
std::string encode(const OpenVersion& value);
std::string encode(const Version& value);
std::string encode(const VersionPage& value);
std::string encode(const RenditionView& value);
std::string encode(const FrameRange& value);
std::string encode(const OrderRendition& value);
std::string encode(const RenditionPage& value);
std::string encode(const PlayableFile& value);
std::string encode(const PlaybackView& value);
std::string encode(const RenditionProgress& value);
std::string encode(const ProcessingView& value);
std::string encode(const RelationView& value);
std::string encode(const RelationPage& value);
std::string encode(const PartAddress& value);
std::string encode(const StoredPart& value);
std::string encode(const OpenedUpload& value);
std::string encode(const UploadProgress& value);
std::string encode(const CompletedPart& value);
std::string encode(const CompleteUpload& value);
std::string encode(const CompletedUpload& value);
std::string encode(const AssetView& value);
std::string encode(const EditAsset& value);
std::string encode(const SelectionQuery& value);
std::string encode(const AssetSelection& value);
std::string encode(const BulkChange& value);
std::string encode(const BulkEdit& value);
std::string encode(const CacheOrder& value);
std::string encode(const JobCount& value);
std::string encode(const JobView& value);
std::string encode(const JobAsset& value);
std::string encode(const JobAssetPage& value);
std::string encode(const Edit& value);
std::string encode(const EditPage& value);
std::string encode(const HoldAsset& value);
std::string encode(const FieldLabel& value);
std::string encode(const FieldChoice& value);
std::string encode(const Field& value);
std::string encode(const PreviewMetadataSchema& value);
std::string encode(const PutMetadataSchema& value);
std::string encode(const MetadataSchema& value);
std::string encode(const ProblemField& value);
std::string encode(const BreakingAsset& value);
std::string encode(const SchemaImpact& value);
std::string encode(const ImportFault& value);
std::string encode(const ImportedRow& value);
std::string encode(const ImportReport& value);
std::string encode(const AssetPage& value);
std::string encode(const DownloadAddress& value);
std::string encode(const Liveness& value);
std::string encode(const DependencyHealth& value);
std::string encode(const Readiness& value);
std::string encode(const Problem& value);

}  // namespace acervo::http::api
