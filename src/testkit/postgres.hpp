#pragma once

#include <memory>
#include <string>

#include "adapters/postgres/options.hpp"

namespace acervo::testkit {

class PostgresSession;

/// A database of a test's own on the server of ACERVO_TEST_PG (a libpq URI of a role that may create databases),
/// dropped at its end.
class TestDatabase {
public:
    /// With every migration of the house: a copy of a template that is made once per schema and server.
    static TestDatabase with_schema();
    static TestDatabase empty();
    TestDatabase(TestDatabase&& other) noexcept;
    TestDatabase& operator=(TestDatabase&&) = delete;
    ~TestDatabase();

    const std::string& name() const noexcept { return name_; }
    /// To give to `Database`; test what you like to change.
    DatabaseOptions options() const;
    /// Runs SQL on a connection kept for this and answers the first column of the first row (empty when there is none);
    /// throws what PostgreSQL says. Blocks; for one thread.
    std::string sql(const std::string& text) const;

private:
    explicit TestDatabase(std::string name);
    std::string name_;
    std::unique_ptr<PostgresSession> session_;
};

/// `url` with another database in it.
std::string with_database(const std::string& url, const std::string& database);

/// As TestDatabase::sql, on any server and on a connection of its own.
std::string run_sql(const std::string& url, const std::string& text);

}  // namespace acervo::testkit
