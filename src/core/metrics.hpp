#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace acervo {

/// Metrics of one process in the sense of Prometheus (https://prometheus.io/docs/concepts/metric_types/).
///
///   auto done = metrics.counter("acervo_uploads_total", "Uploads that ended", {{"outcome", "completed"}});
///   …
///   done.add();
///
/// Every set of labels is resolved once, at the start; what is counted later is one atomic addition, on any thread.
/// Handles are small, may be copied, and must not outlive the registry. The registry is handed on explicitly.
using Labels = std::vector<std::pair<std::string, std::string>>;

class Counter {
public:
    void add(std::uint64_t count = 1) noexcept { cell_->fetch_add(count, std::memory_order_relaxed); }

private:
    friend class Metrics;
    explicit Counter(std::atomic<std::uint64_t>& cell) noexcept : cell_{&cell} {}
    std::atomic<std::uint64_t>* cell_;
};

/// A whole number that goes up and down.
class Gauge {
public:
    void set(std::int64_t value) noexcept { cell_->store(value, std::memory_order_relaxed); }
    void add(std::int64_t change = 1) noexcept { cell_->fetch_add(change, std::memory_order_relaxed); }
    void subtract(std::int64_t change = 1) noexcept { add(-change); }

private:
    friend class Metrics;
    explicit Gauge(std::atomic<std::int64_t>& cell) noexcept : cell_{&cell} {}
    std::atomic<std::int64_t>* cell_;
};

/// How values are spread; durations are counted in seconds. Two atomic additions for each value.
class Histogram {
public:
    void observe(double value) noexcept;
    void observe(std::chrono::nanoseconds duration) noexcept {
        observe(std::chrono::duration<double>{duration}.count());
    }

    struct Cells;

private:
    friend class Metrics;
    explicit Histogram(Cells& cells) noexcept : cells_{&cells} {}
    Cells* cells_;
};

/// Upper ends of buckets for the latency of calls, in seconds: 1 ms to 10 s.
std::vector<double> latency_buckets();

class Metrics {
public:
    Metrics();
    ~Metrics();
    Metrics(const Metrics&) = delete;
    Metrics& operator=(const Metrics&) = delete;

    /// The series of `name` with these labels, a new one or the one made before. Its kind, help and, for a histogram,
    /// its buckets are those of the first call with that name. std::logic_error for a name that Prometheus does not
    /// take, a counter that does not end in `_total`, a name used for another kind, a help text of several lines,
    /// buckets that do not rise: broken at the desk of who writes it, seen at the first start.
    Counter counter(std::string_view name, std::string_view help, Labels labels = {});
    Gauge gauge(std::string_view name, std::string_view help, Labels labels = {});
    Histogram histogram(std::string_view name, std::string_view help, std::vector<double> buckets, Labels labels = {});

    /// Values that are known elsewhere and asked for at each `text()`, on the thread that calls it; what `read` refers
    /// to must outlive the registry, and `read` must not throw.
    void counter_from(std::string_view name, std::string_view help, Labels labels, std::function<double()> read);
    void gauge_from(std::string_view name, std::string_view help, Labels labels, std::function<double()> read);

    /// Everything, in Prometheus' text format 0.0.4
    /// (https://prometheus.io/docs/instrumenting/exposition_formats/), families sorted by name. Safe from any thread.
    std::string text() const;
    static constexpr std::string_view kContentType = "text/plain; version=0.0.4; charset=utf-8";

private:
    class Registry;
    std::unique_ptr<Registry> registry_;
};

}  // namespace acervo
