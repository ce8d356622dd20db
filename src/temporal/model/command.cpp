#include "temporal/model/command.hpp"

#include <array>

namespace acervo::temporal {

namespace {

constexpr std::array<std::string_view, std::variant_size_v<Command::What>> kNames{
    "StartTimer",
    "CancelTimer",
    "ScheduleActivity",
    "RequestCancelActivity",
    "ScheduleLocalActivity",
    "RequestCancelLocalActivity",
    "StartChildWorkflow",
    "CancelChildWorkflow",
    "RequestCancelExternalWorkflow",
    "SignalExternalWorkflow",
    "CancelSignalWorkflow",
    "CompleteWorkflow",
    "FailWorkflow",
    "CancelWorkflowExecution",
    "ContinueAsNew",
    "QueryResult",
    "UpdateResponse",
    "SetPatchMarker",
    "UpsertSearchAttributes",
    "ModifyProperties",
};

/// What tells two commands of one kind apart, as far as the command has it.
template <class Part>
std::string marks_of(const Part& part) {
    std::string text;
    if constexpr (requires { part.seq; }) text += " seq " + std::to_string(part.seq);
    if constexpr (requires { part.child_workflow_seq; }) text += " seq " + std::to_string(part.child_workflow_seq);
    if constexpr (requires { part.activity_type; }) text += " \"" + part.activity_type + "\"";
    if constexpr (requires { part.workflow_type; }) text += " \"" + part.workflow_type + "\"";
    if constexpr (requires { part.signal_name; }) text += " \"" + part.signal_name + "\"";
    if constexpr (requires { part.patch_id; }) text += " \"" + part.patch_id + "\"";
    if constexpr (requires { part.query_id; }) text += " \"" + part.query_id + "\"";
    if constexpr (requires { part.protocol_instance_id; }) text += " \"" + part.protocol_instance_id + "\"";
    if constexpr (requires { part.start_to_fire_timeout; }) {
        text += " " + std::to_string(part.start_to_fire_timeout.count() / 1'000'000) + " ms";
    }
    if constexpr (requires { part.failure; }) text += " " + describe(part.failure);
    return text;
}

}  // namespace

std::string_view name_of(const Command& command) noexcept { return kNames[command.what.index()]; }

std::string describe(const Command& command) {
    std::string marks = std::visit([](const auto& part) { return marks_of(part); }, command.what);
    if (!marks.empty()) marks.erase(0, 1);
    return std::string{name_of(command)} + "{" + marks + "}";
}

}  // namespace acervo::temporal
