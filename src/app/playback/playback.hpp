#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "app/playback/playback_tokens.hpp"
#include "core/async.hpp"
#include "core/clock.hpp"
#include "core/result.hpp"
#include "domain/identity/user.hpp"
#include "domain/playback/play_path.hpp"
#include "ports/object_store.hpp"
#include "store/database.hpp"
#include "store/playback/playback.hpp"

namespace acervo {

struct PlaybackRules {
    /// What addresses begin with; empty: they are paths at the API's own host.
    std::string public_url{};
    /// How long an address is good beyond the length of what it plays.
    std::chrono::seconds lifetime{std::chrono::hours{12}};
    /// How long what the database said of a person and an asset is believed; and for how long while it cannot be asked.
    /// Whoever may not view any more is refused after the second at the latest.
    std::chrono::milliseconds fresh{std::chrono::seconds{2}};
    std::chrono::milliseconds stale{std::chrono::milliseconds{4500}};
    /// How many of those are remembered by one thread.
    std::size_t remembered{1024};
};

/// A file that may be played, and where it lies.
struct PlayableFile {
    PlayPath path;
    ReadyObject object;
};

/// What a person may play of one master.
struct PlayRights {
    std::chrono::steady_clock::time_point asked_at;
    PlayReach reach{PlayReach::Watch};
    /// By key.
    std::unordered_map<std::string, PlayableFile> files;
};

/// What the functions of this folder work with; one per thread.
class Playback {
public:
    Playback(Database& given_database, ObjectStore& given_objects, const PlaybackTokens& given_tokens,
             const Clock& given_clock)
        : database{given_database}, objects{given_objects}, tokens{given_tokens}, clock{given_clock} {}

    Database& database;
    ObjectStore& objects;
    const PlaybackTokens& tokens;
    const Clock& clock;
    SteadyClock steady_clock{};
    PlaybackRules rules{};
    /// By asset, viewer and master.
    std::unordered_map<std::string, std::shared_ptr<const PlayRights>> rights{};
};

/// One file with its address, which is a path below the API's own address: `/play/{token}/web/v1/hls/master.m3u8`.
struct PlayAddress {
    std::string path;
    /// Of the file in its set: `hls/master.m3u8`.
    std::string name;
    RenditionUse use{RenditionUse::Proxy};
    ReadyObject object;
};

/// The addresses of what can be played of an asset.
struct PlayAddresses {
    Timestamp expires_at{};
    std::optional<std::int64_t> duration_ms{};
    /// By name; those that need `DownloadProxy` only for who has it.
    std::vector<PlayAddress> files;
};

/// NotFound and Forbidden as `asset_for` with `View`; Conflict when nothing of it can be played now.
Async<Result<PlayAddresses>> open_playback(Playback& playback, Caller caller, AssetId asset);

/// What a player asks for.
struct PlayRequest {
    std::string token;
    PlayPath path;
};

/// Bytes `first` to `last` of a file, both included.
struct PlayPart {
    std::uint64_t first{0};
    std::uint64_t last{0};
};

/// What the token of a request lets its holder play at its path. Forbidden when nobody issued the token, it is over, or
/// its viewer may not play this any more; NotFound for a file that is not there or no longer. The database is asked
/// when nobody asked it for the same person and asset since `PlaybackRules::fresh`.
Async<Result<PlayableFile>> find_playable(Playback& playback, PlayRequest asked);

/// The bytes of a file that `find_playable` found, all or a part of them. Reading fails as soon as the holder may not
/// play it any more, which is looked at every two seconds. NotFound when the store does not have it.
Async<Result<std::unique_ptr<ByteSource>>> open_playable(Playback& playback, PlayRequest asked, PlayableFile file,
                                                         std::optional<PlayPart> part);

}  // namespace acervo
