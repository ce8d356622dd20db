#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "core/result.hpp"
#include "domain/asset/asset.hpp"

namespace acervo {

/// What a file that was made from a master is for. It decides the bucket, the first words of the key and how long the
/// file lives.
enum class RenditionUse { Proxy, Thumbnail, OnDemand, WebDelivery, SocialDelivery, TvDelivery };

constexpr std::array kRenditionUses{RenditionUse::Proxy,       RenditionUse::Thumbnail,      RenditionUse::OnDemand,
                                    RenditionUse::WebDelivery, RenditionUse::SocialDelivery, RenditionUse::TvDelivery};

/// `proxies/`, `thumbs/`, `ondemand/` (in the bucket for proxies), `delivery/web/`, `delivery/social/`, `delivery/tv/`
/// (in the bucket for delivery). No prefix is the beginning of another, or of a master's key.
std::string_view prefix_of(RenditionUse use) noexcept;
bool is_for_delivery(RenditionUse use) noexcept;

/// How many days a file of this use lives by default after its last use.
int default_days_of(RenditionUse use) noexcept;

/// Which make of which profile a file is: `v3`, or `v3-r2` when it was made again, so that a key never changes its
/// bytes. Both count from 1.
struct ProfileMake {
    int version{1};
    int revision{1};
};

/// `{prefix}{assetId}/{sha256 of the master}/{make}/{filename}`. `filename` is the profile's own output name and may
/// have folders (`hls/master.m3u8`); InvalidInput when a part of it is empty, begins with a dot or has other characters
/// than letters, digits, `.`, `_` and `-`.
Result<std::string> rendition_key(RenditionUse use, AssetId asset, const ContentHash& master, ProfileMake make,
                                  std::string_view filename);

/// The name of a file that holds only a part: `clip_100-250.mp4` for `clip.mp4`.
std::string filename_of_part(std::string_view filename, std::int64_t first_frame, std::int64_t end_frame);

}  // namespace acervo
