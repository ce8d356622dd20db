#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/async.hpp"
#include "core/result.hpp"
#include "domain/asset/asset.hpp"
#include "ports/object_store.hpp"
#include "store/database.hpp"

namespace acervo {

/// An object of a rendition that is ready, and what is known of that rendition.
struct ReadyObject {
    ContentHash master;
    std::string profile_name;
    /// The rendition is the one of its profile that is shown.
    bool is_shown{false};
    /// The object is the one to ask for first: of a set, its master playlist.
    bool stands_for_it{false};
    ObjectAddress address;
    std::uint64_t size{0};
    /// Names these bytes and no others; without quotes.
    std::string etag;
    std::string mime_type;
    std::optional<int> width{};
    std::optional<int> height{};
    std::optional<std::int64_t> duration_ms{};
    std::optional<int> bitrate_kbps{};
};

/// Of every master of the asset, by profile; nothing of one in whose master a virus was found.
Async<Result<std::vector<ReadyObject>>> list_ready_objects(Database& database, AssetId asset);

/// Who somebody is now; NotFound when there is no such person, or one that was disabled.
Async<Result<Principal>> find_enabled_principal(Database& database, UserId user);

}  // namespace acervo
