#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/async.hpp"
#include "core/result.hpp"
#include "domain/identity/user.hpp"
#include "store/database.hpp"
#include "store/events/events.hpp"

namespace acervo {

/// Which events somebody wants to hear of.
struct EventFilter {
    /// Of every one when there is none.
    std::optional<AssetId> asset;
    /// A type, or the beginning of some: `asset.`. Empty: all.
    std::string type;

    bool passes(const Event& event) const;
};

struct News {
    /// What the listener may see of what it asked for, in order.
    std::vector<Event> events;
    /// Where to go on.
    std::int64_t after{0};
    /// Events behind where the listener was are no longer kept: it does not know what it missed.
    bool has_gap{false};
};

/// What is new, for all who listen on one thread: the database is asked for the newest number a few times a second
/// while somebody listens, whoever many they are, and for more only when there is some.
class EventFeed {
public:
    explicit EventFeed(Database& database) : database_{database} {}

    /// A listener, as long as this lives.
    class Seat {
    public:
        Seat(EventFeed& feed, UserId user) : feed_{&feed}, user_{user} { ++feed_->seats_[user_]; }
        Seat(const Seat&) = delete;
        Seat& operator=(const Seat&) = delete;
        ~Seat() {
            if (--feed_->seats_[user_] == 0) feed_->seats_.erase(user_);
        }

    private:
        EventFeed* feed_;
        UserId user_;
    };
    /// How many listeners one person has on this thread.
    int seats_of(UserId user) const;

    /// Behind which a listener begins that wants what happens from now on.
    Async<Result<std::int64_t>> now();

    /// What came behind `after`: events of assets that the caller may view now, in the trash or not, and that pass.
    /// None when nothing is new; a number that was never given is taken for the newest.
    Async<Result<News>> read(Caller caller, EventFilter filter, std::int64_t after);

private:
    Async<Result<EventSpan>> span();

    Database& database_;
    std::map<UserId, int> seats_;
    EventSpan span_;
    std::chrono::steady_clock::time_point asked_at_{};
};

}  // namespace acervo
