#include "app/catalogue/order_rendition.hpp"

#include <fmt/format.h>

#include <boost/json.hpp>

#include "activities/queues.hpp"
#include "app/access/access.hpp"
#include "app/access/audited.hpp"
#include "app/profiles/profiles.hpp"
#include "store/assets/edits.hpp"
#include "store/outbox/outbox.hpp"
#include "store/renditions/renditions.hpp"
#include "store/uploads/uploads.hpp"

namespace acervo {
namespace {

namespace json = boost::json;

std::unexpected<Error> wrong(std::string pointer, std::string why) {
    Error error{ErrorKind::InvalidInput, why};
    return fail(std::move(error).with_fields({{std::move(pointer), std::move(why)}}));
}

Result<const Profile*> profile_for(const Profiles& profiles, const Asset& asset, const RenditionWish& wish) {
    const auto* profile = profiles.find(wish.profile_name);
    if (profile == nullptr) return wrong("/profile_name", "there is no such profile");
    if (!profile->is_for(asset.type)) {
        return wrong("/profile_name", fmt::format("is not for assets of type {}", name_of(asset.type)));
    }
    if (!wish.part) return profile;
    if (!profile->is_on_demand() || !std::holds_alternative<FilmFile>(profile->product)) {
        return wrong("/part", "only films that are made on demand can be of a part");
    }
    if (wish.part->first < 0 || wish.part->end <= wish.part->first) {
        return wrong("/part", "begins at frame 0 or later and ends after it begins");
    }
    return profile;
}

std::string workflow_id_of(RenditionId id, int revision) {
    return fmt::format("rendition:{}:{}", id.to_string(), revision);
}

/// A PassOrder (activities/catalogue.hpp).
std::string pass_order(const RenditionOrder& order, UploadId upload, RenditionId id, bool urgent) {
    const json::object pass{
        {"name", "on_demand"}, {"queue", activities::kInteractiveQueue}, {"profiles", json::array{order.profile_name}}};
    return json::serialize(
        json::object{{"master", {{"asset_id", order.asset.to_string()}, {"upload_id", upload.to_string()}}},
                     {"sha256", order.master.to_string()},
                     {"pass", pass},
                     {"urgent", urgent},
                     {"rendition_id", id.to_string()}});
}

/// One order in its transaction.
struct Ordering {
    Caller caller;
    AssetId asset;
    UploadId upload;
    std::string profile_name;
    int profile_version{1};
    std::optional<FrameSpan> part;
};

bool is_on_its_way(RenditionStatus status) {
    return status == RenditionStatus::Pending || status == RenditionStatus::Processing ||
           status == RenditionStatus::Ready;
}

struct NewMake {
    RenditionId id;
    int revision{1};
};

Async<Result<NewMake>> new_make(Transaction& tx, RenditionOrder order, std::optional<Rendition> newest) {
    if (newest && newest->status == RenditionStatus::Failed) {
        const auto id = newest->id;
        co_return NewMake{id, CO_TRY(co_await order_again(tx, id))};
    }
    const NewMake made{RenditionId::make(), newest ? newest->make.revision + 1 : 1};
    CO_TRY(co_await insert_order(tx, made.id, std::move(order), made.revision));
    co_return made;
}

Async<Result<void>> order(Transaction& tx, const Ordering* ordering, RenditionId* into) {
    const auto asset = CO_TRY(co_await lock_asset(tx, ordering->asset));
    const bool is_ingested = asset.status == AssetStatus::Ready || asset.status == AssetStatus::Archived;
    if (!is_ingested || !asset.content_hash) {
        co_return fail(ErrorKind::Conflict, fmt::format("the asset is {}", name_of(asset.status)));
    }
    const RenditionOrder wanted{.asset = ordering->asset,
                                .master = *asset.content_hash,
                                .profile_name = ordering->profile_name,
                                .profile_version = ordering->profile_version,
                                .part = ordering->part};
    auto newest = CO_TRY(co_await find_newest_make(tx, wanted));
    if (newest && is_on_its_way(newest->status)) {
        *into = newest->id;
        co_return ok();
    }
    const auto made = CO_TRY(co_await new_make(tx, wanted, std::move(newest)));
    *into = made.id;
    auto input = pass_order(wanted, ordering->upload, made.id, asset.priority == Priority::Urgent);
    CO_TRY(co_await request_transcode(tx, workflow_id_of(made.id, made.revision), asset.id, std::move(input)));
    auto line = audit_line(ordering->caller, "rendition.order", "asset", asset.id, {{"profile", wanted.profile_name}});
    co_return co_await append_audit(tx, std::move(line));
}

Async<Result<void>> cancel(Transaction& tx, const Caller* caller, const Rendition* rendition) {
    if (!CO_TRY(co_await request_cancel_of(tx, rendition->asset_id, rendition->id))) {
        co_return fail(ErrorKind::Conflict, "it belongs to the asset's ingest, which can be cancelled as a whole");
    }
    auto line = audit_line(*caller, "rendition.cancel", "asset", rendition->asset_id);
    co_return co_await append_audit(tx, std::move(line));
}

}  // namespace

Async<Result<ShownRendition>> order_rendition(Catalogue& catalogue, Caller caller, AssetId asset, RenditionWish wish) {
    const auto seen = CO_TRY(co_await asset_for(catalogue.database, caller, asset, Right::DownloadMaster));
    const auto* profile = CO_TRY(profile_for(*catalogue.profiles, seen, wish));
    const auto upload = CO_TRY(co_await find_upload_of_master(catalogue.database, asset));
    const Ordering ordering{.caller = caller,
                            .asset = asset,
                            .upload = upload.id,
                            .profile_name = profile->name,
                            .profile_version = profile->version,
                            .part = wish.part};
    RenditionId id;
    const auto work = [&](Transaction& tx) { return order(tx, &ordering, &id); };
    CO_TRY(co_await in_transaction(catalogue.database, work));
    co_return co_await show_rendition(catalogue, std::move(caller), asset, id);
}

Async<Result<ShownRendition>> show_rendition(Catalogue& catalogue, Caller caller, AssetId asset, RenditionId id) {
    const auto seen = CO_TRY(co_await find_asset_seen_by(catalogue.database, std::move(caller.principal), asset));
    co_return shown_to(catalogue, CO_TRY(co_await find_rendition(catalogue.database, asset, id)), seen.rights);
}

Async<Result<ShownRendition>> cancel_rendition(Catalogue& catalogue, Caller caller, AssetId asset, RenditionId id) {
    CO_TRY(co_await asset_for(catalogue.database, caller, asset, Right::DownloadMaster));
    const auto rendition = CO_TRY(co_await find_rendition(catalogue.database, asset, id));
    if (rendition.status == RenditionStatus::Pending || rendition.status == RenditionStatus::Processing) {
        const auto work = [&](Transaction& tx) { return cancel(tx, &caller, &rendition); };
        CO_TRY(co_await in_transaction(catalogue.database, work));
    }
    co_return co_await show_rendition(catalogue, std::move(caller), asset, id);
}

}  // namespace acervo
