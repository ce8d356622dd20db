#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

#include "temporal/model/policies.hpp"

namespace acervo::temporal {

/// How many questions for tasks stand open at the server.
class Pollers {
public:
    enum class Kind { EngineChooses, Fixed, Autoscaling };

    /// Autoscaling where the namespace offers it, else a fixed number.
    static constexpr Pollers engine_chooses() noexcept { return Pollers{Kind::EngineChooses, 0, 0, 0}; }
    /// Workflows with a cache need at least 2.
    static constexpr Pollers fixed(std::uint32_t count) noexcept { return Pollers{Kind::Fixed, 0, count, 0}; }
    /// 1 ≤ minimum ≤ initial ≤ maximum.
    static constexpr Pollers autoscaling(std::uint32_t minimum, std::uint32_t initial, std::uint32_t maximum) noexcept {
        return Pollers{Kind::Autoscaling, minimum, maximum, initial};
    }

    constexpr Kind kind() const noexcept { return kind_; }
    constexpr std::uint32_t minimum() const noexcept { return minimum_; }
    constexpr std::uint32_t maximum() const noexcept { return maximum_; }
    constexpr std::uint32_t initial() const noexcept { return initial_; }

private:
    constexpr Pollers(Kind kind, std::uint32_t minimum, std::uint32_t maximum, std::uint32_t initial) noexcept
        : kind_{kind}, minimum_{minimum}, maximum_{maximum}, initial_{initial} {}
    Kind kind_;
    std::uint32_t minimum_;
    std::uint32_t maximum_;
    std::uint32_t initial_;
};

/// A version of a worker deployment: the server routes each workflow to the version it belongs to.
struct Deployment {
    std::string name;
    /// What happens to a running workflow when a newer version is deployed; unspecified: each workflow says it.
    VersioningBehavior default_behavior{VersioningBehavior::Unspecified};
};

/// What the engine needs to know of a worker of one task queue.
struct CoreWorkerOptions {
    std::string name_space{};
    std::string task_queue{};
    /// Empty: the connection's.
    std::string identity{};
    /// Which build of the code this is. Without `deployment` it only shows up in histories.
    std::string build_id{};
    std::optional<Deployment> deployment{};

    /// What this worker takes; local activities come with workflows.
    bool workflows{true};
    bool activities{true};

    /// Workflows kept between their tasks; zero: every task replays its history from the beginning.
    std::uint32_t max_cached_workflows{1'000};
    /// At a time. At least 2 workflow tasks when workflows are cached.
    std::uint32_t max_workflow_tasks{100};
    std::uint32_t max_activities{100};
    std::uint32_t max_local_activities{100};
    Pollers workflow_pollers{Pollers::engine_chooses()};
    Pollers activity_pollers{Pollers::engine_chooses()};
    /// Of this worker; empty: as many as come.
    std::optional<double> activities_per_second{};
    /// Of all workers of the task queue, held by the server; the last one that asked decides.
    std::optional<double> task_queue_activities_per_second{};

    /// After it, activities that still run when the worker shuts down are told to cancel.
    std::chrono::milliseconds graceful_shutdown{std::chrono::seconds{10}};
    /// A task of a cached workflow that is not taken within it goes to any worker.
    std::chrono::milliseconds sticky_timeout{std::chrono::seconds{10}};
    /// The longest time between two heartbeats of an activity that reach the server: it is 0.8 of the activity's
    /// heartbeat timeout, at most `max_`; `default_` where there is no such timeout. Cancellation comes with the
    /// answer.
    std::chrono::milliseconds max_heartbeat_throttle{std::chrono::seconds{60}};
    std::chrono::milliseconds default_heartbeat_throttle{std::chrono::seconds{30}};
    /// A workflow whose code does not fit its history fails; else its task fails and is tried again, until fitting code
    /// is deployed.
    bool fail_workflow_on_nondeterminism{false};
};

}  // namespace acervo::temporal
