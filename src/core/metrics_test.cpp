#include "core/metrics.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <fstream>
#include <stdexcept>
#include <thread>

#include "core/process_metrics.hpp"

namespace acervo {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;

TEST(Metrics, writes_counters_and_gauges_with_help_and_type) {
    Metrics metrics;
    auto completed = metrics.counter("uploads_total", "Uploads that ended", {{"outcome", "completed"}});
    metrics.counter("uploads_total", "Uploads that ended", {{"outcome", "aborted"}}).add(2);
    auto connections = metrics.gauge("connections", "Open connections");
    completed.add();
    completed.add(4);
    connections.set(7);
    connections.add();
    connections.subtract(10);
    EXPECT_EQ(metrics.text(),
              "# HELP connections Open connections\n"
              "# TYPE connections gauge\n"
              "connections -2\n"
              "# HELP uploads_total Uploads that ended\n"
              "# TYPE uploads_total counter\n"
              "uploads_total{outcome=\"completed\"} 5\n"
              "uploads_total{outcome=\"aborted\"} 2\n");
}

TEST(Metrics, writes_histograms_with_cumulated_buckets) {
    Metrics metrics;
    auto latency = metrics.histogram("latency_seconds", "Latency", {0.25, 1.0}, {{"route", "/a"}});
    latency.observe(250ms);  // on the end of a bucket: inside
    latency.observe(500ms);
    latency.observe(1.0);
    latency.observe(3s);
    EXPECT_THAT(metrics.text(), HasSubstr("# TYPE latency_seconds histogram\n"
                                          "latency_seconds_count{route=\"/a\"} 4\n"
                                          "latency_seconds_sum{route=\"/a\"} 4.75\n"
                                          "latency_seconds_bucket{route=\"/a\",le=\"0.25\"} 1\n"
                                          "latency_seconds_bucket{route=\"/a\",le=\"1\"} 3\n"
                                          "latency_seconds_bucket{route=\"/a\",le=\"+Inf\"} 4\n"));
}

TEST(Metrics, gives_the_same_series_for_the_same_labels_in_any_order) {
    Metrics metrics;
    metrics.counter("a_total", "A", {{"x", "1"}, {"y", "2"}}).add();
    metrics.counter("a_total", "A", {{"y", "2"}, {"x", "1"}}).add();
    EXPECT_THAT(metrics.text(), HasSubstr("a_total{x=\"1\",y=\"2\"} 2\n"));
}

TEST(Metrics, escapes_what_labels_may_hold) {
    Metrics metrics;
    metrics.gauge("a", "A", {{"path", "a\"b\\c\nd"}}).set(1);
    EXPECT_THAT(metrics.text(), HasSubstr(R"(a{path="a\"b\\c\nd"} 1)"));
}

TEST(Metrics, asks_for_values_that_are_known_elsewhere) {
    Metrics metrics;
    double level = 1.5;
    metrics.gauge_from("level", "Level", {}, [&level] { return level; });
    metrics.counter_from("ticks_total", "Ticks", {}, [] { return 3.0; });
    EXPECT_THAT(metrics.text(), HasSubstr("level 1.5\n"));
    EXPECT_THAT(metrics.text(), HasSubstr("ticks_total 3\n"));
    level = 2.5;
    EXPECT_THAT(metrics.text(), HasSubstr("level 2.5\n"));
}

TEST(Metrics, refuses_what_is_wrong_at_the_start) {
    Metrics metrics;
    metrics.gauge("a", "A");
    EXPECT_THROW(metrics.counter("uploads", "no _total"), std::logic_error);
    EXPECT_THROW(metrics.gauge("uploads_total", "no counter"), std::logic_error);
    EXPECT_THROW(metrics.histogram("a", "another kind", {1.0}), std::logic_error);
    EXPECT_THROW(metrics.gauge("0a", "name"), std::logic_error);
    EXPECT_THROW(metrics.gauge("a-b", "name"), std::logic_error);
    EXPECT_THROW(metrics.gauge("", "name"), std::logic_error);
    EXPECT_THROW(metrics.gauge("b", "two\nlines"), std::logic_error);
    EXPECT_THROW(metrics.gauge("b", "label", {{"__x", "1"}}), std::logic_error);
    EXPECT_THROW(metrics.histogram("h", "label", {1.0}, {{"le", "1"}}), std::logic_error);
    EXPECT_THROW(metrics.gauge("b", "twice", {{"x", "1"}, {"x", "2"}}), std::logic_error);
    EXPECT_THROW(metrics.histogram("h", "buckets", {1.0, 1.0}), std::logic_error);
    EXPECT_THROW(metrics.histogram("h", "buckets", {2.0, 1.0}), std::logic_error);
}

TEST(Metrics, loses_nothing_between_threads) {
    Metrics metrics;
    auto counter = metrics.counter("a_total", "A");
    auto gauge = metrics.gauge("b", "B");
    auto histogram = metrics.histogram("c", "C", latency_buckets());
    {
        std::vector<std::jthread> threads;
        threads.reserve(4);
        for (int thread = 0; thread < 4; ++thread) {
            threads.emplace_back([&, thread, counter, gauge, histogram]() mutable {
                for (int i = 0; i < 5000; ++i) {
                    counter.add();
                    gauge.add(thread % 2 == 0 ? 1 : -1);
                    histogram.observe(0.5);
                }
                metrics.counter("a_total", "A", {{"thread", std::to_string(thread)}}).add();
            });
        }
        for (int i = 0; i < 20; ++i) EXPECT_FALSE(metrics.text().empty());
    }
    EXPECT_THAT(metrics.text(), HasSubstr("a_total 20000\n"));
    EXPECT_THAT(metrics.text(), HasSubstr("b 0\n"));
    EXPECT_THAT(metrics.text(), HasSubstr("c_count 20000\n"));
    EXPECT_THAT(metrics.text(), HasSubstr("c_sum 10000\n"));
    EXPECT_THAT(metrics.text(), HasSubstr("a_total{thread=\"3\"} 1\n"));
}

TEST(ProcessMetrics, show_this_process) {
    const auto before = read_process();
    EXPECT_GT(before.resident_bytes, 1'000'000U);
    EXPECT_GE(before.open_fds, 3U);
    const auto now = std::chrono::duration<double>{std::chrono::system_clock::now().time_since_epoch()}.count();
    EXPECT_LE(before.start_time_seconds, now + 2);
    EXPECT_GT(before.start_time_seconds, now - 3600);

    const std::ifstream one_more{"/dev/null"};
    EXPECT_EQ(read_process().open_fds, before.open_fds + 1);
    volatile double work = 0;
    while (read_process().cpu_seconds < before.cpu_seconds + 0.02) work = work + 1;

    Metrics metrics;
    add_process_metrics(metrics);
    for (const auto* name : {"process_resident_memory_bytes ", "process_cpu_seconds_total ", "process_open_fds ",
                             "process_start_time_seconds "}) {
        EXPECT_THAT(metrics.text(), HasSubstr(name));
    }
}

}  // namespace
}  // namespace acervo
