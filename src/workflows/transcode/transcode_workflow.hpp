#pragma once

#include "activities/catalogue.hpp"
#include "temporal/workflow/context.hpp"
#include "temporal/workflow/task.hpp"

namespace acervo::workflows {

/// One pass over one master. When it cannot be made, its renditions say why, and so does the workflow's failure.
temporal::Task<activities::PassMade> run_transcode(temporal::Context ctx, activities::PassOrder order);

}  // namespace acervo::workflows
