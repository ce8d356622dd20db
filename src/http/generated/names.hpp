// Made from api/openapi.yaml by tools/gen_api.py. Do not edit.
#pragma once

#include <string_view>

#include "http/generated/types.hpp"

/// The values of each enum beside their names, for decoders.
namespace acervo::http::api {

inline constexpr TokenType kTokenTypeValues[]{TokenType::Bearer};
inline constexpr std::string_view kTokenTypeNames[]{"Bearer"};

inline constexpr Language kLanguageValues[]{Language::Es, Language::En};
inline constexpr std::string_view kLanguageNames[]{"es", "en"};

inline constexpr Role kRoleValues[]{Role::Viewer, Role::Producer, Role::Editor, Role::Admin, Role::Service};
inline constexpr std::string_view kRoleNames[]{"viewer", "producer", "editor", "admin", "service"};

inline constexpr Right kRightValues[]{Right::View, Right::DownloadProxy, Right::DownloadMaster,
                                      Right::Edit, Right::Distribute,    Right::Manage};
inline constexpr std::string_view kRightNames[]{"view", "download_proxy", "download_master",
                                                "edit", "distribute",     "manage"};

inline constexpr Scope kScopeValues[]{Scope::AssetView,           Scope::AssetCreate, Scope::AssetEdit,
                                      Scope::AssetDownloadMaster, Scope::AssetTrash,  Scope::CollectionView,
                                      Scope::CollectionManage,    Scope::UserView};
inline constexpr std::string_view kScopeNames[]{
    "asset.view",  "asset.create",    "asset.edit",        "asset.download_master",
    "asset.trash", "collection.view", "collection.manage", "user.view"};

inline constexpr AssetType kAssetTypeValues[]{AssetType::Video, AssetType::Audio, AssetType::Image};
inline constexpr std::string_view kAssetTypeNames[]{"video", "audio", "image"};

inline constexpr AssetStatus kAssetStatusValues[]{AssetStatus::Uploading, AssetStatus::Processing, AssetStatus::Ready,
                                                  AssetStatus::Failed, AssetStatus::Archived};
inline constexpr std::string_view kAssetStatusNames[]{"uploading", "processing", "ready", "failed", "archived"};

inline constexpr Priority kPriorityValues[]{Priority::Normal, Priority::Urgent};
inline constexpr std::string_view kPriorityNames[]{"normal", "urgent"};

inline constexpr RenditionStatus kRenditionStatusValues[]{RenditionStatus::Pending, RenditionStatus::Processing,
                                                          RenditionStatus::Ready, RenditionStatus::Failed,
                                                          RenditionStatus::Expired};
inline constexpr std::string_view kRenditionStatusNames[]{"pending", "processing", "ready", "failed", "expired"};

inline constexpr RelationType kRelationTypeValues[]{RelationType::DerivedFrom, RelationType::PartOf,
                                                    RelationType::References, RelationType::Replaces,
                                                    RelationType::TranslationOf};
inline constexpr std::string_view kRelationTypeNames[]{"derived_from", "part_of", "references", "replaces",
                                                       "translation_of"};

inline constexpr RelationDirection kRelationDirectionValues[]{RelationDirection::Outgoing, RelationDirection::Incoming};
inline constexpr std::string_view kRelationDirectionNames[]{"outgoing", "incoming"};

inline constexpr UploadStatus kUploadStatusValues[]{UploadStatus::Open, UploadStatus::Completing,
                                                    UploadStatus::Completed, UploadStatus::Aborted,
                                                    UploadStatus::Expired};
inline constexpr std::string_view kUploadStatusNames[]{"open", "completing", "completed", "aborted", "expired"};

inline constexpr CacheAction kCacheActionValues[]{CacheAction::Warm, CacheAction::Invalidate};
inline constexpr std::string_view kCacheActionNames[]{"warm", "invalidate"};

inline constexpr JobKind kJobKindValues[]{JobKind::BulkEdit, JobKind::Undo, JobKind::WarmCache,
                                          JobKind::InvalidateCache};
inline constexpr std::string_view kJobKindNames[]{"bulk_edit", "undo", "warm_cache", "invalidate_cache"};

inline constexpr JobState kJobStateValues[]{JobState::Queued, JobState::Running, JobState::Done, JobState::Failed,
                                            JobState::Cancelled};
inline constexpr std::string_view kJobStateNames[]{"queued", "running", "done", "failed", "cancelled"};

inline constexpr JobOutcome kJobOutcomeValues[]{JobOutcome::Edited,    JobOutcome::Unchanged,   JobOutcome::NotFound,
                                                JobOutcome::Forbidden, JobOutcome::EditedSince, JobOutcome::Invalid,
                                                JobOutcome::Cached,    JobOutcome::Dropped};
inline constexpr std::string_view kJobOutcomeNames[]{"edited",       "unchanged", "not_found", "forbidden",
                                                     "edited_since", "invalid",   "cached",    "dropped"};

inline constexpr FieldType kFieldTypeValues[]{FieldType::Text,    FieldType::Choice,  FieldType::Integer,
                                              FieldType::Number,  FieldType::Boolean, FieldType::Date,
                                              FieldType::DateTime};
inline constexpr std::string_view kFieldTypeNames[]{"text",    "choice", "integer",  "number",
                                                    "boolean", "date",   "date_time"};

inline constexpr ImportMode kImportModeValues[]{ImportMode::DryRun, ImportMode::Apply};
inline constexpr std::string_view kImportModeNames[]{"dry_run", "apply"};

inline constexpr ImportOutcome kImportOutcomeValues[]{ImportOutcome::Changed, ImportOutcome::Unchanged,
                                                      ImportOutcome::Refused};
inline constexpr std::string_view kImportOutcomeNames[]{"changed", "unchanged", "refused"};

inline constexpr AssetShelf kAssetShelfValues[]{AssetShelf::Catalogue, AssetShelf::Trash};
inline constexpr std::string_view kAssetShelfNames[]{"catalogue", "trash"};

inline constexpr AbandonedAsset kAbandonedAssetValues[]{AbandonedAsset::Keep, AbandonedAsset::Discard};
inline constexpr std::string_view kAbandonedAssetNames[]{"keep", "discard"};

inline constexpr AssetSort kAssetSortValues[]{AssetSort::Newest, AssetSort::Oldest, AssetSort::Updated,
                                              AssetSort::Title};
inline constexpr std::string_view kAssetSortNames[]{"newest", "oldest", "updated", "title"};

inline constexpr LivenessStatus kLivenessStatusValues[]{LivenessStatus::Live};
inline constexpr std::string_view kLivenessStatusNames[]{"live"};

inline constexpr ReadinessStatus kReadinessStatusValues[]{ReadinessStatus::Ready, ReadinessStatus::Degraded,
                                                          ReadinessStatus::Unavailable};
inline constexpr std::string_view kReadinessStatusNames[]{"ready", "degraded", "unavailable"};

inline constexpr DependencyStatus kDependencyStatusValues[]{DependencyStatus::Up, DependencyStatus::Down};
inline constexpr std::string_view kDependencyStatusNames[]{"up", "down"};

}  // namespace acervo::http::api
