#include "temporal/workflow/activation_watch.hpp"

namespace acervo::temporal {

void ActivationWatch::begin(Clock::time_point now) {
    const std::lock_guard lock{mutex_};
    began_ = now;
}

void ActivationWatch::end() {
    const std::lock_guard lock{mutex_};
    began_.reset();
}

void ActivationWatch::name(const std::string& workflow_type, const std::string& workflow_id) {
    const std::lock_guard lock{mutex_};
    name_ = "workflow \"" + workflow_type + "\" (id " + workflow_id + ")";
}

std::optional<std::string> ActivationWatch::overdue(Clock::time_point now, Clock::duration limit) const {
    const std::lock_guard lock{mutex_};
    if (!began_ || now - *began_ < limit) return std::nullopt;
    const auto tenths = std::chrono::duration_cast<std::chrono::milliseconds>(now - *began_).count() / 100;
    return name_ + " has not come back for " + std::to_string(tenths / 10) + "." + std::to_string(tenths % 10) +
           " s: workflow code must not block; waiting is for co_await, work is for activities";
}

}  // namespace acervo::temporal
