#pragma once

#include <memory>
#include <optional>

#include "client/api_client.hpp"
#include "client/part_sender.hpp"
#include "client/upload_source.hpp"
#include "http/generated/types.hpp"

namespace acervo::client {

/// What the bytes are sent for.
struct UploadAim {
    /// Not even asked for: neither the hash nor who has the bytes.
    bool is_hashed{true};
    /// Also where the server has the bytes.
    bool is_forced{false};
    /// The asset whose new master they are; empty for a new asset.
    std::string version_of;
};

/// The SHA-256 of a file, made while its parts are on their way, and what follows from it: they need not go on when an
/// asset has these bytes.
class HashBeside {
public:
    /// `sender` must outlive it.
    HashBeside(ApiClient& server, std::shared_ptr<const UploadSource> file, UploadAim aim, PartSender& sender)
        : server_{server}, file_{std::move(file)}, aim_{std::move(aim)}, sender_{sender} {}

    /// Stops the sender, or makes it fail, as soon as there is a reason.
    Async<void> work();

    /// Asks once more, at the end of the sending: somebody else may have brought these bytes meanwhile. Only what may
    /// pass is an error.
    Async<Result<void>> look_again();

    const std::optional<ContentHash>& hash() const noexcept { return hash_; }
    /// That has these bytes.
    const std::optional<http::api::AssetView>& existing() const noexcept { return existing_; }

private:
    Async<Result<void>> look();
    Async<Result<void>> look_for_asset();
    Async<Result<void>> look_for_version();
    Async<Result<bool>> is_known(http::api::AssetView asset);

    ApiClient& server_;
    std::shared_ptr<const UploadSource> file_;
    UploadAim aim_;
    PartSender& sender_;
    std::optional<ContentHash> hash_;
    std::optional<http::api::AssetView> existing_;
};

}  // namespace acervo::client
