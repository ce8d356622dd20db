#pragma once

#include <string>
#include <tuple>

#include "temporal/activity/activity_registry.hpp"
#include "temporal/workflow/registry.hpp"

/// The workflow whose workers are killed: twenty steps that pay into an account, by activities, local activities and
/// two at a time, between timers and signals. It always comes to the same.
namespace acervo::temporal::twenty_steps {

struct Deposit {
    /// The same whenever this step of this run is done again.
    std::string key;
    std::string account;
    int amount = 0;

    static constexpr auto fields() {
        return std::tuple{field("key", &Deposit::key), field("account", &Deposit::account),
                          field("amount", &Deposit::amount)};
    }
};

/// Answers the amount.
inline const Activity<int(Deposit)> deposit{"deposit", {.start_to_close_timeout = std::chrono::seconds{3}}};
/// The account is the id of the workflow. Answers a digest of all that it met, in order.
inline const Workflow<std::string()> workflow{"twenty_steps"};
/// A step, and the amount that may be paid in there.
inline const Signal<int, int> approve{"approve"};

inline constexpr int kSteps = 20;
constexpr bool waits_for_approval(int step) { return step % 5 == 3; }
constexpr int approved_amount(int step) { return 1000 + step; }

void add_workflows(Registry& registry);

}  // namespace acervo::temporal::twenty_steps
