#include "app/jobs/work_on_jobs.hpp"

#include <fmt/format.h>

#include "app/access/access.hpp"
#include "app/access/audited.hpp"
#include "app/catalogue/catalogue.hpp"
#include "app/jobs/bulk_order.hpp"
#include "app/jobs/cache_batch.hpp"
#include "app/jobs/edit_batch.hpp"
#include "store/identity/people.hpp"
#include "store/jobs/job_work.hpp"
#include "store/jobs/pin_selection.hpp"

namespace acervo {
namespace {

/// What a step needs that does not change while it is taken.
struct Ordered {
    Caller by;
    std::optional<BulkOrder> order{};
    /// Where a selection by query looks.
    Places places{};
};

bool may_pass(const Error& error) {
    return error.kind() == ErrorKind::Unavailable || error.kind() == ErrorKind::Timeout;
}

Async<Result<void>> end(Transaction& tx, Caller by, JobId id, std::optional<std::string> error) {
    const auto job = CO_TRY(co_await end_job(tx, id, std::move(error)));
    AuditDetails details{{"state", std::string{name_of(job.state)}},
                         {"total", std::to_string(job.total)},
                         {"done", std::to_string(job.tally.done())},
                         {"skipped", std::to_string(job.tally.skipped())},
                         {"failed", std::to_string(job.tally.failed())}};
    if (job.error) details.emplace_back("error", *job.error);
    co_return co_await append_audit(tx, audit_line(by, "job.end", "job", id, details));
}

Async<Result<void>> end_as_failed(Transaction& tx, Caller by, JobId id, std::string why) {
    const auto work = CO_TRY(co_await lock_job(tx, id));
    if (!work) co_return ok();
    co_return co_await end(tx, std::move(by), id, std::move(why));
}

/// The person of the job as he is now. Forbidden when he may not sign in any more.
Async<Result<Ordered>> ordered(Database& database, const JobWork* work) {
    const auto person = CO_TRY(co_await find_user_entry(database, work->job.created_by));
    const auto needed = is_about_cache(work->job.kind) ? Permission::SiteManage : Permission::AssetEdit;
    if (person.disabled || !allows(person.profile.principal.role, needed)) {
        co_return fail(ErrorKind::Forbidden, "who ordered the job may not do that any more");
    }
    Ordered known{.by = {.principal = person.profile.principal, .request_id = work->request_id}};
    if (work->job.kind == JobKind::Undo) co_return known;
    known.order = CO_TRY(bulk_order_from_json(work->task));
    const auto& query = known.order->selection.query;
    if (work->job.state != JobState::Queued || !query) co_return known;
    if (query->collection) CO_TRY(co_await check_filter_collection(database, known.by, *query->collection));
    known.places =
        CO_TRY(co_await find_places_to_look(database, known.by.principal, query->collection, AssetShelf::Catalogue));
    co_return known;
}

Async<Result<void>> pin_selection(Transaction& tx, const Job* job, const Ordered* known, JobRules rules) {
    if (job->undoes) co_return co_await pin_edited_by(tx, job->id, *job->undoes);
    const auto& selection = known->order->selection;
    if (!selection.query) co_return co_await pin_assets(tx, job->id, selection.assets);
    PinnedQuery query{.filter = *selection.query,
                      .places = known->places,
                      .excluded = selection.excluded,
                      .most = rules.most_assets + 1};
    const auto pinned = CO_TRY(co_await pin_assets_seen_by(tx, job->id, known->by.principal, std::move(query)));
    if (pinned <= rules.most_assets) co_return ok();
    co_return fail(ErrorKind::TooLarge, fmt::format("more than {} assets are selected", rules.most_assets));
}

Async<Result<JobStep>> edit(Transaction& tx, const JobWork* work, const Ordered* known, JobRules rules) {
    const auto& job = work->job;
    JobStep step{.worked = true};
    auto assets = CO_TRY(co_await next_assets(tx, job.id, work->reached, rules.batch));
    if (assets.empty()) {
        CO_TRY(co_await end(tx, known->by, job.id, std::nullopt));
        co_return step;
    }
    const auto* change = known->order ? &known->order->change : nullptr;
    auto done = CO_TRY(co_await edit_batch(tx, known->by, &job, change, std::move(assets)));
    for (const auto& asset : done) step.tally.add(asset.outcome);
    CO_TRY(co_await record_batch(tx, job.id, std::move(done)));
    co_return step;
}

Async<Result<JobStep>> step(Transaction& tx, JobId id, const Ordered* known, JobRules rules) {
    const auto work = CO_TRY(co_await lock_job(tx, id));
    if (!work) co_return JobStep{.worked = true};  // somebody cancelled or did it in the meantime
    if (work->job.state == JobState::Running) co_return co_await edit(tx, &*work, known, rules);
    CO_TRY(co_await pin_selection(tx, &work->job, known, rules));
    CO_TRY(co_await start_job(tx, id));
    co_return JobStep{.worked = true};
}

Async<Result<JobStep>> note(Transaction& tx, const JobWork* work, Caller by, std::vector<JobAsset> done) {
    JobStep step{.worked = true};
    const auto now = CO_TRY(co_await lock_job(tx, work->job.id));
    // Somebody cancelled it or was faster; what was done to the cache twice is as done once.
    if (!now || now->reached != work->reached) co_return step;
    if (done.empty()) {
        CO_TRY(co_await end(tx, std::move(by), work->job.id, std::nullopt));
        co_return step;
    }
    for (const auto& asset : done) step.tally.add(asset.outcome);
    CO_TRY(co_await record_batch(tx, work->job.id, std::move(done)));
    co_return step;
}

/// The next batch of a job about the cache: spoken to before the transaction that says how far the job is.
Async<Result<JobStep>> cache_step(Database& database, DocumentCache* documents, const JobWork* work, JobRules rules) {
    const auto known = CO_TRY(co_await ordered(database, work));
    if (documents == nullptr) co_return fail(ErrorKind::Conflict, "the asset cache is switched off");
    const auto read = [&](Transaction& tx) { return next_assets(tx, work->job.id, work->reached, rules.batch); };
    auto assets = CO_TRY(co_await in_transaction(database, read));
    const auto done = CO_TRY(co_await cache_batch(database, *documents, work->job.kind, std::move(assets)));
    const auto record = [&](Transaction& tx) { return note(tx, work, known.by, done); };
    co_return co_await in_transaction(database, record);
}

Async<Result<JobStep>> take_step(Database& database, DocumentCache* documents, const JobWork* work, JobRules rules) {
    if (is_about_cache(work->job.kind) && work->job.state == JobState::Running) {
        co_return co_await cache_step(database, documents, work, rules);
    }
    const auto known = CO_TRY(co_await ordered(database, work));
    const auto take = [&](Transaction& tx) { return step(tx, work->job.id, &known, rules); };
    co_return co_await in_transaction(database, take);
}

}  // namespace

Async<Result<JobStep>> work_on_next_job(Database& database, JobRules rules, DocumentCache* documents) {
    const auto work = CO_TRY(co_await find_job_to_do(database));
    if (!work) co_return JobStep{};
    auto taken = co_await take_step(database, documents, &*work, rules);
    if (taken) co_return taken;
    const auto& error = taken.error();
    if (may_pass(error)) {
        static_cast<void>(co_await postpone_job(database, work->job.id));
        co_return taken;
    }
    Caller by{.principal = {}, .request_id = work->request_id};
    by.principal.user = work->job.created_by;
    const bool is_ours = error.kind() == ErrorKind::Internal;
    const std::string why = is_ours ? "a mistake of the server; its log has more" : error.message();
    const auto give_up = [&](Transaction& tx) { return end_as_failed(tx, by, work->job.id, why); };
    CO_TRY(co_await in_transaction(database, give_up));
    co_return taken;
}

}  // namespace acervo
