#include "temporal/client/workflow_result.hpp"

#include <temporal/api/workflowservice/v1/request_response.pb.h>

#include <optional>

#include "core/sleep.hpp"
#include "temporal/client/call_failure.hpp"
#include "temporal/client/rpc.hpp"
#include "temporal/engine/wire_values.hpp"
#include "temporal/payload/convert.hpp"

namespace acervo::temporal {

namespace {

namespace service = ::temporal::api::workflowservice::v1;
namespace enums = ::temporal::api::enums::v1;
namespace history = ::temporal::api::history::v1;

using namespace std::chrono_literals;

/// The server answers a question for the end after 20 s at the latest; one that takes longer is lost.
constexpr auto kRound = 40s;
/// Between two rounds, when the server is away or answers at once.
constexpr auto kPause = 200ms;

/// How a run ended: another one follows, or this.
struct End {
    std::string next_run_id;
    Result<Payload> result = null_payload();
};

class EndReader {
public:
    EndReader(const ClientCore& core, WorkflowExecution execution) : core_{core}, execution_{std::move(execution)} {}

    std::optional<End> read(const history::HistoryEvent& event) const {
        if (event.has_workflow_execution_completed_event_attributes()) {
            const auto& ended = event.workflow_execution_completed_event_attributes();
            return End{ended.new_execution_run_id(), first(ended.result())};
        }
        if (event.has_workflow_execution_failed_event_attributes()) {
            const auto& ended = event.workflow_execution_failed_event_attributes();
            return End{ended.new_execution_run_id(), failed(WorkflowStatus::Failed, wire::read(ended.failure()))};
        }
        if (event.has_workflow_execution_timed_out_event_attributes()) {
            const auto& ended = event.workflow_execution_timed_out_event_attributes();
            Failure failure = said("the workflow ran out of time");
            failure.info.emplace<Failure::TimeoutInfo>().type = TimeoutType::StartToClose;
            return End{ended.new_execution_run_id(), failed(WorkflowStatus::TimedOut, std::move(failure))};
        }
        if (event.has_workflow_execution_canceled_event_attributes()) {
            Failure failure = said("the workflow was cancelled");
            failure.info.emplace<Failure::CancelledInfo>().details =
                wire::read(event.workflow_execution_canceled_event_attributes().details().payloads());
            return End{{}, failed(WorkflowStatus::Cancelled, std::move(failure))};
        }
        if (event.has_workflow_execution_terminated_event_attributes()) {
            const auto& ended = event.workflow_execution_terminated_event_attributes();
            Failure failure = said(ended.reason().empty() ? "the workflow was terminated" : ended.reason());
            failure.info.emplace<Failure::TerminatedInfo>().identity = ended.identity();
            return End{{}, failed(WorkflowStatus::Terminated, std::move(failure))};
        }
        if (event.has_workflow_execution_continued_as_new_event_attributes()) {
            const auto& ended = event.workflow_execution_continued_as_new_event_attributes();
            return End{ended.new_execution_run_id(),
                       fail(ErrorKind::PreconditionFailed, name() + " was continued as a new run")};
        }
        return std::nullopt;
    }

private:
    static Failure said(std::string message) {
        Failure failure;
        failure.message = std::move(message);
        return failure;
    }
    std::string name() const { return "workflow " + execution_.workflow_id; }

    Result<Payload> first(const ::temporal::api::common::v1::Payloads& from) const {
        auto payloads = core_.decode(wire::read(from.payloads()));
        if (!payloads) return fail(std::move(payloads).error());
        return payloads->empty() ? null_payload() : std::move(payloads->front());
    }
    std::unexpected<Error> failed(WorkflowStatus status, Failure failure) const {
        auto decoded = core_.decode(std::move(failure));
        if (!decoded) return fail(std::move(decoded).error());
        CallFailure told;
        told.status = status;
        told.failure = *std::move(decoded);
        return fail(failed_call(name(), std::move(told)));
    }

    const ClientCore& core_;
    WorkflowExecution execution_;
};

bool passes(const Error& error) { return error.kind() == ErrorKind::Unavailable || error.kind() == ErrorKind::Timeout; }

}  // namespace

Async<Result<Payload>> wait_for_result(Core core, WaitForResult wait) {
    service::GetWorkflowExecutionHistoryRequest request;
    request.set_namespace_(core->name_space());
    request.set_wait_new_event(true);
    request.set_skip_archival(true);
    request.set_history_event_filter_type(enums::HISTORY_EVENT_FILTER_TYPE_CLOSE_EVENT);
    wire::write(wait.execution, *request.mutable_execution());
    const EndReader reader{*core, wait.execution};
    const auto what = "workflow " + wait.execution.workflow_id;
    std::string last_problem = "it runs on";
    while (!wait.deadline.passed()) {
        auto answer = co_await ask<service::GetWorkflowExecutionHistoryResponse>(
            core, "GetWorkflowExecutionHistory", request.SerializeAsString(), wait.deadline.or_earlier(kRound));
        if (!answer) {
            if (!passes(answer.error())) co_return fail(explained(std::move(answer).error(), what));
            if (answer.error().kind() == ErrorKind::Unavailable) last_problem = answer.error().message();
            co_await sleep_for(std::min<std::chrono::nanoseconds>(kPause, wait.deadline.remaining()));
            continue;
        }
        last_problem = "it runs on";
        const auto& events = answer->history().events();
        auto end = events.empty() ? std::nullopt : reader.read(events.Get(events.size() - 1));
        if (!end) {
            request.set_next_page_token(answer->next_page_token());
            if (answer->next_page_token().empty()) co_await sleep_for(kPause);
            continue;
        }
        if (end->next_run_id.empty() || wait.follow == FollowRuns::No) co_return std::move(end->result);
        request.mutable_execution()->set_run_id(end->next_run_id);
        request.clear_next_page_token();
    }
    co_return fail(ErrorKind::Timeout, what + " has not ended in time: " + last_problem);
}

}  // namespace acervo::temporal
