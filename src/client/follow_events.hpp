#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "client/commands.hpp"

namespace acervo::client {

/// One event of a stream of server-sent events (WHATWG HTML, §9.2.6).
struct ServerSentEvent {
    std::string id;
    std::string type;
    std::string data;
};

/// Takes a stream of server-sent events apart, however it was cut into pieces.
class EventReader {
public:
    /// What became whole with these bytes. TooLarge when a line, or the data of an event, is longer than 1 MiB.
    Result<std::vector<ServerSentEvent>> read(std::string_view bytes);

private:
    void take(std::string_view line, std::vector<ServerSentEvent>& whole);

    std::string line_;
    ServerSentEvent event_;
    std::string last_id_;
    bool after_return_{false};
};

struct FollowCommand {
    /// Empty: of all assets, of all types.
    std::string asset_id{};
    std::string type{};
    /// Behind which to begin; without it, with what happens from now on.
    std::optional<std::int64_t> after{};
    /// For how long; 0 is until it is interrupted.
    int seconds{0};
};

/// Prints events as they happen, one a line, and comes back by itself where the connection ends.
Async<Result<void>> follow_events(Settings settings, FollowCommand command);

}  // namespace acervo::client
