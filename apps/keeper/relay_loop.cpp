#include "relay_loop.hpp"

#include "app/relay/relay.hpp"
#include "core/log.hpp"
#include "core/sleep.hpp"

namespace acervo::keeper {
namespace {

using namespace std::chrono_literals;

constexpr int kAtOnce = 100;
/// So many every so often: those that run are looked at every ten minutes, at most.
constexpr int kLookedAt = 20;
constexpr auto kLookEvery = 5s;
constexpr auto kConnectPatience = 10s;
constexpr auto kCallPatience = 5s;

}  // namespace

RelayLoop::RelayLoop(const TemporalSection& section, Metrics& metrics)
    : section_{section},
      started_{metrics.counter("acervo_workflows_started_total", "Workflows that were handed to Temporal")},
      refused_{metrics.counter("acervo_workflows_refused_total", "Workflows that Temporal would not take")},
      cancelled_{metrics.counter("acervo_workflows_cancelled_total", "Workflows that were told to end")},
      failures_{metrics.counter("acervo_keeper_failures_total", "Rounds of a loop that failed", {{"loop", "relay"}})} {}

Async<void> RelayLoop::run(Database& database, std::chrono::milliseconds pause) {
    for (;;) {
        const auto ended = co_await connect_and_relay(database, pause);
        failures_.add();
        log::warn("relay.failed", {{"error", ended.error()}});
        co_await sleep_for(pause);
    }
}

/// Ends by the first failure only: the connection itself comes back by itself, but what failed is worth a line.
Async<Result<void>> RelayLoop::connect_and_relay(Database& database, std::chrono::milliseconds pause) {
    const auto runtime = CO_TRY(temporal::Runtime::start({.threads = 1}));
    temporal::ConnectOptions where;
    where.url = (section_.tls ? "https://" : "http://") + section_.address;
    where.identity = "acervo-keeper";
    auto connection =
        CO_TRY(co_await temporal::Connection::connect(runtime, std::move(where), Deadline::after(kConnectPatience)));
    temporal::Client client{std::move(connection), {.name_space = section_.name_space, .timeout = kCallPatience}};
    auto next_look = std::chrono::steady_clock::now();
    for (;;) {
        if (const auto now = std::chrono::steady_clock::now(); now >= next_look) {
            CO_TRY(co_await settle_ended_workflows(database, client, kLookedAt));
            next_look = now + kLookEvery;
        }
        const auto relayed = CO_TRY(co_await relay_workflows(database, client, kAtOnce));
        started_.add(static_cast<std::uint64_t>(relayed.started));
        refused_.add(static_cast<std::uint64_t>(relayed.refused));
        cancelled_.add(static_cast<std::uint64_t>(relayed.cancelled));
        if (!relayed.is_full) co_await sleep_for(pause);
    }
}

}  // namespace acervo::keeper
