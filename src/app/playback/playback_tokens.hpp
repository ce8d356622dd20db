#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/clock.hpp"
#include "core/result.hpp"
#include "core/secret.hpp"
#include "domain/asset/asset.hpp"
#include "domain/identity/user.hpp"
#include "domain/playback/play_path.hpp"

namespace acervo {

/// What an address of playback stands for: one person, one master of one asset, until when.
struct PlaybackClaim {
    AssetId asset;
    ContentHash master;
    /// Whose rights count, as they are when something is asked for.
    UserId viewer;
    PlayReach reach{PlayReach::Watch};
    /// Whole seconds.
    Timestamp expires_at{};
};

/// Writes and reads the tokens in addresses of playback: base64url of `version, reach, asset, viewer, master, expiry`
/// and an HMAC-SHA-256 of them, cut to 128 bits (RFC 2104 §5). The keys are derived from those of the site's access
/// tokens, for this purpose alone; tokens of both are good, so that keys can be changed while players play. Immutable:
/// threads may share it.
class PlaybackTokens {
public:
    /// `other` may be empty. InvalidInput when a secret is too short for one.
    static Result<PlaybackTokens> make(const Secret& signing, const Secret& other);

    std::string issue(const PlaybackClaim& claim) const;
    /// Forbidden, for one reason alone, when nobody here issued it; Forbidden, too, when it is over.
    Result<PlaybackClaim> check(std::string_view token, Timestamp now) const;

private:
    using Key = std::array<std::uint8_t, 32>;
    explicit PlaybackTokens(std::vector<Key> keys) : keys_{std::move(keys)} {}

    std::vector<Key> keys_;
};

}  // namespace acervo
