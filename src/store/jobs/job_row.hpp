#pragma once

#include <string>

#include "domain/job/job.hpp"
#include "store/database.hpp"

namespace acervo {

/// The columns that `job_of` reads, in its order.
std::string job_columns();
inline constexpr int kJobColumns = 10 + static_cast<int>(kJobOutcomes);

Job job_of(const Row& row);

}  // namespace acervo
