#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "temporal/model/time.hpp"

namespace acervo::temporal {

/// How often, and after what pause, a failed attempt is repeated. Source: temporal.api.common.v1.RetryPolicy.
struct RetryPolicy {
    /// Pause before the second attempt; the server's default is one second.
    std::optional<Duration> initial_interval{};
    /// Each pause is the one before times this; 1 or more. 0 means the server's default, 2.
    double backoff_coefficient = 0;
    /// No pause is longer; by default 100 times the initial interval.
    std::optional<Duration> maximum_interval{};
    /// Attempts in all: 1 means no retry, 0 means as many as the time limits allow.
    std::int32_t maximum_attempts = 0;
    /// Failures of these application types are not retried. Compared whole, not as a part of the text.
    std::vector<std::string> non_retryable_error_types{};

    friend bool operator==(const RetryPolicy&, const RetryPolicy&) = default;
};

}  // namespace acervo::temporal
