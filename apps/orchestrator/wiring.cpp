#include "wiring.hpp"

#include "activities/catalogue.hpp"
#include "workers/worker_program.hpp"
#include "workflows/all_workflows.hpp"

namespace acervo::orchestrator {
namespace {

class Parts final : public WorkerParts {
public:
    std::vector<temporal::QueueOptions> queues() override {
        temporal::QueueOptions queue;
        queue.engine.task_queue = activities::kWorkflowQueue;
        queue.workflows = &workflows_;
        std::vector<temporal::QueueOptions> queues;
        queues.push_back(std::move(queue));
        return queues;
    }
    Async<void> close() override { co_return; }

private:
    temporal::Registry workflows_{workflows::all_workflows()};
};

}  // namespace

Result<void> orchestrate(const Settings& settings) {
    WorkerProgram program;
    program.name = "acervo-orchestrator";
    program.http = settings.http;
    program.temporal = settings.temporal;
    program.assemble = [](const boost::asio::any_io_executor&, Metrics&) -> Result<std::unique_ptr<WorkerParts>> {
        return std::make_unique<Parts>();
    };
    return run_worker(program);
}

}  // namespace acervo::orchestrator
