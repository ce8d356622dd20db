#include "activities/ingest/ingest_activities.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "activities/catalogue.hpp"
#include "activities/failures.hpp"
#include "activities/heartbeats.hpp"
#include "activities/ingest/fetch_master.hpp"
#include "activities/master_ids.hpp"
#include "app/media/give_up.hpp"
#include "app/media/technical_metadata.hpp"
#include "app/media/words_of_file.hpp"
#include "domain/media/asset_kind.hpp"
#include "domain/rendition/plan.hpp"
#include "store/outbox/outbox.hpp"

namespace acervo::activities {
namespace {

using temporal::ActivityContext;
using temporal::ApplicationFailure;
using temporal::FailureType;

/// The client said which bytes would come.
void check_hash(const IngestMaster& master, const MasterFile& file) {
    if (!master.declared || master.declared->to_string() == file.sha256()) return;
    throw ApplicationFailure{FailureType{kWrongBytes},
                             fmt::format("the bytes that arrived have the SHA-256 {}, announced was {}", file.sha256(),
                                         master.declared->to_string())}
        .not_retryable();
}

std::vector<PlannedPass> passes_of(const std::vector<PassGroup>& groups) {
    std::vector<PlannedPass> passes;
    for (const auto& group : groups) {
        PlannedPass pass{.name = group.name, .queue = group.is_light ? kLightQueue : kTranscodeQueue, .profiles = {}};
        for (const auto& profile : group.profiles) pass.profiles.push_back(profile.name);
        passes.push_back(std::move(pass));
    }
    return passes;
}

std::vector<RenditionPlan> rows_of(const std::vector<PassGroup>& groups) {
    std::vector<RenditionPlan> rows;
    for (const auto& group : groups) {
        for (const auto& profile : group.profiles) rows.push_back({profile.name, profile.version, profile.mandatory});
    }
    return rows;
}

/// What a master says about itself; a master without a word is one all the same.
struct Said {
    EmbeddedMetadata metadata{};
    std::string raw{"{}"};
    std::string unread{};
};
Async<Said> what_it_says(EmbeddedMetadataReader* reader, std::filesystem::path file) {
    auto reading = co_await reader->read(std::move(file));
    const bool is_its_own_fault = !reading && (reading.error().kind() == ErrorKind::UnsupportedType ||
                                               reading.error().kind() == ErrorKind::Timeout);
    Said said;
    if (is_its_own_fault) {
        said.unread = reading.error().message();
        co_return said;
    }
    auto found = need(dependency::kMediaTools, std::move(reading));
    said.metadata = embedded_metadata(found.values);
    said.raw = std::move(found.raw);
    co_return said;
}

Async<Result<void>> record(Transaction& tx, MasterFacts facts, std::vector<RenditionPlan> rows,
                           EmbeddedMetadata metadata) {
    const auto asset = facts.asset;
    CO_TRY(co_await record_inspection(tx, std::move(facts), std::move(rows)));
    co_return co_await take_words_of_file(tx, asset, std::move(metadata));
}

Async<Inspection> inspect(ActivityContext ctx, IngestTools* tools, MasterRef ref) {
    const auto ids = ids_of(ref);
    const auto master = need(dependency::kDatabase, co_await find_ingest_master(tools->database, ids.asset, ids.upload,
                                                                                ctx.info().workflow_id()));
    require_current(master);
    auto fetching = fetch_master(&tools->scratch, &tools->objects, master, master.declared);
    const auto file = co_await with_heartbeats(ctx, std::move(fetching));
    check_hash(master, file);
    auto probing = tools->prober.probe(file.path());
    const auto media = need(dependency::kMediaTools, co_await with_heartbeats(ctx, std::move(probing)));
    auto reading = what_it_says(&tools->embedded, file.path());
    const auto said = co_await with_heartbeats(ctx, std::move(reading));
    const auto type = kind_of(media);
    if (!type) {
        need(dependency::kMediaTools,
             Result<void>{fail(ErrorKind::UnsupportedType, "there is no video, sound or picture in it")});
    }
    const auto groups = group_into_passes(*type, media, tools->profiles.made_at_ingest(*type));
    const MasterFacts facts{.asset = master.asset,
                            .object = master.object,
                            .hash = ContentHash::parse(file.sha256()).value(),
                            .type = *type,
                            .technical_metadata = technical_metadata(media, said.metadata, said.unread),
                            .raw_metadata = raw_metadata(media.raw, said.raw)};
    const auto rows = rows_of(groups);
    const auto work = [&](Transaction& tx) { return record(tx, facts, rows, said.metadata); };
    need(dependency::kDatabase, co_await in_transaction(tools->database, work));
    co_return Inspection{.asset_type = std::string{name_of(*type)},
                         .filename = master.filename,
                         .file_size_bytes = static_cast<std::int64_t>(master.file_size_bytes),
                         .user_id = master.created_by.to_string(),
                         .sha256 = file.sha256(),
                         .urgent = master.priority == Priority::Urgent,
                         .passes = passes_of(groups)};
}

std::string missing(const std::vector<RenditionState>& states) {
    std::string words;
    for (const auto& state : states) {
        if (!state.mandatory || state.status == RenditionStatus::Ready || state.status == RenditionStatus::Expired)
            continue;
        if (!words.empty()) words += "; ";
        words += state.profile_name + ": " + state.failure_reason.value_or(std::string{name_of(state.status)});
    }
    return words;
}

Async<Result<void>> write_ready(Transaction& tx, MasterIds ids, std::vector<RenditionState>* into) {
    *into = CO_TRY(co_await lock_ingest(tx, ids.asset, ids.upload));
    if (!missing(*into).empty()) co_return ok();
    const bool is_new = CO_TRY(co_await make_ready(tx, ids.asset));
    // Somebody may ask again whose answer was lost.
    if (!is_new) co_return ok();
    co_return co_await add_event(tx, "asset.ready", ids.asset);
}

Async<IngestSummary> finish(IngestTools* tools, MasterRef ref) {
    const auto ids = ids_of(ref);
    std::vector<RenditionState> states;
    const auto work = [&](Transaction& tx) { return write_ready(tx, ids, &states); };
    need(dependency::kDatabase, co_await in_transaction(tools->database, work));
    if (auto words = missing(states); !words.empty()) {
        throw ApplicationFailure{FailureType{kRenditionFailed}, std::move(words)}.not_retryable();
    }
    IngestSummary summary;
    for (auto& state : states) {
        auto& list = state.status == RenditionStatus::Failed ? summary.failed : summary.ready;
        list.push_back(std::move(state.profile_name));
    }
    co_return summary;
}

IngestFailure failure_of(const Ending& ending) {
    const auto ids = ids_of(ending.master);
    IngestFailure failure{
        .asset = ids.asset, .upload = ids.upload, .reason = kCancelled, .rendition_reason = ending.reason};
    if (ending.type != kCancelled) failure.reason = ending.type + ": " + ending.reason;
    failure.is_parked = ending.type == kParked;
    failure.profiles = ending.profiles;
    failure.ingest = ending.ingest_id;
    return failure;
}

Async<void> give_up(IngestTools* tools, Ending ending) {
    const auto work = [&](Transaction& tx) { return give_up_ingest(tx, failure_of(ending)); };
    need(dependency::kDatabase, co_await in_transaction(tools->database, work));
}

std::string reason_of(const Ending& ending) { return ending.type == kCancelled ? kCancelled : ending.reason; }

Async<void> give_up_ordered(IngestTools* tools, Ending ending) {
    const auto id = need(dependency::kDatabase, RenditionId::parse(ending.rendition_id));
    const auto work = [&](Transaction& tx) { return fail_ordered_rendition(tx, id, reason_of(ending)); };
    need(dependency::kDatabase, co_await in_transaction(tools->database, work));
}

Async<void> give_up_renditions(IngestTools* tools, Ending ending) {
    if (!ending.rendition_id.empty()) {
        co_await give_up_ordered(tools, std::move(ending));
        co_return;
    }
    const LostRenditions lost{.upload = ids_of(ending.master).upload,
                              .profiles = ending.profiles,
                              .reason = reason_of(ending),
                              .ingest = ending.ingest_id};
    const auto work = [&](Transaction& tx) { return fail_renditions(tx, lost); };
    need(dependency::kDatabase, co_await in_transaction(tools->database, work));
}

Async<void> note(IngestTools* tools, Waiting waiting) {
    const auto ids = ids_of(waiting.master);
    need(dependency::kDatabase,
         co_await acervo::note_waiting(tools->database, ids.asset, ids.upload, waiting.dependency));
}

}  // namespace

void add_ingest_activities(temporal::ActivityRegistry& registry, IngestTools& tools) {
    auto* with = &tools;
    registry.add(kInspectMaster, [with](ActivityContext ctx, MasterRef ref) { return inspect(ctx, with, ref); });
    // Short ones, too: the database may take its time, and who waits for it is not lost.
    registry.add(kFinishIngest,
                 [with](ActivityContext ctx, MasterRef ref) { return with_heartbeats(ctx, finish(with, ref)); });
    registry.add(kGiveUpIngest,
                 [with](ActivityContext ctx, Ending ending) { return with_heartbeats(ctx, give_up(with, ending)); });
    registry.add(kGiveUpPass, [with](ActivityContext ctx, Ending ending) {
        return with_heartbeats(ctx, give_up_renditions(with, ending));
    });
    registry.add(activities::kNoteWaiting,
                 [with](ActivityContext ctx, Waiting waiting) { return with_heartbeats(ctx, note(with, waiting)); });
}

}  // namespace acervo::activities
