#include "app/storage/bucket_plan.hpp"

#include <set>

namespace acervo {
namespace {

std::vector<BucketRules::Expiry> expiries_of(const BucketSettings& settings, bool delivery) {
    std::vector<BucketRules::Expiry> expiries;
    for (const auto use : kRenditionUses) {
        if (is_for_delivery(use) != delivery) continue;
        if (use != RenditionUse::OnDemand && !settings.plain_expiry) continue;
        const auto found = settings.days.find(use);
        const int days = found == settings.days.end() ? default_days_of(use) : found->second;
        if (days > 0) expiries.push_back({.prefix = std::string{prefix_of(use)}, .days = days});
    }
    return expiries;
}

}  // namespace

Result<std::vector<BucketPlan>> plan_buckets(const BucketSettings& settings) {
    const std::set<std::string> names{settings.archive, settings.proxies, settings.delivery, settings.backups};
    if (names.size() != 4 || names.contains("")) {
        return fail(ErrorKind::InvalidInput, "masters, proxies, delivery and backups need a bucket each");
    }
    BucketRules plain;
    plain.abort_multipart_days = settings.unfinished_days;
    auto archive = plain;
    archive.versioning = true;
    archive.expire_delete_markers = true;
    archive.cors_origins = settings.cors_origins;
    auto proxies = plain;
    proxies.expiries = expiries_of(settings, false);
    proxies.cors_origins = settings.cors_origins;
    auto delivery = plain;
    delivery.expiries = expiries_of(settings, true);
    delivery.cors_origins = settings.cors_origins;
    return std::vector<BucketPlan>{{settings.archive, std::move(archive)},
                                   {settings.proxies, std::move(proxies)},
                                   {settings.delivery, std::move(delivery)},
                                   {settings.backups, std::move(plain)}};
}

}  // namespace acervo
