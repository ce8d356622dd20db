#include "temporal/worker/live_commands_fixture.hpp"

namespace acervo::temporal {

void LiveCommands::after_activation(const Activation& activation, const Completion& completion) const {
    const auto* asked = std::get_if<completion::Commands>(&completion.status);
    if (activation.is_replaying || asked == nullptr) return;
    const std::lock_guard lock{mutex_};
    auto& all = by_run_[activation.run_id];
    all.insert(all.end(), asked->commands.begin(), asked->commands.end());
}

std::vector<Command> LiveCommands::of(const std::string& run_id) const {
    const std::lock_guard lock{mutex_};
    const auto found = by_run_.find(run_id);
    return found == by_run_.end() ? std::vector<Command>{} : found->second;
}

}  // namespace acervo::temporal
