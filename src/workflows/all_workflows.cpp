#include "workflows/all_workflows.hpp"

#include "workflows/ingest/ingest_workflow.hpp"
#include "workflows/transcode/transcode_workflow.hpp"

namespace acervo::workflows {

temporal::Registry all_workflows() {
    temporal::Registry registry;
    registry.add(activities::kIngestWorkflow, &run_ingest);
    registry.add(activities::kTranscodeWorkflow, &run_transcode);
    return registry;
}

}  // namespace acervo::workflows
