#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

#include "core/async.hpp"
#include "core/clock.hpp"
#include "core/result.hpp"
#include "domain/asset/asset.hpp"
#include "store/database.hpp"

namespace acervo {

/// Something that was done to an asset, as others hear of it.
struct Event {
    /// Its place in the order in which all events are told; from 1, with gaps.
    std::int64_t sequence{0};
    /// A name such as `asset.ready`.
    std::string type;
    AssetId asset;
    Timestamp created_at{};
};

/// Gives committed events that have none their place, at most `limit` of them; how many got one. Whoever has seen a
/// place sees no smaller one come later, also when two processes do this at once.
Async<Result<int>> number_events(Database& database, int limit);

/// Where the order begins and ends; of no events, `oldest` is one more than `newest`.
struct EventSpan {
    std::int64_t oldest{1};
    std::int64_t newest{0};
};
Async<Result<EventSpan>> find_event_span(Database& database);

/// Events behind `after`, in their order.
Async<Result<std::vector<Event>>> list_events(Database& database, std::int64_t after, int limit);

/// Those that have their place and were added longer than `kept` ago; how many there were, at most `limit`.
Async<Result<int>> delete_old_events(Database& database, std::chrono::seconds kept, int limit);

}  // namespace acervo
