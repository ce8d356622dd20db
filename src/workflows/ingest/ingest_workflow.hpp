#pragma once

#include "activities/catalogue.hpp"
#include "temporal/workflow/context.hpp"

namespace acervo::workflows {

/// From a complete upload to an asset that can be played: inspects the master, makes its renditions side by side (one
/// that fails does not lose the others), and makes the asset ready once every mandatory one is. What was done before,
/// by an earlier attempt, is not done again. When it fails or is cancelled, the asset says why and nothing half done is
/// left.
temporal::Task<activities::IngestSummary> run_ingest(temporal::Context ctx, activities::MasterRef master);

}  // namespace acervo::workflows
