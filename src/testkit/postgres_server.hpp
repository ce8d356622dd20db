#pragma once

#include <sys/types.h>

#include <cstdint>
#include <filesystem>
#include <string>

#include "adapters/postgres/options.hpp"

namespace acervo::testkit {

/// A PostgreSQL server of a test's own, which may be stopped, killed and started again. It listens on 127.0.0.1 and
/// ends with the test program, however that ends.
class PostgresServer {
public:
    /// Makes a cluster and starts it; about two seconds.
    PostgresServer();
    PostgresServer(const PostgresServer&) = delete;
    PostgresServer& operator=(const PostgresServer&) = delete;
    ~PostgresServer();

    /// Returns when the server takes connections.
    void start();
    /// The same for a server that recovers by itself, as after the death of one of its processes.
    void wait_until_ready() const;
    /// As `pg_ctl -m immediate`: no goodbye to anybody, recovery at the next start.
    void crash();
    /// As `pg_ctl -m fast`: sessions are told, then ended.
    void stop();
    /// The server stays there and takes connections, but nothing moves until `resume` (SIGSTOP to all its processes).
    void freeze();
    void resume();

    std::uint16_t port() const noexcept { return port_; }
    std::string url() const;
    DatabaseOptions options() const;
    /// As TestDatabase::sql.
    std::string sql(const std::string& text) const;

private:
    void end(int signal);
    void signal_all(int signal) const;

    std::filesystem::path folder_;
    std::uint16_t port_{0};
    pid_t process_{-1};
};

}  // namespace acervo::testkit
