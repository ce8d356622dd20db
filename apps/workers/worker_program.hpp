#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "core/async.hpp"
#include "core/metrics.hpp"
#include "core/result.hpp"
#include "sections/sections.hpp"
#include "temporal/worker/worker_options.hpp"

namespace acervo {

/// What a program that works for Temporal is made of: its queues, and what their activities need. All of it belongs to
/// the worker's loop, which has one thread.
class WorkerParts {
public:
    virtual ~WorkerParts() = default;
    /// Once. What they point to lives as long as this.
    virtual std::vector<temporal::QueueOptions> queues() = 0;
    /// After the last activity has ended.
    virtual Async<void> close() = 0;
};

struct WorkerProgram {
    /// `acervo-orchestrator`: in logs, and as identity in histories.
    std::string name;
    HttpSection http;
    TemporalSection temporal;
    /// How long activities may go on after SIGTERM before they are told to cancel.
    std::chrono::milliseconds grace{std::chrono::seconds{10}};
    /// On the loop's own thread.
    std::function<Result<std::unique_ptr<WorkerParts>>(boost::asio::any_io_executor, Metrics&)> assemble;
};

/// Works until SIGTERM or SIGINT, then drains: takes no more, lets what runs end or cancels it, and answers for it. It
/// waits for Temporal when that is away, at the start too. `/health/live`, `/health/ready` and `/metrics` are served
/// meanwhile. An error when it cannot begin.
Result<void> run_worker(const WorkerProgram& program);

}  // namespace acervo
