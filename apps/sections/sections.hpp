#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "adapters/otlp/otlp_exporter.hpp"
#include "adapters/postgres/options.hpp"
#include "adapters/s3/s3_options.hpp"
#include "core/byte_size.hpp"
#include "core/config.hpp"
#include "core/log.hpp"
#include "core/secret.hpp"
#include "domain/rendition/rendition_key.hpp"
#include "http/server/options.hpp"

/// The sections of the configuration file that several programs have.
namespace acervo {

struct HttpSection {
    std::string address{"127.0.0.1"};
    std::uint16_t port{8080};
    std::uint16_t threads{2};
    std::vector<std::string> trusted_proxies{"127.0.0.1", "::1"};
    std::chrono::milliseconds drain_lead{std::chrono::seconds{1}};
    std::chrono::milliseconds drain_finish{std::chrono::seconds{10}};
    std::uint32_t max_connections{10'000};
    std::string docs_folder;
};
void describe(config::Section<HttpSection>& section);
http::ServerOptions options_of(const HttpSection& section);

struct DatabaseSection {
    std::string url{"postgresql://acervo_api@127.0.0.1:5432/acervo"};
    Secret password;
    std::uint16_t shared_connections{2};
    std::uint16_t leased_connections{4};
};
void describe(config::Section<DatabaseSection>& section);
DatabaseOptions options_of(const DatabaseSection& section);

struct RedisSection {
    std::vector<std::string> addresses{"127.0.0.1:6379"};
    Secret password;
};
void describe(config::Section<RedisSection>& section);

/// Which editorial metadata of assets is kept in Redis: docs/adr/0031.
struct AssetCacheSection {
    bool enabled{true};
    ByteSize from{kibibytes(2)};
    std::chrono::milliseconds lifetime{std::chrono::minutes{5}};
};
void describe(config::Section<AssetCacheSection>& section);

/// Keys and names of the site's own access tokens.
struct TokensSection {
    Secret signing_key;
    Secret other_key;
    std::string issuer{"acervo"};
    std::string audience{"acervo-api"};
    std::chrono::seconds lifetime{std::chrono::minutes{15}};
};
void describe(config::Section<TokensSection>& section);

struct S3Section {
    std::string endpoint{"http://127.0.0.1:8333"};
    std::string public_endpoint;
    std::string region{"us-east-1"};
    std::string access_key_id;
    Secret secret_access_key;
    bool force_path_style{true};
    std::string archive_bucket{"dam-archive"};
    std::string proxies_bucket{"dam-proxies"};
    std::string delivery_bucket{"dam-delivery"};
    std::string backups_bucket{"dam-backups"};
    std::vector<std::string> cors_origins{"*"};
    int unfinished_uploads_days{7};
    int proxies_days{default_days_of(RenditionUse::Proxy)};
    int thumbs_days{default_days_of(RenditionUse::Thumbnail)};
    int ondemand_days{default_days_of(RenditionUse::OnDemand)};
    int delivery_web_days{default_days_of(RenditionUse::WebDelivery)};
    int delivery_social_days{default_days_of(RenditionUse::SocialDelivery)};
    int delivery_tv_days{default_days_of(RenditionUse::TvDelivery)};
    bool plain_bucket_expiry{false};
};
void describe(config::Section<S3Section>& section);
S3Options options_of(const S3Section& section);
/// How many days files of each use live; 0 = for ever.
std::map<RenditionUse, int> days_of(const S3Section& section);

/// Temporal, which runs long work.
struct TemporalSection {
    /// `host:port`; empty: there is none, and nothing is started.
    std::string address;
    std::string name_space{"dam"};
    bool tls{false};
};
void describe(config::Section<TemporalSection>& section);

/// What renditions are made of masters.
struct ProfilesSection {
    std::string folder{"/usr/share/acervo/profiles"};
    /// A site's own, which add to the others or take their place.
    std::string site_folder;
};
void describe(config::Section<ProfilesSection>& section);

/// Described where it is used.
using TracesSection = otlp::Options;

}  // namespace acervo
