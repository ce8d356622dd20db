#include <fmt/format.h>

#include <optional>

#include "client/asset_keeping.hpp"
#include "client/connection.hpp"
#include "http/generated/decode.hpp"
#include "http/generated/encode.hpp"

namespace acervo::client {
namespace {

namespace api = http::api;

void print_address(std::string_view what, const std::string& url) { print_line(fmt::format("{:24}  {}", what, url)); }

/// With the server in front of addresses that are paths at it.
api::PlaybackView made_absolute(api::PlaybackView shown, const std::string& server) {
    const auto complete = [&server](std::string& url) {
        if (url.starts_with('/')) url = server + url;
    };
    for (auto* url : {&shown.hls_url, &shown.dash_url, &shown.poster_url, &shown.sprite_url, &shown.sprite_track_url,
                      &shown.waveform_url}) {
        if (*url) complete(**url);
    }
    for (auto* files : {&shown.files, &shown.thumbnails}) {
        for (auto& file : *files) complete(file.url);
    }
    return shown;
}

}  // namespace

Async<Result<void>> show_playback(Settings settings, std::string asset_id) {
    auto connection = CO_TRY(co_await connect(settings));
    auto path = fmt::format("/api/v1/assets/{}/playback", asset_id);
    const auto answer = CO_TRY(co_await connection->api().call(Method::Get, std::move(path)));
    auto decoded = CO_TRY(api::decode_playback_view(answer));
    const auto shown = made_absolute(std::move(decoded), connection->api().base_url());
    if (settings.json) {
        print_line(api::encode(shown));
        co_return ok();
    }
    const auto print = [](std::string_view what, const std::optional<std::string>& url) {
        if (url) print_address(what, *url);
    };
    print("hls", shown.hls_url);
    print("dash", shown.dash_url);
    print("poster", shown.poster_url);
    print("sprite", shown.sprite_url);
    print("sprite track", shown.sprite_track_url);
    print("waveform", shown.waveform_url);
    for (const auto& one : shown.files) print_address(one.profile_name, one.url);
    for (const auto& one : shown.thumbnails) print_address(one.profile_name, one.url);
    print_line(fmt::format("{:24}  {}", "good until", format_rfc3339(shown.expires_at)));
    co_return ok();
}

}  // namespace acervo::client
