#pragma once

#include <optional>
#include <string>
#include <type_traits>
#include <utility>

#include "activities/catalogue.hpp"
#include "temporal/workflow/context.hpp"

namespace acervo::workflows {

/// What is to be done about an activity that failed.
struct Verdict {
    enum class Case { Work, Outage, Hopeless };
    Case what{Case::Work};
    /// Of an outage: what is away; empty otherwise.
    std::string dependency{};
};

/// An outage: failures of type `Unavailable` and `Timeout` (of the house or of the application), and activities whose
/// worker fell silent. Hopeless: cancelled, or not retryable. Everything else is a failure of the work itself.
Verdict judge(const temporal::Failure& failure);

/// When one activity is tried again, and for how long (contracts.md, "Temporal").
class Patience {
public:
    /// The pause before the next try, or nothing when there is none: after the fifth failure of the work itself, or
    /// when an outage has lasted 24 hours. Pauses begin at a second and double up to five minutes.
    std::optional<temporal::Duration> after(const Verdict& verdict, temporal::Time now);
    /// What was away when that ended it; empty when something else did.
    const std::string& parked_for() const noexcept { return parked_for_; }
    /// What is away now, as far as people have been told; empty when nothing is.
    const std::string& told() const noexcept { return told_; }
    void tell(std::string dependency) { told_ = std::move(dependency); }

private:
    int failures_{0};
    int outage_tries_{0};
    std::optional<temporal::Time> away_since_{};
    std::string parked_for_{};
    std::string told_{};
};

/// Tells people what the asset waits for. It may fail itself: nothing depends on it.
temporal::Task<void> tell_waiting(temporal::Context ctx, activities::MasterRef master, std::string dependency);

/// The failure as it shall end the work: the outage's as `ParkedError` when it lasted too long.
[[noreturn]] void throw_last(const temporal::Failure& failure, const Patience& patience);

/// Runs an activity until it succeeds, as `Patience` says, while the asset of `master` shows what it waits for.
template <class R, class A>
temporal::Task<R> run_patiently(temporal::Context ctx, activities::MasterRef master, temporal::Activity<R(A)> activity,
                                A argument, temporal::ActivityOptions options) {
    Patience patience;
    for (;;) {
        const auto outcome = co_await ctx.run(activity, argument, options).settled();
        if (outcome && !patience.told().empty()) co_await tell_waiting(ctx, master, "");
        if (outcome) {
            if constexpr (std::is_void_v<R>) {
                co_return;
            } else {
                co_return outcome.value();
            }
        }
        const auto verdict = judge(outcome.failure());
        const auto pause = patience.after(verdict, ctx.now());
        // What fails by itself waits for nothing, and neither does what has ended.
        const auto waits_for = pause ? verdict.dependency : std::string{};
        if (waits_for != patience.told()) {
            patience.tell(waits_for);
            co_await tell_waiting(ctx, master, waits_for);
        }
        if (!pause) throw_last(outcome.failure(), patience);
        co_await ctx.sleep(*pause);
    }
}

/// With the options that the activity is declared with.
template <class R, class A>
temporal::Task<R> run_patiently(temporal::Context ctx, activities::MasterRef master, temporal::Activity<R(A)> activity,
                                A argument) {
    const auto options = activity.options();
    return run_patiently(std::move(ctx), std::move(master), std::move(activity), std::move(argument), options);
}

}  // namespace acervo::workflows
