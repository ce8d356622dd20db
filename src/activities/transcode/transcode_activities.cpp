#include "activities/transcode/transcode_activities.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "activities/catalogue.hpp"
#include "activities/failures.hpp"
#include "activities/heartbeats.hpp"
#include "activities/ingest/fetch_master.hpp"
#include "activities/master_ids.hpp"
#include "activities/transcode/store_files.hpp"
#include "app/media/quality.hpp"
#include "core/sleep.hpp"
#include "domain/media/asset_kind.hpp"

namespace acervo::activities {
namespace {

using namespace std::chrono_literals;
using temporal::ActivityContext;

constexpr auto kProgressEvery = 2s;

/// One pass on its way.
struct Pass {
    TranscodeTools& tools;
    ActivityContext ctx;
    PassOrder order;
    IngestMaster master;
    ContentHash hash;
    /// Those still to be made.
    std::vector<RenditionWork> work;
    double fraction{0};
};

std::vector<RenditionId> ids_of(const std::vector<RenditionWork>& work) {
    std::vector<RenditionId> ids;
    for (const auto& one : work) ids.push_back(one.id);
    return ids;
}

/// Until it is cancelled.
Async<void> report_progress(Pass* pass) {
    int told = 0;
    for (;;) {
        co_await sleep_for(kProgressEvery);
        const int percent = static_cast<int>(pass->fraction * 100);
        if (percent == told) continue;
        told = percent;
        // Who cannot be told now will be told the next time.
        (void)co_await note_progress(pass->tools.database, ids_of(pass->work), std::min(percent, 99));
    }
}

/// As they were when the pass was planned: keys bear their versions.
std::vector<Profile> profiles_of(const Pass& pass) {
    std::vector<Profile> profiles;
    for (const auto& one : pass.work) {
        const auto* profile = pass.tools.profiles.find(one.profile_name);
        if (profile == nullptr || profile->version != one.make.version) {
            const auto words =
                fmt::format("version {} of profile {} is not here any more", one.make.version, one.profile_name);
            need(dependency::kMediaTools, Result<void>{fail(ErrorKind::InvalidInput, words)});
        }
        profiles.push_back(*profile);
    }
    return profiles;
}

Async<MadePass> make_files(Pass* pass, const MasterFile* file, const WorkFolder* folder, PassPlan plan) {
    auto& maker = plan.tool == PassTool::Picture ? pass->tools.pictures : pass->tools.films;
    PassRequest request{.master = file->path(), .work_folder = folder->path(), .plan = std::move(plan)};
    auto making = maker.make(std::move(request), [pass](double fraction) { pass->fraction = fraction; });
    auto made = co_await with_heartbeats(pass->ctx, std::move(making), report_progress(pass));
    co_return need(dependency::kMediaTools, std::move(made));
}

/// Nothing: for ever.
std::optional<int> days_kept(const TranscodeTools& tools, RenditionUse use) {
    const auto named = tools.days.find(use);
    const int days = named == tools.days.end() ? default_days_of(use) : named->second;
    return days > 0 ? std::optional{days} : std::nullopt;
}

/// With what the pass found out about the master, where that is not written yet.
Async<Result<void>> record(Transaction& tx, const Pass* pass, const StoredRendition* row,
                           const std::optional<std::string>* quality) {
    if (*quality) CO_TRY(co_await record_quality(tx, pass->master.asset, pass->hash, **quality));
    co_return co_await record_made(tx, *row);
}

Async<Result<void>> store_rendition(Pass* pass, const RenditionWork* work, const MadeRendition* made,
                                    const std::optional<std::string>* quality) {
    const auto& profile = *pass->tools.profiles.find(work->profile_name);
    const bool is_delivery = is_for_delivery(profile.use);
    const auto& bucket = is_delivery ? pass->tools.delivery_bucket : pass->tools.proxies_bucket;
    std::vector<std::string> keys;
    std::vector<FileToStore> files;
    std::int64_t bytes = 0;
    for (const auto& file : made->files) {
        const auto name =
            work->part ? filename_of_part(file.filename, work->part->first, work->part->end) : file.filename;
        auto key = CO_TRY(rendition_key(profile.use, pass->master.asset, pass->hash, work->make, name));
        files.push_back({file, {bucket, key}});
        keys.push_back(std::move(key));
        bytes += static_cast<std::int64_t>(file.size_bytes);
    }
    PlannedObjects plan{.rendition = work->id,
                        .revision = work->make.revision,
                        .is_for_delivery = is_delivery,
                        .bucket = bucket,
                        .keys = keys};
    CO_TRY(co_await plan_rendition_objects(pass->tools.database, std::move(plan)));
    auto stored = CO_TRY(co_await store_files(pass->tools.objects, std::move(files)));
    const StoredRendition row{.id = work->id,
                              .revision = work->make.revision,
                              .object = {bucket, keys.front()},
                              .mime_type = profile.mime_type,
                              .file_size_bytes = bytes,
                              .width = made->width,
                              .height = made->height,
                              .duration_ms = made->duration_ms,
                              .bitrate_kbps = made->bitrate_kbps,
                              .keep_days = days_kept(pass->tools, profile.use),
                              .objects = std::move(stored)};
    const auto write = [&](Transaction& tx) { return record(tx, pass, &row, quality); };
    co_return co_await in_transaction(pass->tools.database, write);
}

Async<Result<void>> store_all(Pass* pass, MadePass made) {
    auto quality = quality_json(made);
    for (const auto& one : pass->work) {
        const auto found = std::ranges::find(made.renditions, one.profile_name, &MadeRendition::profile_name);
        if (found == made.renditions.end() || found->files.empty()) {
            co_return fail(ErrorKind::Internal, one.profile_name + " was not made");
        }
        CO_TRY(co_await store_rendition(pass, &one, &*found, &quality));
        quality.reset();
    }
    co_return ok();
}

/// Renditions bear the master's hash in their keys.
void require_bytes(const MasterFile& file, const ContentHash& hash) {
    if (file.sha256() == hash.to_string()) return;
    const auto words = fmt::format("the master was {} and is {} now", hash.to_string(), file.sha256());
    need(dependency::kObjectStorage, Result<void>{fail(ErrorKind::Internal, words)});
}

Async<void> make_those(Pass* pass) {
    auto fetching = fetch_master(&pass->tools.scratch, &pass->tools.objects, pass->master, pass->hash);
    const auto file = co_await with_heartbeats(pass->ctx, std::move(fetching));
    require_bytes(file, pass->hash);
    auto probing = pass->tools.prober.probe(file.path());
    const auto media = need(dependency::kMediaTools, co_await with_heartbeats(pass->ctx, std::move(probing)));
    const auto type = kind_of(media).value_or(pass->master.type);
    const auto profiles = profiles_of(*pass);
    auto plan = need(dependency::kMediaTools, plan_pass(type, media, profiles, pass->work.front().part));
    const auto folder = need(dependency::kScratch, pass->tools.scratch.work_folder(most_bytes(plan, media)));
    auto made = co_await make_files(pass, &file, &folder, std::move(plan));
    auto storing = store_all(pass, std::move(made));
    need(dependency::kObjectStorage, co_await with_heartbeats(pass->ctx, std::move(storing)));
}

Async<std::vector<RenditionWork>> begin(TranscodeTools* tools, AssetId asset, ContentHash hash, PassOrder order) {
    if (order.rendition_id.empty()) {
        auto profiles = std::move(order.pass.profiles);
        co_return need(dependency::kDatabase,
                       co_await begin_renditions(tools->database, asset, hash, std::move(profiles)));
    }
    const auto id = need(dependency::kDatabase, RenditionId::parse(order.rendition_id));
    std::vector<RenditionWork> work;
    work.push_back(need(dependency::kDatabase, co_await begin_ordered_rendition(tools->database, id)));
    co_return work;
}

Async<PassMade> make(ActivityContext ctx, TranscodeTools* tools, PassOrder order) {
    const auto ids = activities::ids_of(order.master);
    const auto hash = need(dependency::kDatabase, ContentHash::parse(order.sha256));
    auto master = need(dependency::kDatabase,
                       co_await find_ingest_master(tools->database, ids.asset, ids.upload, order.ingest_id));
    require_current(master);
    auto work = co_await begin(tools, ids.asset, hash, order);
    PassMade made;
    for (const auto& one : work) {
        if (one.status == RenditionStatus::Ready) made.profiles.push_back(one.profile_name);
    }
    std::erase_if(work, [](const RenditionWork& one) { return one.status != RenditionStatus::Processing; });
    if (work.empty()) co_return made;
    for (const auto& one : work) made.profiles.push_back(one.profile_name);
    Pass pass{.tools = *tools,
              .ctx = ctx,
              .order = std::move(order),
              .master = std::move(master),
              .hash = hash,
              .work = std::move(work)};
    co_await make_those(&pass);
    co_return made;
}

}  // namespace

void add_transcode_activities(temporal::ActivityRegistry& registry, TranscodeTools& tools) {
    auto* with = &tools;
    registry.add(kMakePass, [with](ActivityContext ctx, PassOrder order) { return make(ctx, with, std::move(order)); });
}

}  // namespace acervo::activities
