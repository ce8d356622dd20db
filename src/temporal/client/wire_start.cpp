#include "temporal/client/wire_start.hpp"

#include "core/id.hpp"
#include "temporal/payload/convert.hpp"

namespace acervo::temporal::wire {

namespace {

namespace workflow = ::temporal::api::workflow::v1;

Result<void> write_text(const ClientPayloads& codec, const std::string& text, common::Payload& into) {
    Payloads payloads;
    payloads.push_back(text_payload(text));
    auto encoded = codec.encode(std::move(payloads), "summary");
    if (!encoded) return fail(std::move(encoded).error());
    write(encoded->front(), into);
    return ok();
}

std::string read_text(const ClientPayloads& codec, const common::Payload& from) {
    Payloads payloads;
    payloads.push_back(read(from));
    auto decoded = codec.decode(std::move(payloads));
    return decoded ? decode<std::string>(decoded->front()).value_or("") : std::string{};
}

}  // namespace

Result<StartWorkflow> prepared(const ClientPayloads& codec, StartWorkflow call) {
    auto& options = call.options;
    if (options.task_queue.empty()) {
        return fail(ErrorKind::InvalidInput, "start \"" + call.workflow_type + "\": a task queue is missing");
    }
    if (options.workflow_id.empty()) options.workflow_id = Uuid::make().to_string();
    if (options.request_id.empty()) options.request_id = Uuid::make().to_string();
    const auto what = "start \"" + call.workflow_type + "\" (id " + options.workflow_id + ")";
    auto arguments = codec.encode(std::move(call.arguments), what);
    if (!arguments) return fail(std::move(arguments).error());
    call.arguments = *std::move(arguments);
    auto memo = codec.encode(std::move(options.memo), what + ", memo");
    if (!memo) return fail(std::move(memo).error());
    options.memo = *std::move(memo);
    return call;
}

Result<void> write_user_metadata(const ClientPayloads& codec, const StartOptions& options,
                                 ::temporal::api::sdk::v1::UserMetadata& into) {
    if (!options.summary.empty()) {
        if (auto done = write_text(codec, options.summary, *into.mutable_summary()); !done) return done;
    }
    if (!options.details.empty()) return write_text(codec, options.details, *into.mutable_details());
    return ok();
}

void write_link(const WorkflowLink& from, common::Link& into) {
    auto& event = *into.mutable_workflow_event();
    event.set_namespace_(from.execution.namespace_name);
    event.set_workflow_id(from.execution.workflow_id);
    event.set_run_id(from.execution.run_id);
    event.mutable_event_ref()->set_event_id(from.event_id);
    event.mutable_event_ref()->set_event_type(static_cast<::temporal::api::enums::v1::EventType>(from.event_type));
}

void write_version(const StartOptions& from, workflow::VersioningOverride& into) {
    if (const auto* pinned = std::get_if<RunOnVersion>(&from.version)) {
        into.mutable_pinned()->set_behavior(
            workflow::VersioningOverride_PinnedOverrideBehavior_PINNED_OVERRIDE_BEHAVIOR_PINNED);
        auto& version = *into.mutable_pinned()->mutable_version();
        version.set_deployment_name(pinned->version.deployment_name);
        version.set_build_id(pinned->version.build_id);
    } else if (std::holds_alternative<RunOnNewestVersion>(from.version)) {
        into.set_auto_upgrade(true);
    }
}

void read_user_metadata(const ClientPayloads& codec, const ::temporal::api::sdk::v1::UserMetadata& from,
                        StartOptions& into) {
    if (from.has_summary()) into.summary = read_text(codec, from.summary());
    if (from.has_details()) into.details = read_text(codec, from.details());
}

void read_version(const workflow::VersioningOverride& from, StartOptions& into) {
    if (from.has_pinned()) {
        const auto& version = from.pinned().version();
        into.version = RunOnVersion{DeploymentVersion{version.deployment_name(), version.build_id()}};
    } else if (from.auto_upgrade()) {
        into.version = RunOnNewestVersion{};
    }
}

}  // namespace acervo::temporal::wire
