#include "http/observe/request_metrics.hpp"

#include "core/log.hpp"
#include "http/generated/operations.hpp"

namespace acervo::http {
namespace {

constexpr const char* kNone = "none";
constexpr int kClasses = 6;

log::Context context_of(const RequestSummary& request) {
    return log::Context{}.with(
        {{"request_id", request.request_id}, {"trace_id", request.trace_id}, {"span_id", request.span_id}});
}

}  // namespace

RequestMetrics::RequestMetrics(Metrics& metrics, const std::vector<std::string>& routes)
    : connections_{metrics.gauge("acervo_http_connections", "Open connections")},
      in_flight_{metrics.gauge("acervo_http_requests_in_flight", "Requests that are being answered")},
      refused_{metrics.counter("acervo_http_connections_refused_total", "Connections above the limit")},
      received_{metrics.counter("acervo_http_received_bytes_total", "Bytes of request bodies")},
      sent_{metrics.counter("acervo_http_sent_bytes_total", "Bytes of answers")} {
    for (const auto& name : routes) routes_.emplace(name, route_of(metrics, name));
    routes_.emplace(kNone, route_of(metrics, kNone));
}

RequestMetrics::Route RequestMetrics::route_of(Metrics& metrics, const std::string& name) {
    std::vector<Counter> requests;
    for (int i = 0; i < kClasses; ++i) {
        const auto status = i == 0 ? std::string{"other"} : std::to_string(i) + "xx";
        requests.push_back(
            metrics.counter("acervo_http_requests_total", "Requests answered", {{"route", name}, {"status", status}}));
    }
    return Route{.requests = std::move(requests),
                 .latency = metrics.histogram("acervo_http_request_seconds",
                                              "From the request's header to the last byte of the answer",
                                              latency_buckets(), {{"route", name}})};
}

RequestMetrics::Route& RequestMetrics::find(std::string_view name) noexcept {
    const auto found = routes_.find(name);
    return found != routes_.end() ? found->second : routes_.find(std::string_view{kNone})->second;
}

void RequestMetrics::connection_opened() noexcept { connections_.add(); }
void RequestMetrics::connection_closed() noexcept { connections_.subtract(); }
void RequestMetrics::connection_refused() noexcept { refused_.add(); }
void RequestMetrics::request_started() noexcept { in_flight_.add(); }

void RequestMetrics::request_finished(const RequestSummary& request) noexcept {
    in_flight_.subtract();
    received_.add(request.bytes_received);
    sent_.add(request.bytes_sent);
    auto& route = find(request.route);
    const int status_class = request.status / 100;
    route.requests[static_cast<std::size_t>(status_class >= 1 && status_class < kClasses ? status_class : 0)].add();
    route.latency.observe(request.duration);
    if (!log::enabled(log::Level::Info)) return;
    const auto micros = std::chrono::duration_cast<std::chrono::microseconds>(request.duration).count();
    log::info(context_of(request), "request.finished",
              {{"method", request.method},
               {"path", request.path},
               {"route", request.route},
               {"status", request.status},
               {"complete", request.complete},
               {"duration_us", micros},
               {"bytes", request.bytes_sent},
               {"remote_address", request.remote_address}});
}

void RequestMetrics::request_failed(const RequestSummary& request, const Error& error) noexcept {
    // A server that is away says so itself in the log, and comes back: nobody has to look at every request.
    const auto level = error.kind() == ErrorKind::Internal ? log::Level::Error : log::Level::Warn;
    log::write(level, "request.failed", context_of(request), {{"route", request.route}, {"error", error}});
}

void RequestMetrics::server_failed(const Error& error) noexcept { log::error("server.failed", {{"error", error}}); }

std::vector<std::string> operation_names() {
    std::vector<std::string> names;
    for (const auto* operation : api::kOperations) names.emplace_back(operation->id);
    return names;
}

}  // namespace acervo::http
