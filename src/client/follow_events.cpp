#include "client/follow_events.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <boost/json/parse.hpp>
#include <charconv>

#include "client/connection.hpp"
#include "core/deadline.hpp"
#include "core/sleep.hpp"

namespace acervo::client {
namespace {

using namespace std::chrono_literals;

constexpr std::size_t kLargest = 1U << 20U;
constexpr int kLongest = 3600;
constexpr auto kComeBackIn = 2s;

std::string_view text_of(const boost::json::object& object, std::string_view name) {
    const auto* value = object.if_contains(name);
    return value != nullptr && value->is_string() ? std::string_view{value->get_string()} : std::string_view{};
}

void print_event(const Settings& settings, const ServerSentEvent& event) {
    if (settings.json) return print_line(event.data);
    boost::system::error_code wrong;
    const auto data = boost::json::parse(event.data, wrong);
    if (wrong || !data.is_object()) return print_line(event.type);
    const auto& object = data.get_object();
    print_line(fmt::format("{:27}  {:22}  {}  {}", text_of(object, "created_at"), event.type,
                           text_of(object, "asset_id"), text_of(object, "status")));
}

std::string path_of(const FollowCommand& command, int seconds) {
    auto path = fmt::format("/api/v1/events?seconds={}", seconds);
    if (!command.asset_id.empty()) path += "&asset_id=" + command.asset_id;
    if (!command.type.empty()) path += "&type=" + command.type;
    if (command.after) path += fmt::format("&after={}", *command.after);
    return path;
}

int seconds_of(const FollowCommand& command, const Deadline& end) {
    if (command.seconds == 0) return kLongest;
    const auto left = std::chrono::ceil<std::chrono::seconds>(end.remaining()).count();
    return static_cast<int>(std::clamp<std::int64_t>(left, 1, kLongest));
}

/// To the end of one stream; where to go on is kept in the command.
Async<Result<void>> print_stream(ApiClient* client, const Settings* settings, FollowCommand* command, int seconds) {
    auto stream = CO_TRY(co_await client->stream({.path = path_of(*command, seconds)}));
    EventReader reader;
    std::array<char, 16 * 1024> buffer{};
    for (;;) {
        const auto size = CO_TRY(co_await stream->read(buffer));
        if (size == 0) co_return ok();
        for (const auto& event : CO_TRY(reader.read({buffer.data(), size}))) {
            print_event(*settings, event);
            std::int64_t number = 0;
            const auto [end, wrong] = std::from_chars(event.id.data(), event.id.data() + event.id.size(), number);
            if (wrong == std::errc{} && end == event.id.data() + event.id.size()) command->after = number;
        }
    }
}

bool may_come_back(const Error& error) {
    return error.kind() == ErrorKind::Unavailable || error.kind() == ErrorKind::Timeout ||
           error.kind() == ErrorKind::RateLimited;
}

}  // namespace

Result<std::vector<ServerSentEvent>> EventReader::read(std::string_view bytes) {
    std::vector<ServerSentEvent> whole;
    for (const char byte : bytes) {
        // CR, LF and CR LF each end a line.
        const bool is_second_half = after_return_ && byte == '\n';
        after_return_ = byte == '\r';
        if (is_second_half) continue;
        if (byte != '\n' && byte != '\r') {
            line_ += byte;
            if (line_.size() > kLargest) return fail(ErrorKind::TooLarge, "a line of the events is too long");
            continue;
        }
        take(line_, whole);
        line_.clear();
        if (event_.data.size() > kLargest) return fail(ErrorKind::TooLarge, "an event is too long");
    }
    return whole;
}

void EventReader::take(std::string_view line, std::vector<ServerSentEvent>& whole) {
    if (line.empty()) {
        if (!event_.data.empty()) {
            event_.data.pop_back();
            event_.id = last_id_;
            whole.push_back(event_);
        }
        event_ = {};
        return;
    }
    const auto colon = line.find(':');
    const auto name = line.substr(0, colon);
    auto value = colon == std::string_view::npos ? std::string_view{} : line.substr(colon + 1);
    if (value.starts_with(' ')) value.remove_prefix(1);
    if (name == "event") event_.type = value;
    if (name == "data") event_.data.append(value).push_back('\n');
    if (name == "id" && !value.contains('\0')) last_id_ = value;
}

Async<Result<void>> follow_events(Settings settings, FollowCommand command) {
    auto connection = CO_TRY(co_await connect(settings));
    const auto end = command.seconds == 0 ? Deadline::never() : Deadline::after(std::chrono::seconds{command.seconds});
    while (end.remaining() > 0s) {
        const auto ended = co_await print_stream(&connection->api(), &settings, &command, seconds_of(command, end));
        if (!ended && !may_come_back(ended.error())) co_return ended;
        if (end.remaining() > 0s) co_await sleep_for(std::min<std::chrono::nanoseconds>(kComeBackIn, end.remaining()));
    }
    co_return ok();
}

}  // namespace acervo::client
