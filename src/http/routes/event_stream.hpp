#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "app/catalogue/catalogue.hpp"
#include "app/events/event_feed.hpp"
#include "app/identity/identity.hpp"
#include "core/byte_source.hpp"
#include "core/deadline.hpp"

namespace acervo::http {

/// What the streams of one thread work with; all of it outlives them.
struct EventSources {
    EventFeed& feed;
    Identity& identity;
    Catalogue& catalogue;
    /// Whether the server is about to stop.
    std::function<bool()> is_draining;
};

/// Who listens to what, and until when.
struct EventOrder {
    Caller caller;
    /// With which the caller is let in, again and again.
    Secret token;
    EventFilter filter;
    std::int64_t after{0};
    std::chrono::seconds lasts{0};
};

/// Events as they happen, as text of server-sent events (WHATWG HTML, §9.2.6). Ends when its time is over, its caller
/// is let in no more, or the server is about to stop; fails with the database, so that the listener comes back.
std::unique_ptr<ByteSource> stream_events(EventSources sources, EventOrder order);

/// `Last-Event-ID`; InvalidInput when it is no number that was given.
Result<std::optional<std::int64_t>> parse_last_event_id(std::optional<std::string_view> field);

}  // namespace acervo::http
