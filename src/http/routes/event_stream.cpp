#include "http/routes/event_stream.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "app/catalogue/processing.hpp"
#include "core/sleep.hpp"
#include "http/generated/encode.hpp"
#include "http/json/write.hpp"
#include "http/routes/views.hpp"

namespace acervo::http {
namespace {

using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;

constexpr auto kLookEvery = 250ms;
constexpr auto kLookAtProcessingEvery = 1s;
constexpr auto kLookAtCallerEvery = 5s;
/// Whoever is in between, a gateway or a telephone's network, gives up what says nothing for half a minute.
constexpr auto kSayEvery = 15s;
/// How long a listener that lost its connection waits before it comes back.
constexpr std::string_view kBeginning = "retry: 2000\n\n";
constexpr std::string_view kStillHere = ": \n\n";

void append_event(std::string& out, const Event& event) {
    fmt::format_to(std::back_inserter(out), "id: {}\nevent: {}\ndata: {{\"sequence\":{},\"type\":", event.sequence,
                   event.type, event.sequence);
    json::append_text(out, event.type);
    out += ",\"asset_id\":";
    json::append_uuid(out, event.asset);
    out += ",\"created_at\":";
    json::append_timestamp(out, event.created_at);
    out += "}\n\n";
}

/// Something that is to be done every so often, at once to begin with.
class Every {
public:
    explicit Every(Clock::duration pause) : pause_{pause} {}
    bool is_due() {
        const auto now = Clock::now();
        if (now < next_) return false;
        next_ = now + pause_;
        return true;
    }
    void put_off() { next_ = Clock::now() + pause_; }

private:
    Clock::duration pause_;
    Clock::time_point next_{};
};

class EventStream final : public ByteSource {
public:
    EventStream(EventSources sources, EventOrder order)
        : sources_{std::move(sources)},
          order_{std::move(order)},
          seat_{sources_.feed, order_.caller.principal.user},
          end_{Deadline::after(order_.lasts)} {
        caller_.put_off();
        still_here_.put_off();
    }

    Async<Result<std::size_t>> read(std::span<char> into) override {
        while (text_.empty()) {
            if (end_.remaining() == Clock::duration::zero() || sources_.is_draining()) co_return 0;
            if (caller_.is_due() && !co_await is_let_in()) co_return 0;
            CO_TRY(co_await look());
            if (text_.empty()) co_await sleep_for(std::min<Clock::duration>(kLookEvery, end_.remaining()));
        }
        const auto size = std::min(into.size(), text_.size());
        std::ranges::copy_n(text_.begin(), static_cast<std::ptrdiff_t>(size), into.begin());
        text_.erase(0, size);
        still_here_.put_off();
        co_return size;
    }
    std::optional<std::uint64_t> size() const noexcept override { return std::nullopt; }

private:
    Async<bool> is_let_in() {
        const auto session = co_await find_session(sources_.identity, order_.token);
        // Who cannot be asked about stays; whoever may not view hears of nothing anyway.
        if (!session) co_return session.error().kind() != ErrorKind::Unauthenticated;
        order_.caller.principal = session->principal;
        co_return session->principal.scopes.has(Permission::AssetView);
    }

    Async<Result<void>> look() {
        const auto news = CO_TRY(co_await sources_.feed.read(order_.caller, order_.filter, order_.after));
        order_.after = news.after;
        if (news.has_gap) text_ += "event: events.gap\ndata: {}\n\n";
        for (const auto& event : news.events) append_event(text_, event);
        if (order_.filter.asset && processing_.is_due()) CO_TRY(co_await look_at_processing());
        if (text_.empty() && still_here_.is_due()) text_ = kStillHere;
        co_return ok();
    }

    Async<Result<void>> look_at_processing() {
        const auto found = co_await find_processing_of(sources_.catalogue, order_.caller, *order_.filter.asset);
        if (!found) {
            // It went to the trash, or out of sight.
            if (found.error().kind() == ErrorKind::NotFound) co_return ok();
            co_return fail(found.error());
        }
        auto shown = encode(view_of(*found));
        if (shown == shown_) co_return ok();
        shown_ = std::move(shown);
        text_ += "event: asset.processing\ndata: " + shown_ + "\n\n";
        co_return ok();
    }

    EventSources sources_;
    EventOrder order_;
    EventFeed::Seat seat_;
    Deadline end_;
    Every processing_{kLookAtProcessingEvery};
    Every caller_{kLookAtCallerEvery};
    Every still_here_{kSayEvery};
    std::string text_{kBeginning};
    std::string shown_;
};

}  // namespace

std::unique_ptr<ByteSource> stream_events(EventSources sources, EventOrder order) {
    return std::make_unique<EventStream>(std::move(sources), std::move(order));
}

Result<std::optional<std::int64_t>> parse_last_event_id(std::optional<std::string_view> field) {
    // An empty one is sent by who has heard nothing yet.
    if (!field || field->empty()) return std::optional<std::int64_t>{};
    std::int64_t number = -1;
    const auto [end, error] = std::from_chars(field->data(), field->data() + field->size(), number);
    if (error != std::errc{} || end != field->data() + field->size() || number < 0) {
        return fail(ErrorKind::InvalidInput, "Last-Event-ID must be the id of an event");
    }
    return std::optional{number};
}

}  // namespace acervo::http
