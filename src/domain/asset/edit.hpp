#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "core/clock.hpp"
#include "core/result.hpp"
#include "domain/asset/asset.hpp"

namespace acervo {

/// What people say about an asset.
struct AssetWords {
    std::string title;
    std::string description;
    std::vector<std::string> tags;
    /// A JSON object.
    std::string editorial_metadata{"{}"};
};

AssetWords words_of(const Asset& asset);

/// What was said at one time; nobody for what the asset was created with, and for a file.
struct AssetEdit {
    std::int64_t edit_version{1};
    AssetWords words;
    std::optional<UserId> by;
    /// The file itself said so.
    bool is_from_file{false};
    Timestamp at;
};

/// Words that are no file's to change.
struct SaidByPeople {
    bool title{false};
    bool description{false};
    bool tags{false};
    /// Of the editorial metadata.
    std::set<std::string, std::less<>> members{};
};

/// A merge patch (RFC 7396): what is not given stays.
struct AssetPatch {
    std::optional<std::string> title{};
    std::optional<std::string> description{};
    std::optional<std::vector<std::string>> tags{};
    /// Taken away from what there is, and put behind it, in this order.
    std::vector<std::string> remove_tags{};
    std::vector<std::string> add_tags{};
    /// A patch of its own, as a JSON object; empty text takes all of it away.
    std::optional<std::string> editorial_metadata{};
};

/// Upon which edit a change is made: any, or one of these.
struct EditCondition {
    bool any{false};
    std::vector<std::int64_t> edits{};

    /// PreconditionFailed when the asset is at another edit.
    Result<void> check(std::int64_t edit_version) const;
};

inline constexpr std::size_t kMostTags = 100;

/// InvalidInput when the asset would have more than `kMostTags`.
Result<std::vector<std::string>> patched_tags(std::vector<std::string> tags, const AssetPatch& patch);

/// Each once, in their order.
std::vector<std::string> without_repeats(std::vector<std::string> tags);

}  // namespace acervo
