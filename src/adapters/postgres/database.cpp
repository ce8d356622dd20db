#include "adapters/postgres/database.hpp"

#include <algorithm>
#include <vector>

#include "adapters/postgres/backoff.hpp"
#include "adapters/postgres/database_metrics.hpp"
#include "adapters/postgres/in_transaction.hpp"
#include "adapters/postgres/kept_connection.hpp"
#include "adapters/postgres/lease_pool.hpp"
#include "core/log.hpp"
#include "core/sleep.hpp"

namespace acervo {
namespace {

using postgres::Connection;
using postgres::KeptConnection;
using postgres::Lease;
using postgres::LeasePool;

constexpr Statement kBegin{"postgres.begin", "BEGIN ISOLATION LEVEL READ COMMITTED"};
constexpr Statement kBeginRepeatable{"postgres.begin_repeatable", "BEGIN ISOLATION LEVEL REPEATABLE READ"};
constexpr Statement kBeginSerializable{"postgres.begin_serializable", "BEGIN ISOLATION LEVEL SERIALIZABLE"};

Statement begin_statement(Isolation isolation) {
    switch (isolation) {
        case Isolation::ReadCommitted:
            return kBegin;
        case Isolation::RepeatableRead:
            return kBeginRepeatable;
        case Isolation::Serializable:
            return kBeginSerializable;
    }
    return kBeginSerializable;
}

/// What callers are answered while no connection can be made. That it is the URL that is wrong is no fault of theirs.
Error refusal_of(const Error& error) {
    return error.kind() == ErrorKind::Unavailable ? error : postgres::unavailable(error.message());
}

/// Some kept connections of one kind.
class Group : public KeptConnection::Observer {
public:
    Group(DatabaseMetrics::Kind kind, DatabaseMetrics* metrics) : kind_{kind}, metrics_{metrics} {}

    void start(const boost::asio::any_io_executor& executor, const DatabaseOptions& options, std::size_t count,
               std::chrono::milliseconds statement_timeout) {
        for (std::size_t i = 0; i < count; ++i) {
            members.push_back(std::make_shared<KeptConnection>(executor, options, statement_timeout));
        }
        for (const auto& member : members) member->start(*this);
    }
    void stop() {
        for (const auto& member : members) member->stop();
        if (metrics_ != nullptr) metrics_->closed(kind_, std::exchange(counted_, 0));
    }
    std::size_t up() const noexcept {
        return static_cast<std::size_t>(std::ranges::count_if(
            members, [](const auto& member) { return member->current() && !member->current()->is_lost(); }));
    }
    /// At least one is up, or none is wanted.
    bool has_begun() const noexcept { return members.empty() || up() > 0; }
    std::vector<std::shared_ptr<KeptConnection>> members;

protected:
    void count_opened() noexcept {
        ++counted_;
        if (metrics_ != nullptr) metrics_->opened(kind_);
    }
    void count_lost() noexcept {
        --counted_;
        if (metrics_ != nullptr) metrics_->lost(kind_);
    }
    void count_failed_attempt() noexcept {
        if (metrics_ != nullptr) metrics_->attempt_failed(kind_);
    }

private:
    DatabaseMetrics::Kind kind_;
    DatabaseMetrics* metrics_;
    /// Connections that `metrics_` knows to be up.
    std::size_t counted_{0};
};

/// Writes one line for each change of state, however many connections there are and however often they are tried.
class OutageLog {
public:
    void up() {
        if (state_ == State::Up) return;
        const auto away = std::chrono::steady_clock::now() - since_;
        if (state_ == State::New) {
            log::info("database.connected");
        } else {
            log::info("database.recovered",
                      {{"away_ms", std::chrono::duration_cast<std::chrono::milliseconds>(away).count()}});
        }
        state_ = State::Up;
    }
    void lost(std::string_view why) {
        if (state_ != State::Up) return;
        log::warn("database.lost", {{"reason", first_line(why)}});
        state_ = State::Lost;
        since_ = std::chrono::steady_clock::now();
    }
    void refused(std::string_view why) {
        if (state_ == State::Up || state_ == State::Refused) return;
        log::warn("database.refused", {{"reason", first_line(why)}});
        if (state_ == State::New) since_ = std::chrono::steady_clock::now();
        state_ = State::Refused;
    }

private:
    static std::string_view first_line(std::string_view text) { return text.substr(0, text.find('\n')); }

    enum class State { New, Up, Lost, Refused };
    State state_{State::New};
    std::chrono::steady_clock::time_point since_;
};

}  // namespace

class Database::Connections {
public:
    Connections(const boost::asio::any_io_executor& executor, const DatabaseOptions& options)
        : options_{options},
          pool_{std::make_shared<LeasePool>(executor, options)},
          changed_{executor},
          shared_{*this, options.metrics},
          leased_{*this, options.metrics} {
        shared_.was_tried = options.shared_connections == 0;
        shared_.start(executor, options, options.shared_connections, options.statement_timeout);
        leased_.start(executor, options, options.leased_connections, options.transaction_statement_timeout);
    }

    void stop() {
        down_ = postgres::unavailable("closed");
        shared_.was_tried = true;
        shared_.stop();
        leased_.stop();
        pool_->close();
        changed_.notify();
    }

    static Async<void> wait_until_ended(std::shared_ptr<Connections> self) {
        for (const auto& member : self->shared_.members) co_await member->wait_until_ended();
        for (const auto& member : self->leased_.members) co_await member->wait_until_ended();
    }

    static Async<Result<void>> wait_until_up(std::shared_ptr<Connections> self, std::chrono::milliseconds timeout) {
        const auto deadline = std::chrono::steady_clock::now() + timeout;
        while (!self->shared_.has_begun() || !self->leased_.has_begun()) {
            if (std::chrono::steady_clock::now() >= deadline) co_return fail(self->down_);
            co_await self->changed_.wait_until(deadline);
        }
        co_return ok();
    }

    /// Returns once the shared connections' first attempt has come to an end, well or not; at once later on.
    static Async<void> wait_for_first_attempt(std::shared_ptr<Connections> self) {
        const auto deadline = std::chrono::steady_clock::now() + self->options_.connect_timeout;
        while (!self->shared_.was_tried && std::chrono::steady_clock::now() < deadline) {
            co_await self->changed_.wait_until(deadline);
        }
    }

    Result<std::shared_ptr<Connection>> least_loaded() const {
        std::shared_ptr<Connection> best;
        for (const auto& member : shared_.members) {
            const auto& candidate = member->current();
            if (!candidate || candidate->is_lost()) continue;
            if (!best || candidate->pending() < best->pending()) best = candidate;
        }
        if (!best) return fail(down_);
        if (best->pending() >= options_.max_queued_statements) {
            return fail(postgres::unavailable("too many statements are under way"));
        }
        return best;
    }

    void note_slow(const Statement& statement) const {
        log::warn("database.slow_statement",
                  {{"statement", std::string{statement.name}}, {"limit_ms", options_.statement_timeout.count()}});
    }

    bool is_up() const noexcept { return shared_.up() > 0; }
    /// Whether the shared connections' first attempt to connect is still under way.
    bool is_new() const noexcept { return !shared_.was_tried; }
    const std::string& why_down() const noexcept { return down_.message(); }
    const std::shared_ptr<LeasePool>& pool() const noexcept { return pool_; }

    DatabaseStatistics statistics() const {
        auto statistics = counted_;
        statistics.shared_up = shared_.up();
        statistics.leased_up = leased_.up();
        statistics.leased_idle = pool_->idle();
        statistics.waiting_transactions = pool_->waiting();
        for (const auto& member : shared_.members) {
            if (member->current()) statistics.statements += member->current()->pending();
        }
        return statistics;
    }

private:
    class Shared : public Group {
    public:
        Shared(Connections& owner, DatabaseMetrics* metrics)
            : Group{DatabaseMetrics::Kind::Shared, metrics}, owner_{owner} {}
        void on_connected(const std::shared_ptr<Connection>&) override {
            count_opened();
            was_tried = true;
            owner_.note_connected();
        }
        void on_lost(std::string_view why) override {
            count_lost();
            owner_.note_lost(why);
        }
        void on_refused(const Error& error) override {
            count_failed_attempt();
            was_tried = true;
            owner_.note_refused(error);
        }
        /// One of them has been connected or refused at least once.
        bool was_tried{false};

    private:
        Connections& owner_;
    };

    class Leased : public Group {
    public:
        Leased(Connections& owner, DatabaseMetrics* metrics)
            : Group{DatabaseMetrics::Kind::Leased, metrics}, owner_{owner} {}
        void on_connected(const std::shared_ptr<Connection>& connection) override {
            count_opened();
            owner_.pool_->offer(connection);
            owner_.note_connected();
        }
        void on_lost(std::string_view why) override {
            count_lost();
            owner_.pool_->drop_lost();
            owner_.note_lost(why);
        }
        void on_refused(const Error& error) override {
            count_failed_attempt();
            if (up() == 0) owner_.pool_->refuse(refusal_of(error));
            owner_.note_refused(error);
        }

    private:
        Connections& owner_;
    };

    void note_connected() {
        ++counted_.connected;
        if (shared_.has_begun() && leased_.has_begun()) outages_.up();
        changed_.notify();
    }
    void note_lost(std::string_view why) {
        ++counted_.lost;
        down_ = postgres::unavailable(why);
        if (!shared_.has_begun() || !leased_.has_begun()) outages_.lost(why);
    }
    void note_refused(const Error& error) {
        ++counted_.refused;
        down_ = refusal_of(error);
        if (!shared_.has_begun() || !leased_.has_begun()) outages_.refused(error.message());
        changed_.notify();
    }

    DatabaseOptions options_;
    std::shared_ptr<LeasePool> pool_;
    postgres::Wakeup changed_;
    /// What who asks while there is no connection is answered.
    Error down_{postgres::unavailable("not connected yet")};
    DatabaseStatistics counted_;
    OutageLog outages_;
    Shared shared_;
    Leased leased_;
};

Database::Database(boost::asio::any_io_executor executor, DatabaseOptions options)
    : connections_{std::make_shared<Connections>(executor, options)} {}

Database::~Database() {
    if (connections_) connections_->stop();
}

Database::Database(Database&&) noexcept = default;

Database& Database::operator=(Database&& other) noexcept {
    if (this != &other) {
        if (connections_) connections_->stop();
        connections_ = std::move(other.connections_);
    }
    return *this;
}

Async<Result<Rows>> Database::run(Statement statement, Parameters values) {
    // A program that has just started answers its first callers a moment later rather than with a failure.
    if (connections_->is_new()) co_await Connections::wait_for_first_attempt(connections_);
    auto connection = CO_TRY(connections_->least_loaded());
    auto answer = co_await Connection::execute(std::move(connection), statement, values);
    if (answer || !is_too_slow(answer.error())) co_return answer;
    // Ended by the server, so without effect. A machine that stalls for a moment is not the caller's fault, and a
    // statement that is slow by nature holds up nobody on a connection of its own.
    connections_->note_slow(statement);
    const auto lease = CO_TRY(co_await LeasePool::take(connections_->pool()));
    co_return co_await Connection::execute(lease->connection(), statement, std::move(values));
}

Async<Result<Transaction>> Database::begin(Isolation isolation) {
    constexpr int kTries = 3;
    const auto pool = connections_->pool();
    for (int attempt = 1;; ++attempt) {
        auto lease = CO_TRY(co_await LeasePool::take(pool));
        lease->phase = Lease::Phase::Open;
        const auto begun = co_await Connection::execute(lease->connection(), begin_statement(isolation), {});
        if (begun) co_return Transaction{std::move(lease)};
        // An idle connection may turn out to be dead; nothing has been done on it, so another one will do.
        if (!lease->connection()->is_lost() || attempt == kTries) co_return fail(begun.error());
    }
}

bool Database::is_up() const noexcept { return connections_->is_up(); }

std::string Database::why_down() const { return is_up() ? std::string{} : connections_->why_down(); }

Async<Result<void>> Database::wait_until_up(std::chrono::milliseconds timeout) {
    return Connections::wait_until_up(connections_, timeout);
}

DatabaseStatistics Database::statistics() const { return connections_->statistics(); }

Async<void> Database::close() {
    connections_->stop();
    return Connections::wait_until_ended(connections_);
}

Async<void> postgres::pause_before_retry(int attempt) {
    constexpr std::chrono::milliseconds kFirst{10};
    co_await sleep_for(jittered(kFirst * (1 << std::min(attempt, 6))));
}

}  // namespace acervo
