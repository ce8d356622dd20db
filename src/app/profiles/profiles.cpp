#include "app/profiles/profiles.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <system_error>
#include <utility>

#include "app/profiles/profile_json.hpp"

namespace acervo {
namespace {

namespace fs = std::filesystem;

constexpr std::uintmax_t kLargestFile = 256U << 10U;

Result<std::vector<fs::path>> json_files_of(const fs::path& folder) {
    std::error_code wrong;
    std::vector<fs::path> files;
    for (fs::directory_iterator at{folder, wrong}; !wrong && at != fs::directory_iterator{}; at.increment(wrong)) {
        if (at->path().extension() == ".json") files.push_back(at->path());
    }
    if (wrong) return fail(ErrorKind::InvalidInput, fmt::format("{}: {}", folder.string(), wrong.message()));
    std::ranges::sort(files);
    return files;
}

Result<Profile> read_profile(const fs::path& file) {
    std::error_code wrong;
    const auto size = fs::file_size(file, wrong);
    if (wrong || size > kLargestFile) return fail(ErrorKind::InvalidInput, "cannot be read, or is larger than 256 KiB");
    std::ifstream in{file, std::ios::binary};
    const std::string text{std::istreambuf_iterator<char>{in}, {}};
    auto profile = profile_from_json(text);
    if (profile && profile->name != file.stem()) {
        return fail(ErrorKind::InvalidInput, fmt::format("name must be {:?}, as the file's", file.stem().string()));
    }
    return profile;
}

/// A range of versions, half open.
struct Versions {
    int first;
    int end;
};

Result<std::vector<Profile>> read_folder(const fs::path& folder, Versions versions) {
    auto files = json_files_of(folder);
    if (!files) return fail(std::move(files).error());
    std::vector<Profile> profiles;
    for (const auto& file : *files) {
        auto profile = read_profile(file);
        if (!profile) return fail(std::move(profile).error().with_context(file.string()));
        if (profile->version < versions.first || profile->version >= versions.end) {
            return fail(ErrorKind::InvalidInput, fmt::format("{}: version must be from {} to {}", file.string(),
                                                             versions.first, versions.end - 1));
        }
        profiles.push_back(*std::move(profile));
    }
    return profiles;
}

std::vector<std::string> files_of(const Profile& profile) {
    std::vector<std::string> files{profile.filename};
    if (const auto* const set = std::get_if<AdaptiveSet>(&profile.product)) files.push_back(set->dash_filename);
    if (const auto* const sprite = std::get_if<SpriteSheet>(&profile.product)) files.push_back(sprite->track_filename);
    return files;
}

bool collide(const Profile& one, const Profile& other) {
    const auto is_shared = [&](AssetType type) { return other.is_for(type); };
    if (one.use != other.use || std::ranges::none_of(one.asset_types, is_shared)) return false;
    const auto others = files_of(other);
    return std::ranges::any_of(files_of(one),
                               [&](const auto& file) { return std::ranges::find(others, file) != others.end(); });
}

}  // namespace

Result<Profiles> Profiles::make(std::vector<Profile> all) {
    for (std::size_t i = 0; i < all.size(); ++i) {
        for (std::size_t other = 0; other < i; ++other) {
            if (!collide(all[i], all[other])) continue;
            return fail(ErrorKind::InvalidInput,
                        fmt::format("profiles {:?} and {:?}: filename must differ, their files are of one asset",
                                    all[other].name, all[i].name));
        }
    }
    return Profiles{std::move(all)};
}

const Profile* Profiles::find(std::string_view name) const noexcept {
    const auto found = std::ranges::find(all_, name, &Profile::name);
    return found == all_.end() ? nullptr : &*found;
}

std::vector<Profile> Profiles::made_at_ingest(AssetType type) const {
    std::vector<Profile> made;
    std::ranges::copy_if(all_, std::back_inserter(made),
                         [&](const Profile& profile) { return profile.is_for(type) && !profile.is_on_demand(); });
    return made;
}

Result<Profiles> load_profiles(const fs::path& house, const fs::path& site) {
    auto all = read_folder(house, {1, kFirstSiteVersion});
    if (!all) return fail(std::move(all).error());
    if (site.empty()) return Profiles::make(*std::move(all));
    auto own = read_folder(site, {kFirstSiteVersion, 1'000'001});
    if (!own) return fail(std::move(own).error());
    for (auto& profile : *own) {
        const auto same = std::ranges::find(*all, profile.name, &Profile::name);
        if (same == all->end()) {
            all->push_back(std::move(profile));
        } else {
            *same = std::move(profile);
        }
    }
    return Profiles::make(*std::move(all));
}

}  // namespace acervo
