#include "store/identity/user_row.hpp"

namespace acervo {

Principal principal_of(const Row& row, int first) {
    return Principal{.user = row.get<UserId>(first),
                     .username = row.get<std::string>(first + 1),
                     .role = parse_role(row.text(first + 2)).value()};
}

UserProfile profile_of(const Row& row) {
    return UserProfile{.principal = principal_of(row, 0),
                       .display_name = row.get<std::string>(3),
                       .email = row.get<std::optional<std::string>>(4)};
}

LiveSession session_of(const Row& row) {
    return LiveSession{
        .id = row.get<SessionId>(0), .principal = principal_of(row, 1), .expires_at = row.get<Timestamp>(4)};
}

}  // namespace acervo
