#include "app/relay/relay.hpp"

#include "activities/catalogue.hpp"
#include "app/media/give_up.hpp"
#include "core/log.hpp"
#include "store/ingest/ingest.hpp"
#include "store/outbox/outbox.hpp"

namespace acervo {
namespace {

void add(temporal::PayloadMap& attributes, temporal::SearchAttributeValue value) {
    attributes.insert_or_assign(std::move(value.name), std::move(value.payload));
}

temporal::StartOptions options_of(const WorkflowStart& start) {
    temporal::StartOptions options;
    options.workflow_id = start.workflow_id;
    options.task_queue = start.task_queue;
    options.id_reuse_policy = temporal::WorkflowIdReusePolicy::RejectDuplicate;
    options.id_conflict_policy = temporal::WorkflowIdConflictPolicy::Fail;
    options.summary = start.filename;
    if (start.asset) {
        add(options.search_attributes, activities::kAssetId.is(start.asset->to_string()));
        add(options.search_attributes, activities::kAssetType.is(start.asset_type));
        add(options.search_attributes, activities::kFileName.is(start.filename));
        add(options.search_attributes, activities::kFileSizeBytes.is(start.file_size_bytes));
        add(options.search_attributes, activities::kUserId.is(start.user_id));
    }
    temporal::Priority priority;
    priority.priority_key = start.urgent ? activities::kUrgentKey : activities::kNormalKey;
    options.priority = priority;
    return options;
}

bool is_away(const Error& error) {
    return error.kind() == ErrorKind::Unavailable || error.kind() == ErrorKind::Timeout;
}

Async<Result<void>> start_one(Database& database, temporal::Client& client, WorkflowStart start, Relayed* relayed) {
    auto options = options_of(start);
    Result<temporal::Payloads> input = temporal::Payloads{temporal::json_payload(start.input)};
    const auto started = co_await client.start_untyped(start.workflow_type, std::move(input), std::move(options));
    // Conflict: a round before this one started it, and died before it could say so.
    if (started || started.error().kind() == ErrorKind::Conflict) {
        ++relayed->started;
        co_return co_await mark_workflow_started(database, start.workflow_id);
    }
    if (is_away(started.error())) co_return fail(started.error());
    ++relayed->refused;
    log::warn("workflow.not_started", {{"workflow_id", start.workflow_id}, {"error", started.error()}});
    co_return co_await note_start_failed(database, start.workflow_id, started.error().message());
}

Async<Result<void>> settle(Transaction& tx, std::string workflow_id) {
    const auto ended = CO_TRY(co_await end_workflow(tx, workflow_id));
    if (!ended.asset) co_return ok();
    const std::string reason = ended.was_cancelled ? activities::kCancelled : "its workflow was ended from outside";
    if (ended.rendition && ended.is_newest) co_return co_await fail_ordered_rendition(tx, *ended.rendition, reason);
    if (ended.rendition || !ended.upload) co_return ok();
    IngestFailure failure{.asset = *ended.asset, .upload = *ended.upload, .reason = reason, .rendition_reason = reason};
    failure.ingest = std::move(workflow_id);
    if (!ended.was_cancelled) failure.reason = "WorkflowEndedError: " + reason;
    co_return co_await give_up_ingest(tx, std::move(failure));
}

/// Nothing is failed of what was done.
Async<Result<void>> settle_one(Database& database, std::string workflow_id) {
    const auto work = [&](Transaction& tx) { return settle(tx, workflow_id); };
    co_return co_await in_transaction(database, work);
}

bool is_over(temporal::WorkflowStatus status) {
    using enum temporal::WorkflowStatus;
    return status == Completed || status == Failed || status == Cancelled || status == Terminated || status == TimedOut;
}

Async<Result<void>> cancel_one(Database& database, temporal::Client& client, std::string id, Relayed* relayed) {
    const auto told = co_await client.handle(id).cancel("a person asked for it");
    if (!told && is_away(told.error())) co_return fail(told.error());
    ++relayed->cancelled;
    // It has ended, or was never started: nobody but us will say so.
    if (!told && told.error().kind() == ErrorKind::NotFound) co_return co_await settle_one(database, std::move(id));
    // One that Temporal will not take holds up no other; the person sees that the asset goes on.
    if (!told) {
        log::warn("workflow.not_cancelled", {{"workflow_id", id}, {"error", told.error()}});
    }
    co_return co_await mark_workflow_cancelled(database, std::move(id));
}

}  // namespace

Async<Result<Relayed>> relay_workflows(Database& database, temporal::Client& client, int limit) {
    Relayed relayed;
    // First, for somebody waits for it.
    for (auto& id : CO_TRY(co_await list_workflow_cancels(database, limit))) {
        CO_TRY(co_await cancel_one(database, client, std::move(id), &relayed));
    }
    auto starts = CO_TRY(co_await list_workflow_starts(database, limit));
    relayed.is_full = starts.size() == static_cast<std::size_t>(limit);
    for (auto& start : starts) CO_TRY(co_await start_one(database, client, std::move(start), &relayed));
    co_return relayed;
}

Async<Result<int>> settle_ended_workflows(Database& database, temporal::Client& client, int limit) {
    int settled = 0;
    for (auto& id : CO_TRY(co_await list_workflows_to_check(database, limit))) {
        const auto found = co_await client.handle(id).describe();
        if (!found && is_away(found.error())) co_return fail(found.error());
        const bool is_gone = !found && found.error().kind() == ErrorKind::NotFound;
        if (is_gone || (found && is_over(found->summary.status))) {
            CO_TRY(co_await settle_one(database, std::move(id)));
            ++settled;
        } else {
            CO_TRY(co_await note_workflow_runs(database, std::move(id)));
        }
    }
    co_return settled;
}

}  // namespace acervo
