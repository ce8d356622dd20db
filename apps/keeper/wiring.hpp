#pragma once

#include <chrono>

#include "app/housekeeping/housekeeping.hpp"
#include "core/result.hpp"
#include "reconcile_loop.hpp"
#include "sections/sections.hpp"
#include "smtp_section.hpp"
#include "webhook_loop.hpp"

namespace acervo::keeper {

struct KeeperSection {
    /// How often a loop looks for work that nobody told it of.
    std::chrono::milliseconds pause{std::chrono::milliseconds{500}};
    /// How often workflows that shall start or end are looked for: somebody waits for each of them.
    std::chrono::milliseconds relay_pause{std::chrono::milliseconds{100}};
    /// How often new events are given their place.
    std::chrono::milliseconds event_pause{std::chrono::milliseconds{200}};
    /// How often letters that shall be sent are looked for.
    std::chrono::milliseconds mail_pause{std::chrono::seconds{1}};
    /// How often a process that does not lead asks whether it may.
    std::chrono::milliseconds stand_by{std::chrono::seconds{2}};
    /// How long an asset lies in the trash before it is purged.
    std::chrono::milliseconds trash_kept{std::chrono::hours{24 * 30}};
    /// How often the trash is looked through.
    std::chrono::milliseconds trash_pause{std::chrono::minutes{1}};
    /// As `HouseRules`.
    std::chrono::milliseconds sessions_kept{HouseRules{}.sessions};
    std::chrono::milliseconds idempotency_keys_kept{HouseRules{}.idempotency_keys};
    std::chrono::milliseconds job_assets_kept{HouseRules{}.job_assets};
    std::chrono::milliseconds events_kept{HouseRules{}.events};
    /// How often it is looked for what nobody needs any more.
    std::chrono::milliseconds house_pause{std::chrono::minutes{10}};
};
void describe(config::Section<KeeperSection>& section);

struct Settings {
    HttpSection http;
    DatabaseSection database;
    KeeperSection keeper;
    RedisSection redis;
    AssetCacheSection asset_cache;
    S3Section s3;
    ReconcileSection reconcile;
    TemporalSection temporal;
    SmtpSection smtp;
    WebhooksSection webhooks;
};

/// Keeps until SIGTERM or SIGINT. An error when it cannot begin.
Result<void> keep(const Settings& settings);

}  // namespace acervo::keeper
