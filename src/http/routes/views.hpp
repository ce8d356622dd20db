#pragma once

#include "app/catalogue/catalogue.hpp"
#include "app/catalogue/processing.hpp"
#include "app/collections/collections.hpp"
#include "app/people/people.hpp"
#include "app/uploads/uploads.hpp"
#include "domain/asset/edit.hpp"
#include "domain/identity/user.hpp"
#include "http/generated/types.hpp"

namespace acervo::http {

/// The house's own types as the contract shows them.
api::AssetView view_of(const Asset& asset);
/// The other way.
AssetPatch patch_from(const api::EditAsset& body);
api::AssetPage view_of(const AssetPage& page);
api::DownloadAddress view_of(const MasterDownload& download);
api::OpenedUpload view_of(const OpenedUpload& opened);
api::UploadProgress view_of(const UploadState& state);
api::CompletedUpload view_of(const CompletedUpload& completed);
api::User view_of(const UserProfile& user);
api::UserView view_of(const UserEntry& user);
api::UserList view_of(const std::vector<UserEntry>& users);
api::CollectionView view_of(const SeenCollection& seen);
api::ProcessingView view_of(const Processing& found);

}  // namespace acervo::http
