#pragma once

#include <cstdint>

namespace acervo {

/// Calls per minute and per hour.
struct Budget {
    std::int64_t per_minute{0};
    std::int64_t per_hour{0};
};

/// How much of the API everybody may use. A person's calls that steer uploads have a budget of their own, so that a
/// large import leaves its owner free to work. A newsroom sits behind one address: networks are limited only in calls
/// that nobody signed, by what failed. Sign-ins have limits of their own (`IdentityRules`).
struct Budgets {
    Budget person{6'000, 120'000};
    Budget person_uploads{12'000, 240'000};
    /// Each key of a service.
    Budget key{12'000, 240'000};
    /// Calls from one network (`network_of`) whose token is missing or not good.
    Budget stranger{100, 1'000};
};

}  // namespace acervo
