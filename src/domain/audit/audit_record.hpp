#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/clock.hpp"
#include "domain/identity/user.hpp"

namespace acervo {

/// Who did what to which thing, as the audit log keeps it.
struct AuditRecord {
    std::int64_t id{0};
    /// Nobody for what an unknown caller did, such as a failed sign-in.
    std::optional<UserId> actor;
    std::string action;
    std::string object_type;
    std::string object_id;
    std::string request_id;
    /// A JSON object, as PostgreSQL writes a jsonb.
    std::string details;
    Timestamp created_at;
};

/// What the first link of a chain stands on.
inline constexpr std::string_view kAuditGenesis = "0000000000000000000000000000000000000000000000000000000000000000";

/// The hash of a link, 64 lower-case hexadecimal digits: SHA-256 over the JSON array
/// `[seq, previous, id, created_at, actor, action, object_type, object_id, request_id, details]`, without spaces;
/// numbers in decimal, the moment in microseconds of Unix time, no actor as `""`, texts as `append_json_text` writes
/// them. Who has the rows can recompute it without this program.
std::string audit_link(std::int64_t seq, std::string_view previous, const AuditRecord& record);

}  // namespace acervo
