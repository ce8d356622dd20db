#include "app/playback/playback.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "store/assets/assets.hpp"
#include "store/renditions/renditions.hpp"

namespace acervo {
namespace {

/// How often somebody who reads a long file is looked at again.
constexpr std::chrono::seconds kLookAgain{2};

/// The bytes of a file, for as long as its reader may play it.
class WatchedSource final : public ByteSource {
public:
    WatchedSource(Playback& playback, PlayRequest asked, std::unique_ptr<ByteSource> bytes, std::uint64_t size)
        : playback_{playback},
          asked_{std::move(asked)},
          bytes_{std::move(bytes)},
          size_{size},
          looked_at_{playback.steady_clock.now()} {}

    Async<Result<std::size_t>> read(std::span<char> into) override {
        if (playback_.steady_clock.now() - looked_at_ >= kLookAgain) {
            CO_TRY(co_await find_playable(playback_, asked_));
            looked_at_ = playback_.steady_clock.now();
        }
        co_return co_await bytes_->read(into);
    }
    std::optional<std::uint64_t> size() const noexcept override { return size_; }

private:
    Playback& playback_;
    PlayRequest asked_;
    std::unique_ptr<ByteSource> bytes_;
    std::uint64_t size_;
    std::chrono::steady_clock::time_point looked_at_;
};

std::unexpected<Error> withdrawn() {
    return fail(ErrorKind::Forbidden, "what this address plays may not be played by its holder any more");
}

PlayReach reach_of(Rights rights) { return rights.has(Right::DownloadProxy) ? PlayReach::Copy : PlayReach::Watch; }

/// The master of which most is shown: the present one, or the one before it while that is being ingested.
std::optional<ContentHash> shown_master(const std::vector<ReadyObject>& objects) {
    std::map<ContentHash, int> counts;
    for (const auto& one : objects) {
        if (one.is_shown) ++counts[one.master];
    }
    const auto most = std::ranges::max_element(counts, {}, [](const auto& entry) { return entry.second; });
    if (most == counts.end()) return std::nullopt;
    return most->first;
}

/// Takes the database's word: who the viewer is now, what that person may do with the asset, what there is of it.
Async<Result<std::shared_ptr<const PlayRights>>> ask_rights(Playback& playback, PlaybackClaim claim) {
    auto allowed = std::make_shared<PlayRights>();
    allowed->asked_at = playback.steady_clock.now();
    auto viewer = CO_TRY(co_await find_enabled_principal(playback.database, claim.viewer));
    const auto seen = CO_TRY(co_await find_asset_seen_by(playback.database, std::move(viewer), claim.asset));
    allowed->reach = reach_of(seen.rights);
    auto objects = CO_TRY(co_await list_ready_objects(playback.database, claim.asset));
    for (auto& object : objects) {
        if (object.master != claim.master) continue;
        auto path = PlayPath::of_key(object.address.key, claim.asset, claim.master);
        if (!path) continue;
        auto key = object.address.key;
        allowed->files.emplace(std::move(key), PlayableFile{*std::move(path), std::move(object)});
    }
    co_return allowed;
}

void make_room(Playback& playback) {
    if (playback.rights.size() < playback.rules.remembered) return;
    const auto oldest = playback.steady_clock.now() - playback.rules.fresh;
    std::erase_if(playback.rights, [oldest](const auto& entry) { return entry.second->asked_at < oldest; });
    if (playback.rights.size() >= playback.rules.remembered) playback.rights.clear();
}

bool passes_by_itself(const Error& error) {
    return error.kind() == ErrorKind::Unavailable || error.kind() == ErrorKind::Timeout;
}

Async<Result<std::shared_ptr<const PlayRights>>> find_rights(Playback& playback, PlaybackClaim claim) {
    const auto name =
        fmt::format("{}{}{}", claim.asset.to_string(), claim.viewer.to_string(), claim.master.to_string());
    const auto known = playback.rights.find(name);
    std::shared_ptr<const PlayRights> last;
    if (known != playback.rights.end()) last = known->second;
    if (last && playback.steady_clock.now() - last->asked_at < playback.rules.fresh) co_return last;
    auto asked = co_await ask_rights(playback, std::move(claim));
    if (asked) {
        make_room(playback);
        playback.rights[name] = *asked;
        co_return *std::move(asked);
    }
    if (!passes_by_itself(asked.error())) {
        playback.rights.erase(name);
        if (asked.error().kind() == ErrorKind::NotFound) co_return withdrawn();
        co_return fail(std::move(asked).error());
    }
    // A database that restarts stops nobody's film.
    if (last && playback.steady_clock.now() - last->asked_at < playback.rules.stale) co_return last;
    co_return fail(std::move(asked).error());
}

}  // namespace

Async<Result<PlayAddresses>> open_playback(Playback& playback, Caller caller, AssetId asset) {
    const auto viewer = caller.principal.user;
    const auto seen = CO_TRY(co_await find_asset_seen_by(playback.database, std::move(caller.principal), asset));
    auto objects = CO_TRY(co_await list_ready_objects(playback.database, asset));
    const auto master = shown_master(objects);
    if (!master) co_return fail(ErrorKind::Conflict, "there is nothing of this asset that can be played now");

    PlaybackClaim claim{.asset = asset, .master = *master, .viewer = viewer, .reach = reach_of(seen.rights)};
    PlayAddresses found{.expires_at = {}, .files = {}};
    for (auto& object : objects) {
        if (!object.is_shown || object.master != *master) continue;
        const auto path = PlayPath::of_key(object.address.key, asset, *master);
        if (!path || path->needs() > claim.reach) continue;
        if (object.duration_ms) found.duration_ms = std::max(found.duration_ms.value_or(0), *object.duration_ms);
        found.files.push_back(
            {.path = path->text(), .name = path->name(), .use = path->use(), .object = std::move(object)});
    }
    if (found.files.empty())
        co_return fail(ErrorKind::Conflict, "there is nothing of this asset that can be played now");
    CO_TRY(co_await note_use_of_renditions(playback.database, asset));
    const auto length = std::chrono::milliseconds{found.duration_ms.value_or(0)};
    claim.expires_at =
        std::chrono::floor<std::chrono::seconds>(playback.clock.now() + length) + playback.rules.lifetime;
    found.expires_at = claim.expires_at;
    const auto token = playback.tokens.issue(claim);
    for (auto& file : found.files) file.path = fmt::format("/play/{}/{}", token, file.path);
    co_return found;
}

Async<Result<PlayableFile>> find_playable(Playback& playback, PlayRequest asked) {
    auto claim = CO_TRY(playback.tokens.check(asked.token, playback.clock.now()));
    const auto key = asked.path.key(claim.asset, claim.master);
    const auto reach = claim.reach;
    const auto allowed = CO_TRY(co_await find_rights(playback, std::move(claim)));
    if (asked.path.needs() > reach || asked.path.needs() > allowed->reach) co_return withdrawn();
    const auto file = allowed->files.find(key);
    if (file == allowed->files.end()) {
        co_return fail(ErrorKind::NotFound, "the file is not there, or no longer: it can be made again");
    }
    co_return file->second;
}

Async<Result<std::unique_ptr<ByteSource>>> open_playable(Playback& playback, PlayRequest asked, PlayableFile file,
                                                         std::optional<PlayPart> part) {
    std::optional<ByteRange> range;
    if (part) range = ByteRange{.first = part->first, .last = part->last};
    auto opened = co_await playback.objects.get(file.object.address, range);
    if (!opened && opened.error().kind() == ErrorKind::NotFound) {
        // The ledger has it and the store does not: that the reconciler tells of.
        co_return fail(ErrorKind::NotFound, "the file is gone: it can be made again");
    }
    if (!opened) co_return fail(std::move(opened).error());
    if (opened->info.size != file.object.size) {
        co_return fail(ErrorKind::Internal, file.object.address.key + " has another size in the store");
    }
    const auto bytes = part ? part->last - part->first + 1 : file.object.size;
    co_return std::make_unique<WatchedSource>(playback, std::move(asked), std::move(opened->body), bytes);
}

}  // namespace acervo
