#include "workflows/transcode/transcode_workflow.hpp"

#include "workflows/ending.hpp"
#include "workflows/patience.hpp"

namespace acervo::workflows {

temporal::Task<activities::PassMade> run_transcode(temporal::Context ctx, activities::PassOrder order) {
    auto options = activities::kMakePass.options();
    options.task_queue = order.pass.queue;
    options.priority = priority_of(order.urgent);
    options.summary = order.pass.name;
    auto work = run_patiently(ctx, order.master, activities::kMakePass, order, options);
    const auto made = co_await ctx.spawn(std::move(work)).settled();
    if (made) co_return made.value();
    auto ending = ending_of(order.master, made.failure());
    ending.profiles = order.pass.profiles;
    ending.rendition_id = order.rendition_id;
    ending.ingest_id = order.ingest_id;
    ctx.upsert(activities::kErrorType.is(ending.type));
    auto clean_up = run_patiently(ctx, order.master, activities::kGiveUpPass, ending);
    co_await ctx.shielded(std::move(clean_up));
    co_return made.value();
}

}  // namespace acervo::workflows
