#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

#include "client/commands.hpp"

namespace acervo::client {

struct OrderRenditionCommand {
    std::string asset_id;
    std::string profile_name;
    /// Frames of a part; both or none.
    std::optional<std::int64_t> first_frame{};
    std::optional<std::int64_t> end_frame{};
    /// For how long it is waited for; zero: not at all.
    std::chrono::seconds wait{std::chrono::hours{24}};
};

/// Has a rendition made and says where it is. Conflict when it could not be made, Timeout when it takes longer.
Async<Result<void>> order_rendition(Settings settings, OrderRenditionCommand command);

}  // namespace acervo::client
