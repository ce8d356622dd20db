#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "core/metrics.hpp"
#include "http/server/observer.hpp"

namespace acervo::http {

/// Counts what the server does and writes one line per request into the log. `routes` are the names there are; anything
/// else counts as `none`. `metrics` must outlive it.
class RequestMetrics final : public Observer {
public:
    RequestMetrics(Metrics& metrics, const std::vector<std::string>& routes);

    void connection_opened() noexcept override;
    void connection_closed() noexcept override;
    void connection_refused() noexcept override;
    void request_started() noexcept override;
    void request_finished(const RequestSummary& request) noexcept override;
    void request_failed(const RequestSummary& request, const Error& error) noexcept override;
    void server_failed(const Error& error) noexcept override;

private:
    struct Route {
        /// By the first digit of the status; 0 for those that make no sense.
        std::vector<Counter> requests;
        Histogram latency;
    };
    static Route route_of(Metrics& metrics, const std::string& name);
    Route& find(std::string_view name) noexcept;

    std::map<std::string, Route, std::less<>> routes_;
    Gauge connections_;
    Gauge in_flight_;
    Counter refused_;
    Counter received_;
    Counter sent_;
};

/// The names of all operations of the contract.
std::vector<std::string> operation_names();

}  // namespace acervo::http
