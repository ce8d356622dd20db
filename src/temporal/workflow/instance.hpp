#pragma once

#include <memory>
#include <optional>
#include <string>

#include "temporal/model/activation.hpp"
#include "temporal/model/completion.hpp"
#include "temporal/payload/limits.hpp"
#include "temporal/workflow/activation_watch.hpp"
#include "temporal/workflow/registry.hpp"
#include "temporal/workflow/run.hpp"

namespace acervo::temporal {

/// One run of one workflow as the worker holds it: activations go in, completions come out. Any thread may call it, one
/// at a time. Destroying it is evicting the run: its coroutines go, and no command comes of it.
class Instance {
public:
    struct Setup {
        std::string namespace_name;
        std::string task_queue;
        WorkflowHooks hooks;
        PayloadLimits limits;
    };
    /// `registry` must outlive the instance.
    Instance(const Registry& registry, Setup setup) : registry_{&registry}, setup_{std::move(setup)} {}

    /// Applies the jobs, runs the workflow until it waits, and answers with what it asked for. Never throws: a bug, an
    /// unknown workflow type, a payload that cannot be read or is too large come back as a failed workflow task, and
    /// the instance is then good for eviction only. An eviction answers without commands.
    Completion apply(const Activation& activation);

    /// To be asked from another thread.
    std::shared_ptr<const ActivationWatch> watch() const noexcept { return watch_; }
    /// The workflow ended; only queries and the eviction may still come.
    bool closed() const noexcept { return closed_; }

private:
    void apply_jobs(const Activation& activation);
    void apply_job(const Job& job);
    void begin(const job::InitializeWorkflow& start);
    void close();
    std::vector<Command> checked_commands();

    const Registry* registry_;
    Setup setup_;
    std::shared_ptr<ActivationWatch> watch_ = std::make_shared<ActivationWatch>();
    std::unique_ptr<Run> run_;
    /// The main function's answer.
    std::shared_ptr<FutureState<std::optional<Payload>>> answer_;
    bool closed_ = false;
    std::optional<Failure> broken_;
};

}  // namespace acervo::temporal
