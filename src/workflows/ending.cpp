#include "workflows/ending.hpp"

#include "temporal/payload/failures.hpp"

namespace acervo::workflows {
activities::Ending ending_of(activities::MasterRef master, const temporal::Failure& failure) {
    activities::Ending ending{std::move(master), "Internal", failure.message};
    if (temporal::is_cancelled(failure)) {
        ending.type = activities::kCancelled;
        ending.reason = "cancelled";
        return ending;
    }
    for (const auto* link = &failure; link != nullptr; link = link->cause.get()) {
        if (const auto* info = std::get_if<temporal::Failure::ApplicationInfo>(&link->info)) {
            ending.type = info->type;
            ending.reason = link->message;
            return ending;
        }
        if (std::holds_alternative<temporal::Failure::TimeoutInfo>(link->info)) {
            ending.type = "Timeout";
            ending.reason = "it took longer than it may";
            return ending;
        }
    }
    return ending;
}

temporal::Priority priority_of(bool urgent) {
    temporal::Priority priority;
    priority.priority_key = urgent ? activities::kUrgentKey : activities::kNormalKey;
    return priority;
}

}  // namespace acervo::workflows
