#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "core/async.hpp"
#include "core/metrics.hpp"
#include "core/result.hpp"
#include "http/router/router.hpp"
#include "http/server/response.hpp"

namespace acervo::http {

/// A server that this process talks to.
struct Dependency {
    std::string name;
    /// Whether nothing can be served without it. The others only degrade what is served.
    bool required{false};
    /// Asks it for a sign of life.
    std::function<Async<Result<void>>()> probe;
};

/// How the dependencies of one thread's handlers are. They are asked when somebody wants to know, at most every half
/// second, so that no background work is owned by anybody. One per thread.
class Readiness {
public:
    /// `metrics` gets `acervo_dependency_up{name=…}` and `acervo_degraded`, and must outlive this.
    Readiness(std::vector<Dependency> dependencies, std::function<bool()> is_draining, Metrics& metrics);

    /// 200 `ready` or `degraded`, or 503 `unavailable` when a required dependency is away or the process is stopping.
    Async<Response> answer();

    /// Asks those whose last answer is old; the answers come by name.
    struct State {
        const Dependency* dependency;
        bool up{false};
        std::string detail;
    };
    Async<std::vector<State>> refresh();

private:
    std::vector<Dependency> dependencies_;
    std::function<bool()> is_draining_;
    std::vector<Gauge> up_;
    Gauge degraded_;
    std::vector<State> states_;
    std::chrono::steady_clock::time_point asked_at_;
    bool asked_{false};
};

/// `/health/live`, `/health/ready` and `/metrics`, which asks the dependencies as well. `metrics` must outlive the
/// router.
void add_health_routes(Router& router, const std::shared_ptr<Readiness>& readiness, const Metrics& metrics);

}  // namespace acervo::http
