#pragma once

#include <cstdint>
#include <random>
#include <tuple>

#include "temporal/workflow/registry.hpp"

/// Random workflow programs: activities, timers, signals, updates, cancellation, children, patches, sagas, side by side
/// and within each other, decided by a seed. Tests run them in memory and on the real server, and play what came of it
/// again.
namespace acervo::temporal::programs {

/// Decides what happens next. A program's own comes from its input, so that a replay throws the same.
struct Dice {
    std::mt19937_64 engine;
    /// What `length` stays below.
    Duration longest{};
    int below(int end) { return static_cast<int>(engine() % static_cast<std::uint64_t>(end)); }
    /// A millisecond at least.
    Duration length() {
        const auto end = std::chrono::duration_cast<std::chrono::milliseconds>(longest).count();
        return std::chrono::milliseconds{1 + below(static_cast<int>(end))};
    }
};

struct ProgramInput {
    std::uint64_t seed = 0;
    /// Of a child below its parent; it limits the family.
    int depth = 0;
    /// The longest timer, pause or time limit.
    std::int64_t longest_ms = 30'000;

    static constexpr auto fields() {
        return std::tuple{field("seed", &ProgramInput::seed), field("depth", &ProgramInput::depth),
                          field("longest_ms", &ProgramInput::longest_ms)};
    }
};

/// Gives its argument back, or fails: see `outcome_of_work`.
inline const Activity<int(int)> work{"work", {.start_to_close_timeout = std::chrono::seconds{20}}};
inline const Activity<void(int)> undo_work{"undo_work", {.start_to_close_timeout = std::chrono::seconds{20}}};
inline const Workflow<int(ProgramInput)> program{"program"};
inline const Signal<int> poke{"poke"};
inline const Update<int(int)> push{"push"};
/// A search attribute (a whole number) that programs write.
inline constexpr const char* kSteps = "Steps";

void add_workflows(Registry& registry);

/// What one attempt of `work` comes to: two of five fail, one of them for good.
int outcome_of_work(Dice& chance, int input);

}  // namespace acervo::temporal::programs
