#include "store/identity/provider_people.hpp"

#include "core/digest.hpp"
#include "core/utf8.hpp"

namespace acervo {
namespace {

/// User names have at most 200 characters; an ending of these must find room.
constexpr std::size_t kMostOfName = 190, kEnding = 8;

constexpr Statement kUpdate{"users.update_of_provider",
                            "UPDATE users SET role = $3, display_name = $4, updated_at = now() "
                            "WHERE provider_issuer = $1 AND provider_subject = $2 RETURNING id"};
constexpr Statement kInsert{
    "users.insert_of_provider",
    "INSERT INTO users (id, username, role, display_name, email, provider_issuer, provider_subject) "
    "SELECT $1, CASE WHEN EXISTS (SELECT FROM users WHERE lower(username) = lower($2) OR lower(email) = lower($2)) "
    "THEN $3 ELSE $2 END, $4, $5, CASE WHEN EXISTS (SELECT FROM users WHERE lower(email) = lower($6) "
    "OR lower(username) = lower($6)) THEN NULL ELSE $6 END, $7, $8"};
constexpr Statement kLeave{"group_members.leave_of_provider",
                           "DELETE FROM group_members m USING groups g WHERE m.user_id = $1 AND g.id = m.group_id "
                           "AND g.name = ANY ($2::text[]) AND NOT g.name = ANY ($3::text[])"};
constexpr Statement kJoin{"group_members.join_of_provider",
                          "INSERT INTO group_members (group_id, user_id) SELECT id, $1 FROM groups "
                          "WHERE name = ANY ($2::text[]) ON CONFLICT DO NOTHING"};

Async<Result<KnownPerson>> find_or_make(Transaction& tx, ProviderPerson person) {
    const auto updated =
        CO_TRY(co_await tx.execute(kUpdate, person.issuer, person.subject, name_of(person.role), person.display_name));
    if (!updated.empty()) co_return KnownPerson{.user = updated[0].get<UserId>(0), .is_new = false};
    const auto id = UserId::make();
    const std::string name{first_code_points(person.username, kMostOfName)};
    const auto other = name + "~" + sha256_hex(person.issuer + "\n" + person.subject).substr(0, kEnding);
    CO_TRY(co_await tx.execute(kInsert, id, name, other, name_of(person.role), person.display_name, person.email,
                               person.issuer, person.subject));
    co_return KnownPerson{.user = id, .is_new = true};
}

}  // namespace

Async<Result<KnownPerson>> know_person(Transaction& tx, ProviderPerson person) {
    const auto known = CO_TRY(co_await find_or_make(tx, person));
    CO_TRY(co_await tx.execute(kLeave, known.user, person.managed_groups, person.groups));
    CO_TRY(co_await tx.execute(kJoin, known.user, person.groups));
    co_return known;
}

}  // namespace acervo
