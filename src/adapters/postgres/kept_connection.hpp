#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <functional>
#include <memory>
#include <string>

#include "adapters/postgres/connection.hpp"
#include "adapters/postgres/options.hpp"

namespace acervo::postgres {

/// Keeps one connection to the server open: connects in the background, again at once when it is lost, and with a
/// growing pause when that fails or does not last.
class KeptConnection : public std::enable_shared_from_this<KeptConnection> {
public:
    class Observer {
    public:
        virtual ~Observer() = default;
        virtual void on_connected(const std::shared_ptr<Connection>& connection) = 0;
        virtual void on_lost(std::string_view why) = 0;
        virtual void on_refused(const Error& error) = 0;
    };

    KeptConnection(boost::asio::any_io_executor executor, DatabaseOptions options,
                   std::chrono::milliseconds statement_timeout);
    /// `observer` is told until `stop`.
    void start(Observer& observer);
    /// Closes the connection and ends the background work soon after.
    void stop();

    /// Null while there is none.
    const std::shared_ptr<Connection>& current() const noexcept { return current_; }
    bool has_ended() const noexcept { return has_ended_; }
    Async<void> wait_until_ended();

private:
    static Async<void> keep(std::shared_ptr<KeptConnection> self);
    Async<void> pause(std::chrono::milliseconds duration);
    Async<void> serve(ConnectionHandle handle);

    boost::asio::any_io_executor executor_;
    DatabaseOptions options_;
    std::chrono::milliseconds statement_timeout_;
    Observer* observer_{nullptr};
    std::shared_ptr<Connection> current_;
    boost::asio::cancellation_signal stop_;
    Wakeup ended_;
    bool is_stopped_{false};
    bool has_ended_{false};
};

}  // namespace acervo::postgres
