#include "temporal/activity/activity_info.hpp"

#include <algorithm>

namespace acervo::temporal {

std::optional<Time> ActivityInfo::deadline() const {
    std::optional<Time> earliest;
    const auto limit = [&earliest](const std::optional<Time>& from, const std::optional<Duration>& length) {
        if (from && length) earliest = earliest ? std::min(*earliest, *from + *length) : *from + *length;
    };
    limit(start.started_time, start.start_to_close_timeout);
    limit(start.scheduled_time, start.schedule_to_close_timeout);
    return earliest;
}

}  // namespace acervo::temporal
