#pragma once

#include <chrono>
#include <optional>
#include <string>

#include "app/identity/identity.hpp"
#include "core/async.hpp"
#include "core/clock.hpp"
#include "core/result.hpp"
#include "domain/identity/language.hpp"
#include "ports/mailer.hpp"

/// Links for a new password that go by mail: asked for here, sent by the keeper. docs/adr/0035.
namespace acervo {

/// Somebody who cannot sign in.
struct ResetAsked {
    /// A name or an e-mail address.
    std::string login;
    Language language{Language::Es};
    std::string remote_address;
    std::string request_id;
};
/// Has a link sent to whoever goes by that login, if anybody does and the site sends mail: the answer and the work are
/// the same for all. RateLimited after many from one network or for one login.
Async<Result<void>> ask_password_reset(Identity& identity, ResetAsked asked);

/// The same for an administrator, who is told why not: NotFound; Conflict when the site sends no mail, or the user has
/// no address or no password. Nothing is added to a letter that waits already.
Async<Result<void>> mail_password_reset(Identity& identity, Caller caller, UserId user, Language language);

struct MailRules {
    /// What links begin with; `#` and the token follow.
    std::string reset_url;
    std::chrono::seconds link_lifetime{IdentityRules{}.reset_lifetime};
    /// Nobody else sends the same letter for so long: longer than a mailer takes.
    std::chrono::seconds lease{120};
};

enum class MailOutcome {
    /// Nothing was due.
    Idle,
    Sent,
    /// To be tried again later.
    PutOff,
    /// The server never takes it.
    Refused,
    /// Nobody has an account by that login with an address and a password.
    Nobody,
};

/// Sends the letter that is due, if one is. The link is made here and written down, as a hash, once the server has
/// taken the letter, or may have: until then an earlier link stays good, and nowhere lies one that could be read. Who
/// dies in between leaves a letter whose link opens nothing, and a row by which another one is sent. Any number may run
/// at once.
Async<Result<MailOutcome>> send_next_reset_mail(Database& database, Mailer& mailer, Timestamp now, MailRules rules);

}  // namespace acervo
