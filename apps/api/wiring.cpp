#include "wiring.hpp"

#include "adapters/oidc/http_key_source.hpp"
#include "adapters/otlp/export_thread.hpp"
#include "adapters/postgres/database.hpp"
#include "adapters/postgres/database_metrics.hpp"
#include "adapters/redis/redis_cache.hpp"
#include "adapters/s3/s3_metrics.hpp"
#include "adapters/s3/s3_object_store.hpp"
#include "app/catalogue/catalogue.hpp"
#include "app/events/event_feed.hpp"
#include "app/identity/access_tokens.hpp"
#include "app/identity/identity.hpp"
#include "app/identity/provider_tokens.hpp"
#include "app/limits/rate_limiter.hpp"
#include "app/playback/playback.hpp"
#include "app/profiles/profiles.hpp"
#include "app/uploads/uploads.hpp"
#include "app/webhooks/webhooks.hpp"
#include "core/cpu_pool.hpp"
#include "core/id.hpp"
#include "core/metrics.hpp"
#include "core/process_metrics.hpp"
#include "http/api_docs/api_docs.hpp"
#include "http/health/readiness.hpp"
#include "http/observe/request_metrics.hpp"
#include "http/playback/play_routes.hpp"
#include "http/routes/routes.hpp"
#include "http/server/server.hpp"

namespace acervo::api_program {
namespace {

constexpr std::size_t kPasswordThreads = 2;
constexpr std::size_t kPasswordQueue = 64;
constexpr std::size_t kDocumentThreads = 1;
constexpr std::size_t kDocumentQueue = 64;
constexpr Statement kSignOfLife{"health.sign_of_life", "SELECT 1"};

/// What the threads share: nothing that changes but the pools' queues and what is counted.
struct Shared {
    Shared(const Settings& given, AccessTokens access_tokens, PlaybackTokens playback_tokens,
           std::optional<ProviderRules> rules)
        : settings{given},
          tokens{std::move(access_tokens)},
          playback{std::move(playback_tokens)},
          provider{std::move(rules)} {}

    const Settings& settings;
    AccessTokens tokens;
    PlaybackTokens playback;
    std::optional<ProviderRules> provider;
    CpuPool passwords{kPasswordThreads, kPasswordQueue};
    CpuPool documents{kDocumentThreads, kDocumentQueue};
    http::ApiDocs docs;
    MasterFormats formats;
    std::optional<Profiles> profiles;
    SystemClock clock;
    Metrics metrics;
    DatabaseMetrics database{metrics};
};

DatabaseOptions database_options(Shared& shared) {
    auto options = acervo::options_of(shared.settings.database);
    options.metrics = &shared.database;
    return options;
}

RedisRouter::Options options_of(const RedisSection& section) {
    RedisRouter::Options options;
    options.seeds = section.addresses;
    options.password = section.password;
    return options;
}

DocumentRules rules_of(const AssetCacheSection& section) {
    return {.from_bytes = static_cast<std::int32_t>(section.from.bytes()), .lifetime = section.lifetime};
}

std::unique_ptr<ObjectStore> object_store(const boost::asio::any_io_executor& executor, Shared& shared) {
    auto options = options_of(shared.settings.s3);
    options.observe = s3_observer(shared.metrics);
    auto store = make_s3_object_store(executor, std::move(options));
    if (!store) throw std::runtime_error{store.error().message()};
    return *std::move(store);
}

/// Everything that one thread owns. It dies with the last handler, on that thread.
class ThreadServices {
public:
    ThreadServices(Shared& shared, const http::ThreadContext& thread)
        : database{thread.executor, database_options(shared)},
          cache{make_redis_cache(thread.executor, options_of(shared.settings.redis), &shared.metrics)},
          objects{object_store(thread.executor, shared)},
          limiter{*cache, shared.clock, &shared.metrics},
          documents{*cache, rules_of(shared.settings.asset_cache), &shared.metrics},
          identity{.database = database,
                   .cache = *cache,
                   .limiter = limiter,
                   .password_pool = shared.passwords,
                   .clock = shared.clock,
                   .rules = {},
                   .tokens = &shared.tokens},
          uploads{.database = database, .objects = *objects, .clock = shared.clock, .rules = {}},
          catalogue{.database = database, .objects = *objects, .clock = shared.clock, .rules = {}},
          playback{database, *objects, shared.playback, shared.clock},
          events{database},
          webhooks{.database = database, .clock = shared.clock, .site_key = shared.settings.webhooks.key} {
        if (shared.provider) {
            const auto& section = shared.settings.provider;
            provider_keys = make_http_key_source(thread.executor, section.keys_url, section.ca_file);
            identity.provider = &provider.emplace(*provider_keys, shared.clock, *shared.provider);
        }
        identity.rules.budgets = budgets_of(shared.settings.limits);
        identity.rules.sends_mail = shared.settings.mail.enabled;
        uploads.rules.archive_bucket = shared.settings.s3.archive_bucket;
        uploads.rules.formats = shared.formats;
        uploads.rules.largest_direct = shared.settings.uploads.largest_direct.bytes();
        if (shared.settings.asset_cache.enabled) catalogue.documents = &documents;
        catalogue.profiles = &*shared.profiles;
        catalogue.rules.archive_bucket = shared.settings.s3.archive_bucket;
        playback.rules.public_url = shared.settings.playback.public_url;
    }

    Database database;
    std::unique_ptr<Cache> cache;
    std::unique_ptr<ObjectStore> objects;
    RateLimiter limiter;
    DocumentCache documents;
    std::unique_ptr<KeySource> provider_keys;
    std::optional<ProviderTokens> provider;
    Identity identity;
    Uploads uploads;
    Catalogue catalogue;
    Playback playback;
    EventFeed events;
    Webhooks webhooks;
};

Async<Result<void>> ask_database(ThreadServices& services) {
    CO_TRY(co_await services.database.query(kSignOfLife));
    co_return ok();
}

Async<Result<void>> ask_cache(ThreadServices& services) {
    CO_TRY(co_await services.cache->get("health"));
    co_return ok();
}

/// S3 and Redis are not required: without the store the catalogue still answers, without the cache everything does.
std::vector<http::Dependency> dependencies_of(const std::shared_ptr<ThreadServices>& services,
                                              const std::string& bucket) {
    return {{.name = "postgres", .required = true, .probe = [services] { return ask_database(*services); }},
            {.name = "s3", .required = false, .probe = [services, bucket] { return services->objects->probe(bucket); }},
            {.name = "redis", .required = false, .probe = [services] { return ask_cache(*services); }}};
}

http::Router make_router(Shared& shared, const http::ThreadContext& thread) {
    auto services = std::make_shared<ThreadServices>(shared, thread);
    http::Router router;
    http::add_session_routes(router, services->identity);
    http::add_token_routes(router, services->identity);
    http::add_upload_routes(router, services->identity, services->uploads, shared.documents);
    http::add_password_reset_routes(router, services->identity);
    http::add_asset_routes(router, services->identity, services->catalogue);
    http::add_collection_routes(router, services->identity, services->database);
    http::add_trash_routes(router, services->identity, services->catalogue);
    http::add_spreadsheet_routes(router, services->identity, services->catalogue);
    http::add_version_routes(router, services->identity, services->catalogue, services->uploads);
    http::add_rendition_routes(router, services->identity, services->catalogue);
    http::add_playback_routes(router, services->identity, services->playback);
    http::add_play_routes(router, services->playback);
    http::add_processing_routes(router, services->identity, services->catalogue);
    http::add_relation_routes(router, services->identity, services->database);
    http::add_event_routes(router, {.feed = services->events,
                                    .identity = services->identity,
                                    .catalogue = services->catalogue,
                                    .is_draining = thread.is_draining});
    http::add_webhook_routes(router, services->identity, services->webhooks);
    http::add_job_routes(router, services->identity, services->database, shared.documents);
    http::add_metadata_routes(router, services->identity, services->database);
    http::add_people_routes(router, services->identity);
    http::add_audit_routes(router, services->identity, services->database);
    http::add_docs_routes(router, shared.docs);
    // The readiness route keeps the services alive as long as the router lives.
    auto dependencies = dependencies_of(services, shared.settings.s3.archive_bucket);
    auto readiness = std::make_shared<http::Readiness>(std::move(dependencies), thread.is_draining, shared.metrics);
    http::add_health_routes(router, readiness, shared.metrics);
    return router;
}

Result<AccessTokens> access_tokens(const TokensSection& section) {
    auto keys = jose::TokenKeys::make(section.signing_key, section.other_key);
    if (!keys) return fail(std::move(keys).error().with_context("[tokens] signing_key, other_key"));
    AccessTokenRules rules{.issuer = section.issuer, .audience = section.audience, .lifetime = section.lifetime};
    return AccessTokens{*std::move(keys), std::move(rules)};
}

std::unique_ptr<otlp::ExportThread> export_traces(Shared& shared) {
    otlp::Resource resource{.service_name = shared.settings.traces.service_name,
                            .service_version = ACERVO_VERSION,
                            .instance_id = Uuid::make().to_string()};
    return std::make_unique<otlp::ExportThread>(shared.settings.traces, std::move(resource), shared.clock,
                                                shared.metrics);
}

}  // namespace

void describe(config::Section<UploadsSection>& section) {
    section.doc("What may be uploaded; other files are refused before a byte is sent");
    section.key("video_extensions", &UploadsSection::video_extensions, "Names of files that are videos end so");
    section.key("audio_extensions", &UploadsSection::audio_extensions, "Those of sounds");
    section.key("image_extensions", &UploadsSection::image_extensions, "Those of pictures");
    section
        .key("largest_direct", &UploadsSection::largest_direct,
             "The largest file that may come through the API instead of in parts")
        .range(ByteSize{}, gibibytes(1));
}

Result<void> serve(const Settings& settings) {
    auto tokens = access_tokens(settings.tokens);
    if (!tokens) return fail(std::move(tokens).error());
    auto playback = PlaybackTokens::make(settings.tokens.signing_key, settings.tokens.other_key);
    if (!playback) return fail(std::move(playback).error().with_context("[tokens] signing_key, other_key"));
    auto rules = rules_of(settings.provider);
    if (!rules) return fail(std::move(rules).error());
    Shared shared{settings, *std::move(tokens), *std::move(playback), *std::move(rules)};
    const auto& allowed = settings.uploads;
    auto formats = MasterFormats::make(allowed.video_extensions, allowed.audio_extensions, allowed.image_extensions);
    if (!formats) return fail(formats.error());
    shared.formats = *std::move(formats);
    auto profiles = load_profiles(settings.profiles.folder, settings.profiles.site_folder);
    if (!profiles) return fail(profiles.error());
    shared.profiles = *std::move(profiles);
    add_process_metrics(shared.metrics);
    if (!settings.http.docs_folder.empty()) {
        auto docs = http::ApiDocs::load(settings.http.docs_folder);
        if (!docs) return fail(docs.error());
        shared.docs = *std::move(docs);
    }
    const auto factory = [&shared](const http::ThreadContext& thread) { return make_router(shared, thread); };
    auto routes = http::operation_names();
    for (auto& name : http::play_route_names()) routes.push_back(std::move(name));
    const auto observer = std::make_shared<http::RequestMetrics>(shared.metrics, routes);
    std::unique_ptr<otlp::ExportThread> traces;  // until the last request has ended
    if (!otlp::address_of(settings.traces).empty()) traces = export_traces(shared);
    auto options = options_of(settings.http);
    options.tracer = traces ? &traces->tracer() : nullptr;
    http::Server server{std::move(options), factory, observer};
    if (const auto started = server.start(); !started) return started;
    log::info("api.started", {{"address", settings.http.address}, {"port", server.port()}});
    http::run_until_signal(server);
    log::info("api.stopped");
    return ok();
}

}  // namespace acervo::api_program
