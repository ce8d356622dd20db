#include "http/routes/views.hpp"

namespace acervo::http {
namespace {

std::vector<api::PartAddress> views_of(const std::vector<PartAddress>& parts) {
    std::vector<api::PartAddress> views;
    views.reserve(parts.size());
    for (const auto& part : parts) {
        views.push_back({.part_number = part.part_number, .url = part.url, .expires_at = part.expires_at});
    }
    return views;
}

}  // namespace

api::AssetView view_of(const Asset& asset) {
    api::AssetView view;
    view.asset_id = asset.id;
    view.type = asset.type;
    view.status = asset.status;
    view.title = asset.title;
    view.filename = asset.original_filename;
    view.mime_type = asset.mime_type;
    view.size = static_cast<std::int64_t>(asset.file_size_bytes);
    view.priority = asset.priority;
    view.restricted = asset.restricted;
    view.created_by = asset.created_by;
    view.created_at = asset.created_at;
    view.updated_at = asset.updated_at;
    view.edit_version = asset.edit_version;
    view.version = asset.version;
    if (!asset.description.empty()) view.description = asset.description;
    if (!asset.tags.empty()) view.tags = asset.tags;
    if (asset.editorial_metadata != "{}") view.editorial_metadata = asset.editorial_metadata;
    view.trashed_at = asset.trashed_at;
    if (asset.legal_hold) view.legal_hold = true;
    view.edited_by = asset.edited_by;
    view.edited_at = asset.edited_at;
    view.external_id = asset.external_id;
    if (asset.content_hash) view.sha256 = asset.content_hash->to_string();
    view.collection_id = asset.home_collection;
    view.failure_reason = asset.failure_reason;
    return view;
}

AssetPatch patch_from(const api::EditAsset& body) {
    return {.title = body.title,
            .description = body.description,
            .tags = body.tags,
            .editorial_metadata = body.editorial_metadata};
}

api::AssetPage view_of(const AssetPage& page) {
    api::AssetPage view;
    view.assets.reserve(page.assets.size());
    for (const auto& asset : page.assets) view.assets.push_back(view_of(asset));
    view.next = page.next;
    return view;
}

api::DownloadAddress view_of(const MasterDownload& download) {
    return {.url = download.url,
            .expires_at = download.expires_at,
            .filename = download.filename,
            .size = static_cast<std::int64_t>(download.size),
            .sha256 = download.hash ? std::optional{download.hash->to_string()} : std::nullopt};
}

api::OpenedUpload view_of(const OpenedUpload& opened) {
    const auto& upload = opened.upload;
    api::OpenedUpload view;
    view.asset_id = upload.asset_id;
    view.upload_id = upload.id;
    view.part_size = static_cast<std::int64_t>(upload.plan.part_size());
    view.part_count = upload.plan.part_count();
    view.parts = views_of(opened.parts);
    view.next_parts = opened.next_parts;
    if (opened.existing) view.existing = true;
    return view;
}

api::UploadProgress view_of(const UploadState& state) {
    const auto& upload = state.upload;
    api::UploadProgress view;
    view.asset_id = upload.asset_id;
    view.upload_id = upload.id;
    view.state = upload.status;
    view.size = static_cast<std::int64_t>(upload.plan.file_size());
    view.part_size = static_cast<std::int64_t>(upload.plan.part_size());
    view.part_count = upload.plan.part_count();
    for (const auto& part : state.stored) {
        view.stored.push_back(
            {.part_number = part.part_number, .etag = part.etag, .size = static_cast<std::int64_t>(part.size)});
    }
    view.parts = views_of(state.missing);
    view.next_parts = state.next;
    return view;
}

api::CompletedUpload view_of(const CompletedUpload& completed) {
    return {.asset_id = completed.asset_id, .workflow_id = completed.workflow_id, .status = completed.status};
}

api::User view_of(const UserProfile& user) {
    return {.user_id = user.principal.user,
            .username = user.principal.username,
            .display_name = user.display_name,
            .role = user.principal.role,
            .email = user.email};
}

api::UserView view_of(const UserEntry& user) {
    return {.user_id = user.profile.principal.user,
            .username = user.profile.principal.username,
            .display_name = user.profile.display_name,
            .role = user.profile.principal.role,
            .email = user.profile.email,
            .disabled = user.disabled,
            .created_at = user.created_at};
}

api::UserList view_of(const std::vector<UserEntry>& users) {
    api::UserList view;
    view.users.reserve(users.size());
    for (const auto& user : users) view.users.push_back(view_of(user));
    return view;
}

api::CollectionView view_of(const SeenCollection& seen) {
    const auto& collection = seen.collection;
    return {.collection_id = collection.id,
            .parent_id = collection.parent,
            .name = collection.name,
            .inbox_of = collection.inbox_of,
            .rights = seen.rights.list(),
            .created_by = collection.created_by,
            .created_at = collection.created_at};
}

api::ProcessingView view_of(const Processing& found) {
    api::ProcessingView shown;
    shown.asset_id = found.asset;
    shown.status = found.status;
    shown.failure_reason = found.failure_reason;
    shown.parked = found.parked;
    shown.waiting_for = found.waiting_for;
    shown.waiting_since = found.waiting_since;
    for (const auto& one : found.renditions) {
        auto& rendition = shown.renditions.emplace_back();
        rendition.profile_name = one.profile_name;
        rendition.status = one.status;
        rendition.mandatory = one.mandatory;
        rendition.progress_percent = one.progress_percent;
        rendition.failure_reason = one.failure_reason;
    }
    return shown;
}

}  // namespace acervo::http
