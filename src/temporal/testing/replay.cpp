#include "temporal/testing/replay.hpp"

#include <algorithm>
#include <string>

namespace acervo::temporal::testing {

namespace {

/// As the engine gives a step when it plays it again.
Activation as_replay(const HistoryStep& step) {
    auto activation = step.activation;
    activation.is_replaying = true;
    for (auto& job : activation.jobs) {
        if (auto* update = std::get_if<job::DoUpdate>(&job)) update->run_validator = false;
    }
    std::vector<Job> patches;
    for (const auto& command : step.commands) {
        if (const auto* marker = std::get_if<command::SetPatchMarker>(&command.what)) {
            patches.emplace_back(job::NotifyHasPatch{marker->patch_id});
        }
    }
    const auto begins =
        !activation.jobs.empty() && std::holds_alternative<job::InitializeWorkflow>(activation.jobs.front());
    activation.jobs.insert(activation.jobs.begin() + (begins ? 1 : 0), patches.begin(), patches.end());
    return activation;
}

std::string word_for(const std::vector<Command>& commands, std::size_t index) {
    return index < commands.size() ? describe(commands[index]) : "nothing";
}

Result<void> compare(const HistoryStep& step, const Completion& completion, std::size_t number) {
    const auto place = "step " + std::to_string(number + 1);
    if (const auto* failed = std::get_if<completion::TaskFailed>(&completion.status)) {
        return fail(ErrorKind::PreconditionFailed, place + ": the code fails: " + describe(failed->failure));
    }
    const auto& commands = std::get<completion::Commands>(completion.status).commands;
    const auto size = std::max(commands.size(), step.commands.size());
    for (std::size_t i = 0; i < size; ++i) {
        if (i < commands.size() && i < step.commands.size() && commands[i] == step.commands[i]) continue;
        return fail(ErrorKind::PreconditionFailed, place + ", command " + std::to_string(i + 1) + ": the history has " +
                                                       word_for(step.commands, i) + ", the code asks for " +
                                                       word_for(commands, i));
    }
    return ok();
}

Result<void> play_into(Instance& instance, const History& history, std::size_t replayed, std::size_t end) {
    for (std::size_t i = 0; i < end; ++i) {
        const auto& step = history.steps[i];
        const auto completion = instance.apply(i < replayed ? as_replay(step) : step.activation);
        // What stands in no history is not validated again: a refused update leaves no trace in a real one.
        if (auto same = compare(step, completion, i); !same) return same;
    }
    return ok();
}

Result<void> play(const Registry& registry, const History& history, std::size_t replayed, std::size_t end) {
    Instance::Setup setup;
    setup.namespace_name = history.namespace_name;
    setup.task_queue = history.task_queue;
    setup.hooks.log = [](log::Level, log::Event, const log::Context&, log::Fields) {};
    Instance instance{registry, std::move(setup)};
    return play_into(instance, history, replayed, end);
}

}  // namespace

Result<void> replay(const Registry& registry, const History& history, std::size_t replayed) {
    return play(registry, history, replayed, history.steps.size());
}

Result<void> replay(const Registry& registry, const History& history) {
    return replay(registry, history, history.steps.size());
}

Result<void> replay_into(Instance& instance, const History& history) {
    return play_into(instance, history, history.steps.size(), history.steps.size());
}

Result<void> replay_every_prefix(const Registry& registry, const History& history) {
    for (std::size_t prefix = 0; prefix <= history.steps.size(); ++prefix) {
        const auto checked = play(registry, history, prefix, history.steps.size());
        if (!checked) return fail(Error{checked.error()}.with_context("prefix " + std::to_string(prefix)));
        if (auto alone = play(registry, history, prefix, prefix); !alone) return alone;
    }
    return ok();
}

}  // namespace acervo::temporal::testing
