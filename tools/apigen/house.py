"""Which words of the contract have a type in src/domain already: one word, one type."""

# Schema → header. The domain's enum has the same name, the same values, and a `name_of`.
ENUMS = {
    "AbandonedAsset": "domain/upload/upload.hpp",
    "AssetType": "domain/asset/asset.hpp",
    "AssetShelf": "domain/asset/asset.hpp",
    "FieldType": "domain/metadata/field.hpp",
    "AssetSort": "domain/asset/asset.hpp",
    "AssetStatus": "domain/asset/asset.hpp",
    "JobKind": "domain/job/job.hpp",
    "JobOutcome": "domain/job/job.hpp",
    "JobState": "domain/job/job.hpp",
    "Language": "domain/identity/language.hpp",
    "Priority": "domain/asset/asset.hpp",
    "RelationDirection": "domain/asset/relation.hpp",
    "RelationType": "domain/asset/relation.hpp",
    "RenditionStatus": "domain/rendition/rendition.hpp",
    "Right": "domain/identity/rights.hpp",
    "Role": "domain/identity/user.hpp",
    "UploadStatus": "domain/upload/upload.hpp",
}

# Member or parameter of format uuid → its strong type and header. Others are plain `Uuid`.
IDS = {
    "asset_id": ("AssetId", "domain/asset/asset.hpp"),
    "collection_id": ("CollectionId", "domain/asset/asset.hpp"),
    "parent_id": ("CollectionId", "domain/asset/asset.hpp"),
    "upload_id": ("UploadId", "domain/upload/upload.hpp"),
    "target_id": ("AssetId", "domain/asset/asset.hpp"),
    "rendition_id": ("RenditionId", "domain/rendition/rendition.hpp"),
    "user_id": ("UserId", "domain/identity/user.hpp"),
    "webhook_id": ("WebhookId", "domain/webhook/webhook.hpp"),
    "job_id": ("JobId", "domain/job/job.hpp"),
    "undoes": ("JobId", "domain/job/job.hpp"),
    "key_id": ("ApiKeyId", "domain/identity/user.hpp"),
    "group_id": ("GroupId", "domain/identity/user.hpp"),
    "inbox_of": ("UserId", "domain/identity/user.hpp"),
    "actor_id": ("UserId", "domain/identity/user.hpp"),
    "edited_by": ("UserId", "domain/identity/user.hpp"),
    "created_by": ("UserId", "domain/identity/user.hpp"),
}

PERMISSION_HEADER = "domain/identity/user.hpp"
