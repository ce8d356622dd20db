#include "app/jobs/edit_batch.hpp"

#include <map>

#include "app/catalogue/words.hpp"
#include "app/metadata/metadata_schemas.hpp"
#include "store/assets/assets.hpp"
#include "store/jobs/job_work.hpp"

namespace acervo {
namespace {

using Seen = std::map<AssetId, SeenAsset>;
using Schemas = std::map<AssetType, MetadataSchema>;
using Before = std::map<AssetId, WordsBefore>;

Async<Result<Seen>> lock(Transaction& tx, Principal who, std::vector<AssetId> assets) {
    auto locked = CO_TRY(co_await lock_assets_seen_by(tx, std::move(who), std::move(assets)));
    Seen seen;
    for (auto& one : locked) {
        const auto id = one.asset.id;
        seen.emplace(id, std::move(one));
    }
    co_return seen;
}

Async<Result<Schemas>> hold_schemas(Transaction& tx) {
    Schemas schemas;
    for (const auto type : {AssetType::Video, AssetType::Audio, AssetType::Image}) {
        schemas.emplace(type, CO_TRY(co_await hold_metadata_schema_of(tx, type)));
    }
    co_return schemas;
}

/// What there is to say about the assets of a batch, and what is wrong with the others.
class Batch {
public:
    Batch(Seen seen, Schemas schemas) : seen_{std::move(seen)}, schemas_{std::move(schemas)} {}

    void patch(AssetId id, const AssetPatch& change) {
        const auto* asset = editable(id);
        if (asset == nullptr) return;
        auto words = patched(*asset, change);
        if (!words) return put_aside(id, JobOutcome::Invalid, words.error().message());
        say(*asset, *std::move(words), change.editorial_metadata.has_value());
    }
    void restore(AssetId id, const Before& before) {
        const auto* asset = editable(id);
        if (asset == nullptr) return;
        const auto found = before.find(id);
        if (found == before.end()) return put_aside(id, JobOutcome::NotFound);
        if (found->second.left_at != asset->edit_version) return put_aside(id, JobOutcome::EditedSince);
        const bool touches_metadata = found->second.words.editorial_metadata != asset->editorial_metadata;
        say(*asset, found->second.words, touches_metadata);
    }

    std::vector<Saying> take_sayings() { return std::move(sayings_); }

    /// `edited`: those that were changed, and at which edit they are. In the order in which they were put in.
    std::vector<JobAsset> outcomes(const std::map<AssetId, std::int64_t>& edited) && {
        for (auto& one : outcomes_) {
            if (one.outcome != JobOutcome::Edited) continue;
            const auto at = edited.find(one.asset);
            if (at == edited.end()) {
                one.outcome = JobOutcome::Unchanged;
            } else {
                one.edit_version = at->second;
            }
        }
        return std::move(outcomes_);
    }

private:
    const Asset* editable(AssetId id) {
        const auto found = seen_.find(id);
        if (found == seen_.end()) {
            put_aside(id, JobOutcome::NotFound);
            return nullptr;
        }
        if (!found->second.rights.has(Right::Edit)) {
            put_aside(id, JobOutcome::Forbidden);
            return nullptr;
        }
        return &found->second.asset;
    }
    void put_aside(AssetId id, JobOutcome outcome, std::optional<std::string> why = std::nullopt) {
        outcomes_.push_back({.asset = id, .outcome = outcome, .detail = std::move(why)});
    }
    void say(const Asset& asset, AssetWords words, bool touches_metadata) {
        if (touches_metadata) {
            const auto valid = check_metadata(schemas_.at(asset.type), words.editorial_metadata);
            if (!valid) return put_aside(asset.id, JobOutcome::Invalid, valid.error().message());
        }
        outcomes_.push_back({.asset = asset.id, .outcome = JobOutcome::Edited});
        sayings_.push_back({.asset = asset, .words = std::move(words)});
    }

    Seen seen_;
    Schemas schemas_;
    std::vector<Saying> sayings_;
    std::vector<JobAsset> outcomes_;
};

}  // namespace

Async<Result<std::vector<JobAsset>>> edit_batch(Transaction& tx, Caller by, const Job* job, const AssetPatch* change,
                                                std::vector<AssetId> assets) {
    auto seen = CO_TRY(co_await lock(tx, by.principal, assets));
    auto schemas = CO_TRY(co_await hold_schemas(tx));
    Batch batch{std::move(seen), std::move(schemas)};
    if (job->undoes) {
        const auto before = CO_TRY(co_await find_words_before(tx, *job->undoes, assets));
        for (const auto id : assets) batch.restore(id, before);
    } else {
        for (const auto id : assets) batch.patch(id, *change);
    }
    const auto edited = CO_TRY(co_await say_all(tx, std::move(by), batch.take_sayings(), job->id));
    co_return std::move(batch).outcomes(edited);
}

}  // namespace acervo
