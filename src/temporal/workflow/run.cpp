#include "temporal/workflow/run.hpp"

#include <stdexcept>

#include "temporal/payload/convert.hpp"

namespace acervo::temporal {

Run::Run(Setup setup) : hooks_{std::move(setup.hooks)} {
    info_.run_id = std::move(setup.run_id);
    info_.namespace_name = std::move(setup.namespace_name);
    info_.task_queue = std::move(setup.task_queue);
}

Run::~Run() {
    scheduler_.stop();
    handlers_ = {};
    while (!kept_.empty()) kept_.pop_back();
}

void Run::begin_activation(const Activation& activation) {
    std::erase_if(timers_, [](const auto& operation) { return operation.second.state->done(); });
    ended_now_ = {};
    for (const auto& job : activation.jobs) {
        if (const auto* activity = std::get_if<job::ResolveActivity>(&job)) ended_now_.activities.insert(activity->seq);
        if (const auto* child = std::get_if<job::ResolveChildWorkflow>(&job)) ended_now_.children.insert(child->seq);
        if (const auto* sent = std::get_if<job::ResolveSignalExternalWorkflow>(&job))
            ended_now_.signals.insert(sent->seq);
    }
    info_.now = activation.timestamp;
    info_.is_replaying = activation.is_replaying;
    info_.history_length = activation.history_length;
    info_.history_size_bytes = activation.history_size_bytes;
    info_.continue_as_new_suggested = activation.continue_as_new_suggested;
    info_.deployment_version = activation.deployment_version;
}

void Run::initialize(const job::InitializeWorkflow& start) {
    info_.start = start;
    info_.memo = start.memo;
    info_.search_attributes = start.search_attributes;
    random_.seed(start.randomness_seed);
}

void Run::emit(Command::What what, const std::string& summary) {
    if (scheduler_.stopped()) return;
    if (read_only_) throw std::logic_error{"a query or validator must not change the workflow: it asked for a command"};
    Command command;
    command.what = std::move(what);
    if (!summary.empty()) command.summary = text_payload(summary);
    commands_.push_back(std::move(command));
}

PayloadMap Run::outbound_headers() const {
    PayloadMap headers;
    if (hooks_.outbound_headers) hooks_.outbound_headers(info_, headers);
    return headers;
}

bool Run::patched(const std::string& id, bool deprecated) {
    const auto [decided, first_time] = patches_decided_.try_emplace(id, true);
    if (!first_time) return decided->second;
    decided->second = !info_.is_replaying || patches_in_history_.contains(id);
    if (decided->second) emit(command::SetPatchMarker{id, deprecated});
    return decided->second;
}

void Run::upsert_search_attributes(PayloadMap attributes) {
    for (const auto& [name, value] : attributes) info_.search_attributes[name] = value;
    command::UpsertSearchAttributes upsert;
    upsert.search_attributes = std::move(attributes);
    emit(std::move(upsert));
}

void Run::upsert_memo(PayloadMap memo) {
    for (const auto& [name, value] : memo) info_.memo[name] = value;
    command::ModifyProperties upsert;
    upsert.upserted_memo = std::move(memo);
    emit(std::move(upsert));
}

std::string Run::open_operations() const {
    std::string text = info_.workflow_type() + " waits for:\n";
    for (const auto& [seq, activity] : activities_) {
        text += "  " + activity.what + " (" + std::to_string(seq) + ")\n";
    }
    for (const auto& [seq, child] : children_) {
        text += "  child workflow \"" + child.workflow_type + "\" " + child.workflow_id + "\n";
    }
    for (const auto* open : {&timers_, &signals_, &cancels_}) {
        for (const auto& [seq, plain] : *open) {
            if (!plain.state->done()) text += "  " + plain.what + " (" + std::to_string(seq) + ")\n";
        }
    }
    return text;
}

}  // namespace acervo::temporal
