// CPU of our own side per single-row query on shared connections, to be read beside `pgbench -S -M prepared`, which
// asks the same of the same table (made by `pgbench -i -s 10`).
//   acervo-bench-postgres-queries URL [QUERIES] [CLIENTS] [CONNECTIONS]

#include <fmt/core.h>
#include <sys/resource.h>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/deferred.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <chrono>
#include <cstdlib>
#include <random>
#include <stdexcept>
#include <string>

#include "adapters/postgres/database.hpp"

namespace acervo {
namespace {

constexpr Statement kBalance{"bench.balance", "SELECT abalance FROM pgbench_accounts WHERE aid = $1"};
constexpr int kAccounts = 1'000'000;

double cpu_seconds() {
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    const auto seconds = [](const timeval& time) {
        return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) * 1e-6;
    };
    return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

Async<void> client(Database& database, int& left) {
    std::minstd_rand random{static_cast<unsigned>(left)};
    std::uniform_int_distribution<int> account{1, kAccounts};
    while (left-- > 0) {
        const auto rows = co_await database.query(kBalance, account(random));
        if (!rows) throw std::runtime_error{rows.error().message()};
        if (rows->size() != 1) throw std::runtime_error{"an account is missing: run pgbench -i -s 10"};
    }
}

Async<void> measure(Database& database, int queries, int clients) {
    const auto up = co_await database.wait_until_up(std::chrono::seconds{10});
    if (!up) throw std::runtime_error{up.error().message()};
    const auto executor = co_await boost::asio::this_coro::executor;
    for (const int round : {queries / 10, queries}) {  // the first one warms up
        const auto begin = std::chrono::steady_clock::now();
        const auto cpu = cpu_seconds();
        int left = round;
        int running = clients;
        boost::asio::steady_timer done{executor, boost::asio::steady_timer::time_point::max()};
        for (int i = 0; i < clients; ++i) {
            boost::asio::co_spawn(executor, client(database, left), [&](const std::exception_ptr& thrown) {
                if (thrown) std::rethrow_exception(thrown);
                if (--running == 0) done.cancel();
            });
        }
        co_await done.async_wait(boost::asio::as_tuple(boost::asio::deferred));
        const std::chrono::duration<double> wall = std::chrono::steady_clock::now() - begin;
        if (round == queries) {
            fmt::print("{} queries, {} clients: {:.2f} us CPU per query, {:.0f} queries/s\n", queries, clients,
                       1e6 * (cpu_seconds() - cpu) / queries, queries / wall.count());
        }
    }
    co_await database.close();
}

int number(int argc, char** argv, int index, int otherwise) {
    return argc > index ? std::atoi(argv[index]) : otherwise;
}

}  // namespace
}  // namespace acervo

int main(int argc, char** argv) {
    if (argc < 2) {
        fmt::print(stderr, "usage: {} URL [QUERIES] [CLIENTS] [CONNECTIONS]\n", argv[0]);
        return 2;
    }
    boost::asio::io_context context{1};
    acervo::DatabaseOptions options;
    options.url = argv[1];
    options.shared_connections = static_cast<std::size_t>(acervo::number(argc, argv, 4, 2));
    options.leased_connections = 1;
    acervo::Database database{context.get_executor(), options};
    boost::asio::co_spawn(
        context, acervo::measure(database, acervo::number(argc, argv, 2, 100'000), acervo::number(argc, argv, 3, 32)),
        [](const std::exception_ptr& thrown) {
            if (thrown) std::rethrow_exception(thrown);
        });
    context.run();
}
