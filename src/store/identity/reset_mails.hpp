#pragma once

#include <chrono>
#include <optional>
#include <string>

#include "core/async.hpp"
#include "core/clock.hpp"
#include "core/result.hpp"
#include "domain/identity/language.hpp"
#include "domain/identity/user.hpp"
#include "store/database.hpp"

namespace acervo {

using ResetMailId = Id<struct ResetMailTag>;

/// Asks for a letter with a link for whoever has `login` as name or address, if anybody: the same work for all.
Async<Result<void>> ask_for_reset_mail(Transaction& tx, std::string login, Language language, std::string request_id);

/// An administrator's order.
struct ResetMailOrder {
    UserId user;
    UserId ordered_by;
    Language language{Language::Es};
    std::string request_id;
};
/// Nothing is done when one waits already. NotFound when there is no such user; Conflict for one who has no password or
/// no address: a service, somebody of a provider, or somebody disabled.
Async<Result<void>> order_reset_mail(Transaction& tx, ResetMailOrder order);

/// A letter that shall be sent, and to whom.
struct ResetMail {
    ResetMailId id;
    Language language{Language::Es};
    std::optional<UserId> ordered_by;
    std::string request_id;
    /// This attempt counted.
    int attempts{0};
    Timestamp claimed_at{};
    struct Recipient {
        UserId user;
        std::string username;
        std::string email;
    };
    /// Nobody when no account that has a password and an address goes by what was typed.
    std::optional<Recipient> to;
};

/// The next that is due, which nobody else gets for `lease`; nothing when there is none.
Async<Result<std::optional<ResetMail>>> claim_reset_mail(Transaction& tx, std::chrono::seconds lease);
/// It is tried again later: after five seconds, then after twice as long each time, a quarter of an hour at most.
Async<Result<void>> put_off_reset_mail(Database& database, ResetMailId id, std::string error);
/// It cannot be sent.
Async<Result<void>> drop_reset_mail(Database& database, ResetMailId id);

/// The letter's link is the user's only one from now on. NotFound when the user has no password any more.
Async<Result<void>> put_mailed_link(Transaction& tx, ResetMail mail, std::string token_hash, Timestamp expires_at);
/// The letter was sent: other letters that were asked for before it was written are not wanted any more.
Async<Result<void>> finish_reset_mail(Transaction& tx, ResetMail mail);

}  // namespace acervo
