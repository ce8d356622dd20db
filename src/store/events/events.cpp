#include "store/events/events.hpp"

namespace acervo {
namespace {

// Whoever comes second waits at the counter until the first has committed: numbers become visible in their order. It
// then skips the rows that the first took, and leaves a gap.
constexpr Statement kNumber{
    "events.number",
    "WITH waiting AS MATERIALIZED (SELECT id, row_number() OVER (ORDER BY id) AS place FROM "
    "(SELECT id FROM events WHERE sequence IS NULL ORDER BY id LIMIT $1) found), "
    "counter AS (UPDATE event_counter SET newest = newest + (SELECT count(*) FROM waiting) "
    "WHERE EXISTS (SELECT FROM waiting) RETURNING newest - (SELECT count(*) FROM waiting) AS before) "
    "UPDATE events e SET sequence = counter.before + waiting.place FROM waiting, counter "
    "WHERE e.id = waiting.id AND e.sequence IS NULL"};
constexpr Statement kSpan{"events.span",
                          "SELECT coalesce((SELECT min(sequence) FROM events), newest + 1), newest FROM event_counter"};
constexpr Statement kList{"events.list",
                          "SELECT sequence, type, asset_id, created_at FROM events "
                          "WHERE sequence > $1 AND asset_id IS NOT NULL ORDER BY sequence LIMIT $2"};
constexpr Statement kDeleteOld{"events.delete_old",
                               "DELETE FROM events WHERE id IN (SELECT id FROM events WHERE sequence IS NOT NULL AND "
                               "created_at < now() - make_interval(secs => $1::double precision) LIMIT $2)"};

}  // namespace

Async<Result<int>> number_events(Database& database, int limit) {
    const auto numbered = CO_TRY(co_await database.query(kNumber, limit));
    co_return static_cast<int>(numbered.affected());
}

Async<Result<EventSpan>> find_event_span(Database& database) {
    const auto rows = CO_TRY(co_await database.query(kSpan));
    if (rows.empty()) co_return fail(ErrorKind::Internal, "event_counter is empty");
    co_return EventSpan{.oldest = rows[0].get<std::int64_t>(0), .newest = rows[0].get<std::int64_t>(1)};
}

Async<Result<std::vector<Event>>> list_events(Database& database, std::int64_t after, int limit) {
    const auto rows = CO_TRY(co_await database.query(kList, after, limit));
    co_return rows.map([](const Row& row) {
        return Event{.sequence = row.get<std::int64_t>(0),
                     .type = row.get<std::string>(1),
                     .asset = row.get<AssetId>(2),
                     .created_at = row.get<Timestamp>(3)};
    });
}

Async<Result<int>> delete_old_events(Database& database, std::chrono::seconds kept, int limit) {
    const auto deleted = CO_TRY(co_await database.query(kDeleteOld, static_cast<std::int64_t>(kept.count()), limit));
    co_return static_cast<int>(deleted.affected());
}

}  // namespace acervo
