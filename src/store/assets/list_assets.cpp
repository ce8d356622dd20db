#include "store/assets/list_assets.hpp"

#include <fmt/format.h>

#include <array>
#include <set>

#include "store/assets/asset_filter_sql.hpp"
#include "store/assets/asset_row.hpp"
#include "store/collections/collections.hpp"

namespace acervo {
namespace {

// Beside the parameters of asset_filter_sql.hpp: $3 limit, $4 and $5 the position, $7 the collections to look in, $12
// the person when assets that it was named on are listed wherever they lie, $13 the SHA-256 of the master.

struct Order {
    AssetSort sort;
    std::string_view name;
    std::string_view key;
    std::string_view type;
    std::string_view direction;
    std::string_view after;
    /// Before everything there is.
    std::string_view first_key;
    std::string_view first_id;
};
constexpr std::string_view kLowest = "00000000-0000-0000-0000-000000000000";
constexpr std::string_view kHighest = "ffffffff-ffff-ffff-ffff-ffffffffffff";
constexpr std::array<Order, 4> kOrders{
    {{AssetSort::Newest, "newest", "created_at", "timestamptz", "DESC", "<", "infinity", kHighest},
     {AssetSort::Oldest, "oldest", "created_at", "timestamptz", "ASC", ">", "-infinity", kLowest},
     {AssetSort::Updated, "updated", "updated_at", "timestamptz", "DESC", "<", "infinity", kHighest},
     {AssetSort::Title, "title", "left(lower(title), 100)", "text", "ASC", ">", "", kLowest}}};

/// Which assets are looked at, and how.
enum class Shape {
    /// Every asset, for who sees them all.
    All,
    /// Of a few collections each is walked in order by its own index, and the walks are merged.
    Merge,
    /// Collections in which little lies: all of it is taken and sorted.
    Gather,
    /// Who sees much: all assets are walked in order, and few of them are passed over.
    Walk,
};
constexpr std::size_t kFewCollections = 64;
constexpr int kLittle = 5000;

/// OFFSET 0 keeps the planner, who believes that much lies everywhere, from reading all placements into a hash.
std::string sql_of(AssetShelf shelf, Shape shape, const Order& order, std::string_view editorial_metadata) {
    // Cast to the column's own type: compared as text its index would be of no use.
    const auto filter = asset_filter_sql(shelf) + " AND ($13::bpchar IS NULL OR a.content_hash = $13)";
    const auto not_hidden = not_hidden_sql();
    const auto page = fmt::format("ORDER BY {0} {1}, id {1} LIMIT $3", order.key, order.direction);
    const auto after = fmt::format("({}, id) {} ($4::{}, $5::uuid)", order.key, order.after, order.type);
    const auto columns = asset_columns(editorial_metadata) + ", " + std::string{order.key};
    const auto visible = fmt::format("{} AND {}", filter, not_hidden);
    // The one line that gives all parameters their types, whatever the shape leaves out.
    constexpr auto kTyped =
        "($6::uuid IS NULL OR $7::uuid[] IS NOT NULL OR $8::uuid[] IS NOT NULL OR $12::uuid IS NULL)";
    switch (shape) {
        case Shape::All:
            return fmt::format("SELECT {} FROM assets a WHERE {} AND {} AND {} {}", columns, filter, kTyped, after,
                               page);
        case Shape::Merge:
            return fmt::format(
                "SELECT DISTINCT ON (created_at, id) {0} FROM (SELECT found.* FROM unnest($7::uuid[]) place (id) "
                "CROSS JOIN LATERAL (SELECT a.* FROM asset_placements p JOIN assets a ON a.id = p.asset_id "
                "WHERE p.collection_id = place.id AND {1} AND ($9::timestamptz IS NULL OR p.created_at >= $9) "
                "AND ($10::timestamptz IS NULL OR p.created_at < $10) AND (p.created_at, p.asset_id) {2} "
                "($4::timestamptz, "
                "$5::uuid) "
                "ORDER BY p.created_at {3}, p.asset_id {3} LIMIT $3) found "
                "UNION ALL (SELECT a.* FROM asset_readers r JOIN assets a ON a.id = r.asset_id WHERE r.user_id = "
                "$12::uuid "
                "AND {4} AND (r.created_at, r.asset_id) {2} ($4::timestamptz, $5::uuid) "
                "ORDER BY r.created_at {3}, r.asset_id {3} LIMIT $3)) a {5}",
                columns, visible, order.after, order.direction, filter, page);
        case Shape::Gather:
            return fmt::format(
                "SELECT {} FROM assets a WHERE id = ANY (ARRAY(SELECT found.asset_id FROM unnest($7::uuid[]) place "
                "(id) "
                "CROSS JOIN LATERAL (SELECT asset_id FROM asset_placements WHERE collection_id = place.id OFFSET 0) "
                "found "
                "UNION SELECT asset_id FROM asset_readers WHERE user_id = $12::uuid)) AND {} AND {} {}",
                columns, visible, after, page);
        case Shape::Walk:
            return fmt::format(
                "SELECT {} FROM assets a WHERE {} AND (EXISTS (SELECT FROM asset_placements p WHERE p.asset_id = a.id "
                "AND p.collection_id = ANY ($7::uuid[]) OFFSET 0) OR EXISTS (SELECT FROM asset_readers r "
                "WHERE r.asset_id = a.id AND r.user_id = $12::uuid OFFSET 0)) AND {} {}",
                columns, visible, after, page);
    }
    return {};
}

/// Shape and order, prepared for listings without filters; their plans need not know the values.
struct PageStatement {
    std::string name;
    std::string sql;
};
using PageStatements = std::array<std::array<PageStatement, 4>, 4>;

PageStatements make_statements(AssetShelf shelf, std::string_view prefix, std::string_view editorial_metadata) {
    constexpr std::array<std::string_view, 4> kShapes{"all", "merge", "gather", "walk"};
    PageStatements statements;
    for (std::size_t shape = 0; shape < kShapes.size(); ++shape) {
        for (std::size_t order = 0; order < kOrders.size(); ++order) {
            statements[shape][order] = {fmt::format("assets.{}.{}.{}", prefix, kShapes[shape], kOrders[order].name),
                                        sql_of(shelf, static_cast<Shape>(shape), kOrders[order], editorial_metadata)};
        }
    }
    return statements;
}
constexpr std::string_view kWithoutMetadata = "'{}'::jsonb";
const PageStatements kCataloguePages = make_statements(AssetShelf::Catalogue, "page", kWithoutMetadata);
const PageStatements kWholePages = make_statements(AssetShelf::Catalogue, "whole_page", "editorial_metadata");
const PageStatements kTrashPages = make_statements(AssetShelf::Trash, "trash_page", kWithoutMetadata);

constexpr Statement kBranch{"collections.branch",
                            "SELECT collection_id FROM collection_ancestors WHERE ancestor_id = $1"};
constexpr Statement kHoldLittle{
    "assets.hold_little",
    "SELECT count(*) <= $2::int FROM (SELECT FROM unnest($1::uuid[]) place (id) CROSS JOIN LATERAL "
    "(SELECT FROM asset_placements WHERE collection_id = place.id LIMIT $2::int + 1) one LIMIT $2::int + 1) found"};

/// States, tags and trash may be rare: then an index of theirs finds what a walk through the collections would look for
/// long.
bool can_merge(const AssetListing& listing, std::size_t collections) {
    const bool is_by_creation = listing.sort == AssetSort::Newest || listing.sort == AssetSort::Oldest;
    if (listing.shelf == AssetShelf::Trash) return false;
    return is_by_creation && collections <= kFewCollections && listing.filter.statuses.empty() && !listing.filter.tag;
}

Statement statement_of(const AssetListing& listing, Shape shape) {
    const bool is_trash = listing.shelf == AssetShelf::Trash;
    const auto& in_catalogue = listing.with_editorial_metadata ? kWholePages : kCataloguePages;
    const auto& pages = is_trash ? kTrashPages : in_catalogue;
    const auto& made = pages.at(static_cast<std::size_t>(shape)).at(static_cast<std::size_t>(listing.sort));
    const bool is_plain = !is_trash && listing.filter.empty() && !listing.sha256 && shape != Shape::Gather;
    return {is_plain ? std::string_view{made.name} : std::string_view{}, made.sql};
}

/// The position behind which a page begins, as the statement takes it.
struct Begin {
    std::string key;
    std::string id;
};

Begin begin_of(const AssetListing& listing) {
    const auto& order = kOrders.at(static_cast<std::size_t>(listing.sort));
    if (const auto& after = listing.after) {
        return {listing.sort == AssetSort::Title ? after->title : format_rfc3339(after->at), after->id.to_string()};
    }
    // The walk begins where the asked time does; of two conditions on it the index might take the other one.
    const auto asked = listing.sort == AssetSort::Newest   ? listing.filter.created_before
                       : listing.sort == AssetSort::Oldest ? listing.filter.created_from
                                                           : std::nullopt;
    if (asked) return {format_rfc3339(*asked), std::string{kLowest}};
    return {std::string{order.first_key}, std::string{order.first_id}};
}

ListedAsset listed_of(const Row& row, AssetSort sort) {
    ListedAsset listed{asset_of(row), {}};
    listed.position.id = listed.asset.id;
    if (sort == AssetSort::Title) {
        listed.position.title = row.get<std::string>(kAssetColumns);
    } else {
        listed.position.at = row.get<Timestamp>(kAssetColumns);
    }
    return listed;
}

}  // namespace

Async<Result<Places>> find_places_to_look(Database& database, Principal who, std::optional<CollectionId> collection,
                                          AssetShelf shelf) {
    const bool is_admin = who.role == Role::Admin;
    const bool is_trash = shelf == AssetShelf::Trash;
    Places places;
    if (!is_admin) places = CO_TRY(co_await find_places_of(database, who.user));
    if (is_trash) places.viewed = places.edited;
    if (!collection) co_return places;
    const auto rows = CO_TRY(co_await database.query(kBranch, *collection));
    auto branch = rows.map([](const Row& row) { return row.get<CollectionId>(0); });
    const std::set<CollectionId> edited{places.edited.begin(), places.edited.end()};
    if (is_trash && !is_admin) std::erase_if(branch, [&](CollectionId id) { return !edited.contains(id); });
    places.viewed = std::move(branch);
    co_return places;
}

namespace {

Async<Result<Shape>> choose_shape(Database& database, Principal who, AssetListing listing, Places places) {
    if (who.role == Role::Admin && !listing.filter.collection) co_return Shape::All;
    // The index of hashes finds it: few assets are looked at, and whether they may be seen.
    if (listing.sha256) co_return Shape::Walk;
    if (can_merge(listing, places.viewed.size())) co_return Shape::Merge;
    const auto rows = CO_TRY(co_await database.query(kHoldLittle, places.viewed, kLittle));
    co_return rows[0].get<bool>(0) ? Shape::Gather : Shape::Walk;
}

}  // namespace

Async<Result<std::vector<ListedAsset>>> list_assets_seen_by(Database& database, Principal who, AssetListing listing) {
    const auto& filter = listing.filter;
    const bool is_admin = who.role == Role::Admin;
    const auto places = CO_TRY(co_await find_places_to_look(database, who, filter.collection, listing.shelf));
    const auto shape = CO_TRY(co_await choose_shape(database, who, listing, places));
    const auto begin = begin_of(listing);
    const auto person = is_admin ? std::nullopt : std::optional{who.user};
    const auto named = filter.collection || listing.shelf == AssetShelf::Trash ? std::nullopt : person;
    const auto types = array_or_null(filter.types);
    const auto statuses = array_or_null(filter.statuses);
    std::optional<std::string> sha256;
    if (listing.sha256) sha256 = listing.sha256->to_string();
    const auto rows = CO_TRY(co_await database.query(
        statement_of(listing, shape), types, statuses, listing.limit, begin.key, begin.id, person, places.viewed,
        places.managed, filter.created_from, filter.created_before, filter.tag, named, sha256));
    co_return rows.map([sort = listing.sort](const Row& row) { return listed_of(row, sort); });
}

}  // namespace acervo
