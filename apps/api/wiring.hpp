#pragma once

#include "core/byte_size.hpp"
#include "core/result.hpp"
#include "domain/asset/master_format.hpp"
#include "limits_section.hpp"
#include "mail_section.hpp"
#include "playback_section.hpp"
#include "provider_section.hpp"
#include "sections/sections.hpp"
#include "webhooks_section.hpp"

namespace acervo::api_program {

/// What may be uploaded.
struct UploadsSection {
    std::vector<std::string> video_extensions{MasterFormats{}.extensions_of(AssetType::Video)};
    std::vector<std::string> audio_extensions{MasterFormats{}.extensions_of(AssetType::Audio)};
    std::vector<std::string> image_extensions{MasterFormats{}.extensions_of(AssetType::Image)};
    ByteSize largest_direct{mebibytes(64)};
};
void describe(config::Section<UploadsSection>& section);

struct Settings {
    HttpSection http;
    DatabaseSection database;
    RedisSection redis;
    AssetCacheSection asset_cache;
    S3Section s3;
    TokensSection tokens;
    LimitsSection limits;
    ProviderSection provider;
    TracesSection traces;
    UploadsSection uploads;
    PlaybackSection playback;
    ProfilesSection profiles;
    MailSection mail;
    WebhooksSection webhooks;
};

/// Serves until SIGTERM or SIGINT, and drains. An error when it cannot begin.
Result<void> serve(const Settings& settings);

}  // namespace acervo::api_program
