#include "core/metrics.hpp"

#include <fmt/format.h>
#include <prometheus/metric_family.h>
#include <prometheus/text_serializer.h>

#include <algorithm>
#include <deque>
#include <limits>
#include <map>
#include <mutex>
#include <sstream>
#include <stdexcept>

namespace acervo {
namespace {

/// Series that different threads count lie on different cache lines.
constexpr std::size_t kCacheLine = 64;

using Kind = prometheus::MetricType;

constexpr bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; }
constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; }

void require(bool holds, std::string_view name, std::string_view reason) {
    if (!holds) throw std::logic_error{fmt::format("metric {}: {}", name, reason)};
}

bool is_name(std::string_view name) {
    return !name.empty() && is_letter(name.front()) &&
           std::ranges::all_of(name, [](char c) { return is_letter(c) || is_digit(c); });
}

}  // namespace

struct Histogram::Cells {
    explicit Cells(std::vector<double> bucket_ends) : ends{std::move(bucket_ends)}, counts(ends.size() + 1) {}

    std::vector<double> ends;
    std::vector<std::atomic<std::uint64_t>> counts;
    alignas(kCacheLine) std::atomic<double> sum{0.0};
};

void Histogram::observe(double value) noexcept {
    const auto bucket = std::ranges::lower_bound(cells_->ends, value) - cells_->ends.begin();
    cells_->counts[static_cast<std::size_t>(bucket)].fetch_add(1, std::memory_order_relaxed);
    cells_->sum.fetch_add(value, std::memory_order_relaxed);
}

std::vector<double> latency_buckets() {
    return {0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0};
}

/// All families, by name.
class Metrics::Registry {
public:
    struct Series {
        explicit Series(Labels with_labels) : labels{std::move(with_labels)} {}

        Labels labels;
        alignas(kCacheLine) std::atomic<std::uint64_t> count{0};
        alignas(kCacheLine) std::atomic<std::int64_t> level{0};
        std::unique_ptr<Histogram::Cells> cells;
        std::function<double()> read;
    };
    struct Family {
        Kind kind{};
        std::string help;
        std::vector<double> buckets;
        std::deque<Series> series;
    };

    /// The series, made when it is not there; `buckets` only for a histogram.
    Series& series(std::string_view name, Family wanted, Labels labels) {
        require(is_name(name), name, "is not a name that Prometheus takes");
        // The serialiser writes it as it stands.
        require(wanted.help.find_first_of("\n\\") == std::string::npos, name, "has a help text with \\ or a line end");
        require((wanted.kind == Kind::Counter) == name.ends_with("_total"), name, "only a counter ends in _total");
        require(std::ranges::adjacent_find(wanted.buckets, std::ranges::greater_equal{}) == wanted.buckets.end(), name,
                "the ends of the buckets must rise");
        for (const auto& [label, value] : labels) {
            require(is_name(label) && !label.starts_with("__") && label != "le", name, "has an impossible label");
        }
        std::ranges::sort(labels);
        require(std::ranges::adjacent_find(labels, {}, &Labels::value_type::first) == labels.end(), name,
                "has a label twice");

        const std::lock_guard lock{mutex_};
        const auto kind = wanted.kind;
        auto& family = families_.try_emplace(std::string{name}, std::move(wanted)).first->second;
        require(family.kind == kind, name, "is used for another kind");
        const auto known = std::ranges::find(family.series, labels, &Series::labels);
        if (known != family.series.end()) return *known;
        auto& added = family.series.emplace_back(std::move(labels));
        if (family.kind == Kind::Histogram) added.cells = std::make_unique<Histogram::Cells>(family.buckets);
        return added;
    }

    std::vector<prometheus::MetricFamily> collect() const {
        const std::lock_guard lock{mutex_};
        std::vector<prometheus::MetricFamily> collected;
        collected.reserve(families_.size());
        for (const auto& [name, family] : families_) {
            auto& out = collected.emplace_back();
            out.name = name;
            out.help = family.help;
            out.type = family.kind;
            for (const auto& series : family.series) out.metric.push_back(read(family.kind, series));
        }
        return collected;
    }

private:
    static prometheus::ClientMetric read(Kind kind, const Series& series) {
        prometheus::ClientMetric out;
        for (const auto& [name, value] : series.labels) out.label.push_back({name, value});
        if (kind == Kind::Histogram) {
            out.histogram = read(*series.cells);
        } else if (series.read) {
            (kind == Kind::Counter ? out.counter.value : out.gauge.value) = series.read();
        } else {
            out.counter.value = static_cast<double>(series.count.load(std::memory_order_relaxed));
            out.gauge.value = static_cast<double>(series.level.load(std::memory_order_relaxed));
        }
        return out;
    }

    static prometheus::ClientMetric::Histogram read(const Histogram::Cells& cells) {
        prometheus::ClientMetric::Histogram out;
        for (std::size_t i = 0; i < cells.counts.size(); ++i) {
            out.sample_count += cells.counts[i].load(std::memory_order_relaxed);
            const auto end = i < cells.ends.size() ? cells.ends[i] : std::numeric_limits<double>::infinity();
            out.bucket.push_back({out.sample_count, end});
        }
        out.sample_sum = cells.sum.load(std::memory_order_relaxed);
        return out;
    }

    mutable std::mutex mutex_;
    std::map<std::string, Family, std::less<>> families_;
};

Metrics::Metrics() : registry_{std::make_unique<Registry>()} {}
Metrics::~Metrics() = default;

Counter Metrics::counter(std::string_view name, std::string_view help, Labels labels) {
    return Counter{registry_->series(name, {Kind::Counter, std::string{help}, {}, {}}, std::move(labels)).count};
}

Gauge Metrics::gauge(std::string_view name, std::string_view help, Labels labels) {
    return Gauge{registry_->series(name, {Kind::Gauge, std::string{help}, {}, {}}, std::move(labels)).level};
}

Histogram Metrics::histogram(std::string_view name, std::string_view help, std::vector<double> buckets, Labels labels) {
    Registry::Family wanted{Kind::Histogram, std::string{help}, std::move(buckets), {}};
    return Histogram{*registry_->series(name, std::move(wanted), std::move(labels)).cells};
}

void Metrics::counter_from(std::string_view name, std::string_view help, Labels labels, std::function<double()> read) {
    registry_->series(name, {Kind::Counter, std::string{help}, {}, {}}, std::move(labels)).read = std::move(read);
}

void Metrics::gauge_from(std::string_view name, std::string_view help, Labels labels, std::function<double()> read) {
    registry_->series(name, {Kind::Gauge, std::string{help}, {}, {}}, std::move(labels)).read = std::move(read);
}

std::string Metrics::text() const {
    std::ostringstream out;
    prometheus::TextSerializer{}.Serialize(out, registry_->collect());
    return std::move(out).str();
}

}  // namespace acervo
