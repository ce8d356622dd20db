#include "app/metadata/metadata_schemas.hpp"

#include <fmt/format.h>

#include "app/access/audited.hpp"
#include "app/metadata/field_json.hpp"
#include "store/metadata/metadata_schemas.hpp"

namespace acervo {
namespace {

using namespace std::chrono_literals;

/// So many are checked before others get their turn.
constexpr int kBatch = 500;
constexpr std::size_t kMostExamples = 100;
/// Longer than any transaction that may have been under way when the check began.
constexpr auto kLongestTransaction = 5min;

Result<MetadataSchema> schema_of(const StoredSchema& stored) {
    MetadataSchema schema{.revision = stored.revision, .fields = std::nullopt};
    if (!stored.fields) return schema;
    auto fields = fields_from_json(*stored.fields);
    if (!fields) return fail(std::move(fields).error());
    schema.fields = *std::move(fields);
    return schema;
}

void count(const std::vector<AssetMetadata>& assets, const std::vector<Field>& fields, SchemaImpact& impact) {
    for (const auto& asset : assets) {
        ++impact.assets;
        auto faults = faults_of(asset.editorial_metadata, fields);
        if (faults.empty()) continue;
        ++impact.breaking;
        if (impact.examples.size() < kMostExamples) {
            impact.examples.push_back({.id = asset.id, .title = asset.title, .faults = std::move(faults)});
        }
    }
}

Async<Result<SchemaImpact>> impact_of(Database& database, AssetType type, std::vector<Field> fields) {
    SchemaImpact impact;
    AssetId after{};
    for (bool more = true; more;) {
        const auto assets = CO_TRY(co_await list_metadata(database, type, after, kBatch));
        count(assets, fields, impact);
        more = assets.size() == static_cast<std::size_t>(kBatch);
        if (more) after = assets.back().id;
    }
    co_return impact;
}

Result<void> refuse_breaking(const SchemaImpact& impact) {
    if (impact.breaking == 0) return ok();
    return fail(ErrorKind::Conflict,
                fmt::format("{} assets would not be as the schema says; the preview names them", impact.breaking));
}

Async<Result<void>> apply(Transaction& tx, Caller caller, SchemaOrder order, Timestamp checked_at) {
    const auto now = CO_TRY(co_await lock_metadata_schema(tx, order.type));
    if (now.revision != order.after) {
        co_return fail(ErrorKind::PreconditionFailed,
                       fmt::format("the schema was changed in the meantime; it is at revision {}", now.revision));
    }
    if (!order.accept_breaking) {
        SchemaImpact late;
        const auto edited = CO_TRY(co_await list_metadata_since(tx, order.type, checked_at - kLongestTransaction));
        count(edited, order.fields, late);
        CO_TRY(refuse_breaking(late));
    }
    StoredSchema next{.revision = now.revision + 1, .fields = to_json(order.fields)};
    AuditEntry line{caller.principal.user, "metadata_schema.change",
                    "metadata_schema",     std::string{name_of(order.type)},
                    caller.request_id,     to_json(AuditDetails{{"revision", std::to_string(next.revision)}})};
    CO_TRY(co_await insert_metadata_schema(tx, order.type, std::move(next), caller.principal.user));
    co_return co_await append_audit(tx, std::move(line));
}

}  // namespace

Async<Result<MetadataSchema>> show_metadata_schema(Database& database, AssetType type) {
    const auto stored = CO_TRY(co_await find_metadata_schema(database, type));
    co_return schema_of(stored);
}

Async<Result<SchemaImpact>> preview_metadata_schema(Database& database, AssetType type, std::vector<Field> fields) {
    CO_TRY(check_fields(fields));
    co_return co_await impact_of(database, type, std::move(fields));
}

Async<Result<MetadataSchema>> change_metadata_schema(Database& database, Caller caller, SchemaOrder order) {
    CO_TRY(check_fields(order.fields));
    // All assets are looked at while others go on editing; what they edit meanwhile is looked at again under the lock.
    const auto checked_at = CO_TRY(co_await database_time(database));
    if (!order.accept_breaking) {
        const auto impact = CO_TRY(co_await impact_of(database, order.type, order.fields));
        CO_TRY(refuse_breaking(impact));
    }
    const auto work = [&](Transaction& tx) { return apply(tx, caller, order, checked_at); };
    CO_TRY(co_await in_transaction(database, work));
    co_return co_await show_metadata_schema(database, order.type);
}

Async<Result<MetadataSchema>> hold_metadata_schema_of(Transaction& tx, AssetType type) {
    const auto stored = CO_TRY(co_await hold_metadata_schema(tx, type));
    co_return schema_of(stored);
}

Result<void> check_metadata(const MetadataSchema& schema, std::string_view metadata) {
    if (!schema.fields) return ok();
    auto faults = faults_of(metadata, *schema.fields);
    if (faults.empty()) return ok();
    Error error{ErrorKind::InvalidInput, faults.front().pointer + " " + faults.front().detail};
    return fail(std::move(error).with_fields(std::move(faults)));
}

Async<Result<void>> check_metadata(Transaction& tx, AssetType type, std::string metadata) {
    const auto schema = CO_TRY(co_await hold_metadata_schema_of(tx, type));
    co_return check_metadata(schema, metadata);
}

}  // namespace acervo
