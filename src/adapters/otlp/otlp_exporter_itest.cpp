#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/json/parse.hpp>
#include <deque>
#include <optional>
#include <thread>

#include "adapters/otlp/otlp_exporter.hpp"
#include "core/sleep.hpp"
#include "testkit/loopback_server.hpp"
#include "testkit/run.hpp"

namespace acervo::otlp {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;
using testkit::LoopbackServer;

/// What the collector does with one request; without a status it closes the connection.
struct Answer {
    std::optional<int> status{200};
    std::string body{"{}"};
    std::string header{};  // NOLINT(readability-redundant-member-init): designated initialisers leave it out
    std::chrono::milliseconds delay{0};
};

struct Received {
    std::string header;
    std::string body;
    std::chrono::steady_clock::time_point at;
};

/// A collector that keeps what it is sent and answers as it is told: the next of `answers`, or 200.
class Collector {
public:
    explicit Collector(boost::asio::io_context& context)
        : server_{context, [this](LoopbackServer::Socket socket) { return serve(*this, std::move(socket)); }} {}

    std::string endpoint() const { return server_.url() + "/v1/traces"; }
    int connections() const { return server_.connections(); }

    /// Names of the spans of one request.
    static std::vector<std::string> names_in(const Received& request) {
        std::vector<std::string> names;
        const auto parsed = boost::json::parse(request.body);
        for (const auto& span : parsed.at_pointer("/resourceSpans/0/scopeSpans/0/spans").as_array()) {
            names.emplace_back(span.at("name").as_string());
        }
        return names;
    }

    std::deque<Answer> answers;
    std::vector<Received> requests;

private:
    static Async<void> serve(Collector& self, LoopbackServer::Socket socket) {
        std::string buffer;
        for (;;) {
            Received request;
            request.header = co_await testkit::read_header(&socket, &buffer);
            request.body = co_await testkit::read_exactly(&socket, &buffer, length_in(request.header));
            request.at = std::chrono::steady_clock::now();
            self.requests.push_back(std::move(request));
            Answer answer;
            if (!self.answers.empty()) {
                answer = std::move(self.answers.front());
                self.answers.pop_front();
            }
            if (answer.delay > 0ms) co_await sleep_for(answer.delay);
            if (!answer.status) co_return;
            auto text = fmt::format("HTTP/1.1 {} X\r\nContent-Type: application/json\r\n{}Content-Length: {}\r\n\r\n{}",
                                    *answer.status, answer.header, answer.body.size(), answer.body);
            co_await testkit::write_text(&socket, std::move(text));
        }
    }

    static std::size_t length_in(const std::string& header) {
        constexpr std::string_view kName = "Content-Length: ";
        const auto at = header.find(kName);
        return at == std::string::npos ? 0 : std::stoul(header.substr(at + kName.size()));
    }

    LoopbackServer server_;
};

Span named(std::string name) {
    Span span;
    span.name = std::move(name);
    span.context.trace_id = TraceId::make();
    span.context.span_id = SpanId::make();
    span.context.sampled = true;
    return span;
}

class ExporterTest : public testing::Test {
protected:
    ExporterTest() {
        options.endpoint = collector.endpoint();
        options.interval = 10ms;
        options.timeout = 10s;
        options.retry = {.first = 1ms, .factor = 2.0, .longest = 5ms, .attempts = 4, .budget = 20s};
    }

    Exporter& start() {
        exporter.emplace(context.get_executor(), options, Resource{"acervo-test", "1", "a"}, metrics);
        exporter->start();
        return *exporter;
    }
    void record(int count) {
        for (int i = 0; i < count; ++i) exporter->record(named("s" + std::to_string(i)));
    }
    void stop(std::chrono::milliseconds grace = 20s) { testkit::run(context, exporter->stop(grace)); }
    void wait_for_requests(std::size_t count) {
        testkit::run_until(context, [this, count] { return collector.requests.size() >= count; });
    }
    void expect_counts(int exported, std::string_view reason, int dropped) {
        const auto text = metrics.text();
        EXPECT_THAT(text, HasSubstr(fmt::format("acervo_trace_spans_exported_total {}\n", exported)));
        EXPECT_THAT(text, HasSubstr(fmt::format("dropped_total{{reason=\"{}\"}} {}\n", reason, dropped)));
        EXPECT_THAT(text, HasSubstr("acervo_trace_spans_waiting 0\n"));
    }

    boost::asio::io_context context;
    Metrics metrics;
    Collector collector{context};
    Options options;
    std::optional<Exporter> exporter;
};

TEST_F(ExporterTest, sends_what_is_recorded_without_being_asked) {
    start();
    record(2);
    wait_for_requests(1);
    const auto& request = collector.requests[0];
    EXPECT_THAT(request.header, testing::StartsWith("POST /v1/traces HTTP/1.1\r\n"));
    EXPECT_THAT(request.header, HasSubstr("Content-Type: application/json\r\n"));
    EXPECT_EQ(Collector::names_in(request), (std::vector<std::string>{"s0", "s1"}));
    EXPECT_EQ(boost::json::parse(request.body).at_pointer("/resourceSpans/0/resource/attributes/0/value/stringValue"),
              "acervo-test");
    stop();
    expect_counts(2, "stopped", 0);
    EXPECT_EQ(collector.requests.size(), 1U) << "nothing is sent twice, and nothing empty";
}

TEST_F(ExporterTest, cuts_batches_and_keeps_the_connection) {
    options.batch_limit = 2;
    start();
    record(5);
    stop();
    ASSERT_EQ(collector.requests.size(), 3U);
    EXPECT_EQ(Collector::names_in(collector.requests[2]), std::vector<std::string>{"s4"});
    EXPECT_EQ(collector.connections(), 1);
    expect_counts(5, "stopped", 0);
}

TEST_F(ExporterTest, tries_again_when_the_collector_is_busy) {
    for (const int status : {429, 502, 503, 504}) {
        collector.answers.push_back({.status = status});
        options.retry.attempts = 5;
    }
    start();
    record(1);
    stop();
    ASSERT_EQ(collector.requests.size(), 5U);
    EXPECT_EQ(collector.requests[0].body, collector.requests[4].body);
    expect_counts(1, "unreachable", 0);
}

TEST_F(ExporterTest, waits_as_long_as_the_collector_says) {
    collector.answers.push_back({.status = 503, .header = "Retry-After: 1\r\n"});
    start();
    record(1);
    stop();
    ASSERT_EQ(collector.requests.size(), 2U);
    EXPECT_GE(collector.requests[1].at - collector.requests[0].at, 1s);
    expect_counts(1, "unreachable", 0);
}

TEST_F(ExporterTest, does_not_try_again_what_is_refused_for_good) {
    collector.answers.push_back({.status = 400});
    collector.answers.push_back({.status = 500});
    options.batch_limit = 1;
    start();
    record(3);
    stop();
    EXPECT_EQ(collector.requests.size(), 3U);
    expect_counts(1, "refused", 2);
}

TEST_F(ExporterTest, tries_again_when_the_connection_breaks) {
    collector.answers.push_back({.status = std::nullopt});
    collector.answers.push_back({.status = std::nullopt});
    start();
    record(1);
    stop();
    EXPECT_EQ(collector.requests.size(), 3U);
    expect_counts(1, "unreachable", 0);
}

TEST_F(ExporterTest, gives_a_slow_collector_its_time_and_tries_again) {
    options.timeout = 200ms;
    collector.answers.push_back({.delay = 1h});
    start();
    record(1);
    stop();
    EXPECT_EQ(collector.requests.size(), 2U);
    expect_counts(1, "unreachable", 0);
}

TEST_F(ExporterTest, drops_a_batch_when_the_attempts_are_used_up_and_goes_on) {
    for (int i = 0; i < 4; ++i) collector.answers.push_back({.status = 503});
    options.batch_limit = 2;
    start();
    record(3);
    stop();
    EXPECT_EQ(collector.requests.size(), 5U);
    expect_counts(1, "unreachable", 2);
}

TEST_F(ExporterTest, counts_what_a_collector_rejects) {
    collector.answers.push_back({.body = R"({"partialSuccess":{"rejectedSpans":"2","errorMessage":"odd"}})"});
    start();
    record(3);
    stop();
    EXPECT_EQ(collector.requests.size(), 1U);
    expect_counts(1, "rejected", 2);
}

TEST_F(ExporterTest, drops_and_counts_what_finds_the_queue_full) {
    options.queue_limit = 10;
    start();
    record(25);
    stop();
    EXPECT_EQ(Collector::names_in(collector.requests.at(0)).back(), "s9") << "the oldest are kept";
    expect_counts(10, "queue_full", 15);
}

TEST_F(ExporterTest, sends_what_is_left_at_once_when_it_is_stopped) {
    options.interval = 1h;
    start();
    record(3);
    stop();
    expect_counts(3, "stopped", 0);
}

TEST_F(ExporterTest, ends_in_time_when_the_collector_hangs_and_counts_what_is_left) {
    collector.answers.push_back({.delay = 1h});
    options.batch_limit = 2;
    start();
    record(5);
    wait_for_requests(1);
    stop(50ms);
    expect_counts(0, "stopped", 5);
}

TEST_F(ExporterTest, ends_in_time_when_there_is_no_collector) {
    {
        boost::asio::io_context elsewhere;
        const Collector gone{elsewhere};
        options.endpoint = gone.endpoint();
    }
    options.retry.attempts = 1'000'000;
    start();
    record(3);
    stop(50ms);
    expect_counts(0, "stopped", 3);
}

TEST_F(ExporterTest, takes_spans_from_any_thread) {
    start();
    {
        std::vector<std::jthread> threads;
        threads.reserve(4);
        for (int thread = 0; thread < 4; ++thread) threads.emplace_back([this] { record(100); });
        context.run_for(20ms);
    }
    stop();
    expect_counts(400, "queue_full", 0);
}

}  // namespace
}  // namespace acervo::otlp
