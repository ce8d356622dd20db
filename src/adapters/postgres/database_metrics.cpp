#include "adapters/postgres/database_metrics.hpp"

namespace acervo {
namespace {

constexpr int kKinds = static_cast<int>(ErrorKind::Internal) + 1;

Counter statements(Metrics& metrics, std::string_view outcome) {
    return metrics.counter("acervo_database_statements_total", "Statements that ended, by how",
                           {{"outcome", std::string{outcome}}});
}

}  // namespace

DatabaseMetrics::Connections::Connections(Metrics& metrics, const char* kind)
    : up{metrics.gauge("acervo_database_connections", "Connections to PostgreSQL that are up", {{"kind", kind}})},
      opened{metrics.counter("acervo_database_connections_opened_total", "Connections made", {{"kind", kind}})},
      lost{metrics.counter("acervo_database_connections_lost_total", "Connections lost", {{"kind", kind}})},
      failed{metrics.counter("acervo_database_connection_attempts_failed_total", "Attempts to connect that failed",
                             {{"kind", kind}})} {}

DatabaseMetrics::DatabaseMetrics(Metrics& metrics)
    : shared_{metrics, "shared"},
      leased_{metrics, "leased"},
      in_flight_{metrics.gauge("acervo_database_statements_in_flight", "Statements whose answer is awaited")},
      waiting_{metrics.gauge("acervo_database_transactions_waiting", "Transactions that wait for a connection")},
      succeeded_{statements(metrics, "ok")},
      given_up_{statements(metrics, "given_up")},
      statement_{metrics.histogram("acervo_database_statement_seconds", "From sending a statement to its answer",
                                   latency_buckets())},
      lease_{metrics.histogram("acervo_database_lease_seconds", "The wait of a transaction for a connection",
                               latency_buckets())},
      leases_refused_{metrics.counter("acervo_database_leases_refused_total",
                                      "Transactions that got no connection in time, or none at all")} {
    for (int kind = 0; kind < kKinds; ++kind) {
        failed_.push_back(statements(metrics, name_of(static_cast<ErrorKind>(kind))));
    }
}

void DatabaseMetrics::opened(Kind kind) noexcept {
    of(kind).up.add();
    of(kind).opened.add();
}

void DatabaseMetrics::lost(Kind kind) noexcept {
    of(kind).up.subtract();
    of(kind).lost.add();
}

void DatabaseMetrics::closed(Kind kind, std::size_t connections) noexcept {
    of(kind).up.subtract(static_cast<std::int64_t>(connections));
}

void DatabaseMetrics::attempt_failed(Kind kind) noexcept { of(kind).failed.add(); }

void DatabaseMetrics::statement_ended(std::chrono::nanoseconds took, const Error* error) noexcept {
    in_flight_.subtract();
    statement_.observe(took);
    auto& counter = error == nullptr ? succeeded_ : failed_[static_cast<std::size_t>(error->kind())];
    counter.add();
}

void DatabaseMetrics::statement_given_up() noexcept {
    in_flight_.subtract();
    given_up_.add();
}

void DatabaseMetrics::wait_ended(std::chrono::nanoseconds took, bool has_lease) noexcept {
    waiting_.subtract();
    lease_.observe(took);
    if (!has_lease) leases_refused_.add();
}

}  // namespace acervo
