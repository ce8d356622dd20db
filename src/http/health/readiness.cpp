#include "http/health/readiness.hpp"

#include <algorithm>

#include "core/deadline.hpp"
#include "http/generated/encode.hpp"
#include "http/operation/operation_route.hpp"

namespace acervo::http {
namespace {

constexpr std::chrono::milliseconds kFresh{500};
constexpr std::chrono::seconds kPatience{1};

Async<Readiness::State> ask(const Dependency& dependency) {
    const auto alive = co_await with_timeout(dependency.probe(), kPatience, dependency.name);
    Readiness::State state{.dependency = &dependency, .up = alive.has_value(), .detail = {}};
    // The kind only: messages name hosts and ports, which are nobody's business outside.
    if (!alive) state.detail = name_of(alive.error().kind());
    co_return state;
}

Async<Response> answer_ready(std::shared_ptr<Readiness> readiness) { co_return co_await readiness->answer(); }

Async<Response> answer_live() {
    const api::Liveness live;
    co_return Response{200, "application/json", encode(live)};
}

Async<Response> answer_metrics(std::shared_ptr<Readiness> readiness, const Metrics& metrics) {
    (void)co_await readiness->refresh();
    co_return Response{200, std::string{Metrics::kContentType}, metrics.text()};
}

}  // namespace

Readiness::Readiness(std::vector<Dependency> dependencies, std::function<bool()> is_draining, Metrics& metrics)
    : dependencies_{std::move(dependencies)},
      is_draining_{std::move(is_draining)},
      degraded_{metrics.gauge("acervo_degraded", "1 while a server that this process talks to is away")} {
    for (const auto& dependency : dependencies_) {
        up_.push_back(metrics.gauge("acervo_dependency_up", "Whether a server answered when last asked",
                                    {{"name", dependency.name}}));
    }
}

Async<std::vector<Readiness::State>> Readiness::refresh() {
    const auto now = std::chrono::steady_clock::now();
    if (asked_ && now - asked_at_ < kFresh) co_return states_;
    std::vector<State> states;
    bool whole = true;
    for (std::size_t i = 0; i < dependencies_.size(); ++i) {
        states.push_back(co_await ask(dependencies_[i]));
        up_[i].set(states.back().up ? 1 : 0);
        whole = whole && states.back().up;
    }
    degraded_.set(whole ? 0 : 1);
    states_ = states;
    asked_at_ = std::chrono::steady_clock::now();
    asked_ = true;
    co_return states;
}

Async<Response> Readiness::answer() {
    const auto states = co_await refresh();
    api::Readiness body;
    bool usable = !is_draining_();
    bool whole = true;
    for (const auto& state : states) {
        api::DependencyHealth health{.name = state.dependency->name,
                                     .status = state.up ? api::DependencyStatus::Up : api::DependencyStatus::Down,
                                     .required = state.dependency->required,
                                     .detail = std::nullopt};
        if (!state.up) health.detail = state.detail;
        body.dependencies.push_back(std::move(health));
        whole = whole && state.up;
        usable = usable && (state.up || !state.dependency->required);
    }
    body.status = !usable ? api::ReadinessStatus::Unavailable
                          : (whole ? api::ReadinessStatus::Ready : api::ReadinessStatus::Degraded);
    Response response{usable ? 200 : 503, "application/json", encode(body)};
    if (!usable) response.headers.set("Retry-After", "1");
    response.headers.set("Cache-Control", "no-store");
    co_return response;
}

void add_health_routes(Router& router, const std::shared_ptr<Readiness>& readiness, const Metrics& metrics) {
    router.add(operation_route(api::kGetLiveness, [](const Request&) { return answer_live(); }));
    router.add(operation_route(api::kGetReadiness, [readiness](const Request&) { return answer_ready(readiness); }));
    router.add(operation_route(api::kGetMetrics,
                               [readiness, &metrics](const Request&) { return answer_metrics(readiness, metrics); }));
}

}  // namespace acervo::http
