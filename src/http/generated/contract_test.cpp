// Made from api/openapi.yaml by tools/gen_api.py. Do not edit.
#include <gtest/gtest.h>

#include "http/generated/decode.hpp"
#include "http/generated/encode.hpp"
#include "http/generated/names.hpp"
#include "http/generated/operations.hpp"

namespace acervo::http::api {
namespace {

[[maybe_unused]] constexpr bool is_known(Language value) {
    switch (value) {
        case Language::Es:
        case Language::En:
            return true;
    }
    return false;
}

TEST(ContractNames, are_those_of_the_domain_for_language) {
    for (std::size_t i = 0; i < std::size(kLanguageNames); ++i)
        EXPECT_EQ(name_of(kLanguageValues[i]), kLanguageNames[i]);
}

[[maybe_unused]] constexpr bool is_known(Role value) {
    switch (value) {
        case Role::Viewer:
        case Role::Producer:
        case Role::Editor:
        case Role::Admin:
        case Role::Service:
            return true;
    }
    return false;
}

TEST(ContractNames, are_those_of_the_domain_for_role) {
    for (std::size_t i = 0; i < std::size(kRoleNames); ++i) EXPECT_EQ(name_of(kRoleValues[i]), kRoleNames[i]);
}

[[maybe_unused]] constexpr bool is_known(Right value) {
    switch (value) {
        case Right::View:
        case Right::DownloadProxy:
        case Right::DownloadMaster:
        case Right::Edit:
        case Right::Distribute:
        case Right::Manage:
            return true;
    }
    return false;
}

TEST(ContractNames, are_those_of_the_domain_for_right) {
    for (std::size_t i = 0; i < std::size(kRightNames); ++i) EXPECT_EQ(name_of(kRightValues[i]), kRightNames[i]);
}

[[maybe_unused]] constexpr bool is_known(AssetType value) {
    switch (value) {
        case AssetType::Video:
        case AssetType::Audio:
        case AssetType::Image:
            return true;
    }
    return false;
}

TEST(ContractNames, are_those_of_the_domain_for_asset_type) {
    for (std::size_t i = 0; i < std::size(kAssetTypeNames); ++i)
        EXPECT_EQ(name_of(kAssetTypeValues[i]), kAssetTypeNames[i]);
}

[[maybe_unused]] constexpr bool is_known(AssetStatus value) {
    switch (value) {
        case AssetStatus::Uploading:
        case AssetStatus::Processing:
        case AssetStatus::Ready:
        case AssetStatus::Failed:
        case AssetStatus::Archived:
            return true;
    }
    return false;
}

TEST(ContractNames, are_those_of_the_domain_for_asset_status) {
    for (std::size_t i = 0; i < std::size(kAssetStatusNames); ++i)
        EXPECT_EQ(name_of(kAssetStatusValues[i]), kAssetStatusNames[i]);
}

[[maybe_unused]] constexpr bool is_known(Priority value) {
    switch (value) {
        case Priority::Normal:
        case Priority::Urgent:
            return true;
    }
    return false;
}

TEST(ContractNames, are_those_of_the_domain_for_priority) {
    for (std::size_t i = 0; i < std::size(kPriorityNames); ++i)
        EXPECT_EQ(name_of(kPriorityValues[i]), kPriorityNames[i]);
}

[[maybe_unused]] constexpr bool is_known(RenditionStatus value) {
    switch (value) {
        case RenditionStatus::Pending:
        case RenditionStatus::Processing:
        case RenditionStatus::Ready:
        case RenditionStatus::Failed:
        case RenditionStatus::Expired:
            return true;
    }
    return false;
}

TEST(ContractNames, are_those_of_the_domain_for_rendition_status) {
    for (std::size_t i = 0; i < std::size(kRenditionStatusNames); ++i)
        EXPECT_EQ(name_of(kRenditionStatusValues[i]), kRenditionStatusNames[i]);
}

[[maybe_unused]] constexpr bool is_known(RelationType value) {
    switch (value) {
        case RelationType::DerivedFrom:
        case RelationType::PartOf:
        case RelationType::References:
        case RelationType::Replaces:
        case RelationType::TranslationOf:
            return true;
    }
    return false;
}

TEST(ContractNames, are_those_of_the_domain_for_relation_type) {
    for (std::size_t i = 0; i < std::size(kRelationTypeNames); ++i)
        EXPECT_EQ(name_of(kRelationTypeValues[i]), kRelationTypeNames[i]);
}

[[maybe_unused]] constexpr bool is_known(RelationDirection value) {
    switch (value) {
        case RelationDirection::Outgoing:
        case RelationDirection::Incoming:
            return true;
    }
    return false;
}

TEST(ContractNames, are_those_of_the_domain_for_relation_direction) {
    for (std::size_t i = 0; i < std::size(kRelationDirectionNames); ++i)
        EXPECT_EQ(name_of(kRelationDirectionValues[i]), kRelationDirectionNames[i]);
}

[[maybe_unused]] constexpr bool is_known(UploadStatus value) {
    switch (value) {
        case UploadStatus::Open:
        case UploadStatus::Completing:
        case UploadStatus::Completed:
        case UploadStatus::Aborted:
        case UploadStatus::Expired:
            return true;
    }
    return false;
}

TEST(ContractNames, are_those_of_the_domain_for_upload_status) {
    for (std::size_t i = 0; i < std::size(kUploadStatusNames); ++i)
        EXPECT_EQ(name_of(kUploadStatusValues[i]), kUploadStatusNames[i]);
}

[[maybe_unused]] constexpr bool is_known(JobKind value) {
    switch (value) {
        case JobKind::BulkEdit:
        case JobKind::Undo:
        case JobKind::WarmCache:
        case JobKind::InvalidateCache:
            return true;
    }
    return false;
}

TEST(ContractNames, are_those_of_the_domain_for_job_kind) {
    for (std::size_t i = 0; i < std::size(kJobKindNames); ++i) EXPECT_EQ(name_of(kJobKindValues[i]), kJobKindNames[i]);
}

[[maybe_unused]] constexpr bool is_known(JobState value) {
    switch (value) {
        case JobState::Queued:
        case JobState::Running:
        case JobState::Done:
        case JobState::Failed:
        case JobState::Cancelled:
            return true;
    }
    return false;
}

TEST(ContractNames, are_those_of_the_domain_for_job_state) {
    for (std::size_t i = 0; i < std::size(kJobStateNames); ++i)
        EXPECT_EQ(name_of(kJobStateValues[i]), kJobStateNames[i]);
}

[[maybe_unused]] constexpr bool is_known(JobOutcome value) {
    switch (value) {
        case JobOutcome::Edited:
        case JobOutcome::Unchanged:
        case JobOutcome::NotFound:
        case JobOutcome::Forbidden:
        case JobOutcome::EditedSince:
        case JobOutcome::Invalid:
        case JobOutcome::Cached:
        case JobOutcome::Dropped:
            return true;
    }
    return false;
}

TEST(ContractNames, are_those_of_the_domain_for_job_outcome) {
    for (std::size_t i = 0; i < std::size(kJobOutcomeNames); ++i)
        EXPECT_EQ(name_of(kJobOutcomeValues[i]), kJobOutcomeNames[i]);
}

[[maybe_unused]] constexpr bool is_known(FieldType value) {
    switch (value) {
        case FieldType::Text:
        case FieldType::Choice:
        case FieldType::Integer:
        case FieldType::Number:
        case FieldType::Boolean:
        case FieldType::Date:
        case FieldType::DateTime:
            return true;
    }
    return false;
}

TEST(ContractNames, are_those_of_the_domain_for_field_type) {
    for (std::size_t i = 0; i < std::size(kFieldTypeNames); ++i)
        EXPECT_EQ(name_of(kFieldTypeValues[i]), kFieldTypeNames[i]);
}

[[maybe_unused]] constexpr bool is_known(AssetShelf value) {
    switch (value) {
        case AssetShelf::Catalogue:
        case AssetShelf::Trash:
            return true;
    }
    return false;
}

TEST(ContractNames, are_those_of_the_domain_for_asset_shelf) {
    for (std::size_t i = 0; i < std::size(kAssetShelfNames); ++i)
        EXPECT_EQ(name_of(kAssetShelfValues[i]), kAssetShelfNames[i]);
}

[[maybe_unused]] constexpr bool is_known(AbandonedAsset value) {
    switch (value) {
        case AbandonedAsset::Keep:
        case AbandonedAsset::Discard:
            return true;
    }
    return false;
}

TEST(ContractNames, are_those_of_the_domain_for_abandoned_asset) {
    for (std::size_t i = 0; i < std::size(kAbandonedAssetNames); ++i)
        EXPECT_EQ(name_of(kAbandonedAssetValues[i]), kAbandonedAssetNames[i]);
}

[[maybe_unused]] constexpr bool is_known(AssetSort value) {
    switch (value) {
        case AssetSort::Newest:
        case AssetSort::Oldest:
        case AssetSort::Updated:
        case AssetSort::Title:
            return true;
    }
    return false;
}

TEST(ContractNames, are_those_of_the_domain_for_asset_sort) {
    for (std::size_t i = 0; i < std::size(kAssetSortNames); ++i)
        EXPECT_EQ(name_of(kAssetSortValues[i]), kAssetSortNames[i]);
}

TEST(ContractNames, are_those_of_the_domain_for_permissions) {
    EXPECT_EQ(name_of(Permission::Anonymous), "anonymous");
    EXPECT_EQ(name_of(Permission::SignedIn), "signed_in");
    EXPECT_EQ(name_of(Permission::AssetCreate), "asset.create");
    EXPECT_EQ(name_of(Permission::AssetView), "asset.view");
    EXPECT_EQ(name_of(Permission::AssetEdit), "asset.edit");
    EXPECT_EQ(name_of(Permission::SiteManage), "site.manage");
    EXPECT_EQ(name_of(Permission::AssetTrash), "asset.trash");
    EXPECT_EQ(name_of(Permission::AssetDownloadMaster), "asset.download_master");
    EXPECT_EQ(name_of(Permission::CollectionView), "collection.view");
    EXPECT_EQ(name_of(Permission::CollectionManage), "collection.manage");
    EXPECT_EQ(name_of(Permission::UserView), "user.view");
    EXPECT_EQ(name_of(Permission::UserManage), "user.manage");
    EXPECT_EQ(name_of(Permission::AuditRead), "audit.read");
}

template <class T>
void expect_good(std::string_view example, Result<T> (*decode)(std::string_view)) {
    const auto value = decode(example);
    ASSERT_TRUE(value) << value.error().message();
    const auto text = encode(*value);
    const auto again = decode(text);
    ASSERT_TRUE(again) << again.error().message();
    EXPECT_EQ(encode(*again), text);
}

TEST(ContractExample, components_requestbodies_completeupload_1json_is_valid) {
    expect_good(
        R"json({"parts": [{"part_number": 1, "etag": "9e107d9d372bb6826bd81d3542a419d6"}, {"part_number": 2, "etag": "e4d909c290d0fb1ca068ffaddf22cbd0"}]})json",
        decode_complete_upload);
}

TEST(ContractExample, components_responses_completedupload_1json_is_valid) {
    expect_good(
        R"json({"asset_id": "01981f81-7c00-7a10-b1c2-3d4e5f607182", "workflow_id": "ingest:01981f81-7c00-7a10-b1c2-3d4e5f607182:01981f81-7c01-7f21-8a9b-0c1d2e3f4051:1", "status": "processing"})json",
        decode_completed_upload);
}

TEST(ContractExample, components_responses_invalidinput_1problem_is_valid) {
    expect_good(
        R"json({"type": "/problems/invalid-input", "title": "The request is not valid", "status": 400, "detail": "/size must be an integer from 1 to 5497558138880 (and 1 more)", "request_id": "01981f90-0000-7000-8000-000000000001", "errors": [{"pointer": "/size", "detail": "must be an integer from 1 to 5497558138880"}, {"pointer": "/filename", "detail": "is required"}]})json",
        decode_problem);
}

TEST(ContractExample, components_responses_unauthenticated_1problem_is_valid) {
    expect_good(
        R"json({"type": "/problems/unauthenticated", "title": "Sign in first", "status": 401, "detail": "the session has ended", "request_id": "01981f90-0000-7000-8000-000000000002"})json",
        decode_problem);
}

TEST(ContractExample, components_responses_forbidden_1problem_is_valid) {
    expect_good(
        R"json({"type": "/problems/forbidden", "title": "Not allowed", "status": 403, "detail": "asset.create is needed", "request_id": "01981f90-0000-7000-8000-000000000003"})json",
        decode_problem);
}

TEST(ContractExample, components_responses_notfound_1problem_is_valid) {
    expect_good(
        R"json({"type": "/problems/not-found", "title": "There is no such thing", "status": 404, "detail": "there is no asset 01981f81-7c00-7a10-b1c2-3d4e5f607182", "request_id": "01981f90-0000-7000-8000-000000000004"})json",
        decode_problem);
}

TEST(ContractExample, components_responses_conflict_1problem_is_valid) {
    expect_good(
        R"json({"type": "/problems/conflict", "title": "The state of things does not allow it", "status": 409, "detail": "the upload is no longer open", "request_id": "01981f90-0000-7000-8000-000000000005"})json",
        decode_problem);
}

TEST(ContractExample, components_responses_preconditionfailed_1problem_is_valid) {
    expect_good(
        R"json({"type": "/problems/precondition-failed", "title": "It has changed in the meantime", "status": 412, "detail": "the asset was edited in the meantime; it is at edit 3", "request_id": "01981f90-0000-7000-8000-00000000000d"})json",
        decode_problem);
}

TEST(ContractExample, components_responses_preconditionrequired_1problem_is_valid) {
    expect_good(
        R"json({"type": "/problems/precondition-required", "title": "Say which state you change", "status": 428, "detail": "send If-Match with the ETag of the asset you change, or *", "request_id": "01981f90-0000-7000-8000-00000000000e"})json",
        decode_problem);
}

TEST(ContractExample, components_responses_toolarge_1problem_is_valid) {
    expect_good(
        R"json({"type": "/problems/too-large", "title": "Too large", "status": 413, "detail": "the body may have at most 65536 bytes", "request_id": "01981f90-0000-7000-8000-000000000006"})json",
        decode_problem);
}

TEST(ContractExample, components_responses_unsupportedtype_1problem_is_valid) {
    expect_good(
        R"json({"type": "/problems/unsupported-type", "title": "The media type is not supported", "status": 415, "detail": "the body must be application/json", "request_id": "01981f90-0000-7000-8000-000000000007"})json",
        decode_problem);
}

TEST(ContractExample, components_responses_idempotencymismatch_1problem_is_valid) {
    expect_good(
        R"json({"type": "/problems/idempotency-mismatch", "title": "The idempotency key belongs to another request", "status": 422, "detail": "this Idempotency-Key belongs to another request", "request_id": "01981f90-0000-7000-8000-000000000008"})json",
        decode_problem);
}

TEST(ContractExample, components_responses_ratelimited_1problem_is_valid) {
    expect_good(
        R"json({"type": "/problems/rate-limited", "title": "Too many requests", "status": 429, "detail": "the budget for this minute is spent", "request_id": "01981f90-0000-7000-8000-000000000009"})json",
        decode_problem);
}

TEST(ContractExample, components_responses_internal_1problem_is_valid) {
    expect_good(
        R"json({"type": "/problems/internal", "title": "Something went wrong on the server", "status": 500, "detail": "The failure was recorded under this request_id.", "request_id": "01981f90-0000-7000-8000-00000000000a"})json",
        decode_problem);
}

TEST(ContractExample, components_responses_unavailable_1problem_is_valid) {
    expect_good(
        R"json({"type": "/problems/unavailable", "title": "Not available at the moment", "status": 503, "detail": "the object store cannot be reached", "request_id": "01981f90-0000-7000-8000-00000000000b"})json",
        decode_problem);
}

TEST(ContractExample, components_responses_timeout_1problem_is_valid) {
    expect_good(
        R"json({"type": "/problems/timeout", "title": "It took too long", "status": 504, "detail": "the object store did not answer in time", "request_id": "01981f90-0000-7000-8000-00000000000c"})json",
        decode_problem);
}

TEST(ContractExample, paths_1api_1v1_1sessions_post_requestbody_1json_is_valid) {
    expect_good(R"json({"login": "marta@example.org", "password": "una frase larga y propia"})json", decode_sign_in);
}

TEST(ContractExample, paths_1api_1v1_1sessions_post_responses_201_1json_is_valid) {
    expect_good(
        R"json({"access_token": "2Jm0bB7qkq0Xy8m8wqf0c3vY5m4rP1sT9uVwXyZ0123", "token_type": "Bearer", "expires_in": 86400, "user": {"user_id": "01981f7e-5a3c-7c1e-9d0b-2f6f0f4a9b11", "username": "marta", "display_name": "Marta Ruiz", "email": "marta@example.org", "role": "editor"}})json",
        decode_session);
}

TEST(ContractExample, paths_1api_1v1_1tokens_post_requestbody_1json_is_valid) {
    expect_good(R"json({"login": "marta@example.org", "password": "una frase larga y propia"})json", decode_sign_in);
}

TEST(ContractExample, paths_1api_1v1_1tokens_post_responses_201_1json_is_valid) {
    expect_good(
        R"json({"access_token": "eyJhbGciOiJFZERTQSJ9.eyJzdWIiOiIwMSJ9.c2lnbmF0dXJl", "token_type": "Bearer", "expires_in": 900, "refresh_token": "2Jm0bB7qkq0Xy8m8wqf0c3vY5m4rP1sT9uVwXyZ0123", "refresh_expires_in": 86400, "user": {"user_id": "01981f7e-5a3c-7c1e-9d0b-2f6f0f4a9b11", "username": "marta", "display_name": "Marta Ruiz", "role": "editor"}})json",
        decode_tokens);
}

TEST(ContractExample, paths_1api_1v1_1tokens_1refresh_post_requestbody_1json_is_valid) {
    expect_good(R"json({"refresh_token": "2Jm0bB7qkq0Xy8m8wqf0c3vY5m4rP1sT9uVwXyZ0123"})json", decode_refresh_tokens);
}

TEST(ContractExample, paths_1api_1v1_1tokens_1refresh_post_responses_201_1json_is_valid) {
    expect_good(
        R"json({"access_token": "eyJhbGciOiJFZERTQSJ9.eyJzdWIiOiIwMSJ9.c2lnbmF0dXJl", "token_type": "Bearer", "expires_in": 900, "refresh_token": "2Jm0bB7qkq0Xy8m8wqf0c3vY5m4rP1sT9uVwXyZ0123", "refresh_expires_in": 86400, "user": {"user_id": "01981f7e-5a3c-7c1e-9d0b-2f6f0f4a9b11", "username": "marta", "display_name": "Marta Ruiz", "role": "editor"}})json",
        decode_tokens);
}

TEST(ContractExample, paths_1api_1v1_1users_1me_get_responses_200_1json_is_valid) {
    expect_good(
        R"json({"user_id": "01981f7e-5a3c-7c1e-9d0b-2f6f0f4a9b11", "username": "marta", "display_name": "Marta Ruiz", "role": "producer"})json",
        decode_user);
}

TEST(ContractExample, paths_1api_1v1_1assets_post_requestbody_1json_is_valid) {
    expect_good(
        R"json({"filename": "pleno-municipal.mxf", "size": 53687091200, "mime_type": "application/mxf", "title": "Pleno municipal de marzo", "description": "Señal limpia, cámara 2", "external_id": "EXP-2025-0317", "sha256": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08", "collection_id": "01981f80-11aa-7d4e-8a55-0f2b9c7d6e5f", "priority": "urgent"})json",
        decode_open_upload);
}

TEST(ContractExample, paths_1api_1v1_1assets_post_responses_200_1json_is_valid) {
    expect_good(
        R"json({"asset_id": "01981f81-7c00-7a10-b1c2-3d4e5f607182", "upload_id": "01981f81-7c01-7f21-8a9b-0c1d2e3f4051", "part_size": 67108864, "part_count": 800, "parts": [], "existing": true})json",
        decode_opened_upload);
}

TEST(ContractExample, paths_1api_1v1_1assets_post_responses_201_1json_is_valid) {
    expect_good(
        R"json({"asset_id": "01981f81-7c00-7a10-b1c2-3d4e5f607182", "upload_id": "01981f81-7c01-7f21-8a9b-0c1d2e3f4051", "part_size": 67108864, "part_count": 800, "parts": [{"part_number": 1, "url": "http://127.0.0.1:9000/dam-archive/masters/a/b/original.mxf?partNumber=1&X-Amz-Signature=0f", "expires_at": "2025-03-17T10:15:00Z"}], "next_parts": 1})json",
        decode_opened_upload);
}

TEST(ContractExample, paths_1api_1v1_1assets_get_responses_200_1json_is_valid) {
    expect_good(
        R"json({"assets": [{"asset_id": "01981f81-7c00-7a10-b1c2-3d4e5f607182", "type": "video", "status": "processing", "title": "Pleno municipal de marzo", "filename": "pleno-municipal.mxf", "mime_type": "application/mxf", "size": 53687091200, "priority": "urgent", "restricted": false, "created_by": "01981f7e-5a3c-7c1e-9d0b-2f6f0f4a9b11", "created_at": "2025-03-17T10:00:00.123456Z", "updated_at": "2025-03-17T10:09:30Z", "edit_version": 1, "version": 3}], "next": "MDE5ODFmODEtN2MwMC03YTEw"})json",
        decode_asset_page);
}

TEST(ContractExample, paths_1api_1v1_1assets_1import_metadata_post_responses_200_1json_is_valid) {
    expect_good(
        R"json({"mode": "dry_run", "changed": 1, "unchanged": 0, "refused": 1, "rows": [{"line": 2, "asset_id": "01981f81-7c00-7a10-b1c2-3d4e5f607182", "outcome": "changed", "columns": ["title", "metadata.program"], "errors": []}, {"line": 3, "outcome": "refused", "columns": [], "errors": [{"column": "external_id", "detail": "there is no such asset"}]}]})json",
        decode_import_report);
}

TEST(ContractExample, paths_1api_1v1_1assets_1bulk_edit_post_requestbody_1json_is_valid) {
    expect_good(
        R"json({"selection": {"query": {"type": ["video"], "tag": "pleno"}, "excluded": ["01981f81-7c00-7a10-b1c2-3d4e5f607182"]}, "change": {"add_tags": ["presupuestos"], "editorial_metadata": {"program": "Telediario", "city": null}}})json",
        decode_bulk_edit);
}

TEST(ContractExample, paths_1api_1v1_1assets_1bulk_edit_post_responses_202_1json_is_valid) {
    expect_good(
        R"json({"job_id": "01981f95-2000-7a10-b1c2-3d4e5f607182", "kind": "bulk_edit", "state": "queued", "created_by": "01981f7e-5a3c-7c1e-9d0b-2f6f0f4a9b11", "created_at": "2025-03-17T10:00:00.123456Z", "total": 0, "done": 0, "skipped": 0, "failed": 0, "outcomes": []})json",
        decode_job_view);
}

TEST(ContractExample, paths_1api_1v1_1assets_1cache_post_requestbody_1json_is_valid) {
    expect_good(R"json({"action": "warm", "selection": {"query": {"created_from": "2025-03-17T00:00:00Z"}}})json",
                decode_cache_order);
}

TEST(ContractExample, paths_1api_1v1_1assets_1cache_post_responses_202_1json_is_valid) {
    expect_good(
        R"json({"job_id": "01981f95-2000-7a10-b1c2-3d4e5f607182", "kind": "warm_cache", "state": "queued", "created_by": "01981f7e-5a3c-7c1e-9d0b-2f6f0f4a9b11", "created_at": "2025-03-17T10:00:00.123456Z", "total": 0, "done": 0, "skipped": 0, "failed": 0, "outcomes": []})json",
        decode_job_view);
}

TEST(ContractExample, paths_1api_1v1_1assets_1_asset_id_get_responses_200_1json_is_valid) {
    expect_good(
        R"json({"asset_id": "01981f81-7c00-7a10-b1c2-3d4e5f607182", "type": "video", "status": "failed", "title": "Pleno municipal de marzo", "description": "Señal limpia, cámara 2", "external_id": "EXP-2025-0317", "filename": "pleno-municipal.mxf", "mime_type": "application/mxf", "size": 53687091200, "sha256": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08", "priority": "normal", "restricted": false, "collection_id": "01981f80-11aa-7d4e-8a55-0f2b9c7d6e5f", "failure_reason": "cancelled", "created_by": "01981f7e-5a3c-7c1e-9d0b-2f6f0f4a9b11", "created_at": "2025-03-17T10:00:00.123456Z", "updated_at": "2025-03-17T10:09:30Z", "edit_version": 1, "version": 3})json",
        decode_asset_view);
}

TEST(ContractExample, paths_1api_1v1_1assets_1_asset_id_patch_requestbody_1merge_patch_is_valid) {
    expect_good(
        R"json({"title": "Pleno municipal de marzo", "description": null, "tags": ["pleno", "presupuestos"], "editorial_metadata": {"program": "Telediario", "city": null}})json",
        decode_edit_asset);
}

TEST(ContractExample, paths_1api_1v1_1assets_1_asset_id_patch_responses_200_1json_is_valid) {
    expect_good(
        R"json({"asset_id": "01981f81-7c00-7a10-b1c2-3d4e5f607182", "type": "video", "status": "ready", "title": "Pleno municipal de marzo", "filename": "pleno-municipal.mxf", "mime_type": "application/mxf", "size": 53687091200, "priority": "normal", "restricted": false, "tags": ["pleno", "presupuestos"], "editorial_metadata": {"program": "Telediario"}, "created_by": "01981f7e-5a3c-7c1e-9d0b-2f6f0f4a9b11", "created_at": "2025-03-17T10:00:00.123456Z", "updated_at": "2025-03-17T11:09:30Z", "edited_by": "01981f7e-5a3c-7c1e-9d0b-2f6f0f4a9b11", "edited_at": "2025-03-17T11:09:30Z", "edit_version": 2, "version": 4})json",
        decode_asset_view);
}

TEST(ContractExample, paths_1api_1v1_1assets_1_asset_id_1restore_post_responses_200_1json_is_valid) {
    expect_good(
        R"json({"asset_id": "01981f81-7c00-7a10-b1c2-3d4e5f607182", "type": "video", "status": "ready", "title": "Pleno municipal de marzo", "filename": "pleno-municipal.mxf", "mime_type": "application/mxf", "size": 53687091200, "priority": "normal", "restricted": false, "tags": ["pleno", "presupuestos"], "editorial_metadata": {"program": "Telediario"}, "created_by": "01981f7e-5a3c-7c1e-9d0b-2f6f0f4a9b11", "created_at": "2025-03-17T10:00:00.123456Z", "updated_at": "2025-03-17T11:09:30Z", "edited_by": "01981f7e-5a3c-7c1e-9d0b-2f6f0f4a9b11", "edited_at": "2025-03-17T11:09:30Z", "edit_version": 2, "version": 4})json",
        decode_asset_view);
}

TEST(ContractExample, paths_1api_1v1_1assets_1_asset_id_1hold_put_requestbody_1json_is_valid) {
    expect_good(R"json({"reason": "Requerimiento judicial 123/2025"})json", decode_hold_asset);
}

TEST(ContractExample, paths_1api_1v1_1assets_1_asset_id_1history_get_responses_200_1json_is_valid) {
    expect_good(
        R"json({"edits": [{"edit_version": 2, "title": "Pleno municipal de marzo", "description": "", "tags": ["pleno"], "editorial_metadata": {"program": "Telediario"}, "edited_by": "01981f7e-5a3c-7c1e-9d0b-2f6f0f4a9b11", "edited_at": "2025-03-17T11:09:30Z"}], "next": 2})json",
        decode_edit_page);
}

TEST(ContractExample,
     paths_1api_1v1_1assets_1_asset_id_1history_1_edit_version_1restore_post_responses_200_1json_is_valid) {
    expect_good(
        R"json({"asset_id": "01981f81-7c00-7a10-b1c2-3d4e5f607182", "type": "video", "status": "ready", "title": "Pleno municipal de marzo", "filename": "pleno-municipal.mxf", "mime_type": "application/mxf", "size": 53687091200, "priority": "normal", "restricted": false, "tags": ["pleno", "presupuestos"], "editorial_metadata": {"program": "Telediario"}, "created_by": "01981f7e-5a3c-7c1e-9d0b-2f6f0f4a9b11", "created_at": "2025-03-17T10:00:00.123456Z", "updated_at": "2025-03-17T11:09:30Z", "edited_by": "01981f7e-5a3c-7c1e-9d0b-2f6f0f4a9b11", "edited_at": "2025-03-17T11:09:30Z", "edit_version": 2, "version": 4})json",
        decode_asset_view);
}

TEST(ContractExample, paths_1api_1v1_1assets_1_asset_id_1versions_get_responses_200_1json_is_valid) {
    expect_good(
        R"json({"versions": [{"version_number": 2, "current": true, "filename": "pleno-municipal-v2.mxf", "mime_type": "application/mxf", "size": 53687091200, "created_by": "01981f7e-5a3c-7c1e-9d0b-2f6f0f4a9b11", "created_at": "2025-03-18T09:00:00Z"}], "next": 2})json",
        decode_version_page);
}

TEST(ContractExample, paths_1api_1v1_1assets_1_asset_id_1versions_post_requestbody_1json_is_valid) {
    expect_good(
        R"json({"filename": "pleno-municipal-v2.mxf", "size": 53687091200, "mime_type": "application/mxf"})json",
        decode_open_version);
}

TEST(ContractExample, paths_1api_1v1_1assets_1_asset_id_1versions_post_responses_201_1json_is_valid) {
    expect_good(
        R"json({"asset_id": "01981f81-7c00-7a10-b1c2-3d4e5f607182", "upload_id": "01981f81-7c01-7f21-8a9b-0c1d2e3f4051", "part_size": 67108864, "part_count": 800, "parts": [{"part_number": 1, "url": "http://127.0.0.1:9000/dam-archive/masters/a/u-b/original.mxf?partNumber=1&X-Amz-Signature=0f", "expires_at": "2025-03-18T08:15:00Z"}], "next_parts": 1})json",
        decode_opened_upload);
}

TEST(ContractExample,
     paths_1api_1v1_1assets_1_asset_id_1versions_1_version_number_1download_get_responses_200_1json_is_valid) {
    expect_good(
        R"json({"url": "http://127.0.0.1:9000/dam-archive/masters/a/b/original.mxf?X-Amz-Signature=2d", "expires_at": "2025-03-17T10:30:00Z", "filename": "pleno-municipal.mxf", "size": 53687091200})json",
        decode_download_address);
}

TEST(ContractExample,
     paths_1api_1v1_1assets_1_asset_id_1versions_1_version_number_1restore_post_responses_200_1json_is_valid) {
    expect_good(
        R"json({"asset_id": "01981f81-7c00-7a10-b1c2-3d4e5f607182", "type": "video", "status": "ready", "title": "Pleno municipal de marzo", "filename": "pleno-municipal.mxf", "mime_type": "application/mxf", "size": 53687091200, "priority": "normal", "restricted": false, "tags": ["pleno", "presupuestos"], "editorial_metadata": {"program": "Telediario"}, "created_by": "01981f7e-5a3c-7c1e-9d0b-2f6f0f4a9b11", "created_at": "2025-03-17T10:00:00.123456Z", "updated_at": "2025-03-17T11:09:30Z", "edited_by": "01981f7e-5a3c-7c1e-9d0b-2f6f0f4a9b11", "edited_at": "2025-03-17T11:09:30Z", "edit_version": 2, "version": 4})json",
        decode_asset_view);
}

TEST(ContractExample, paths_1api_1v1_1assets_1_asset_id_1renditions_get_responses_200_1json_is_valid) {
    expect_good(
        R"json({"renditions": [{"rendition_id": "01981f90-0c00-7a10-b1c2-3d4e5f607182", "profile_name": "proxy_1080p", "profile_version": 1, "revision": 1, "status": "ready", "active": true, "of_present_master": true, "mime_type": "video/mp4", "size": 2147483648, "width": 1920, "height": 1080, "duration_ms": 3600000, "bitrate_kbps": 5000, "created_at": "2025-03-17T10:05:00Z", "url": "http://127.0.0.1:9000/dam-proxies/proxies/a/b/v1/proxy.mp4?X-Amz-Signature=2d", "url_expires_at": "2025-03-17T10:30:00Z"}]})json",
        decode_rendition_page);
}

TEST(ContractExample, paths_1api_1v1_1assets_1_asset_id_1renditions_post_requestbody_1json_is_valid) {
    expect_good(R"json({"profile_name": "clip_mp4", "part": {"first_frame": 250, "end_frame": 500}})json",
                decode_order_rendition);
}

TEST(ContractExample, paths_1api_1v1_1assets_1_asset_id_1renditions_post_responses_202_1json_is_valid) {
    expect_good(
        R"json({"rendition_id": "01981f90-0c00-7a10-b1c2-3d4e5f607183", "profile_name": "clip_mp4", "profile_version": 1, "revision": 1, "status": "pending", "active": false, "of_present_master": true, "first_frame": 250, "end_frame": 500, "progress_percent": 0, "created_at": "2025-03-17T10:05:00Z"})json",
        decode_rendition_view);
}

TEST(ContractExample, paths_1api_1v1_1assets_1_asset_id_1renditions_1_rendition_id_get_responses_200_1json_is_valid) {
    expect_good(
        R"json({"rendition_id": "01981f90-0c00-7a10-b1c2-3d4e5f607183", "profile_name": "clip_mp4", "profile_version": 1, "revision": 1, "status": "processing", "active": false, "of_present_master": true, "first_frame": 250, "end_frame": 500, "progress_percent": 42, "created_at": "2025-03-17T10:05:00Z"})json",
        decode_rendition_view);
}

TEST(ContractExample,
     paths_1api_1v1_1assets_1_asset_id_1renditions_1_rendition_id_1cancel_post_responses_200_1json_is_valid) {
    expect_good(
        R"json({"rendition_id": "01981f90-0c00-7a10-b1c2-3d4e5f607183", "profile_name": "clip_mp4", "profile_version": 1, "revision": 1, "status": "processing", "active": false, "of_present_master": true, "first_frame": 250, "end_frame": 500, "progress_percent": 42, "created_at": "2025-03-17T10:05:00Z"})json",
        decode_rendition_view);
}

TEST(ContractExample, paths_1api_1v1_1assets_1_asset_id_1playback_get_responses_200_1json_is_valid) {
    expect_good(
        R"json({"asset_id": "01981f81-7c00-7a10-b1c2-3d4e5f607182", "expires_at": "2025-03-17T23:05:00Z", "duration_ms": 3600000, "hls_url": "/play/AQABmB/web/v1/hls/master.m3u8", "dash_url": "/play/AQABmB/web/v1/dash/manifest.mpd", "poster_url": "/play/AQABmB/proxies/v1/poster.jpg", "files": [{"profile_name": "web_720p", "url": "/play/AQABmB/proxies/v1/web.mp4", "mime_type": "video/mp4", "size": 987654321, "width": 1280, "height": 720, "bitrate_kbps": 2200}], "thumbnails": [{"profile_name": "thumb_300px", "url": "/play/AQABmB/thumbs/v1/thumb_300.webp", "mime_type": "image/webp", "size": 12345, "width": 300, "height": 169}]})json",
        decode_playback_view);
}

TEST(ContractExample, paths_1api_1v1_1assets_1_asset_id_1processing_get_responses_200_1json_is_valid) {
    expect_good(
        R"json({"asset_id": "01981f81-7c00-7a10-b1c2-3d4e5f607182", "status": "processing", "parked": false, "waiting_for": "object_storage", "waiting_since": "2025-03-17T10:05:00Z", "renditions": [{"profile_name": "poster", "status": "ready", "mandatory": true, "progress_percent": 100}, {"profile_name": "proxy_1080p", "status": "processing", "mandatory": true, "progress_percent": 42}]})json",
        decode_processing_view);
}

TEST(ContractExample, paths_1api_1v1_1assets_1_asset_id_1retry_post_responses_200_1json_is_valid) {
    expect_good(
        R"json({"asset_id": "01981f81-7c00-7a10-b1c2-3d4e5f607182", "status": "processing", "parked": false, "waiting_for": "object_storage", "waiting_since": "2025-03-17T10:05:00Z", "renditions": [{"profile_name": "poster", "status": "ready", "mandatory": true, "progress_percent": 100}, {"profile_name": "proxy_1080p", "status": "processing", "mandatory": true, "progress_percent": 42}]})json",
        decode_processing_view);
}

TEST(ContractExample, paths_1api_1v1_1assets_1_asset_id_1cancel_post_responses_200_1json_is_valid) {
    expect_good(
        R"json({"asset_id": "01981f81-7c00-7a10-b1c2-3d4e5f607182", "status": "processing", "parked": false, "waiting_for": "object_storage", "waiting_since": "2025-03-17T10:05:00Z", "renditions": [{"profile_name": "poster", "status": "ready", "mandatory": true, "progress_percent": 100}, {"profile_name": "proxy_1080p", "status": "processing", "mandatory": true, "progress_percent": 42}]})json",
        decode_processing_view);
}

TEST(ContractExample, paths_1api_1v1_1assets_1_asset_id_1relations_get_responses_200_1json_is_valid) {
    expect_good(
        R"json({"relations": [{"type": "derived_from", "direction": "outgoing", "asset_id": "01981f81-7c00-7a10-b1c2-3d4e5f607183", "asset_type": "video", "title": "Pleno municipal de marzo, completo", "created_by": "01981f7e-5a3c-7c1e-9d0b-2f6f0f4a9b11", "created_at": "2025-03-18T09:00:00Z"}]})json",
        decode_relation_page);
}

TEST(ContractExample, paths_1api_1v1_1assets_1_asset_id_1upload_get_responses_200_1json_is_valid) {
    expect_good(
        R"json({"asset_id": "01981f81-7c00-7a10-b1c2-3d4e5f607182", "upload_id": "01981f81-7c01-7f21-8a9b-0c1d2e3f4051", "state": "open", "size": 134217729, "part_size": 67108864, "part_count": 3, "stored": [{"part_number": 1, "etag": "9e107d9d372bb6826bd81d3542a419d6", "size": 67108864}], "parts": [{"part_number": 2, "url": "http://127.0.0.1:9000/dam-archive/masters/a/b/original.mxf?partNumber=2&X-Amz-Signature=1e", "expires_at": "2025-03-17T10:30:00Z"}], "next_parts": 2})json",
        decode_upload_progress);
}

TEST(ContractExample, paths_1api_1v1_1assets_1_asset_id_1download_get_responses_200_1json_is_valid) {
    expect_good(
        R"json({"url": "http://127.0.0.1:9000/dam-archive/masters/a/b/original.mxf?X-Amz-Signature=2d", "expires_at": "2025-03-17T10:30:00Z", "filename": "pleno-municipal.mxf", "size": 53687091200})json",
        decode_download_address);
}

TEST(ContractExample, paths_1api_1v1_1collections_get_responses_200_1json_is_valid) {
    expect_good(
        R"json({"collections": [{"collection_id": "01981f80-11aa-7d4e-8a55-0f2b9c7d6e5f", "name": "Informativos", "rights": ["view", "download_proxy", "edit"], "created_by": "01981f7e-5a3c-7c1e-9d0b-2f6f0f4a9b11", "created_at": "2025-03-17T10:00:00Z"}]})json",
        decode_collection_page);
}

TEST(ContractExample, paths_1api_1v1_1collections_post_requestbody_1json_is_valid) {
    expect_good(R"json({"name": "Deportes", "parent_id": "01981f80-11aa-7d4e-8a55-0f2b9c7d6e5f"})json",
                decode_create_collection);
}

TEST(ContractExample, paths_1api_1v1_1collections_post_responses_201_1json_is_valid) {
    expect_good(
        R"json({"collection_id": "01981f80-11aa-7d4e-8a55-0f2b9c7d6e5f", "name": "Informativos", "rights": ["view", "download_proxy", "edit"], "created_by": "01981f7e-5a3c-7c1e-9d0b-2f6f0f4a9b11", "created_at": "2025-03-17T10:00:00Z"})json",
        decode_collection_view);
}

TEST(ContractExample, paths_1api_1v1_1collections_1_collection_id_get_responses_200_1json_is_valid) {
    expect_good(
        R"json({"collection_id": "01981f80-11aa-7d4e-8a55-0f2b9c7d6e5f", "name": "Informativos", "rights": ["view", "download_proxy", "edit"], "created_by": "01981f7e-5a3c-7c1e-9d0b-2f6f0f4a9b11", "created_at": "2025-03-17T10:00:00Z"})json",
        decode_collection_view);
}

TEST(ContractExample, paths_1api_1v1_1collections_1_collection_id_patch_requestbody_1json_is_valid) {
    expect_good(R"json({"name": "Deportes y ocio"})json", decode_update_collection);
}

TEST(ContractExample, paths_1api_1v1_1collections_1_collection_id_patch_responses_200_1json_is_valid) {
    expect_good(
        R"json({"collection_id": "01981f80-11aa-7d4e-8a55-0f2b9c7d6e5f", "name": "Informativos", "rights": ["view", "download_proxy", "edit"], "created_by": "01981f7e-5a3c-7c1e-9d0b-2f6f0f4a9b11", "created_at": "2025-03-17T10:00:00Z"})json",
        decode_collection_view);
}

TEST(ContractExample, paths_1api_1v1_1collections_1_collection_id_1grants_get_responses_200_1json_is_valid) {
    expect_good(
        R"json({"grants": [{"user_id": "01981f7e-5a3c-7c1e-9d0b-2f6f0f4a9b11", "name": "marta", "rights": ["view", "edit"]}]})json",
        decode_grant_list);
}

TEST(ContractExample,
     paths_1api_1v1_1collections_1_collection_id_1grants_1users_1_user_id_put_requestbody_1json_is_valid) {
    expect_good(R"json({"rights": ["download_proxy", "edit"]})json", decode_put_grant);
}

TEST(ContractExample,
     paths_1api_1v1_1collections_1_collection_id_1grants_1groups_1_group_id_put_requestbody_1json_is_valid) {
    expect_good(R"json({"rights": ["download_proxy", "edit"]})json", decode_put_grant);
}

TEST(ContractExample, paths_1api_1v1_1assets_1_asset_id_1readers_get_responses_200_1json_is_valid) {
    expect_good(
        R"json({"users": [{"user_id": "01981f7e-5a3c-7c1e-9d0b-2f6f0f4a9b11", "username": "marta", "display_name": "Marta Ruiz", "role": "producer", "disabled": false, "created_at": "2025-03-17T10:00:00Z"}]})json",
        decode_user_list);
}

TEST(ContractExample, paths_1api_1v1_1jobs_1_job_id_get_responses_200_1json_is_valid) {
    expect_good(
        R"json({"job_id": "01981f95-2000-7a10-b1c2-3d4e5f607182", "kind": "bulk_edit", "state": "done", "created_by": "01981f7e-5a3c-7c1e-9d0b-2f6f0f4a9b11", "created_at": "2025-03-17T10:00:00.123456Z", "total": 1200, "done": 1180, "skipped": 18, "failed": 2, "outcomes": [{"outcome": "edited", "assets": 1180}, {"outcome": "unchanged", "assets": 18}, {"outcome": "invalid", "assets": 2}]})json",
        decode_job_view);
}

TEST(ContractExample, paths_1api_1v1_1jobs_1_job_id_1assets_get_responses_200_1json_is_valid) {
    expect_good(
        R"json({"assets": [{"asset_id": "01981f81-7c00-7a10-b1c2-3d4e5f607182", "outcome": "invalid", "detail": "/editorial_metadata/season must be an integer"}]})json",
        decode_job_asset_page);
}

TEST(ContractExample, paths_1api_1v1_1jobs_1_job_id_1cancel_post_responses_200_1json_is_valid) {
    expect_good(
        R"json({"job_id": "01981f95-2000-7a10-b1c2-3d4e5f607182", "kind": "bulk_edit", "state": "cancelled", "created_by": "01981f7e-5a3c-7c1e-9d0b-2f6f0f4a9b11", "created_at": "2025-03-17T10:00:00.123456Z", "total": 1200, "done": 500, "skipped": 0, "failed": 0, "outcomes": [{"outcome": "edited", "assets": 500}]})json",
        decode_job_view);
}

TEST(ContractExample, paths_1api_1v1_1jobs_1_job_id_1undo_post_responses_202_1json_is_valid) {
    expect_good(
        R"json({"job_id": "01981f95-2000-7a10-b1c2-3d4e5f607182", "kind": "undo", "state": "queued", "created_by": "01981f7e-5a3c-7c1e-9d0b-2f6f0f4a9b11", "created_at": "2025-03-17T10:00:00.123456Z", "total": 0, "done": 0, "skipped": 0, "failed": 0, "outcomes": [], "undoes": "01981f95-1000-7a10-b1c2-3d4e5f607182"})json",
        decode_job_view);
}

TEST(ContractExample, paths_1api_1v1_1metadata_schemas_1_asset_type_get_responses_200_1json_is_valid) {
    expect_good(
        R"json({"asset_type": "video", "revision": 1, "fields": [{"name": "program", "type": "text", "list": false, "required": true, "labels": [{"language": "es", "text": "Programa"}], "max_length": 100}]})json",
        decode_metadata_schema);
}

TEST(ContractExample, paths_1api_1v1_1metadata_schemas_1_asset_type_put_requestbody_1json_is_valid) {
    expect_good(
        R"json({"after": 0, "fields": [{"name": "program", "type": "text", "list": false, "required": true, "labels": [{"language": "es", "text": "Programa"}], "max_length": 100}], "accept_breaking": true})json",
        decode_put_metadata_schema);
}

TEST(ContractExample, paths_1api_1v1_1metadata_schemas_1_asset_type_put_responses_200_1json_is_valid) {
    expect_good(
        R"json({"asset_type": "video", "revision": 1, "fields": [{"name": "program", "type": "text", "list": false, "required": true, "labels": [{"language": "es", "text": "Programa"}], "max_length": 100}]})json",
        decode_metadata_schema);
}

TEST(ContractExample, paths_1api_1v1_1metadata_schemas_1_asset_type_1preview_post_requestbody_1json_is_valid) {
    expect_good(
        R"json({"fields": [{"name": "program", "type": "text", "list": false, "required": true, "labels": [{"language": "es", "text": "Programa"}], "max_length": 100}]})json",
        decode_preview_metadata_schema);
}

TEST(ContractExample, paths_1api_1v1_1metadata_schemas_1_asset_type_1preview_post_responses_200_1json_is_valid) {
    expect_good(
        R"json({"assets": 2, "breaking": 1, "examples": [{"asset_id": "01981f81-7c00-7a10-b1c2-3d4e5f607182", "title": "Pleno municipal de marzo", "errors": [{"pointer": "/editorial_metadata/program", "detail": "is required"}]}]})json",
        decode_schema_impact);
}

TEST(ContractExample, paths_1api_1v1_1groups_get_responses_200_1json_is_valid) {
    expect_good(
        R"json({"groups": [{"group_id": "01981f7e-7b00-7c1e-9d0b-2f6f0f4a9b22", "name": "Redacción de deportes", "created_at": "2025-03-17T10:00:00Z"}]})json",
        decode_group_page);
}

TEST(ContractExample, paths_1api_1v1_1groups_post_requestbody_1json_is_valid) {
    expect_good(R"json({"name": "Redacción de deportes"})json", decode_create_group);
}

TEST(ContractExample, paths_1api_1v1_1groups_post_responses_201_1json_is_valid) {
    expect_good(
        R"json({"group_id": "01981f7e-7b00-7c1e-9d0b-2f6f0f4a9b22", "name": "Redacción de deportes", "created_at": "2025-03-17T10:00:00Z"})json",
        decode_group);
}

TEST(ContractExample, paths_1api_1v1_1groups_1_group_id_patch_requestbody_1json_is_valid) {
    expect_good(R"json({"name": "Deportes"})json", decode_create_group);
}

TEST(ContractExample, paths_1api_1v1_1groups_1_group_id_patch_responses_200_1json_is_valid) {
    expect_good(
        R"json({"group_id": "01981f7e-7b00-7c1e-9d0b-2f6f0f4a9b22", "name": "Redacción de deportes", "created_at": "2025-03-17T10:00:00Z"})json",
        decode_group);
}

TEST(ContractExample, paths_1api_1v1_1groups_1_group_id_1members_get_responses_200_1json_is_valid) {
    expect_good(
        R"json({"users": [{"user_id": "01981f7e-5a3c-7c1e-9d0b-2f6f0f4a9b11", "username": "marta", "display_name": "Marta Ruiz", "role": "producer", "disabled": false, "created_at": "2025-03-17T10:00:00Z"}]})json",
        decode_user_list);
}

TEST(ContractExample, paths_1api_1v1_1users_get_responses_200_1json_is_valid) {
    expect_good(
        R"json({"users": [{"user_id": "01981f7e-5a3c-7c1e-9d0b-2f6f0f4a9b11", "username": "marta", "display_name": "Marta Ruiz", "role": "producer", "disabled": false, "created_at": "2025-03-17T10:00:00Z"}]})json",
        decode_user_page);
}

TEST(ContractExample, paths_1api_1v1_1users_post_requestbody_1json_is_valid) {
    expect_good(
        R"json({"username": "marta", "display_name": "Marta Ruiz", "role": "producer", "password": "una frase larga y propia"})json",
        decode_create_user);
}

TEST(ContractExample, paths_1api_1v1_1users_post_responses_201_1json_is_valid) {
    expect_good(
        R"json({"user_id": "01981f7e-5a3c-7c1e-9d0b-2f6f0f4a9b11", "username": "marta", "display_name": "Marta Ruiz", "role": "producer", "disabled": false, "created_at": "2025-03-17T10:00:00Z"})json",
        decode_user_view);
}

TEST(ContractExample, paths_1api_1v1_1users_1_user_id_get_responses_200_1json_is_valid) {
    expect_good(
        R"json({"user_id": "01981f7e-5a3c-7c1e-9d0b-2f6f0f4a9b11", "username": "marta", "display_name": "Marta Ruiz", "role": "producer", "disabled": false, "created_at": "2025-03-17T10:00:00Z"})json",
        decode_user_view);
}

TEST(ContractExample, paths_1api_1v1_1users_1_user_id_patch_requestbody_1json_is_valid) {
    expect_good(R"json({"disabled": true})json", decode_update_user);
}

TEST(ContractExample, paths_1api_1v1_1users_1_user_id_patch_responses_200_1json_is_valid) {
    expect_good(
        R"json({"user_id": "01981f7e-5a3c-7c1e-9d0b-2f6f0f4a9b11", "username": "marta", "display_name": "Marta Ruiz", "role": "producer", "disabled": false, "created_at": "2025-03-17T10:00:00Z"})json",
        decode_user_view);
}

TEST(ContractExample, paths_1api_1v1_1users_1_user_id_1password_reset_post_responses_201_1json_is_valid) {
    expect_good(
        R"json({"token": "2Jm0bB7qkq0Xy8m8wqf0c3vY5m4rP1sT9uVwXyZ0123", "expires_at": "2025-03-18T10:00:00Z"})json",
        decode_password_reset);
}

TEST(ContractExample, paths_1api_1v1_1users_1_user_id_1password_reset_1mail_post_requestbody_1json_is_valid) {
    expect_good(R"json({"language": "es"})json", decode_mail_password_reset);
}

TEST(ContractExample, paths_1api_1v1_1password_reset_1requests_post_requestbody_1json_is_valid) {
    expect_good(R"json({"login": "marta@example.org", "language": "es"})json", decode_ask_password_reset);
}

TEST(ContractExample, paths_1api_1v1_1password_reset_post_requestbody_1json_is_valid) {
    expect_good(
        R"json({"token": "2Jm0bB7qkq0Xy8m8wqf0c3vY5m4rP1sT9uVwXyZ0123", "password": "una frase larga y propia"})json",
        decode_reset_password);
}

TEST(ContractExample, paths_1api_1v1_1users_1_user_id_1keys_get_responses_200_1json_is_valid) {
    expect_good(
        R"json({"keys": [{"key_id": "01981f7e-5a3c-7c1e-9d0b-2f6f0f4a9c33", "name": "Playout", "scopes": ["asset.view", "asset.create"], "created_by": "01981f7e-5a3c-7c1e-9d0b-2f6f0f4a9b11", "created_at": "2025-03-17T10:00:00Z"}]})json",
        decode_key_list);
}

TEST(ContractExample, paths_1api_1v1_1users_1_user_id_1keys_post_requestbody_1json_is_valid) {
    expect_good(R"json({"name": "Playout", "scopes": ["asset.view", "asset.create"]})json", decode_create_key);
}

TEST(ContractExample, paths_1api_1v1_1users_1_user_id_1keys_post_responses_201_1json_is_valid) {
    expect_good(
        R"json({"key": {"key_id": "01981f7e-5a3c-7c1e-9d0b-2f6f0f4a9c33", "name": "Playout", "scopes": ["asset.view", "asset.create"], "created_by": "01981f7e-5a3c-7c1e-9d0b-2f6f0f4a9b11", "created_at": "2025-03-17T10:00:00Z"}, "token": "acv_2Jm0bB7qkq0Xy8m8wqf0c3vY5m4rP1sT9uVwXyZ0123"})json",
        decode_created_key);
}

TEST(ContractExample, paths_1api_1v1_1webhooks_get_responses_200_1json_is_valid) {
    expect_good(
        R"json({"webhooks": [{"webhook_id": "01981f7e-5a3c-7c1e-9d0b-2f6f0f4a9d44", "url": "https://mam.example.org/acervo", "type": "asset.", "enabled": true, "after": 4711, "attempts": 0, "created_by": "01981f7e-5a3c-7c1e-9d0b-2f6f0f4a9b11", "created_at": "2025-03-17T10:00:00Z"}]})json",
        decode_webhook_list);
}

TEST(ContractExample, paths_1api_1v1_1webhooks_post_requestbody_1json_is_valid) {
    expect_good(R"json({"url": "https://mam.example.org/acervo", "type": "asset."})json", decode_create_webhook);
}

TEST(ContractExample, paths_1api_1v1_1webhooks_post_responses_201_1json_is_valid) {
    expect_good(
        R"json({"webhook": {"webhook_id": "01981f7e-5a3c-7c1e-9d0b-2f6f0f4a9d44", "url": "https://mam.example.org/acervo", "type": "asset.", "enabled": true, "after": 4711, "attempts": 0, "created_by": "01981f7e-5a3c-7c1e-9d0b-2f6f0f4a9b11", "created_at": "2025-03-17T10:00:00Z"}, "secret": "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oDpTZS0fZ5fRk="})json",
        decode_created_webhook);
}

TEST(ContractExample, paths_1api_1v1_1webhooks_1_webhook_id_get_responses_200_1json_is_valid) {
    expect_good(
        R"json({"webhook_id": "01981f7e-5a3c-7c1e-9d0b-2f6f0f4a9d44", "url": "https://mam.example.org/acervo", "type": "asset.", "enabled": true, "after": 4711, "attempts": 0, "created_by": "01981f7e-5a3c-7c1e-9d0b-2f6f0f4a9b11", "created_at": "2025-03-17T10:00:00Z"})json",
        decode_webhook_view);
}

TEST(ContractExample, paths_1api_1v1_1webhooks_1_webhook_id_patch_requestbody_1json_is_valid) {
    expect_good(R"json({"enabled": true})json", decode_update_webhook);
}

TEST(ContractExample, paths_1api_1v1_1webhooks_1_webhook_id_patch_responses_200_1json_is_valid) {
    expect_good(
        R"json({"webhook_id": "01981f7e-5a3c-7c1e-9d0b-2f6f0f4a9d44", "url": "https://mam.example.org/acervo", "type": "asset.", "enabled": true, "after": 4711, "attempts": 0, "created_by": "01981f7e-5a3c-7c1e-9d0b-2f6f0f4a9b11", "created_at": "2025-03-17T10:00:00Z"})json",
        decode_webhook_view);
}

TEST(ContractExample, paths_1api_1v1_1webhooks_1_webhook_id_1secret_post_responses_200_1json_is_valid) {
    expect_good(
        R"json({"webhook": {"webhook_id": "01981f7e-5a3c-7c1e-9d0b-2f6f0f4a9d44", "url": "https://mam.example.org/acervo", "type": "asset.", "enabled": true, "after": 4711, "attempts": 0, "created_by": "01981f7e-5a3c-7c1e-9d0b-2f6f0f4a9b11", "created_at": "2025-03-17T10:00:00Z"}, "secret": "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oDpTZS0fZ5fRk="})json",
        decode_created_webhook);
}

TEST(ContractExample, paths_1api_1v1_1webhooks_1_webhook_id_1replay_post_requestbody_1json_is_valid) {
    expect_good(R"json({"after": 4000})json", decode_replay_webhook);
}

TEST(ContractExample, paths_1api_1v1_1webhooks_1_webhook_id_1replay_post_responses_200_1json_is_valid) {
    expect_good(
        R"json({"webhook_id": "01981f7e-5a3c-7c1e-9d0b-2f6f0f4a9d44", "url": "https://mam.example.org/acervo", "type": "asset.", "enabled": true, "after": 4711, "attempts": 0, "created_by": "01981f7e-5a3c-7c1e-9d0b-2f6f0f4a9b11", "created_at": "2025-03-17T10:00:00Z"})json",
        decode_webhook_view);
}

TEST(ContractExample, paths_1api_1v1_1webhooks_1_webhook_id_1deliveries_get_responses_200_1json_is_valid) {
    expect_good(
        R"json({"deliveries": [{"delivery_id": 7, "sequence": 4711, "type": "asset.ready", "asset_id": "01981f81-7c00-7a10-b1c2-3d4e5f607182", "attempted_at": "2025-03-17T10:09:31Z", "duration_ms": 41, "status_code": 204}]})json",
        decode_webhook_delivery_page);
}

TEST(ContractExample, paths_1api_1v1_1audit_get_responses_200_1json_is_valid) {
    expect_good(
        R"json({"entries": [{"audit_id": 4711, "actor_id": "01981f7e-5a3c-7c1e-9d0b-2f6f0f4a9b11", "action": "collection.grant", "object_type": "collection", "object_id": "01981f80-11aa-7d4e-8a55-0f2b9c7d6e5f", "request_id": "01981f90-0000-7000-8000-000000000001", "details": "{\"user_id\": \"01981f7e-7b00-7c1e-9d0b-2f6f0f4a9b22\", \"rights\": \"view\"}", "created_at": "2025-03-17T10:00:00.123456Z"}]})json",
        decode_audit_page);
}

TEST(ContractExample, paths_1health_1live_get_responses_200_1json_is_valid) {
    expect_good(R"json({"status": "live"})json", decode_liveness);
}

TEST(ContractExample, paths_1health_1ready_get_responses_200_1json_is_valid) {
    expect_good(
        R"json({"status": "degraded", "dependencies": [{"name": "postgres", "status": "up", "required": true}, {"name": "redis", "status": "down", "required": false, "detail": "connection refused"}]})json",
        decode_readiness);
}

TEST(ContractExample, paths_1health_1ready_get_responses_503_1json_is_valid) {
    expect_good(
        R"json({"status": "unavailable", "dependencies": [{"name": "postgres", "status": "down", "required": true, "detail": "connection refused"}]})json",
        decode_readiness);
}

}  // namespace
}  // namespace acervo::http::api
