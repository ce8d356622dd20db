#pragma once

#include "temporal/workflow/registry.hpp"

namespace acervo::workflows {

/// Every workflow of the platform, for acervo-orchestrator and for tests.
temporal::Registry all_workflows();

}  // namespace acervo::workflows
