#include "temporal/worker/history_difference.hpp"

#include <fmt/format.h>
#include <temporal/api/history/v1/message.pb.h>

#include <algorithm>
#include <optional>
#include <set>
#include <string_view>
#include <utility>

namespace acervo::temporal {

namespace {

using ::temporal::api::history::v1::History;
using ::temporal::api::history::v1::HistoryEvent;

/// Comparable: what was asked for, and of which type.
struct Mark {
    std::string kind;
    std::string type;
    /// For the report.
    std::string text;
};

std::string child_mark(const std::string& type, const std::string& id) { return fmt::format("{} as {}", type, id); }

std::optional<Mark> mark_of(const HistoryEvent& event) {
    const auto mark = [&event](const char* kind, const std::string& name, const std::string& type) {
        const auto quoted = type.empty() ? std::string{} : " \"" + type + "\"";
        return Mark{kind, type, fmt::format("event {} of the history is {}{}", event.event_id(), name, quoted)};
    };
    if (event.has_activity_task_scheduled_event_attributes()) {
        return mark("ScheduleActivity", "ActivityTaskScheduled",
                    event.activity_task_scheduled_event_attributes().activity_type().name());
    }
    if (event.has_start_child_workflow_execution_initiated_event_attributes()) {
        const auto& child = event.start_child_workflow_execution_initiated_event_attributes();
        return mark("StartChildWorkflow", "StartChildWorkflowExecutionInitiated",
                    child_mark(child.workflow_type().name(), child.workflow_id()));
    }
    if (event.has_signal_external_workflow_execution_initiated_event_attributes()) {
        return mark("SignalExternalWorkflow", "SignalExternalWorkflowExecutionInitiated",
                    event.signal_external_workflow_execution_initiated_event_attributes().signal_name());
    }
    if (event.has_timer_started_event_attributes()) return mark("StartTimer", "TimerStarted", "");
    if (event.has_request_cancel_external_workflow_execution_initiated_event_attributes()) {
        return mark("RequestCancelExternalWorkflow", "RequestCancelExternalWorkflowExecutionInitiated", "");
    }
    if (event.has_workflow_execution_completed_event_attributes()) {
        return mark("CompleteWorkflow", "WorkflowExecutionCompleted", "");
    }
    if (event.has_workflow_execution_failed_event_attributes()) {
        return mark("FailWorkflow", "WorkflowExecutionFailed", "");
    }
    if (event.has_workflow_execution_canceled_event_attributes()) {
        return mark("CancelWorkflowExecution", "WorkflowExecutionCanceled", "");
    }
    if (event.has_workflow_execution_continued_as_new_event_attributes()) {
        return mark("ContinueAsNew", "WorkflowExecutionContinuedAsNew",
                    event.workflow_execution_continued_as_new_event_attributes().workflow_type().name());
    }
    return std::nullopt;
}

std::optional<Mark> mark_of(const Command& command) {
    const auto text = "the code asks for " + describe(command);
    const std::string kind{name_of(command)};
    const auto of = [&](const auto& one) -> std::optional<Mark> {
        using One = std::remove_cvref_t<decltype(one)>;
        if constexpr (std::same_as<One, command::ScheduleActivity>) return Mark{kind, one.activity_type, text};
        if constexpr (std::same_as<One, command::StartChildWorkflow>)
            return Mark{kind, child_mark(one.workflow_type, one.workflow_id), text};
        if constexpr (std::same_as<One, command::SignalExternalWorkflow>) return Mark{kind, one.signal_name, text};
        if constexpr (std::same_as<One, command::ContinueAsNew>) return Mark{kind, one.workflow_type, text};
        if constexpr (std::same_as<One, command::StartTimer> ||
                      std::same_as<One, command::RequestCancelExternalWorkflow> ||
                      std::same_as<One, command::CompleteWorkflow> || std::same_as<One, command::FailWorkflow> ||
                      std::same_as<One, command::CancelWorkflowExecution>) {
            return Mark{kind, "", text};
        }
        return std::nullopt;
    };
    return std::visit(of, command.what);
}

/// The command that begins it, and its number: kinds are counted apart.
using Operation = std::pair<std::string_view, std::uint32_t>;

/// Begun and cancelled within one activation: the engine sends neither.
std::set<Operation> taken_back(const std::vector<Command>& commands) {
    std::set<Operation> cancelled;
    for (const auto& command : commands) {
        if (const auto* timer = std::get_if<command::CancelTimer>(&command.what)) {
            cancelled.emplace("StartTimer", timer->seq);
        }
        if (const auto* activity = std::get_if<command::RequestCancelActivity>(&command.what)) {
            cancelled.emplace("ScheduleActivity", activity->seq);
        }
        if (const auto* signal = std::get_if<command::CancelSignalWorkflow>(&command.what)) {
            cancelled.emplace("SignalExternalWorkflow", signal->seq);
        }
        if (const auto* child = std::get_if<command::CancelChildWorkflow>(&command.what)) {
            cancelled.emplace("StartChildWorkflow", child->child_workflow_seq);
        }
    }
    return cancelled;
}

Operation operation_of(const Command& command) {
    const auto of = [](const auto& one) -> std::uint32_t {
        if constexpr (requires { one.seq; }) {
            return one.seq;
        } else {
            return 0;
        }
    };
    return {name_of(command), std::visit(of, command.what)};
}

std::vector<Mark> marks_of(const std::vector<std::vector<Command>>& steps) {
    std::vector<Mark> marks;
    for (const auto& commands : steps) {
        const auto gone = taken_back(commands);
        for (const auto& command : commands) {
            if (gone.contains(operation_of(command))) continue;
            if (auto mark = mark_of(command)) marks.push_back(*std::move(mark));
        }
    }
    return marks;
}

}  // namespace

std::string first_difference(std::string_view history, const std::vector<std::vector<Command>>& steps) {
    History recorded;
    if (!recorded.ParseFromArray(history.data(), static_cast<int>(history.size()))) return {};
    std::vector<Mark> then;
    for (const auto& event : recorded.events()) {
        if (auto mark = mark_of(event)) then.push_back(*std::move(mark));
    }
    const auto now = marks_of(steps);
    for (std::size_t i = 0; i < std::max(then.size(), now.size()); ++i) {
        if (i < then.size() && i < now.size() && then[i].kind == now[i].kind && then[i].type == now[i].type) continue;
        return (i < then.size() ? then[i].text : "the history has nothing more") + ", " +
               (i < now.size() ? now[i].text : "the code asks for nothing more");
    }
    return {};
}

}  // namespace acervo::temporal
