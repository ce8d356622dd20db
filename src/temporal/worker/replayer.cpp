#include "temporal/worker/replayer.hpp"

#include "temporal/engine/core_worker.hpp"
#include "temporal/engine/translate.hpp"
#include "temporal/worker/history_difference.hpp"
#include "temporal/worker/payload_border.hpp"
#include "temporal/workflow/instance.hpp"

namespace acervo::temporal {

namespace {

CoreWorkerOptions replay_options() {
    CoreWorkerOptions options;
    options.name_space = "replay";
    options.task_queue = "replay";
    options.identity = "replayer";
    return options;
}

/// One history on its way through the code.
class Replay {
public:
    Replay(const Registry& workflows, std::shared_ptr<const PayloadCodec> codec, std::string name)
        : border_{std::move(codec), false, {}},
          instance_{workflows, Instance::Setup{"replay", "replay", {}, {}}},
          name_{std::move(name)} {}

    Completion apply(Activation activation) {
        if (auto entered = border_.enter(activation); !entered) {
            Completion completion;
            completion.run_id = activation.run_id;
            completion.status = completion::TaskFailed{to_failure(entered.error()), {}};
            failure_ = entered.error().message();
            return completion;
        }
        if (const auto* removed = std::get_if<job::RemoveFromCache>(&activation.jobs.front())) removed_ = *removed;
        auto completion = instance_.apply(activation);
        if (const auto* failed = std::get_if<completion::TaskFailed>(&completion.status)) {
            if (failure_.empty()) failure_ = describe(failed->failure);
        } else {
            steps_.push_back(std::get<completion::Commands>(completion.status).commands);
        }
        return completion;
    }

    Result<void> outcome(std::string_view history) const {
        if (!failure_.empty()) return refuse("the code fails: " + failure_);
        if (!removed_) return fail(ErrorKind::Internal, "the history was not replayed to its end");
        using enum job::RemoveFromCache::Reason;
        if (removed_->reason == Nondeterminism || removed_->reason == Fatal) {
            const auto difference = first_difference(history, steps_);
            return refuse(difference.empty() ? removed_->message : difference + " (" + removed_->message + ")");
        }
        return ok();
    }

private:
    Result<void> refuse(const std::string& why) const {
        return fail(ErrorKind::PreconditionFailed, "the history of " + name_ + " does not fit: " + why);
    }

    PayloadBorder border_;
    Instance instance_;
    std::string name_;
    std::optional<job::RemoveFromCache> removed_;
    /// What the code asked for, by activation.
    std::vector<std::vector<Command>> steps_;
    std::string failure_;
};

}  // namespace

Async<Result<void>> Replayer::replay(RecordedHistory recorded) const {
    auto run = recorded_run_of_json(recorded.json);
    return play(std::move(recorded.name), std::move(run));
}

Async<Result<void>> Replayer::replay_fetched(FetchedHistory fetched) const {
    auto run = recorded_run_of_bytes(fetched.bytes);
    return play(std::move(fetched.name), std::move(run));
}

Async<Result<void>> Replayer::play(std::string name, Result<RecordedRun> recorded) const {
    auto run = CO_TRY(std::move(recorded));
    const auto core = CO_TRY(ReplayCore::make(runtime_, replay_options()));
    Replay replay{*workflows_, codec_, name};
    if (run.workflow_id.empty()) run.workflow_id = std::move(name);
    CO_TRY(co_await core.push(std::move(run.workflow_id), run.history));
    core.close();
    for (;;) {
        const auto polled = CO_TRY(co_await core.worker().poll_workflow());
        if (!polled) break;
        auto completion = replay.apply(CO_TRY(read_activation(*polled)));
        CO_TRY(co_await core.worker().complete_workflow(write_completion(completion)));
    }
    CO_TRY(co_await core.worker().finalize());
    co_return replay.outcome(run.history);
}

}  // namespace acervo::temporal
