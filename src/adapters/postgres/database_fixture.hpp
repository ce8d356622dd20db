#pragma once

#include <gtest/gtest.h>

#include <boost/asio/io_context.hpp>
#include <memory>
#include <utility>
#include <vector>

#include "adapters/postgres/database.hpp"
#include "testkit/postgres.hpp"
#include "testkit/run.hpp"

namespace acervo {

/// Runs all of them at once, to their ends.
inline void run_together(boost::asio::io_context& context, std::vector<Async<void>> work) {
    const auto count = work.size();
    std::size_t done = 0;
    for (auto& one : work) testkit::start(context, std::move(one), [&done] { ++done; });
    testkit::run_until(context, [&done, count] { return done == count; });
}

/// A `Database` with all its connections up, of the options given; closed at the end of the test.
class OpenDatabase {
public:
    OpenDatabase(boost::asio::io_context& context, const DatabaseOptions& options)
        : context_{context}, database_{context.get_executor(), options} {
        testkit::run_until(context, [this, &options] {
            const auto now = database_.statistics();
            return now.shared_up == options.shared_connections && now.leased_up == options.leased_connections;
        });
    }
    OpenDatabase(const OpenDatabase&) = delete;
    OpenDatabase& operator=(const OpenDatabase&) = delete;
    ~OpenDatabase() { testkit::run(context_, database_.close()); }

    Database& operator*() noexcept { return database_; }
    Database* operator->() noexcept { return &database_; }

private:
    boost::asio::io_context& context_;
    Database database_;
};

/// One empty database for all tests of the program that ask for nothing more: making one costs half a second.
inline const testkit::TestDatabase& shared_test_database() {
    static const auto kDatabase = testkit::TestDatabase::empty();
    return kDatabase;
}

/// Connections to that database.
class DatabaseTest : public testing::Test {
protected:
    explicit DatabaseTest(std::size_t shared_connections = 2, std::size_t leased_connections = 2) {
        auto options = server.options();
        options.shared_connections = shared_connections;
        options.leased_connections = leased_connections;
        open(options);
    }
    void open(const DatabaseOptions& options) {
        opened.reset();
        opened = std::make_unique<OpenDatabase>(context, options);
    }
    template <class... Values>
    Result<Rows> query(Statement statement, Values... values) {
        return testkit::run(context, database().query(statement, std::move(values)...));
    }
    Database& database() { return **opened; }

    boost::asio::io_context context;
    const testkit::TestDatabase& server{shared_test_database()};
    std::unique_ptr<OpenDatabase> opened;
};

}  // namespace acervo
