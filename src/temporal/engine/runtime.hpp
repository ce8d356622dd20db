#pragma once

#include <chrono>
#include <memory>
#include <string>

#include "core/result.hpp"

struct AtbRuntime;

namespace acervo::temporal {

struct RuntimeOptions {
    /// Threads of the engine, which does the network and the bookkeeping of histories; 0: as many as there are cores.
    unsigned threads{0};
    /// How often workers tell the server that they live, 1 s to 60 s; zero: never.
    std::chrono::milliseconds worker_heartbeat{std::chrono::seconds{60}};
    /// Which lines of the engine's log go into ours, in the words of tracing-subscriber's EnvFilter.
    std::string log_filter{"warn"};
};

/// The engine's threads, log (`temporal.engine`) and metrics. One per process is enough. SIGPIPE is ignored from its
/// start on, unless the program handles it. Copies share it; connections and workers hold it, so it ends with the last
/// of them.
class Runtime {
public:
    /// InvalidInput when an option cannot be used.
    static Result<Runtime> start(RuntimeOptions options = {});

    /// All metrics of the engine (`temporal_…`) in Prometheus' text format 0.0.4, durations in seconds: append it to
    /// the process' own page.
    std::string metrics() const;

    const std::shared_ptr<AtbRuntime>& handle() const noexcept { return runtime_; }

private:
    explicit Runtime(std::shared_ptr<AtbRuntime> runtime) : runtime_{std::move(runtime)} {}
    std::shared_ptr<AtbRuntime> runtime_;
};

}  // namespace acervo::temporal
