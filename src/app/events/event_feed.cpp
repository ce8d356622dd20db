#include "app/events/event_feed.hpp"

#include <algorithm>

#include "store/assets/assets.hpp"

namespace acervo {
namespace {

using namespace std::chrono_literals;

constexpr auto kAskEvery = 250ms;
constexpr int kAtOnce = 200;

}  // namespace

bool EventFilter::passes(const Event& event) const {
    if (asset && *asset != event.asset) return false;
    return type.empty() || (type.ends_with('.') ? event.type.starts_with(type) : event.type == type);
}

int EventFeed::seats_of(UserId user) const {
    const auto found = seats_.find(user);
    return found == seats_.end() ? 0 : found->second;
}

Async<Result<EventSpan>> EventFeed::span() {
    const auto now = std::chrono::steady_clock::now();
    if (now - asked_at_ < kAskEvery) co_return span_;
    const auto before = std::exchange(asked_at_, now);
    const auto found = co_await find_event_span(database_);
    if (found) {
        span_ = *found;
    } else {
        asked_at_ = before;
    }
    co_return found;
}

Async<Result<std::int64_t>> EventFeed::now() { co_return CO_TRY(co_await find_event_span(database_)).newest; }

Async<Result<News>> EventFeed::read(Caller caller, EventFilter filter, std::int64_t after) {
    const auto there = CO_TRY(co_await span());
    if (after >= there.newest) co_return News{.events = {}, .after = std::min(after, there.newest)};
    News news{.events = {}, .after = after, .has_gap = after + 1 < there.oldest};
    auto events = CO_TRY(co_await list_events(database_, after, kAtOnce));
    news.after = events.empty() ? there.newest : events.back().sequence;
    std::erase_if(events, [&filter](const Event& event) { return !filter.passes(event); });
    if (events.empty()) co_return news;
    std::vector<AssetId> assets;
    for (const auto& event : events) assets.push_back(event.asset);
    const auto seen = CO_TRY(co_await list_assets_or_trash_seen_by(database_, caller.principal, std::move(assets)));
    std::erase_if(events, [&seen](const Event& event) {
        return std::ranges::none_of(seen, [&event](const SeenAsset& one) { return one.asset.id == event.asset; });
    });
    news.events = std::move(events);
    co_return news;
}

}  // namespace acervo
