#include "wiring.hpp"

#include <atomic>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <thread>

#include "adapters/postgres/database.hpp"
#include "adapters/postgres/database_metrics.hpp"
#include "adapters/postgres/dedicated_connection.hpp"
#include "adapters/redis/redis_cache.hpp"
#include "adapters/s3/s3_object_store.hpp"
#include "adapters/smtp/smtp_mailer.hpp"
#include "adapters/webhook/http_webhook_sender.hpp"
#include "app/audit/audit.hpp"
#include "app/trash/trash.hpp"
#include "core/metrics.hpp"
#include "core/process_metrics.hpp"
#include "core/sleep.hpp"
#include "core/task_group.hpp"
#include "house_loop.hpp"
#include "http/health/readiness.hpp"
#include "http/server/server.hpp"
#include "job_loop.hpp"
#include "mail_loop.hpp"
#include "relay_loop.hpp"
#include "store/events/events.hpp"

namespace acervo::keeper {
namespace {

namespace asio = boost::asio;

/// Names the leader's lock among the advisory locks of the database; "acervo-k" in ASCII.
constexpr std::int64_t kLeaderLock = 0x6163'6572'766F'2D6B;
constexpr int kSealedAtOnce = 1000;
constexpr int kPurgedAtOnce = 100;
constexpr int kNumberedAtOnce = 1000;

HouseRules rules_of(const KeeperSection& section) {
    const auto seconds = [](auto time) { return std::chrono::duration_cast<std::chrono::seconds>(time); };
    return {.sessions = seconds(section.sessions_kept),
            .idempotency_keys = seconds(section.idempotency_keys_kept),
            .job_assets = seconds(section.job_assets_kept),
            .events = seconds(section.events_kept)};
}

RedisRouter::Options options_of(const RedisSection& section) {
    return {.seeds = section.addresses, .password = section.password};
}

DocumentRules rules_of(const AssetCacheSection& section) {
    return {.from_bytes = static_cast<std::int32_t>(section.from.bytes()), .lifetime = section.lifetime};
}

SmtpSecurity security_of(const SmtpSection& section) {
    if (section.security == "tls") return SmtpSecurity::Tls;
    return section.security == "none" ? SmtpSecurity::None : SmtpSecurity::StartTls;
}

SmtpOptions options_of(const SmtpSection& section) {
    SmtpOptions options;
    options.host = section.host;
    options.port = section.port;
    options.security = security_of(section);
    options.ca_file = section.ca_file;
    options.user = section.user;
    options.password = section.password;
    options.from = {.address = section.from, .name = section.from_name};
    options.timeout = section.timeout;
    return options;
}

/// How letters are sent.
struct Mailing {
    std::unique_ptr<Mailer> mailer;
    MailRules rules;
};

/// Nothing when no mail server is configured.
Result<std::optional<Mailing>> mailing(const SmtpSection& section) {
    auto rules = rules_of(section);
    if (!rules) return fail(std::move(rules).error());
    if (!*rules) return std::nullopt;
    auto mailer = make_smtp_mailer(options_of(section));
    if (!mailer) return fail(std::move(mailer).error().with_context("[smtp]"));
    return Mailing{.mailer = *std::move(mailer), .rules = **std::move(rules)};
}

/// The loops, on a thread of their own: what they do can hold up no answer about how the process is.
class Keeping {
public:
    Keeping(const Settings& settings, std::optional<Mailing> mailing, NetworkList webhook_networks, Metrics& metrics)
        : settings_{settings},
          statements_{metrics},
          is_leader_{metrics.gauge("acervo_keeper_is_leader", "Whether this process works; the others stand by")},
          sealed_{metrics.counter("acervo_audit_sealed_total", "Rows of the audit log that were given their place")},
          failures_{
              metrics.counter("acervo_keeper_failures_total", "Rounds of a loop that failed", {{"loop", "audit"}})},
          purged_{metrics.counter("acervo_trash_purged_total", "Assets that were purged from the trash")},
          purge_failures_{
              metrics.counter("acervo_keeper_failures_total", "Rounds of a loop that failed", {{"loop", "trash"}})},
          event_failures_{
              metrics.counter("acervo_keeper_failures_total", "Rounds of a loop that failed", {{"loop", "events"}})},
          jobs_{metrics},
          house_{rules_of(settings.keeper), metrics},
          reconcile_{settings.reconcile, settings.s3, metrics},
          relay_{settings.temporal, metrics},
          mailing_{std::move(mailing)},
          mail_{mailing_ ? mailing_->rules : MailRules{}, metrics},
          webhook_networks_{std::move(webhook_networks)},
          webhooks_{settings.webhooks.key, metrics},
          database_{loop_.get_executor(), database_options()},
          cache_{make_redis_cache(loop_.get_executor(), options_of(settings.redis), &metrics)},
          documents_{*cache_, rules_of(settings.asset_cache)},
          tasks_{loop_.get_executor()} {
        tasks_.spawn("lead", lead());
        thread_ = std::jthread{[this] { run(); }};
    }
    Keeping(const Keeping&) = delete;
    Keeping& operator=(const Keeping&) = delete;
    ~Keeping() {
        asio::co_spawn(loop_, end(), [this](const std::exception_ptr&) { loop_.stop(); });
        thread_.join();
    }

    /// Whether the leader, this process or another one, was seen lately; for readiness.
    bool is_alive() const noexcept { return alive_; }

private:
    DatabaseOptions database_options() {
        auto options = options_of(settings_.database);
        options.metrics = &statements_;
        return options;
    }
    void run() noexcept {
        while (!loop_.stopped()) {
            try {
                loop_.run();
            } catch (const std::exception& thrown) {
                log::error("keeper.failed", {{"reason", thrown.what()}});
            }
        }
    }
    Async<void> end() {
        tasks_.cancel();
        co_await tasks_.join();
        cache_.reset();
        co_await database_.close();
    }
    Async<void> lead() {
        for (;;) {
            auto lock = co_await DedicatedConnection::connect(database_options());
            if (lock) {
                co_await hold(*std::move(lock));
            } else {
                alive_ = false;
                log::warn("keeper.no_database", {{"error", lock.error()}});
            }
            co_await sleep_for(settings_.keeper.stand_by);
        }
    }
    /// Until the connection, and with it the lock, is lost.
    Async<void> hold(DedicatedConnection lock) {
        for (;;) {
            const auto ours = co_await lock.try_lock(kLeaderLock);
            alive_ = ours.has_value();
            if (!ours) co_return;
            if (*ours) break;
            co_await sleep_for(settings_.keeper.stand_by);
        }
        log::info("keeper.leads");
        is_leader_.set(1);
        TaskGroup loops{loop_.get_executor()};
        loops.spawn("audit", seal());
        loops.spawn("trash", purge());
        loops.spawn("events", number());
        loops.spawn("jobs", jobs_.run(database_, settings_.asset_cache.enabled ? &documents_ : nullptr,
                                      settings_.keeper.pause));
        loops.spawn("house", house_.run(database_, settings_.keeper.house_pause));
        if (!settings_.s3.access_key_id.empty()) {
            loops.spawn("reconcile", reconcile());
        }
        if (!settings_.temporal.address.empty()) {
            loops.spawn("relay", relay_.run(database_, settings_.keeper.relay_pause));
        }
        if (mailing_) loops.spawn("mail", mail_.run(database_, *mailing_->mailer, settings_.keeper.mail_pause));
        if (!settings_.webhooks.key.reveal().empty()) loops.spawn("webhooks", tell_webhooks());
        loops.spawn("lock", watch(&lock, &loops));
        co_await loops.join();
        is_leader_.set(0);
        alive_ = false;
        log::warn("keeper.leads_no_more", {{"reason", lock.why_lost()}});
    }
    static Async<void> watch(DedicatedConnection* lock, TaskGroup* loops) {
        co_await lock->wait_until_lost();
        loops->cancel();
    }
    Async<void> reconcile() {
        auto options = options_of(settings_.s3);
        const auto objects = object_store(options);
        options.access_key = settings_.reconcile.purge_access_key_id;
        options.secret_key = settings_.reconcile.purge_secret_access_key;
        const auto remover = object_store(std::move(options));
        co_await reconcile_.run(database_, *objects, *remover);
    }
    std::unique_ptr<ObjectStore> object_store(S3Options options) {
        auto store = make_s3_object_store(loop_.get_executor(), std::move(options));
        if (!store) throw std::runtime_error{store.error().message()};
        return *std::move(store);
    }
    Async<void> seal() {
        for (;;) {
            const auto sealed = co_await seal_audit(database_, kSealedAtOnce);
            if (sealed) {
                sealed_.add(static_cast<std::uint64_t>(*sealed));
            } else {
                failures_.add();
                log::warn("audit.not_sealed", {{"error", sealed.error()}});
            }
            if (!sealed || *sealed < kSealedAtOnce) co_await sleep_for(settings_.keeper.pause);
        }
    }
    Async<void> tell_webhooks() {
        const auto sender = make_http_webhook_sender(loop_.get_executor(), webhook_networks_);
        co_await webhooks_.run(database_, *sender, loop_.get_executor(), settings_.keeper.event_pause);
    }
    Async<void> number() {
        for (;;) {
            const auto numbered = co_await number_events(database_, kNumberedAtOnce);
            if (!numbered) {
                event_failures_.add();
                log::warn("events.not_numbered", {{"error", numbered.error()}});
            }
            if (!numbered || *numbered < kNumberedAtOnce) co_await sleep_for(settings_.keeper.event_pause);
        }
    }
    Async<void> purge() {
        const auto kept = std::chrono::duration_cast<std::chrono::seconds>(settings_.keeper.trash_kept);
        for (;;) {
            const auto purged = co_await purge_expired_trash(database_, kept, kPurgedAtOnce);
            if (purged) {
                purged_.add(static_cast<std::uint64_t>(*purged));
            } else {
                purge_failures_.add();
                log::warn("trash.not_purged", {{"error", purged.error()}});
            }
            if (!purged || *purged < kPurgedAtOnce) co_await sleep_for(settings_.keeper.trash_pause);
        }
    }

    const Settings& settings_;
    DatabaseMetrics statements_;
    Gauge is_leader_;
    Counter sealed_;
    Counter failures_;
    Counter purged_;
    Counter purge_failures_;
    Counter event_failures_;
    JobLoop jobs_;
    HouseLoop house_;
    ReconcileLoop reconcile_;
    RelayLoop relay_;
    std::optional<Mailing> mailing_;
    MailLoop mail_;
    NetworkList webhook_networks_;
    WebhookLoop webhooks_;
    std::atomic<bool> alive_{false};
    asio::io_context loop_{1};
    asio::executor_work_guard<asio::io_context::executor_type> guard_{loop_.get_executor()};
    Database database_;
    std::unique_ptr<Cache> cache_;
    DocumentCache documents_;
    TaskGroup tasks_;
    std::jthread thread_;
};

Async<Result<void>> ask(const Keeping* keeping) {
    if (keeping->is_alive()) co_return ok();
    co_return fail(ErrorKind::Unavailable, "there is no connection that could hold the leader's lock");
}

}  // namespace

void describe(config::Section<KeeperSection>& section) {
    using namespace std::chrono_literals;
    section.doc("The background loops");
    section.key("pause", &KeeperSection::pause, "How often a loop looks for work").range(10ms, 1h);
    section
        .key("relay_pause", &KeeperSection::relay_pause,
             "How often workflows that shall start or end are looked for; the time a person waits for them")
        .range(10ms, 1h);
    section
        .key("event_pause", &KeeperSection::event_pause,
             "How often new events are given their place, behind which they are told")
        .range(10ms, 1min);
    section
        .key("events_kept", &KeeperSection::events_kept,
             "How long events are kept: a listener that was away for longer is told that it missed some")
        .range(1h, 24h * 3650);
    section.key("mail_pause", &KeeperSection::mail_pause, "How often letters that shall be sent are looked for")
        .range(100ms, 1h);
    section.key("stand_by", &KeeperSection::stand_by, "How often a process that does not lead asks whether it may")
        .range(100ms, 1h);
    section.key("trash_kept", &KeeperSection::trash_kept, "How long an asset lies in the trash before it is purged")
        .range(1s, 24h * 3650);
    section.key("trash_pause", &KeeperSection::trash_pause, "How often the trash is looked through").range(100ms, 24h);
    section.key("sessions_kept", &KeeperSection::sessions_kept, "How long a session is kept behind its end")
        .range(1h, 24h * 3650);
    section
        .key("idempotency_keys_kept", &KeeperSection::idempotency_keys_kept,
             "How long an Idempotency-Key is known; longer than an upload may stay open")
        .range(24h, 24h * 3650);
    section
        .key("job_assets_kept", &KeeperSection::job_assets_kept,
             "How long the assets of a job stay on record: for so long it can be undone")
        .range(1h, 24h * 3650);
    section.key("house_pause", &KeeperSection::house_pause, "How often it is looked for what nobody needs any more")
        .range(100ms, 24h);
}

Result<void> keep(const Settings& settings) {
    auto mail = mailing(settings.smtp);
    if (!mail) return fail(std::move(mail).error());
    auto networks = allowed_networks_of(settings.webhooks);
    if (!networks) return fail(std::move(networks).error());
    Metrics metrics;
    add_process_metrics(metrics);
    Keeping keeping{settings, *std::move(mail), *std::move(networks), metrics};
    const auto factory = [&](const http::ThreadContext& thread) {
        std::vector<http::Dependency> dependencies{
            {.name = "postgres", .required = true, .probe = [&keeping] { return ask(&keeping); }}};
        auto readiness = std::make_shared<http::Readiness>(std::move(dependencies), thread.is_draining, metrics);
        http::Router router;
        http::add_health_routes(router, readiness, metrics);
        return router;
    };
    http::Server server{options_of(settings.http), factory, nullptr};
    if (const auto started = server.start(); !started) return started;
    log::info("keeper.started", {{"address", settings.http.address}, {"port", server.port()}});
    http::run_until_signal(server);
    log::info("keeper.stopped");
    return ok();
}

}  // namespace acervo::keeper
