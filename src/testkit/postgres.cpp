#include "testkit/postgres.hpp"

#include <fmt/format.h>
#include <libpq-fe.h>

#include <memory>
#include <stdexcept>

#include "adapters/postgres/migrations.hpp"
#include "core/id.hpp"
#include "testkit/environment.hpp"

namespace acervo::testkit {
namespace {

struct Finish {
    void operator()(PGconn* connection) const noexcept { PQfinish(connection); }
};
struct Clear {
    void operator()(PGresult* result) const noexcept { PQclear(result); }
};

}  // namespace

/// A blocking connection of the test kit itself.
class PostgresSession {
public:
    explicit PostgresSession(const std::string& url) : connection_{PQconnectdb(url.c_str())} {
        if (PQstatus(connection_.get()) != CONNECTION_OK) throw std::runtime_error{PQerrorMessage(connection_.get())};
        PQsetNoticeProcessor(connection_.get(), [](void*, const char*) {}, nullptr);
    }
    std::string run(const std::string& text) const {
        const std::unique_ptr<PGresult, Clear> result{PQexec(connection_.get(), text.c_str())};
        const auto status = PQresultStatus(result.get());
        if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK) {
            throw std::runtime_error{PQresultErrorMessage(result.get())};
        }
        return PQntuples(result.get()) == 0 ? std::string{} : PQgetvalue(result.get(), 0, 0);
    }

private:
    std::unique_ptr<PGconn, Finish> connection_;
};

namespace {

std::string server_url() { return require_environment("ACERVO_TEST_PG"); }

/// Databases that tests copy hold one version of the schema each.
std::string template_name() {
    std::string checksums;
    for (const auto& migration : house_migrations()) checksums += migration.checksum().substr(0, 8);
    return fmt::format("acervo_template_{:016x}", std::hash<std::string>{}(checksums));
}

/// Test programs run side by side: one makes the template, the others wait for it. Made under another name first, so
/// that a killed test leaves no half of one.
void ensure_template(const PostgresSession& session, const std::string& name) {
    session.run("SELECT pg_advisory_lock(hashtext('acervo test template'))");
    if (!session.run(fmt::format("SELECT 1 FROM pg_database WHERE datname = '{}'", name)).empty()) return;
    const auto part = name + "_part";
    session.run(fmt::format("DROP DATABASE IF EXISTS {}", part));
    session.run(fmt::format("CREATE DATABASE {}", part));
    DatabaseOptions options;
    options.url = with_database(server_url(), part);
    const auto migrated = migrate(options, house_migrations());
    if (!migrated) throw std::runtime_error{migrated.error().message()};
    session.run(fmt::format("ALTER DATABASE {} RENAME TO {}", part, name));
}

std::string fresh_name() {
    auto id = Uuid::make().to_string();
    std::erase(id, '-');
    return "acervo_test_" + id;
}

}  // namespace

TestDatabase TestDatabase::with_schema() {
    const PostgresSession session{server_url()};
    const auto original = template_name();
    ensure_template(session, original);
    auto name = fresh_name();
    // A copy needs its original for itself, so one at a time: the session still holds the lock.
    session.run(fmt::format("CREATE DATABASE {} TEMPLATE {}", name, original));
    return TestDatabase{std::move(name)};
}

TestDatabase TestDatabase::empty() {
    auto name = fresh_name();
    PostgresSession{server_url()}.run(fmt::format("CREATE DATABASE {}", name));
    return TestDatabase{std::move(name)};
}

TestDatabase::TestDatabase(std::string name) : name_{std::move(name)} {
    // What a test writes need not survive a power cut.
    PostgresSession{server_url()}.run(fmt::format("ALTER DATABASE {} SET synchronous_commit = off", name_));
    session_ = std::make_unique<PostgresSession>(with_database(server_url(), name_));
}

TestDatabase::TestDatabase(TestDatabase&& other) noexcept
    : name_{std::exchange(other.name_, {})}, session_{std::move(other.session_)} {}

TestDatabase::~TestDatabase() {
    session_.reset();
    if (name_.empty()) return;
    try {
        PostgresSession{server_url()}.run(fmt::format("DROP DATABASE IF EXISTS {} WITH (FORCE)", name_));
    } catch (const std::exception&) {  // the server is gone, and the database with it
    }
}

DatabaseOptions TestDatabase::options() const {
    DatabaseOptions options;
    options.url = with_database(server_url(), name_);
    // Generous: a sanitised program on a busy machine is slow, and slowness is not what tests look for.
    options.statement_timeout = std::chrono::seconds{10};
    options.connect_timeout = std::chrono::seconds{10};
    options.lease_timeout = std::chrono::seconds{10};
    return options;
}

std::string TestDatabase::sql(const std::string& text) const { return session_->run(text); }

std::string with_database(const std::string& url, const std::string& database) {
    const auto parameters = url.find('?');
    const auto path = url.find('/', url.find("://") + 3);
    const auto tail = parameters == std::string::npos ? std::string{} : url.substr(parameters);
    return fmt::format("{}/{}{}", url.substr(0, std::min(path, parameters)), database, tail);
}

std::string run_sql(const std::string& url, const std::string& text) { return PostgresSession{url}.run(text); }

}  // namespace acervo::testkit
