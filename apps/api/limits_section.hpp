#pragma once

#include <cstdint>

#include "app/limits/budgets.hpp"
#include "core/config.hpp"

namespace acervo::api_program {

/// Calls of the API per minute and per hour, for whom.
struct LimitsSection {
    std::int64_t person_per_minute{Budgets{}.person.per_minute};
    std::int64_t person_per_hour{Budgets{}.person.per_hour};
    std::int64_t uploads_per_minute{Budgets{}.person_uploads.per_minute};
    std::int64_t uploads_per_hour{Budgets{}.person_uploads.per_hour};
    std::int64_t key_per_minute{Budgets{}.key.per_minute};
    std::int64_t key_per_hour{Budgets{}.key.per_hour};
    std::int64_t stranger_per_minute{Budgets{}.stranger.per_minute};
    std::int64_t stranger_per_hour{Budgets{}.stranger.per_hour};
};
void describe(config::Section<LimitsSection>& section);
Budgets budgets_of(const LimitsSection& section);

}  // namespace acervo::api_program
