#include <gmock/gmock.h>
#include <unistd.h>

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "adapters/postgres/database_fixture.hpp"
#include "adapters/postgres/database_metrics.hpp"
#include "core/log.hpp"
#include "testkit/postgres_server.hpp"
#include "testkit/tcp_proxy.hpp"

namespace acervo {
namespace {

using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;

constexpr Statement kSleep{"test.sleep", "SELECT pg_sleep($1::float8)"};
constexpr Statement kPing{"test.ping", "SELECT 1"};
constexpr Statement kAdd{"test.add", "INSERT INTO entries (id) VALUES ($1)"};
constexpr Statement kBackend{"test.backend", "SELECT pg_backend_pid()"};

Async<void> pause(std::chrono::milliseconds duration) {
    boost::asio::steady_timer timer{co_await boost::asio::this_coro::executor, duration};
    co_await timer.async_wait(boost::asio::use_awaitable);
}

/// One server for all tests here; each leaves it running.
testkit::PostgresServer& own_server() {
    static testkit::PostgresServer server;
    return server;
}

class OutageTest : public testing::Test {
protected:
    OutageTest() {
        server.wait_until_ready();  // the test before may have killed one of its processes
        server.sql("DROP TABLE IF EXISTS entries; CREATE TABLE entries (id int)");
        opened.emplace(context, server.options());
    }
    ~OutageTest() override { opened.reset(); }

    Database& database() { return **opened; }
    bool answers() { return testkit::run(context, database().query(kPing)).has_value(); }
    /// A load of single statements and transactions that goes on until `stop`, counting what it hears.
    void start_load(int clients);
    void stop_load() {
        stop = true;
        testkit::run_until(context, [this] { return running == 0; }, 30s);
    }
    void run_for(std::chrono::milliseconds duration) { testkit::run(context, pause(duration)); }
    void wait_for(const std::function<bool()>& condition) { testkit::run_until(context, condition, 30s); }

    boost::asio::io_context context;
    testkit::PostgresServer& server{own_server()};
    std::optional<OpenDatabase> opened;
    bool stop{false};
    int running{0};
    int succeeded{0};
    int unavailable{0};
    /// Ids whose insertion was confirmed, and those whose fate is open.
    std::vector<int> confirmed;
    int next_id{0};
    std::vector<std::string> surprises;

private:
    static Async<void> load(OutageTest& test);
    void note(const Error& error) {
        if (error.kind() == ErrorKind::Unavailable) {
            ++unavailable;
        } else {
            surprises.push_back(error.message());
        }
    }
};

Async<void> OutageTest::load(OutageTest& test) {
    while (!test.stop) {
        const auto row = co_await test.database().query(kPing);
        row ? static_cast<void>(++test.succeeded) : test.note(row.error());

        auto transaction = co_await test.database().begin();
        if (!transaction) {
            test.note(transaction.error());
            co_await pause(1ms);
            continue;
        }
        const int id = test.next_id++;
        const auto added = co_await transaction->execute(kAdd, id);
        if (!added) {
            test.note(added.error());
            continue;
        }
        const auto committed = co_await transaction->commit();
        committed ? test.confirmed.push_back(id) : test.note(committed.error());
    }
}

void OutageTest::start_load(int clients) {
    for (int i = 0; i < clients; ++i) {
        ++running;
        testkit::start(context, load(*this), [this] { --running; });
    }
}

TEST_F(OutageTest, every_waiter_is_answered_at_once_when_the_server_crashes) {
    int unavailable_waiters = 0;
    for (int i = 0; i < 20; ++i) {
        ++running;
        testkit::start(
            context,
            [](Database& shared, int& count) -> Async<void> {
                const auto rows = co_await shared.query(kSleep, 0.4);
                if (!rows && rows.error().kind() == ErrorKind::Unavailable && is_outcome_unknown(rows.error())) ++count;
            }(database(), unavailable_waiters),
            [this] { --running; });
    }
    run_for(50ms);
    server.crash();
    wait_for([this] { return running == 0; });
    EXPECT_EQ(unavailable_waiters, 20);
    EXPECT_FALSE(database().is_up());
    EXPECT_THAT(database().why_down(), testing::Not(testing::IsEmpty()));
    server.start();
    wait_for([this] { return answers(); });
}

TEST_F(OutageTest, load_survives_crashes_loses_nothing_confirmed_and_comes_back_by_itself) {
    start_load(16);
    for (int round = 0; round < 3; ++round) {
        const auto before = succeeded;
        const auto confirmed_before = confirmed.size();
        wait_for([&] { return succeeded > before && confirmed.size() > confirmed_before + 10; });
        server.crash();
        const auto refused_before = unavailable;
        wait_for([&] { return unavailable > refused_before + 16; });
        server.start();
        const auto since = Clock::now();
        const auto after = succeeded;
        wait_for([&] { return succeeded > after; });
        // The promise is 5 s; the machine may be slow, a hang would be the 30 s of `wait_for`.
        RecordProperty("recovery_ms", static_cast<int>((Clock::now() - since) / 1ms));
    }
    stop_load();
    EXPECT_THAT(surprises, testing::IsEmpty());
    EXPECT_GT(unavailable, 0);
    for (const int id : confirmed) {
        ASSERT_EQ(server.sql("SELECT count(*) FROM entries WHERE id = " + std::to_string(id)), "1") << id;
    }
}

TEST_F(OutageTest, an_orderly_stop_and_start_is_survived_too) {
    start_load(8);
    wait_for([this] { return confirmed.size() > 10; });
    server.stop();
    wait_for([this] { return unavailable > 8; });
    server.start();
    const auto after = confirmed.size();
    wait_for([&] { return confirmed.size() > after + 10; });
    stop_load();
    EXPECT_THAT(surprises, testing::IsEmpty());
}

TEST_F(OutageTest, one_killed_backend_brings_all_down_and_all_come_back) {
    // PostgreSQL itself ends every session when one process dies by SIGKILL.
    start_load(8);
    wait_for([this] { return confirmed.size() > 10; });
    const auto rows = testkit::run(context, database().query(kBackend));
    ASSERT_TRUE(rows);
    ASSERT_EQ(kill((*rows)[0].get<int>(0), SIGKILL), 0);
    wait_for([this] { return unavailable > 0; });
    const auto after = confirmed.size();
    wait_for([&] { return confirmed.size() > after + 10; });
    stop_load();
    EXPECT_THAT(surprises, testing::IsEmpty());
}

TEST_F(OutageTest, one_ended_session_leaves_the_other_shared_connection_to_serve) {
    const auto rows = testkit::run(context, database().query(kBackend));
    ASSERT_TRUE(rows);
    server.sql("SELECT pg_terminate_backend(" + std::string{(*rows)[0].text(0)} + ")");
    wait_for([this] { return database().statistics().lost == 1; });
    EXPECT_TRUE(database().is_up());
    EXPECT_TRUE(answers());
    wait_for([this] { return database().statistics().shared_up == 2; });
}

TEST_F(OutageTest, a_refused_connection_fails_at_once_and_does_not_wait_for_a_lease) {
    server.stop();
    wait_for([this] { return database().statistics().refused > 0 && database().statistics().leased_up == 0; });
    const auto since = Clock::now();
    EXPECT_EQ(testkit::run(context, database().begin()).error().kind(), ErrorKind::Unavailable);
    EXPECT_EQ(testkit::run(context, database().query(kPing)).error().retry_after(), 1s);
    EXPECT_LT(Clock::now() - since, server.options().lease_timeout);
    server.start();
}

/// Lines of the log with this event.
int count_of(const std::string& log, std::string_view event) {
    int count = 0;
    const auto text = "\"event\":\"" + std::string{event} + "\"";
    for (auto at = log.find(text); at != std::string::npos; at = log.find(text, at + 1)) ++count;
    return count;
}

TEST_F(OutageTest, an_outage_is_three_lines_in_the_log_however_long_it_lasts) {
    const auto file = std::filesystem::path{testing::TempDir()} / ("outage-" + std::to_string(::getpid()) + ".log");
    ASSERT_TRUE(log::start({.level = "info", .file = file.string()}));
    const auto refused_before = database().statistics().refused;
    server.stop();
    wait_for([&] { return database().statistics().refused > refused_before + 12; });
    server.start();
    wait_for([this] {
        const auto now = database().statistics();
        return now.shared_up == 2 && now.leased_up == 4;
    });
    ASSERT_TRUE(log::start({}));
    std::ifstream stream{file};
    const std::string text{std::istreambuf_iterator<char>{stream}, {}};
    std::filesystem::remove(file);
    EXPECT_EQ(count_of(text, "database.lost"), 1) << text;
    EXPECT_EQ(count_of(text, "database.refused"), 1) << text;
    EXPECT_EQ(count_of(text, "database.recovered"), 1) << text;
    EXPECT_THAT(text, testing::HasSubstr("away_ms"));
}

TEST_F(OutageTest, metrics_tell_of_it) {
    Metrics metrics;
    DatabaseMetrics told{metrics};
    auto options = server.options();
    options.metrics = &told;
    opened.emplace(context, options);
    const auto says = [&metrics](const std::string& line) {
        return metrics.text().find("acervo_database_" + line + "\n") != std::string::npos;
    };
    EXPECT_TRUE(answers());
    EXPECT_TRUE(says("connections{kind=\"shared\"} 2"));
    EXPECT_TRUE(says("connections{kind=\"leased\"} 4"));
    EXPECT_TRUE(says("statements_total{outcome=\"ok\"} 1"));
    EXPECT_TRUE(says("statement_seconds_count 1"));
    {
        auto transaction = testkit::run(context, database().begin());
        ASSERT_TRUE(transaction.has_value());
        EXPECT_TRUE(says("lease_seconds_count 1"));
    }
    server.stop();
    wait_for([&] { return says("connections{kind=\"shared\"} 0") && says("connections{kind=\"leased\"} 0"); });
    EXPECT_FALSE(answers());
    EXPECT_FALSE(testkit::run(context, database().begin()).has_value());
    EXPECT_TRUE(says("connections_lost_total{kind=\"shared\"} 2"));
    EXPECT_TRUE(says("leases_refused_total 1")) << metrics.text();
    wait_for([&] { return !says("connection_attempts_failed_total{kind=\"leased\"} 0"); });
    server.start();
    wait_for([&] { return says("connections{kind=\"leased\"} 4") && says("connections{kind=\"shared\"} 2"); });
    opened.reset();
    EXPECT_TRUE(says("connections{kind=\"shared\"} 0"));
    EXPECT_TRUE(says("statements_in_flight 0"));
    EXPECT_TRUE(says("transactions_waiting 0"));
}

TEST_F(OutageTest, a_server_that_stops_without_a_word_is_given_up) {
    auto options = server.options();
    options.statement_timeout = 100ms;
    opened.emplace(context, options);
    server.freeze();
    const auto row = testkit::run(context, database().query(kPing));
    ASSERT_FALSE(row.has_value());
    EXPECT_EQ(row.error().kind(), ErrorKind::Unavailable);
    server.resume();
    wait_for([this] { return answers(); });
}

/// Counts what a timer of the same loop gets done meanwhile.
Async<void> tick(int& ticks, bool& stop) {
    while (!stop) {
        co_await pause(5ms);
        ++ticks;
    }
}

TEST(Connecting, to_a_port_that_never_answers_blocks_nobody_and_ends_in_time) {
    boost::asio::io_context context;
    // Accepted by the kernel, never by anybody else.
    boost::asio::ip::tcp::acceptor silent{context, {boost::asio::ip::address_v4::loopback(), 0}};
    DatabaseOptions options;
    options.url = "postgresql://nobody@127.0.0.1:" + std::to_string(silent.local_endpoint().port()) + "/nothing";
    options.connect_timeout = 300ms;
    Database database{context.get_executor(), options};
    int ticks = 0;
    bool stop = false;
    bool ended = false;
    testkit::start(context, tick(ticks, stop), [&ended] { ended = true; });

    const auto up = testkit::run(context, database.wait_until_up(1s));
    EXPECT_FALSE(up.has_value());
    EXPECT_GT(ticks, 20) << "the loop stood still";
    EXPECT_GT(database.statistics().refused, 0U);
    EXPECT_THAT(database.why_down(), testing::HasSubstr("300 ms"));

    testkit::run(context, database.close());
    stop = true;
    testkit::run_until(context, [&ended] { return ended; });
}

TEST(Connecting, can_be_closed_in_the_middle) {
    boost::asio::io_context context;
    boost::asio::ip::tcp::acceptor silent{context, {boost::asio::ip::address_v4::loopback(), 0}};
    DatabaseOptions options;
    options.url = "postgresql://nobody@127.0.0.1:" + std::to_string(silent.local_endpoint().port()) + "/nothing";
    options.connect_timeout = 1h;
    Database database{context.get_executor(), options};
    context.poll();
    testkit::run(context, database.close());
}

TEST(Connecting, goes_on_to_the_next_host_when_one_never_answers) {
    boost::asio::io_context context;
    boost::asio::ip::tcp::acceptor silent{context, {boost::asio::ip::address_v4::loopback(), 0}};
    auto options = own_server().options();
    const auto at = options.url.find("127.0.0.1");
    const auto rest = options.url.substr(options.url.rfind('/'));
    options.url = options.url.substr(0, at) + "127.0.0.1:" + std::to_string(silent.local_endpoint().port()) +
                  ",unknown.invalid:1,127.0.0.1:" + std::to_string(own_server().port()) + rest;
    options.connect_timeout = 1s;
    options.shared_connections = 1;
    options.leased_connections = 1;
    Database database{context.get_executor(), options};
    EXPECT_TRUE(testkit::run(context, database.wait_until_up(20s)).has_value()) << database.why_down();
    testkit::run(context, database.close());
}

TEST(Connecting, says_why_it_is_refused) {
    boost::asio::io_context context;
    auto options = own_server().options();
    options.url = testkit::with_database(options.url, "no_such_database");
    Database database{context.get_executor(), options};
    const auto up = testkit::run(context, database.wait_until_up(300ms));
    ASSERT_FALSE(up.has_value());
    EXPECT_THAT(up.error().message(), testing::HasSubstr("no_such_database"));
    for (const auto& refused : {up.error(), testkit::run(context, database.query(kPing)).error(),
                                testkit::run(context, database.begin()).error()}) {
        EXPECT_EQ(refused.kind(), ErrorKind::Unavailable);
        EXPECT_EQ(refused.public_message(), "the database is not available");
        constexpr std::string_view kPrefix = "PostgreSQL is not available: ";
        EXPECT_THAT(refused.message(), testing::StartsWith(std::string{kPrefix}));
        EXPECT_THAT(refused.message().substr(kPrefix.size()), testing::Not(testing::HasSubstr(std::string{kPrefix})));
    }
    testkit::run(context, database.close());
}

TEST(Connecting, finds_a_server_by_name_and_never_shows_its_password) {
    boost::asio::io_context context;
    auto options = own_server().options();
    options.url.replace(options.url.find("127.0.0.1"), 9, "localhost");
    options.password = Secret{"hidden"};
    const OpenDatabase database{context, options};

    DatabaseOptions broken;
    broken.url = "postgresql://user:hidden@[::1/nothing";
    Database never{context.get_executor(), broken};
    const auto up = testkit::run(context, never.wait_until_up(100ms));
    ASSERT_FALSE(up.has_value());
    EXPECT_THAT(up.error().message(), testing::Not(testing::HasSubstr("hidden")));
    EXPECT_EQ(testkit::run(context, never.begin()).error().kind(), ErrorKind::Unavailable)
        << "that our URL is wrong is no fault of the caller's";
    testkit::run(context, never.close());
}

TEST(Connecting, gives_up_on_a_network_that_swallows_everything) {
    boost::asio::io_context context;
    testkit::TcpProxy proxy{context, own_server().port()};
    auto options = own_server().options();
    options.url.replace(options.url.rfind(':'), std::string::npos, ":" + std::to_string(proxy.port()) + "/postgres");
    options.statement_timeout = 100ms;
    options.connect_timeout = 300ms;
    options.shared_connections = 1;
    options.leased_connections = 1;
    OpenDatabase database{context, options};
    ASSERT_TRUE(testkit::run(context, database->query(kPing)).has_value());

    proxy.swallow();
    const auto row = testkit::run(context, database->query(kPing));
    ASSERT_FALSE(row.has_value());
    EXPECT_TRUE(is_outcome_unknown(row.error()));
    proxy.heal();
    testkit::run_until(context, [&] { return testkit::run(context, database->query(kPing)).has_value(); });
}

TEST(Connecting, takes_its_turn_when_the_server_has_too_many_connections) {
    boost::asio::io_context context;
    auto greedy_options = own_server().options();
    greedy_options.shared_connections = 120;  // the server takes 100
    auto greedy = std::make_unique<Database>(context.get_executor(), greedy_options);
    testkit::run_until(context, [&] { return greedy->statistics().refused > 20; });

    auto options = own_server().options();
    options.shared_connections = 1;
    options.leased_connections = 1;
    Database database{context.get_executor(), options};
    const auto up = testkit::run(context, database.wait_until_up(300ms));
    ASSERT_FALSE(up.has_value());
    EXPECT_EQ(up.error().kind(), ErrorKind::Unavailable);

    testkit::run(context, greedy->close());
    greedy.reset();
    EXPECT_TRUE(testkit::run(context, database.wait_until_up(20s)).has_value());
    testkit::run(context, database.close());
}

}  // namespace
}  // namespace acervo
