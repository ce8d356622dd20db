#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/result.hpp"
#include "domain/asset/asset.hpp"
#include "domain/rendition/rendition_key.hpp"

namespace acervo {

/// What somebody may play: what players show, or also the files that are as good as a copy of the asset.
enum class PlayReach { Watch, Copy };

/// A file that can be played, as an address names it: `{set}/{make}/{name}`, such as `web/v1/hls/master.m3u8`.
/// The only way in is `parse`: every name is one of a fixed list, so that a key is never made of what a caller wrote.
class PlayPath {
public:
    /// `set` is `proxies`, `thumbs` or `web`, `make` is `v3` or `v3-r2`; NotFound for everything that is not on the
    /// list: proxy.mp4, web.mp4, preview.mp3, broadcast.wav, poster.jpg, sprite.webp, sprite.vtt, waveform.json;
    /// thumb_{pixels}.webp; hls/master.m3u8, hls/track_{n}.m3u8, dash/manifest.mpd, cmaf/track_{n}.mp4.
    static Result<PlayPath> parse(std::string_view set, std::string_view make, std::string_view name);

    /// Of what the ledger calls `key`; nothing when it is no file of this asset and master that is played.
    static std::optional<PlayPath> of_key(std::string_view key, AssetId asset, const ContentHash& master);

    /// Where the file lies in its bucket.
    std::string key(AssetId asset, const ContentHash& master) const;
    /// As it stands in an address: what `parse` takes, with `/` in between.
    std::string text() const;

    RenditionUse use() const noexcept { return use_; }
    const std::string& name() const noexcept { return name_; }
    std::string_view content_type() const noexcept { return content_type_; }
    PlayReach needs() const noexcept { return needs_; }

private:
    PlayPath() = default;

    RenditionUse use_{RenditionUse::Proxy};
    ProfileMake make_;
    std::string name_;
    std::string_view content_type_;
    PlayReach needs_{PlayReach::Watch};
};

}  // namespace acervo
