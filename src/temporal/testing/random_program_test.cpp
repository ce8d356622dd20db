// Random workflow programs, run with random signals, cancellations and failures, then played again from their history
// in full and in every prefix: the commands must be the same. 200 programs; 5,000 with ACERVO_FULL=1. A program that
// fails is played alone with ACERVO_SEED=<its seed> ACERVO_PROGRAMS=1.
#include "temporal/testing/random_program.hpp"

#include <gtest/gtest.h>

#include <cstdlib>
#include <string>

#include "temporal/testing/environment.hpp"
#include "testkit/figures.hpp"

namespace acervo::temporal {
namespace {

using programs::Dice;
using namespace std::chrono_literals;

class Trial {
public:
    explicit Trial(std::uint64_t seed) : outside_{std::mt19937_64{seed}, 30s}, env_{registry(), options(seed)} {
        env_.fake(
            programs::work,
            [this](const testing::FakeCall&, int input) { return programs::outcome_of_work(outside_, input); },
            fake_options());
        env_.fake(programs::undo_work, [](int) {});
        run_.emplace(env_.start(programs::program, {.seed = seed * 31 + 7}));
        const int events = outside_.below(6);
        for (int i = 0; i < events; ++i) env_.after(outside_.length(), [this] { disturb(); });
    }

    /// Runs to the end, or until nothing moves any more, and plays every run of it again.
    void check() {
        while (env_.simulation().step()) {
        }
        for (const auto& run : env_.simulation().runs()) {
            ASSERT_FALSE(run->task_failure) << describe(*run->task_failure);
            const auto same = testing::replay_every_prefix(registry(), run->history);
            ASSERT_TRUE(same) << same.error().message();
        }
    }
    std::size_t commands() {
        std::size_t count = 0;
        for (const auto& run : env_.simulation().runs()) {
            for (const auto& step : run->history.steps) count += step.commands.size();
        }
        return count;
    }

private:
    static const Registry& registry() {
        static const Registry all = [] {
            Registry made;
            programs::add_workflows(made);
            return made;
        }();
        return all;
    }
    static testing::Simulation::Options options(std::uint64_t seed) {
        testing::Simulation::Options chosen;
        chosen.seed = seed;
        return chosen;
    }
    testing::FakeOptions fake_options() {
        return {.takes = outside_.length(), .ignores_cancellation = outside_.below(3) == 0};
    }
    void disturb() {
        switch (outside_.below(4)) {
            case 0:
                return run_->cancel();
            case 1:
                static_cast<void>(run_->update(programs::push, 3));
                return;
            case 2:
                if (run_->task_failure().empty() && run_->status() == testing::RunStatus::Running) {
                    const auto same = run_->evict();
                    EXPECT_TRUE(same) << same.error().message();
                }
                return;
            default:
                return run_->signal(programs::poke, 1);
        }
    }

    Dice outside_;
    testing::TestEnvironment env_;
    std::optional<testing::TestRun<int>> run_;
};

std::uint64_t number_of_programs() {
    const char* given = std::getenv("ACERVO_PROGRAMS");  // NOLINT(concurrency-mt-unsafe): nobody sets it
    if (given != nullptr) return std::strtoull(given, nullptr, 10);
    return testkit::full_size() ? 5'000 : 200;
}

TEST(RandomPrograms, ask_for_the_same_again_in_every_replay) {
    const auto first = testkit::announced_seed("random programs");
    const auto programs = number_of_programs();
    std::size_t commands = 0;
    for (std::uint64_t seed = first; seed < first + programs; ++seed) {
        SCOPED_TRACE("ACERVO_PROGRAMS=1 ACERVO_SEED=" + std::to_string(seed));
        Trial trial{seed};
        trial.check();
        if (HasFatalFailure() || HasNonfatalFailure()) return;
        commands += trial.commands();
    }
    testkit::report({"random programs in memory", static_cast<double>(programs), "programs", 5'000, programs >= 5'000});
    testkit::report({"commands of them", static_cast<double>(commands), "commands"});
    EXPECT_GT(commands, programs) << "programs that ask for nothing prove nothing";
}

}  // namespace
}  // namespace acervo::temporal
