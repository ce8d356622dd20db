#include "workflows/ingest/ingest_workflow.hpp"

#include <algorithm>

#include "workflows/ending.hpp"
#include "workflows/patience.hpp"

namespace acervo::workflows {
namespace {

using activities::IngestSummary;
using activities::Inspection;
using activities::MasterRef;
using temporal::Context;
using temporal::Task;

/// Of a pass, as a child of its own: `transcode:{assetId}:{uploadId}:{attempt}:{pass}`.
temporal::ChildOptions child_options(const Context& ctx, const Inspection& found, const activities::PlannedPass& pass,
                                     const MasterRef& master) {
    temporal::ChildOptions options;
    const auto& parent = ctx.info().workflow_id();
    options.workflow_id = "transcode" + parent.substr(std::min(parent.find(':'), parent.size())) + ":" + pass.name;
    options.parent_close_policy = temporal::ParentClosePolicy::RequestCancel;
    options.priority = priority_of(found.urgent);
    for (auto value : {activities::kAssetId.is(master.asset_id), activities::kAssetType.is(found.asset_type),
                       activities::kFileName.is(found.filename), activities::kUserId.is(found.user_id)}) {
        options.search_attributes.insert_or_assign(value.name, value.payload);
    }
    return options;
}

/// Waits for all passes, whatever becomes of each: finish_ingest judges by what is ready.
Task<void> make_renditions(Context ctx, MasterRef master, Inspection found) {
    std::vector<temporal::Future<activities::PassMade>> passes;
    for (const auto& pass : found.passes) {
        activities::PassOrder order{master, found.sha256, pass, found.urgent};
        order.ingest_id = ctx.info().workflow_id();
        passes.push_back(
            ctx.run(activities::kTranscodeWorkflow, std::move(order), child_options(ctx, found, pass, master)));
    }
    for (const auto& pass : passes) {
        const auto outcome = co_await pass.settled();
        if (outcome.was_cancelled() && ctx.cancelled()) (void)outcome.value();
        if (!outcome) ctx.log().warn("pass.failed", {{"reason", outcome.failure().message}});
    }
}

Task<IngestSummary> ingest(Context ctx, MasterRef master) {
    auto looking = run_patiently(ctx, master, activities::kInspectMaster, master);
    const auto found = co_await std::move(looking);
    ctx.upsert(activities::kAssetType.is(found.asset_type), activities::kFileSizeBytes.is(found.file_size_bytes));
    auto making = make_renditions(ctx, master, found);
    co_await std::move(making);
    auto finishing = run_patiently(ctx, master, activities::kFinishIngest, master);
    co_return co_await std::move(finishing);
}

}  // namespace

Task<IngestSummary> run_ingest(Context ctx, MasterRef master) {
    auto work = ingest(ctx, master);
    const auto done = co_await ctx.spawn(std::move(work)).settled();
    if (done) co_return done.value();
    auto ending = ending_of(master, done.failure());
    ending.ingest_id = ctx.info().workflow_id();
    ctx.upsert(activities::kErrorType.is(ending.type));
    auto clean_up = run_patiently(ctx, master, activities::kGiveUpIngest, ending);
    co_await ctx.shielded(std::move(clean_up));
    co_return done.value();
}

}  // namespace acervo::workflows
