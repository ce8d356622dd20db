#pragma once

#include <chrono>
#include <cstddef>
#include <utility>
#include <vector>

#include "core/error.hpp"
#include "core/metrics.hpp"
#include "core/result.hpp"

namespace acervo {

/// What the databases of a process do, as series of Prometheus; all threads may share one. `kind` is `shared` or
/// `leased`.
///   acervo_database_connections{kind}, acervo_database_connections_opened_total{kind}, …_lost_total{kind},
///   acervo_database_connection_attempts_failed_total{kind}
///   acervo_database_statements_in_flight, acervo_database_statements_total{outcome} (`ok`, `given_up` by its caller,
///   or the error's kind), acervo_database_statement_seconds: from sending to the answer, so with the wait behind
///   others on a shared connection acervo_database_transactions_waiting, acervo_database_lease_seconds: the wait for a
///   leased connection, acervo_database_leases_refused_total: none came in time, or too many wait
class DatabaseMetrics {
public:
    enum class Kind { Shared, Leased };

    explicit DatabaseMetrics(Metrics& metrics);

    void opened(Kind kind) noexcept;
    void lost(Kind kind) noexcept;
    /// Ended by ourselves.
    void closed(Kind kind, std::size_t connections) noexcept;
    void attempt_failed(Kind kind) noexcept;

    void statement_began() noexcept { in_flight_.add(); }
    /// `error`: null when it succeeded.
    void statement_ended(std::chrono::nanoseconds took, const Error* error) noexcept;
    /// Its caller was cancelled.
    void statement_given_up() noexcept;

    void wait_began() noexcept { waiting_.add(); }
    void wait_ended(std::chrono::nanoseconds took, bool has_lease) noexcept;

private:
    struct Connections {
        Connections(Metrics& metrics, const char* kind);
        Gauge up;
        Counter opened;
        Counter lost;
        Counter failed;
    };
    Connections& of(Kind kind) noexcept { return kind == Kind::Shared ? shared_ : leased_; }

    Connections shared_;
    Connections leased_;
    Gauge in_flight_;
    Gauge waiting_;
    Counter succeeded_;
    Counter given_up_;
    /// By the number of the error's kind.
    std::vector<Counter> failed_;
    Histogram statement_;
    Histogram lease_;
    Counter leases_refused_;
};

namespace postgres {

/// The time of one statement: given up when it is destroyed before its end.
class TimedStatement {
public:
    explicit TimedStatement(DatabaseMetrics* metrics) noexcept : metrics_{metrics} {
        if (metrics_ != nullptr) metrics_->statement_began();
    }
    ~TimedStatement() {
        if (metrics_ != nullptr) metrics_->statement_given_up();
    }
    TimedStatement(const TimedStatement&) = delete;
    TimedStatement& operator=(const TimedStatement&) = delete;

    void end(const Error* error) noexcept {
        auto* const metrics = std::exchange(metrics_, nullptr);
        if (metrics != nullptr) metrics->statement_ended(std::chrono::steady_clock::now() - began_, error);
    }

private:
    DatabaseMetrics* metrics_;
    std::chrono::steady_clock::time_point began_{std::chrono::steady_clock::now()};
};

/// The time of one wait for a leased connection.
class TimedWait {
public:
    explicit TimedWait(DatabaseMetrics* metrics) noexcept : metrics_{metrics} {
        if (metrics_ != nullptr) metrics_->wait_began();
    }
    ~TimedWait() {
        if (metrics_ != nullptr) metrics_->wait_ended(std::chrono::steady_clock::now() - began_, has_lease);
    }
    TimedWait(const TimedWait&) = delete;
    TimedWait& operator=(const TimedWait&) = delete;

    bool has_lease{false};

private:
    DatabaseMetrics* metrics_;
    std::chrono::steady_clock::time_point began_{std::chrono::steady_clock::now()};
};

}  // namespace postgres
}  // namespace acervo
