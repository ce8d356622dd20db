#pragma once

// How contexts begin activities and workflows; include context.hpp.

#include "temporal/workflow/context_type.hpp"

namespace acervo::temporal {

/// The options' command, but for number, headers and defaults of the run.
command::ScheduleActivity schedule_command(const std::string& type, const ActivityOptions& options, Payloads arguments);
command::ScheduleLocalActivity schedule_command(const std::string& type, const LocalActivityOptions& options,
                                                Payloads arguments);
command::StartChildWorkflow start_command(const std::string& type, ChildOptions options, Payloads input);
command::ContinueAsNew continue_command(const std::string& type, ContinueOptions options, Payloads arguments);

template <class R, class... P>
Future<R> Context::run(const Activity<R(P...)>& activity, std::type_identity_t<P>... arguments,
                       ActivityOptions options) const {
    const auto what = "activity \"" + activity.name() + "\"";
    auto state = new_state<R>();
    auto receive = [state, what = "result of " + what](const std::optional<Payload>& payload) {
        receive_into(*state, payload, what);
    };
    run_->schedule(state, schedule_command(activity.name(), options, encode_arguments(what, arguments...)),
                   options.summary, std::move(receive));
    return Future<R>{std::move(state)};
}

template <class R, class... P>
Future<R> Context::run(const Activity<R(P...)>& activity, std::type_identity_t<P>... arguments) const {
    return run(activity, std::move(arguments)..., activity.options());
}

template <class R, class... P>
Future<R> Context::run_local(const Activity<R(P...)>& activity, std::type_identity_t<P>... arguments,
                             LocalActivityOptions options) const {
    const auto what = "local activity \"" + activity.name() + "\"";
    auto state = new_state<R>();
    auto receive = [state, what = "result of " + what](const std::optional<Payload>& payload) {
        receive_into(*state, payload, what);
    };
    run_->schedule(state, schedule_command(activity.name(), options, encode_arguments(what, arguments...)),
                   std::move(receive));
    return Future<R>{std::move(state)};
}

template <class R, class... P>
Future<R> Context::run_local(const Activity<R(P...)>& activity, std::type_identity_t<P>... arguments) const {
    const auto& declared = activity.options();
    LocalActivityOptions options;
    options.start_to_close_timeout = declared.start_to_close_timeout;
    options.schedule_to_close_timeout = declared.schedule_to_close_timeout;
    options.retry_policy = declared.retry_policy;
    return run_local(activity, std::move(arguments)..., std::move(options));
}

template <class R>
std::pair<Future<std::string>, Future<R>> Context::begin_child(const std::string& type, Payloads input,
                                                               ChildOptions options, std::string& id) const {
    if (options.workflow_id.empty()) options.workflow_id = uuid().to_string();
    id = options.workflow_id;
    const auto summary = options.summary;
    auto started = new_state<std::string>();
    auto result = new_state<R>();
    auto receive = [result, what = "result of child workflow \"" + type + "\""](const std::optional<Payload>& payload) {
        receive_into(*result, payload, what);
    };
    run_->start_child(started, result, start_command(type, std::move(options), std::move(input)), summary,
                      std::move(receive));
    return {Future<std::string>{std::move(started)}, Future<R>{std::move(result)}};
}

template <class R, class... P>
Future<R> Context::run(const Workflow<R(P...)>& child, std::type_identity_t<P>... arguments,
                       ChildOptions options) const {
    std::string id;
    auto input = encode_arguments("workflow \"" + child.name() + "\"", arguments...);
    return begin_child<R>(child.name(), std::move(input), std::move(options), id).second;
}

template <class R, class... P>
Future<R> Context::run(const Workflow<R(P...)>& child, std::type_identity_t<P>... arguments) const {
    return run(child, std::move(arguments)..., child.options());
}

template <class R, class... P>
Future<Child<R>> Context::start_child(const Workflow<R(P...)>& child, std::type_identity_t<P>... arguments,
                                      ChildOptions options) const {
    std::string id;
    auto input = encode_arguments("workflow \"" + child.name() + "\"", arguments...);
    const auto begun = begin_child<R>(child.name(), std::move(input), std::move(options), id);
    const auto started = begun.first;
    const auto result = begun.second;
    auto handle = new_state<Child<R>>();
    started.state()->when_done([run = run_, handle, id, result, start = std::weak_ptr{started.state()}] {
        const auto done = start.lock();
        if (!done) return;
        if (done->failed()) return handle->fail(done->error());
        handle->succeed(Child<R>{*run, id, done->value(), result});
    });
    // Cancelling the start is cancelling the child.
    handle->on_cancel([result] { result.cancel(); });
    return Future<Child<R>>{std::move(handle)};
}

template <class R, class... P>
Future<Child<R>> Context::start_child(const Workflow<R(P...)>& child, std::type_identity_t<P>... arguments) const {
    return start_child(child, std::move(arguments)..., child.options());
}

template <class R, class... P>
void Context::continue_as_new(const Workflow<R(P...)>& workflow, std::type_identity_t<P>... arguments,
                              ContinueOptions options) const {
    auto input = encode_arguments("workflow \"" + workflow.name() + "\"", arguments...);
    auto command = continue_command(workflow.name(), std::move(options), std::move(input));
    command.headers = run_->outbound_headers();
    throw ContinueAsNewRequest{std::move(command)};
}

template <class R, class... P>
void Context::continue_as_new(const Workflow<R(P...)>& workflow, std::type_identity_t<P>... arguments) const {
    continue_as_new(workflow, std::move(arguments)..., ContinueOptions{});
}

}  // namespace acervo::temporal
