#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <chrono>
#include <cstddef>
#include <memory>
#include <string>

#include "adapters/otlp/otlp_json.hpp"
#include "core/config.hpp"
#include "core/metrics.hpp"
#include "core/retry_policy.hpp"
#include "core/trace.hpp"

namespace acervo::otlp {

/// The section `traces`.
struct Options {
    /// The collector's address, to which `/v1/traces` is added.
    std::string collector{};  // NOLINT(readability-redundant-member-init): designated initialisers leave it out
    /// Full address of the collector's trace receiver, in place of the one above.
    std::string endpoint{};  // NOLINT(readability-redundant-member-init)
    std::string service_name{"acervo"};
    /// Share of the traces that begin here which is recorded, as text: `0.05`.
    std::string sample_ratio{"0.05"};
    /// Spans that wait to be sent; more are dropped and counted.
    std::size_t queue_limit{8192};
    /// Spans in one request.
    std::size_t batch_limit{512};
    /// How often the queue is looked at.
    std::chrono::milliseconds interval{500};
    /// For one request and its answer.
    std::chrono::milliseconds timeout{std::chrono::seconds{10}};
    /// Not a key: how long one batch is tried.
    RetryPolicy retry{.first = std::chrono::milliseconds{500},
                      .factor = 2.0,
                      .longest = std::chrono::seconds{10},
                      .attempts = 8,
                      .budget = std::chrono::minutes{1}};
};
void describe(config::Section<Options>& section);
/// The full address; empty = traces are not exported (then make no exporter).
std::string address_of(const Options& options);
/// `sample_ratio` as a number; 0 when it is none.
double ratio_of(const Options& options) noexcept;

/// Sends finished spans in batches to an OpenTelemetry collector by OTLP/HTTP in JSON
/// (https://opentelemetry.io/docs/specs/otlp/#otlphttp). A collector that is slow, down or refuses costs memory up to
/// `queue_limit` spans and nothing else. Retried are 429, 502, 503, 504, time-outs and lost connections, with jitter,
/// and not before `Retry-After`; any other refusal loses the batch, as the protocol demands.
///
/// Metrics: acervo_trace_spans_exported_total; acervo_trace_spans_dropped_total by `reason`: queue_full, unreachable
/// (all attempts failed), refused (an answer that forbids to try again), rejected (the collector took the rest of the
/// batch), stopped (still there at the end of `stop`); acervo_trace_spans_waiting.
class Exporter final : public SpanSink {
public:
    Exporter(boost::asio::any_io_executor executor, Options options, Resource resource, Metrics& metrics);
    ~Exporter() override;
    Exporter(const Exporter&) = delete;
    Exporter& operator=(const Exporter&) = delete;

    /// From any thread.
    void record(Span span) noexcept override;

    /// Begins to send, on the executor.
    void start();
    /// Sends what is left for at most `grace`, and ends. On the executor, once, before it is destroyed. What is
    /// recorded after that stays unsent.
    Async<void> stop(std::chrono::milliseconds grace);

private:
    class Sender;
    std::unique_ptr<Sender> sender_;
};

}  // namespace acervo::otlp
