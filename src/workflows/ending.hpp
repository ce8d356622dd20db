#pragma once

#include "activities/catalogue.hpp"
#include "temporal/model/execution.hpp"
#include "temporal/model/failure.hpp"

namespace acervo::workflows {

/// Type and words of the first failure in the chain that the work itself, or its time limit, has given: what people
/// are told.
activities::Ending ending_of(activities::MasterRef master, const temporal::Failure& failure);

/// Urgent work overtakes normal work on every queue, and starves none (the server takes fairness into account).
temporal::Priority priority_of(bool urgent);

}  // namespace acervo::workflows
