#include "adapters/postgres/connection.hpp"

#include <fmt/format.h>
#include <libpq-fe.h>

#include <boost/asio/append.hpp>
#include <boost/asio/associated_cancellation_slot.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/this_coro.hpp>
#include <limits>

#include "adapters/postgres/database_error.hpp"
#include "adapters/postgres/database_metrics.hpp"
#include "core/cancellation.hpp"
#include "core/traced_work.hpp"

namespace acervo::postgres {
namespace {

namespace asio = boost::asio;
using PosixSocket = asio::posix::stream_descriptor;

/// The wire protocol counts parameters in 16 bits.
constexpr std::size_t kMostParameters = std::numeric_limits<std::uint16_t>::max();

constexpr std::size_t kMostNotifications = 1024;
/// The answer to one who was cancelled.
constexpr auto kGivenUpTag = "postgres.given_up";

std::string_view field_of(const pg_result* result, int field) {
    const char* text = PQresultErrorField(result, field);
    return text == nullptr ? std::string_view{} : std::string_view{text};
}

/// The columns of a prepared statement's answer changed (ALTER TABLE while we run).
bool is_stale_plan(const pg_result* result) {
    return field_of(result, PG_DIAG_SQLSTATE) == "0A000" &&
           field_of(result, PG_DIAG_SOURCE_FUNCTION) == "RevalidateCachedQuery";
}

bool is_unknown_statement(const pg_result* result) { return field_of(result, PG_DIAG_SQLSTATE) == "26000"; }

/// ERROR: the statement certainly had no effect; FATAL says that of the connection only.
bool is_plain_error(const pg_result* result) {
    return result != nullptr && field_of(result, PG_DIAG_SEVERITY_NONLOCALIZED) == "ERROR";
}

bool is_success(const pg_result* result) {
    const auto status = PQresultStatus(result);
    return status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK;
}

Result<Rows> answer_of(ResultHandle result, std::string_view statement) {
    if (!result) return fail(ErrorKind::Internal, fmt::format("{}: no answer from PostgreSQL", statement));
    if (is_success(result.get())) return Rows{std::move(result)};
    if (is_stale_plan(result.get())) return fail(unavailable("the schema has just changed"));
    return fail(error_of(result.get(), statement));
}

}  // namespace

std::shared_ptr<Connection> Connection::start(asio::any_io_executor executor, ConnectionHandle handle,
                                              std::chrono::milliseconds silence, DatabaseMetrics* metrics) {
    std::shared_ptr<Connection> connection{new Connection{std::move(executor), std::move(handle), silence}};
    connection->metrics_ = metrics;
    connection->await_input();
    return connection;
}

Connection::Connection(asio::any_io_executor executor, ConnectionHandle handle, std::chrono::milliseconds silence)
    : executor_{std::move(executor)},
      handle_{std::move(handle)},
      socket_{executor_, PQsocket(handle_.get())},
      silence_{silence},
      watchdog_{executor_},
      event_{executor_} {}

Connection::~Connection() {
    // The socket is libpq's; Asio must not close it.
    if (socket_.is_open()) socket_.release();
}

void Connection::submit(const Statement& statement, const Parameters& parameters, Answer answer) {
    if (is_lost()) return complete(std::move(answer), fail(unavailable(why_lost_)));
    const auto values = values_of(parameters);
    if (!values) return complete(std::move(answer), fail(values.error()));

    const auto ticket = front_ticket_ + pending_.size();
    if (auto slot = asio::get_associated_cancellation_slot(answer); slot.is_connected()) {
        slot.assign([weak = weak_from_this(), ticket](asio::cancellation_type) {
            if (const auto self = weak.lock()) self->abandon(ticket);
        });
    }
    auto& pending = pending_.emplace_back();
    pending.answer = std::move(answer);
    pending.statement = statement.name.empty() ? std::string_view{"statement"} : statement.name;
    if (!send(statement, *values, pending) || PQpipelineSync(handle_.get()) != 1) {
        return lose(PQerrorMessage(handle_.get()));
    }
    flush();
    watch();
}

Async<Result<Rows>> Connection::execute(std::shared_ptr<Connection> connection, Statement statement,
                                        Parameters parameters) {
    auto initiate = [&connection, &statement, &parameters](auto handler) {
        connection->submit(statement, parameters, Answer{std::move(handler)});
    };
    TracedCall call{co_await asio::this_coro::executor, statement.name.empty() ? "statement" : statement.name};
    call.set("db.system.name", "postgresql");
    TimedStatement timed{connection->metrics_};
    auto answer =
        co_await asio::async_initiate<const asio::deferred_t, void(Result<Rows>)>(std::move(initiate), asio::deferred);
    const bool is_given_up = !answer && answer.error().tag() == kGivenUpTag;
    if (is_given_up) co_await unwind_if_cancelled();
    if (!is_given_up) timed.end(answer ? nullptr : &answer.error());
    call.settle(answer);
    co_return answer;
}

Async<void> Connection::wait_until_lost(std::shared_ptr<Connection> connection) {
    while (!connection->is_lost()) co_await connection->event_.wait();
}

Async<void> Connection::wait_for_event(std::shared_ptr<Connection> connection,
                                       std::chrono::steady_clock::time_point deadline) {
    if (!connection->is_lost()) co_await connection->event_.wait_until(deadline);
}

std::optional<Notification> Connection::take_notification() {
    if (notifications_.empty()) return std::nullopt;
    auto first = std::move(notifications_.front());
    notifications_.pop_front();
    return first;
}

Result<Connection::Values> Connection::values_of(const Parameters& parameters) {
    if (parameters.size() > kMostParameters) return fail(ErrorKind::InvalidInput, "too many parameters");
    Values values;
    values.reserve(parameters.size());
    for (const auto& parameter : parameters) {
        const auto& text = parameter.text();
        // libpq reads to the first NUL: what follows would be lost in silence.
        if (text && text->find('\0') != std::string::npos) {
            return fail(ErrorKind::InvalidInput, "text must not contain a NUL character");
        }
        values.push_back(text ? text->c_str() : nullptr);
    }
    return values;
}

bool Connection::send(const Statement& statement, const Values& values, Pending& pending) {
    auto* const handle = handle_.get();
    const auto count = static_cast<int>(values.size());
    if (statement.name.empty()) {
        const std::string sql{statement.sql};
        return PQsendQueryParams(handle, sql.c_str(), count, nullptr, values.data(), nullptr, nullptr, 0) == 1;
    }
    auto& prepared = prepared_of(statement.name);
    pending.prepared = &prepared;
    pending.generation = prepared.generation;
    if (!prepared.is_known) {
        const std::string sql{statement.sql};
        if (PQsendPrepare(handle, prepared.server_name.c_str(), sql.c_str(), 0, nullptr) != 1) return false;
        prepared.is_known = true;
        pending.awaits_prepare = true;
    }
    return PQsendQueryPrepared(handle, prepared.server_name.c_str(), count, values.data(), nullptr, nullptr, 0) == 1;
}

Connection::Prepared& Connection::prepared_of(std::string_view name) {
    if (const auto found = prepared_.find(name); found != prepared_.end()) return found->second;
    auto& prepared = prepared_[std::string{name}];
    prepared.server_name = name;
    return prepared;
}

/// Nobody waits for this answer any more. Its place stays, or those behind would get each other's answers.
void Connection::abandon(std::uint64_t ticket) {
    if (ticket < front_ticket_ || ticket - front_ticket_ >= pending_.size()) return;
    auto answer = std::exchange(pending_[ticket - front_ticket_].answer, nullptr);
    if (!answer) return;
    // Called by the slot itself, which must not be cleared meanwhile: so not by `complete`.
    Result<Rows> given_up = fail(Error{ErrorKind::Timeout, "nobody waits any longer"}.with_tag(kGivenUpTag));
    asio::post(executor_, asio::append(std::move(answer), std::move(given_up)));
}

void Connection::await_input() {
    socket_.async_wait(PosixSocket::wait_read,
                       [self = shared_from_this()](boost::system::error_code error) { self->on_input(error); });
}

void Connection::on_input(boost::system::error_code error) {
    if (is_lost()) return;
    if (error) return lose(error.message());
    ++inputs_;
    const bool is_alive = PQconsumeInput(handle_.get()) == 1;
    // What came before the end of the stream still counts, a COMMIT's answer above all.
    read_answers();
    read_notifications();
    if (!is_alive || PQstatus(handle_.get()) == CONNECTION_BAD) return lose(PQerrorMessage(handle_.get()));
    await_input();
}

void Connection::read_answers() {
    // Null ends the results of one command; a second one in a row means that nothing more can come.
    for (int ends = 0; ends < 2 && !pending_.empty() && PQisBusy(handle_.get()) == 0;) {
        ResultHandle result{PQgetResult(handle_.get())};
        ends = result ? 0 : ends + 1;
        if (result) take(std::move(result));
    }
}

void Connection::take(ResultHandle result) {
    auto& front = pending_.front();
    switch (PQresultStatus(result.get())) {
        case PGRES_PIPELINE_SYNC:
            return finish_front();
        case PGRES_COMMAND_OK:
        case PGRES_TUPLES_OK:
            if (!std::exchange(front.awaits_prepare, false)) front.result = std::move(result);
            return;
        case PGRES_PIPELINE_ABORTED:  // skipped, because the PREPARE in front of it failed
            return;
        default:
            return take_failure(std::move(result));
    }
}

void Connection::take_failure(ResultHandle result) {
    auto& front = pending_.front();
    const bool must_prepare_anew =
        front.awaits_prepare || is_unknown_statement(result.get()) || is_stale_plan(result.get());
    if (auto* prepared = front.prepared;
        prepared != nullptr && must_prepare_anew && prepared->generation == front.generation) {
        prepared->is_known = false;
        prepared->server_name = fmt::format("{}#{}", front.statement, ++prepared->generation);
    }
    if (!is_plain_error(result.get())) why_lost_ = PQresultErrorMessage(result.get());
    if (!front.result) front.result = std::move(result);
}

void Connection::finish_front() {
    auto done = std::move(pending_.front());
    pending_.pop_front();
    ++front_ticket_;
    if (done.answer) complete(std::move(done.answer), answer_of(std::move(done.result), done.statement));
}

void Connection::read_notifications() {
    struct Free {
        void operator()(PGnotify* notification) const noexcept { PQfreemem(notification); }
    };
    while (const auto notification = std::unique_ptr<PGnotify, Free>{PQnotifies(handle_.get())}) {
        if (notifications_.size() == kMostNotifications) notifications_.pop_front();
        notifications_.push_back(Notification{notification->relname, notification->extra});
        event_.notify();
    }
}

void Connection::flush() {
    if (is_flushing_) return;
    const int left = PQflush(handle_.get());
    if (left < 0) return lose(PQerrorMessage(handle_.get()));
    if (left == 0) return;
    is_flushing_ = true;
    socket_.async_wait(PosixSocket::wait_write, [self = shared_from_this()](boost::system::error_code error) {
        self->is_flushing_ = false;
        if (!error && !self->is_lost()) self->flush();
    });
}

void Connection::watch() {
    if (is_watched_ || silence_ == std::chrono::milliseconds::zero()) return;
    is_watched_ = true;
    watchdog_.expires_after(silence_);
    watchdog_.async_wait([self = shared_from_this(), seen = inputs_](boost::system::error_code error) {
        self->is_watched_ = false;
        if (error || self->is_lost() || self->pending_.empty()) return;
        if (seen == self->inputs_) return self->lose(fmt::format("no answer for {} ms", self->silence_.count()));
        self->watch();
    });
}

void Connection::lose(std::string_view why) {
    if (is_lost()) return;
    if (why_lost_.empty()) why_lost_ = why.empty() ? "the connection was lost" : why;
    socket_.release();
    handle_.reset();
    watchdog_.cancel();
    const auto self = shared_from_this();
    for (auto& waiting : std::exchange(pending_, {})) {
        if (!waiting.answer) continue;
        if (is_plain_error(waiting.result.get())) {
            complete(std::move(waiting.answer), answer_of(std::move(waiting.result), waiting.statement));
        } else {
            complete(std::move(waiting.answer), fail(lost_answer(waiting.statement, why_lost_)));
        }
    }
    event_.notify();
}

void Connection::complete(Answer answer, Result<Rows> result) {
    if (auto slot = asio::get_associated_cancellation_slot(answer); slot.is_connected()) slot.clear();
    asio::post(executor_, asio::append(std::move(answer), std::move(result)));
}

}  // namespace acervo::postgres
