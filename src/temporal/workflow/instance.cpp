#include "temporal/workflow/instance.hpp"

#include <algorithm>
#include <stdexcept>

namespace acervo::temporal {

namespace {

/// A command that the server would refuse for its size.
class TooLargePayload final : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

bool is_eviction(const Activation& activation) {
    return activation.jobs.size() == 1 && std::holds_alternative<job::RemoveFromCache>(activation.jobs.front());
}

bool only_queries(const Activation& activation) {
    return std::ranges::all_of(activation.jobs,
                               [](const Job& job) { return std::holds_alternative<job::QueryWorkflow>(job); });
}

Completion failed(const std::string& run_id, Failure failure, TaskFailedCause cause) {
    Completion completion;
    completion.run_id = run_id;
    completion.status = completion::TaskFailed{std::move(failure), cause};
    return completion;
}

/// Tells the watch when it is over, however it ends.
class Watched {
public:
    explicit Watched(ActivationWatch& watch) : watch_{&watch} { watch.begin(ActivationWatch::Clock::now()); }
    ~Watched() { watch_->end(); }
    Watched(const Watched&) = delete;
    Watched& operator=(const Watched&) = delete;

private:
    ActivationWatch* watch_;
};

}  // namespace

Completion Instance::apply(const Activation& activation) {
    const Watched watched{*watch_};
    if (is_eviction(activation)) {
        answer_.reset();
        run_.reset();
        return Completion{activation.run_id, completion::Commands{}};
    }
    if (broken_) return failed(activation.run_id, *broken_, TaskFailedCause::Unspecified);
    try {
        apply_jobs(activation);
        return Completion{activation.run_id, completion::Commands{checked_commands(), {}}};
    } catch (const TooLargePayload&) {
        broken_ = to_failure(std::current_exception());
        return failed(activation.run_id, *broken_, TaskFailedCause::PayloadsTooLarge);
    } catch (...) {
        broken_ = to_failure(std::current_exception());
        return failed(activation.run_id, *broken_, TaskFailedCause::WorkflowWorkerUnhandledFailure);
    }
}

void Instance::apply_jobs(const Activation& activation) {
    if (!run_) {
        run_ = std::make_unique<Run>(
            Run::Setup{activation.run_id, setup_.namespace_name, setup_.task_queue, setup_.hooks});
    }
    run_->begin_activation(activation);
    for (const auto& job : activation.jobs) apply_job(job);
    if (closed_ || only_queries(activation)) return;
    run_->scheduler().run();
    run_->reject_unknown_updates();
    if (answer_ && (answer_->done() || run_->handler_failure())) close();
}

void Instance::apply_job(const Job& job) {
    const auto apply_one = [this](const auto& one) {
        using One = std::remove_cvref_t<decltype(one)>;
        if constexpr (std::same_as<One, job::InitializeWorkflow>) {
            begin(one);
        } else if constexpr (std::same_as<One, job::RemoveFromCache>) {
            throw std::logic_error{"an eviction comes alone"};
        } else if constexpr (std::same_as<One, job::Unsupported>) {
            throw std::logic_error{"this library cannot handle the job " + one.name};
        } else {
            if (!answer_) throw std::logic_error{"the run was not begun: its first activation is missing"};
            run_->apply(one);
        }
    };
    std::visit(apply_one, job);
}

void Instance::begin(const job::InitializeWorkflow& start) {
    if (answer_) throw std::logic_error{"the run was begun twice"};
    watch_->name(start.workflow_type, start.workflow_id);
    const auto* body = registry_->find(start.workflow_type);
    if (body == nullptr) {
        throw std::runtime_error{"workflow type \"" + start.workflow_type +
                                 "\" is not registered with this worker; known: " + registry_->known_types()};
    }
    run_->initialize(start);
    auto& scheduler = run_->scheduler();
    answer_ = std::make_shared<FutureState<std::optional<Payload>>>(scheduler, scheduler.root_scope());
    scheduler.start_main(drive((*body)(Context{*run_}, start.arguments), answer_));
}

void Instance::close() {
    closed_ = true;
    run_->main_ended();
    if (const auto open = run_->open_handlers(); open > 0) {
        WorkflowLog{*run_}.warn("workflow.handlers_unfinished", {{"handlers", open}});
    }
    try {
        if (const auto& failure = run_->handler_failure()) std::rethrow_exception(failure);
        command::CompleteWorkflow complete;
        complete.result = answer_->value();
        run_->emit(std::move(complete));
    } catch (const ContinueAsNewRequest& next) {
        run_->emit(next.command);
    } catch (const TemporalFailure& failure) {
        if (is_cancelled(failure.failure()) && run_->scheduler().root_scope()->cancelled()) {
            run_->emit(command::CancelWorkflowExecution{});
        } else {
            run_->emit(command::FailWorkflow{failure.failure()});
        }
    }
}

std::vector<Command> Instance::checked_commands() {
    auto commands = run_->take_commands();
    std::size_t bytes = 0;
    for (const auto& command : commands) {
        const auto report = check_size(command, setup_.limits);
        if (report.verdict == SizeVerdict::TooLarge) throw TooLargePayload{report.text};
        bytes += report.bytes;
        if (report.verdict == SizeVerdict::Large) {
            WorkflowLog{*run_}.warn("payload.large", {{"reason", report.text}});
        }
    }
    // What is replayed is not sent again.
    if (run_->info().is_replaying) return commands;
    const auto together = check_task_size(commands.size(), bytes, setup_.limits);
    if (together.verdict == SizeVerdict::TooLarge) throw TooLargePayload{together.text};
    return commands;
}

}  // namespace acervo::temporal
