#include "temporal/workflow/log.hpp"

namespace acervo::temporal {

void WorkflowLog::write(log::Level level, log::Event event, log::Fields fields) const {
    const auto& info = run_->info();
    if (info.is_replaying) return;
    const auto context = log::Context{}.with(
        {{"workflow_type", info.workflow_type()}, {"workflow_id", info.workflow_id()}, {"run_id", info.run_id}});
    if (const auto& hook = run_->hooks().log) {
        hook(level, event, context, fields);
    } else {
        log::write(level, event, context, fields);
    }
}

}  // namespace acervo::temporal
