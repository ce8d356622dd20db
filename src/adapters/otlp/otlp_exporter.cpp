#include "adapters/otlp/otlp_exporter.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <charconv>
#include <optional>
#include <utility>

#include "adapters/otlp/span_queue.hpp"
#include "core/deadline.hpp"
#include "core/log.hpp"
#include "core/task_group.hpp"
#include "net/http_client.hpp"

namespace acervo::otlp {

namespace asio = boost::asio;

namespace {

constexpr std::size_t kLongestAnswer = std::size_t{64} * 1024;
constexpr std::chrono::seconds kLongestRetryAfter{3600};

Counter dropped(Metrics& metrics, std::string reason) {
    return metrics.counter("acervo_trace_spans_dropped_total", "Spans that never reached the collector",
                           {{"reason", std::move(reason)}});
}

/// The form with seconds (RFC 9110 §10.2.3); a date is treated as if nothing was said.
std::optional<std::chrono::seconds> retry_after(const Headers& headers) {
    const auto text = headers.find("Retry-After").value_or("");
    std::int64_t seconds = 0;
    const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), seconds);
    if (text.empty() || problem != std::errc{} || end != text.data() + text.size() || seconds < 0) return std::nullopt;
    return std::min(std::chrono::seconds{seconds}, kLongestRetryAfter);
}

std::optional<double> ratio_from(std::string_view text) noexcept {
    double ratio = 0.0;
    const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), ratio);
    if (problem != std::errc{} || end != text.data() + text.size() || !(ratio >= 0.0 && ratio <= 1.0)) return {};
    return ratio;
}

Error refusal(const HttpResponse& answer) {
    auto message = fmt::format("the trace collector answered {}", answer.status);
    const bool may_retry = answer.status == 429 || (answer.status >= 502 && answer.status <= 504);
    if (!may_retry) return {ErrorKind::InvalidInput, std::move(message)};
    Error error{ErrorKind::Unavailable, std::move(message)};
    if (const auto wait = retry_after(answer.headers)) return std::move(error).with_retry_after(*wait);
    return error;
}

}  // namespace

class Exporter::Sender {
public:
    Sender(const asio::any_io_executor& executor, Options options, Resource resource, Metrics& metrics)
        : options_{std::move(options)},
          address_{address_of(options_)},
          resource_{std::move(resource)},
          queue_{options_.queue_limit},
          client_{executor, {.connect_timeout = options_.timeout, .stall_timeout = options_.timeout}},
          tasks_{executor},
          next_look_{executor},
          exported_{metrics.counter("acervo_trace_spans_exported_total", "Spans that the collector took")},
          queue_full_{dropped(metrics, "queue_full")},
          unreachable_{dropped(metrics, "unreachable")},
          refused_{dropped(metrics, "refused")},
          rejected_{dropped(metrics, "rejected")},
          stopped_{dropped(metrics, "stopped")},
          waiting_{metrics.gauge("acervo_trace_spans_waiting", "Spans that wait to be sent")} {}

    void record(Span span) noexcept {
        if (queue_.push(std::move(span))) {
            waiting_.add();
        } else {
            queue_full_.add();
        }
    }

    void start() { tasks_.spawn("trace export", run()); }

    Async<void> stop(std::chrono::milliseconds grace) {
        stopping_ = true;
        next_look_.cancel();
        auto flushed = join();
        co_await with_timeout(std::move(flushed), grace, "the last export of traces");
        const auto left = in_flight_ + take(options_.queue_limit).size();
        stopped_.add(left);
        if (left != 0) log::warn("trace_export.cut_short", {{"spans", left}});
    }

private:
    Async<Result<void>> join() {
        co_await tasks_.join();
        co_return ok();
    }

    Async<void> run() {
        while (!stopping_) {
            next_look_.expires_after(options_.interval);
            co_await next_look_.async_wait(asio::as_tuple(asio::use_awaitable));
            co_await send_all();
        }
        co_await send_all();
    }

    std::vector<Span> take(std::size_t most) {
        auto spans = queue_.take(most);
        waiting_.subtract(static_cast<std::int64_t>(spans.size()));
        return spans;
    }

    Async<void> send_all() {
        for (auto batch = take(options_.batch_limit); !batch.empty(); batch = take(options_.batch_limit)) {
            in_flight_ = batch.size();
            const auto body = encode_spans(resource_, batch);
            auto attempt = [this, &body] { return with_timeout(post(body), options_.timeout, "the export of traces"); };
            const auto rejected = co_await retry(Backoff{options_.retry}, attempt);
            account(rejected, batch.size());
            in_flight_ = 0;
        }
    }

    void account(const Result<std::uint64_t>& rejected, std::uint64_t spans) {
        if (rejected) {
            exported_.add(spans - std::min(*rejected, spans));
            rejected_.add(std::min(*rejected, spans));
            if (*rejected != 0) log::warn("trace_export.rejected", {{"spans", *rejected}});
            return;
        }
        const auto& error = rejected.error();
        (is_retryable(error.kind()) ? unreachable_ : refused_).add(spans);
        log::warn("trace_export.failed", {{"spans", spans}, {"error", error}});
    }

    /// Answers how many spans were rejected.
    Async<Result<std::uint64_t>> post(std::string body) {
        HttpRequest request{Method::Post, address_};
        request.headers.set("Content-Type", "application/json");
        request.body = std::make_unique<StringSource>(std::move(body));
        request.timeout = options_.timeout;
        auto answer = CO_TRY(co_await client_.send(std::move(request)));
        const bool taken = answer.status >= 200 && answer.status < 300;
        // Read in any case, so that the connection is kept.
        const auto text = co_await read_all(*answer.body, kLongestAnswer);
        if (!taken) co_return fail(refusal(answer));
        co_return static_cast<std::uint64_t>(rejected_spans(text.value_or(std::string{})));
    }

    Options options_;
    std::string address_;
    Resource resource_;
    SpanQueue queue_;
    HttpClient client_;
    TaskGroup tasks_;
    asio::steady_timer next_look_;
    bool stopping_{false};
    /// Spans that were taken from the queue and are not yet accounted for.
    std::size_t in_flight_{0};
    Counter exported_;
    Counter queue_full_;
    Counter unreachable_;
    Counter refused_;
    Counter rejected_;
    Counter stopped_;
    Gauge waiting_;
};

std::string address_of(const Options& options) {
    if (!options.endpoint.empty() || options.collector.empty()) return options.endpoint;
    const bool has_slash = options.collector.ends_with('/');
    return options.collector + (has_slash ? "v1/traces" : "/v1/traces");
}

double ratio_of(const Options& options) noexcept { return ratio_from(options.sample_ratio).value_or(0.0); }

void describe(config::Section<Options>& section) {
    using namespace std::chrono_literals;
    section.doc("Export of traces to an OpenTelemetry collector");
    section.key("collector", &Options::collector, "OTLP/HTTP address, such as http://127.0.0.1:4318; empty = no traces")
        .also_from("OTEL_EXPORTER_OTLP_ENDPOINT");
    section.key("endpoint", &Options::endpoint, "The same with its path, in place of collector + /v1/traces")
        .also_from("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT");
    section.key("service_name", &Options::service_name, "What the spans say who we are").also_from("OTEL_SERVICE_NAME");
    section
        .key("sample_ratio", &Options::sample_ratio,
             "Share of the traces that begin here which is recorded, 0 to 1; of others their caller decides")
        .also_from("OTEL_TRACES_SAMPLER_ARG");
    section.check([](const Options& options) -> Result<void> {
        if (ratio_from(options.sample_ratio)) return ok();
        return fail(ErrorKind::InvalidInput, "traces.sample_ratio: a number from 0 to 1, such as 0.05");
    });
    section.key("queue_limit", &Options::queue_limit, "Spans that may wait to be sent").range(1, 1'000'000);
    section.key("batch_limit", &Options::batch_limit, "Spans in one request").range(1, 10'000);
    section.key("interval", &Options::interval, "How often waiting spans are sent").range(10ms, 1min);
    section.key("timeout", &Options::timeout, "For one request").range(100ms, 1min);
}

Exporter::Exporter(asio::any_io_executor executor, Options options, Resource resource, Metrics& metrics)
    : sender_{std::make_unique<Sender>(executor, std::move(options), std::move(resource), metrics)} {}

Exporter::~Exporter() = default;

void Exporter::record(Span span) noexcept { sender_->record(std::move(span)); }
void Exporter::start() { sender_->start(); }
Async<void> Exporter::stop(std::chrono::milliseconds grace) { return sender_->stop(grace); }

}  // namespace acervo::otlp
