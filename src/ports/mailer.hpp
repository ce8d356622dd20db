#pragma once

#include <string>
#include <utility>

#include "core/async.hpp"
#include "core/error.hpp"
#include "core/result.hpp"

namespace acervo {

/// A letter to one person, in plain text.
struct Letter {
    /// `local@domain`, without a name.
    std::string to;
    /// UTF-8, one line.
    std::string subject;
    /// UTF-8; lines end with `\n`.
    std::string text;
};

/// Whether a letter that could not be sent may be on its way all the same: the server heard all of it, and its answer
/// never came.
inline bool may_have_been_taken(const Error& error) noexcept { return error.tag() == "letter_perhaps_taken"; }
inline Error perhaps_taken(Error error) { return std::move(error).with_tag("letter_perhaps_taken"); }

/// Hands letters to a mail server.
class Mailer {
public:
    virtual ~Mailer() = default;
    /// Succeeds when the server has taken the letter over. InvalidInput: it never will, for what is said about the
    /// recipient or for the letter itself. Unavailable, Timeout: perhaps later; see `may_have_been_taken`.
    virtual Async<Result<void>> send(Letter letter) = 0;
};

}  // namespace acervo
