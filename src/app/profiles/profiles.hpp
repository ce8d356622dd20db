#pragma once

#include <filesystem>
#include <string_view>
#include <vector>

#include "core/result.hpp"
#include "domain/rendition/profile.hpp"

namespace acervo {

/// Versions from here on are a site's own, so that neither side ever comes to a key of the other.
inline constexpr int kFirstSiteVersion = 1000;

/// All profiles of a site.
class Profiles {
public:
    /// InvalidInput when two of them would write the same file of one asset.
    static Result<Profiles> make(std::vector<Profile> all);

    const std::vector<Profile>& all() const noexcept { return all_; }
    /// Null when there is none of that name.
    const Profile* find(std::string_view name) const noexcept;
    /// Made of every asset of this type.
    std::vector<Profile> made_at_ingest(AssetType type) const;

private:
    explicit Profiles(std::vector<Profile> all) : all_{std::move(all)} {}
    std::vector<Profile> all_;
};

/// Reads every `NAME.json` of `house`, then of `site`, unless that is empty: there a profile of a known name takes its
/// place, any other one is added. InvalidInput names the file and the field: besides what `profile_from_json` says,
/// when the file is not named after its profile, when a version of the house is not below kFirstSiteVersion, or one of
/// a site is.
Result<Profiles> load_profiles(const std::filesystem::path& house, const std::filesystem::path& site);

}  // namespace acervo
