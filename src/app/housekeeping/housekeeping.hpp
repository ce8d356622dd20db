#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <string_view>

#include "core/async.hpp"
#include "core/result.hpp"
#include "store/database.hpp"

namespace acervo {

/// How long things are kept behind their end.
struct HouseRules {
    /// Sessions, with the refresh tokens by which they went on.
    std::chrono::seconds sessions{std::chrono::hours{24 * 7}};
    /// Longer than an upload may stay open: it is gone on with under its key.
    std::chrono::seconds idempotency_keys{std::chrono::hours{24 * 14}};
    /// Which assets a job came to; for so long it can be undone.
    std::chrono::seconds job_assets{std::chrono::hours{24 * 90}};
    /// Letters that cannot be sent: for so long it is tried.
    std::chrono::seconds reset_mails{std::chrono::hours{24}};
    /// Events behind which a listener may have to go on, and what was sent of them.
    std::chrono::seconds events{std::chrono::hours{24 * 30}};
    /// The most rows of a kind in one round.
    int batch{1000};
};

/// The kinds of rows that a round deletes; files of renditions go and their rows stay.
inline constexpr std::array<std::string_view, 8> kHouseKinds{"session",   "password_reset",  "idempotency_key",
                                                             "job_asset", "rendition",       "reset_mail",
                                                             "event",     "webhook_delivery"};

struct Tidied {
    /// As in `kHouseKinds`.
    std::array<int, kHouseKinds.size()> rows{};
    /// Whether there may be more to delete.
    bool is_full{false};
};

/// Deletes what nobody needs any more, a batch of each kind. May be called by several at once, and again after any end.
Async<Result<Tidied>> tidy_up(Database& database, HouseRules rules);

}  // namespace acervo
