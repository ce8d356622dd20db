#pragma once

#include <boost/asio/any_completion_handler.hpp>
#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/container/small_vector.hpp>
#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "adapters/postgres/connect.hpp"
#include "adapters/postgres/options.hpp"
#include "adapters/postgres/parameter.hpp"
#include "adapters/postgres/rows.hpp"
#include "adapters/postgres/statement.hpp"
#include "adapters/postgres/wakeup.hpp"
#include "core/async.hpp"
#include "core/result.hpp"

namespace acervo {

/// What NOTIFY sent.
struct Notification {
    std::string channel;
    std::string payload;
};

}  // namespace acervo

namespace acervo::postgres {

/// One connection in libpq's pipeline mode (PostgreSQL 15 manual, 34.5), for any number of coroutines of one executor.
/// Statements go out at once, each closed by a Sync of its own, so that a failing one takes no other with it; answers
/// are matched in order. One who gives up waiting (cancellation) leaves its place in the queue, the answer is dropped.
/// When the connection is lost everybody gets Unavailable at once; it never connects again.
/// It stays alive by itself until it is lost or closed.
class Connection : public std::enable_shared_from_this<Connection> {
public:
    using Answer = boost::asio::any_completion_handler<void(Result<Rows>)>;

    /// `silence`: how long the server may stay without a word while an answer is awaited; zero = for ever. `metrics`
    /// may be null.
    static std::shared_ptr<Connection> start(boost::asio::any_io_executor executor, ConnectionHandle handle,
                                             std::chrono::milliseconds silence, DatabaseMetrics* metrics);
    ~Connection();
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;

    /// Sends the statement and calls `answer` later, never from inside. Errors as in `error_of`, InvalidInput (NUL byte
    /// in text, too many parameters), and `lost_answer` when the connection goes before the answer is there.
    void submit(const Statement& statement, const Parameters& parameters, Answer answer);
    static Async<Result<Rows>> execute(std::shared_ptr<Connection> connection, Statement statement,
                                       Parameters parameters);

    /// Statements sent and not yet answered.
    std::size_t pending() const noexcept { return pending_.size(); }
    bool is_lost() const noexcept { return handle_ == nullptr; }
    const std::string& why_lost() const noexcept { return why_lost_; }
    static Async<void> wait_until_lost(std::shared_ptr<Connection> connection);

    /// The oldest notification (LISTEN) not taken yet. When more than 1,024 wait, the oldest are dropped: they only
    /// say "look again".
    std::optional<Notification> take_notification();
    /// Until something came from the server, the connection was lost, or the deadline is there.
    static Async<void> wait_for_event(std::shared_ptr<Connection> connection,
                                      std::chrono::steady_clock::time_point deadline);

    /// Says goodbye to the server; whoever still waits gets Unavailable.
    void close() { lose("closed"); }

private:
    using Values = boost::container::small_vector<const char*, 16>;
    /// A statement as the server knows it. Every new try to prepare takes a new name there, so that answers which are
    /// still under way to the old one cannot be mixed up with it.
    struct Prepared {
        std::string server_name;
        int generation{0};
        bool is_known{false};
    };
    struct Pending {
        Answer answer;
        std::string_view statement;
        Prepared* prepared{nullptr};
        int generation{0};
        /// The next answer is the one to PREPARE.
        bool awaits_prepare{false};
        ResultHandle result;
    };
    struct TextHash : std::hash<std::string_view> {
        using is_transparent = void;
    };

    Connection(boost::asio::any_io_executor executor, ConnectionHandle handle, std::chrono::milliseconds silence);
    static Result<Values> values_of(const Parameters& parameters);
    bool send(const Statement& statement, const Values& values, Pending& pending);
    Prepared& prepared_of(std::string_view name);
    void abandon(std::uint64_t ticket);
    void await_input();
    void on_input(boost::system::error_code error);
    void read_answers();
    void take(ResultHandle result);
    void take_failure(ResultHandle result);
    void finish_front();
    void read_notifications();
    void flush();
    void watch();
    void lose(std::string_view why);
    void complete(Answer answer, Result<Rows> result);

    boost::asio::any_io_executor executor_;
    ConnectionHandle handle_;
    boost::asio::posix::stream_descriptor socket_;
    std::chrono::milliseconds silence_;
    boost::asio::steady_timer watchdog_;
    /// A notification, or the loss of the connection.
    Wakeup event_;
    std::deque<Pending> pending_;
    /// Ticket of the front of `pending_`; each statement has the next one.
    std::uint64_t front_ticket_{0};
    /// Counts what came from the server, so that the watchdog sees progress.
    std::uint64_t inputs_{0};
    std::unordered_map<std::string, Prepared, TextHash, std::equal_to<>> prepared_;
    std::deque<Notification> notifications_;
    std::string why_lost_;
    bool is_flushing_{false};
    bool is_watched_{false};
    DatabaseMetrics* metrics_{nullptr};
};

}  // namespace acervo::postgres
