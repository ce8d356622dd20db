#include "sections/sections.hpp"

namespace acervo {

void describe(config::Section<HttpSection>& section) {
    using namespace std::chrono_literals;
    section.doc("The HTTP server of the API");
    section.key("address", &HttpSection::address, "IP address to listen on");
    section.key("port", &HttpSection::port, "TCP port to listen on").range(1, 65535);
    section.key("threads", &HttpSection::threads, "Event loops, each with connections of its own").range(1, 64);
    section.key("trusted_proxies", &HttpSection::trusted_proxies,
                "Addresses or networks whose X-Forwarded-For and X-Request-Id are believed");
    section.key("drain_lead", &HttpSection::drain_lead, "After SIGTERM: how long new connections are still taken")
        .range(0ms, 60s);
    section.key("drain_finish", &HttpSection::drain_finish, "After that: how long running requests may take")
        .range(0ms, 10min);
    section.key("max_connections", &HttpSection::max_connections, "Open connections at once").range(1, 1'000'000);
    section.key("docs_folder", &HttpSection::docs_folder,
                "Where the viewer of the API's documentation lies; empty = no page");
}

http::ServerOptions options_of(const HttpSection& section) {
    http::ServerOptions options;
    options.address = section.address;
    options.port = section.port;
    options.threads = section.threads;
    options.limits.connections = section.max_connections;
    options.drain.lead = section.drain_lead;
    options.drain.finish = section.drain_finish;
    options.trusted_proxies = section.trusted_proxies;
    return options;
}

void describe(config::Section<DatabaseSection>& section) {
    section.doc("PostgreSQL, the truth");
    section.key("url", &DatabaseSection::url, "libpq URI without password");
    section.key("password", &DatabaseSection::password, "Password of the role in the URI");
    section.key("shared_connections", &DatabaseSection::shared_connections, "Pipelined connections per thread")
        .range(1, 32);
    section.key("leased_connections", &DatabaseSection::leased_connections, "Connections for transactions per thread")
        .range(1, 64);
}

DatabaseOptions options_of(const DatabaseSection& section) {
    DatabaseOptions options;
    options.url = section.url;
    options.password = section.password;
    options.shared_connections = section.shared_connections;
    options.leased_connections = section.leased_connections;
    return options;
}

void describe(config::Section<RedisSection>& section) {
    section.doc("Redis, the cache; the platform works without it");
    section.key("addresses", &RedisSection::addresses, "host:port of the server, or of some servers of a cluster");
    section.key("password", &RedisSection::password, "Password, if any");
}

void describe(config::Section<AssetCacheSection>& section) {
    using namespace std::chrono_literals;
    section.doc("Large editorial metadata of assets, kept in Redis; right and present whatever lies there");
    section.key("enabled", &AssetCacheSection::enabled, "Whether it is kept at all");
    section
        .key("from", &AssetCacheSection::from,
             "From which size on, as the database stores it; the rest comes with its row")
        .range(ByteSize{}, gibibytes(1));
    section.key("lifetime", &AssetCacheSection::lifetime, "How long").range(1s, 24h);
}

void describe(config::Section<TokensSection>& section) {
    using namespace std::chrono_literals;
    section.doc("The site's own access tokens; the same in all processes of the API");
    section.key("signing_key", &TokensSection::signing_key, "Random text of 32 characters or more; signs tokens");
    section.key("other_key", &TokensSection::other_key,
                "Tokens of this key are good too: the next one before a change, the last one after it");
    section.key("issuer", &TokensSection::issuer, "`iss` of our tokens: the address or name of this site");
    section.key("audience", &TokensSection::audience, "`aud` of our tokens");
    section.key("lifetime", &TokensSection::lifetime, "How long an access token is good").range(60s, 1h);
}

void describe(config::Section<TemporalSection>& section) {
    section.doc("Temporal, which runs workflows");
    section.key("address", &TemporalSection::address, "host:port of its frontend; empty = no workflow is started");
    section.key("namespace", &TemporalSection::name_space, "The namespace that is this site's");
    section.key("tls", &TemporalSection::tls, "Whether to speak TLS to it, with the system's roots");
}

namespace {

constexpr int kMostDays = 36'500;

void describe_lifetimes(config::Section<S3Section>& section) {
    const auto days = [&section](const char* name, int S3Section::* member, const char* what) {
        section.key(name, member, std::string{"Days that "} + what + " live after their last use; 0 = for ever")
            .range(0, kMostDays);
    };
    days("proxies_days", &S3Section::proxies_days, "proxies");
    days("thumbs_days", &S3Section::thumbs_days, "thumbnails");
    days("ondemand_days", &S3Section::ondemand_days, "renditions made on demand");
    days("delivery_web_days", &S3Section::delivery_web_days, "files for web delivery");
    days("delivery_social_days", &S3Section::delivery_social_days, "files for social networks");
    days("delivery_tv_days", &S3Section::delivery_tv_days, "files for broadcast");
}

}  // namespace

void describe(config::Section<S3Section>& section) {
    section.doc("Object storage");
    section.key("endpoint", &S3Section::endpoint, "Address of the store").also_from("S3_ENDPOINT");
    section.key("public_endpoint", &S3Section::public_endpoint, "Address that browsers use; empty = endpoint")
        .also_from("S3_PUBLIC_ENDPOINT");
    section.key("region", &S3Section::region, "Region that is signed").also_from("AWS_REGION");
    section.key("access_key_id", &S3Section::access_key_id, "Access key").also_from("AWS_ACCESS_KEY_ID");
    section.key("secret_access_key", &S3Section::secret_access_key, "Secret key").also_from("AWS_SECRET_ACCESS_KEY");
    section.key("force_path_style", &S3Section::force_path_style, "Bucket in the path instead of the host name")
        .also_from("S3_FORCE_PATH_STYLE");
    section.key("archive_bucket", &S3Section::archive_bucket, "Masters")
        .also_from("S3_BUCKET_ARCHIVE")
        .also_from("S3_BUCKET");
    section.key("proxies_bucket", &S3Section::proxies_bucket, "Proxies and thumbnails").also_from("S3_BUCKET_PROXIES");
    section.key("delivery_bucket", &S3Section::delivery_bucket, "What is published").also_from("S3_BUCKET_DELIVERY");
    section.key("backups_bucket", &S3Section::backups_bucket, "Backups").also_from("S3_BUCKET_BACKUPS");
    section.key("cors_origins", &S3Section::cors_origins, "Origins whose pages may send and read objects");
    section
        .key("unfinished_uploads_days", &S3Section::unfinished_uploads_days,
             "Days until the parts of an upload that nobody completed are removed; 0 = never")
        .range(0, kMostDays);
    describe_lifetimes(section);
    section.key("plain_bucket_expiry", &S3Section::plain_bucket_expiry,
                "The store itself removes renditions when their days are over, counted from their making: access no "
                "longer extends their life");
}

S3Options options_of(const S3Section& section) {
    S3Options options;
    options.endpoint = section.endpoint;
    options.public_endpoint = section.public_endpoint;
    options.region = section.region;
    options.access_key = section.access_key_id;
    options.secret_key = section.secret_access_key;
    options.addressing = section.force_path_style ? s3::Addressing::Path : s3::Addressing::VirtualHost;
    return options;
}

std::map<RenditionUse, int> days_of(const S3Section& section) {
    return {{RenditionUse::Proxy, section.proxies_days},
            {RenditionUse::Thumbnail, section.thumbs_days},
            {RenditionUse::OnDemand, section.ondemand_days},
            {RenditionUse::WebDelivery, section.delivery_web_days},
            {RenditionUse::SocialDelivery, section.delivery_social_days},
            {RenditionUse::TvDelivery, section.delivery_tv_days}};
}

void describe(config::Section<ProfilesSection>& section) {
    section.doc("What renditions are made of masters");
    section.key("folder", &ProfilesSection::folder, "The profiles that come with the platform");
    section.key("site_folder", &ProfilesSection::site_folder, "The site's own profiles; empty = none");
}

}  // namespace acervo
