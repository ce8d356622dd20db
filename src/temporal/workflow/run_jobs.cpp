#include <stdexcept>

#include "temporal/workflow/run.hpp"

namespace acervo::temporal {

namespace {

Failure not_started(const job::ResolveChildWorkflowStart::NotStarted& status) {
    Failure cause;
    cause.source = "AcervoCppSDK";
    auto& info = cause.info.emplace<Failure::ApplicationInfo>();
    info.non_retryable = true;
    switch (status.cause) {
        case StartChildFailedCause::WorkflowAlreadyExists:
            info.type = "WorkflowAlreadyStarted";
            cause.message = "a workflow with this id is there already";
            break;
        case StartChildFailedCause::NamespaceNotFound:
            info.type = "NamespaceNotFound";
            cause.message = "its namespace does not exist";
            break;
        default:
            info.type = "ChildNotStarted";
            cause.message = "the server did not start it";
    }
    Failure failure;
    failure.message = "child workflow " + status.workflow_id + " could not start";
    auto& child = failure.info.emplace<Failure::ChildWorkflowInfo>();
    child.execution.workflow_id = status.workflow_id;
    child.workflow_type = status.workflow_type;
    return caused_by(std::move(failure), std::move(cause));
}

/// A run that resolves what nobody began was written by other code, or a bug of this library: never guess on.
[[noreturn]] void unknown_operation(const char* what, std::uint32_t seq) {
    throw std::logic_error{std::string{what} + " " + std::to_string(seq) +
                           " is resolved, but this workflow did not begin it: the history was made by other code"};
}

}  // namespace

void Run::apply(const job::FireTimer& job) {
    auto timer = timers_.extract(job.seq);
    if (timer.empty()) unknown_operation("timer", job.seq);
    timer.mapped().state->succeed({});
}

void Run::apply(const job::ResolveActivity& job) {
    auto found = activities_.extract(job.seq);
    if (found.empty()) unknown_operation("activity", job.seq);
    auto operation = std::move(found.mapped());
    if (const auto* completed = std::get_if<job::Completed>(&job.result)) {
        operation.receive(completed->result);
    } else if (const auto* failed = std::get_if<job::Failed>(&job.result)) {
        operation.state->fail(to_exception(failed->failure));
    } else if (const auto* cancelled = std::get_if<job::Cancelled>(&job.result)) {
        operation.state->fail(std::make_exception_ptr(Cancelled{cancelled->failure}));
    } else {
        back_off(std::move(operation), std::get<job::Backoff>(job.result));
    }
}

void Run::apply(const job::ResolveChildWorkflowStart& job) {
    const auto found = children_.find(job.seq);
    if (found == children_.end()) unknown_operation("child workflow", job.seq);
    if (const auto* started = std::get_if<job::ResolveChildWorkflowStart::Started>(&job.status)) {
        found->second.started->succeed(started->run_id);
        return;
    }
    const auto child = std::move(found->second);
    children_.erase(found);
    const auto* refused = std::get_if<job::ResolveChildWorkflowStart::NotStarted>(&job.status);
    const auto error = refused != nullptr
                           ? std::make_exception_ptr(ChildWorkflowFailure{not_started(*refused)})
                           : std::make_exception_ptr(Cancelled{std::get<job::Cancelled>(job.status).failure});
    child.started->fail(error);
    child.result->fail(error);
}

void Run::apply(const job::ResolveChildWorkflow& job) {
    const auto found = children_.extract(job.seq);
    if (found.empty()) unknown_operation("child workflow", job.seq);
    const auto& child = found.mapped();
    if (const auto* completed = std::get_if<job::Completed>(&job.result)) {
        child.receive(completed->result);
    } else if (const auto* failed = std::get_if<job::Failed>(&job.result)) {
        child.result->fail(to_exception(failed->failure));
    } else {
        child.result->fail(std::make_exception_ptr(Cancelled{std::get<job::Cancelled>(job.result).failure}));
    }
}

void Run::resolve_plain(PlainOperations& open, std::uint32_t seq, const std::optional<Failure>& failure) {
    auto found = open.extract(seq);
    if (found.empty()) unknown_operation("external operation", seq);
    if (failure) {
        found.mapped().state->fail(to_exception(*failure));
    } else {
        found.mapped().state->succeed({});
    }
}

}  // namespace acervo::temporal
