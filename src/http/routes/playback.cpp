#include "app/playback/playback.hpp"

#include <algorithm>

#include "http/generated/encode.hpp"
#include "http/generated/parameters.hpp"
#include "http/routes/answers.hpp"
#include "http/routes/routes.hpp"

namespace acervo::http {
namespace {

struct Member {
    std::string_view name;
    std::optional<std::string> api::PlaybackView::* url;
};

constexpr std::array kMembers{
    Member{"hls/master.m3u8", &api::PlaybackView::hls_url},
    Member{"dash/manifest.mpd", &api::PlaybackView::dash_url},
    Member{"poster.jpg", &api::PlaybackView::poster_url},
    Member{"sprite.webp", &api::PlaybackView::sprite_url},
    Member{"sprite.vtt", &api::PlaybackView::sprite_track_url},
    Member{"waveform.json", &api::PlaybackView::waveform_url},
};

api::PlayableFile file_view(const PlayAddress& address, std::string url) {
    const auto& object = address.object;
    api::PlayableFile shown;
    shown.profile_name = object.profile_name;
    shown.url = std::move(url);
    shown.mime_type = object.mime_type;
    shown.size = static_cast<std::int64_t>(object.size);
    shown.width = object.width;
    shown.height = object.height;
    shown.bitrate_kbps = object.bitrate_kbps;
    return shown;
}

api::PlaybackView view(AssetId asset, const PlayAddresses& found, const std::string& origin) {
    api::PlaybackView shown;
    shown.asset_id = asset;
    shown.expires_at = found.expires_at;
    shown.duration_ms = found.duration_ms;
    for (const auto& one : found.files) {
        auto url = origin + one.path;
        const auto* const member = std::ranges::find(kMembers, one.name, &Member::name);
        if (member != kMembers.end()) {
            shown.*member->url = std::move(url);
        } else if (one.use == RenditionUse::Thumbnail) {
            shown.thumbnails.push_back(file_view(one, std::move(url)));
        } else if (one.object.stands_for_it) {
            shown.files.push_back(file_view(one, std::move(url)));
        }
    }
    std::ranges::sort(shown.thumbnails, {}, [](const auto& one) { return std::pair{one.width, one.size}; });
    return shown;
}

Async<Response> get_playback_route(Playback& playback, Request request, Caller caller) {
    const auto asked = api::decode_get_playback_parameters(request);
    if (!asked) co_return problem(asked.error());
    const auto found = co_await open_playback(playback, std::move(caller), asked->asset_id);
    if (!found) co_return problem(found.error());
    co_return private_json_response(200, encode(view(asked->asset_id, *found, playback.rules.public_url)));
}

}  // namespace

void add_playback_routes(Router& router, Identity& identity, Playback& playback) {
    routes_on(router, identity, playback)(api::kGetPlayback, get_playback_route);
}

}  // namespace acervo::http
