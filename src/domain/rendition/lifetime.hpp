#pragma once

namespace acervo {

/// How many days what was made from a master lives by default after its last use, by the prefix of its object key (A6).
constexpr int kProxyDays = 90;
constexpr int kThumbnailDays = 180;
constexpr int kOnDemandDays = 2;
constexpr int kWebDeliveryDays = 60;
constexpr int kSocialDeliveryDays = 90;
constexpr int kTvDeliveryDays = 365;

}  // namespace acervo
