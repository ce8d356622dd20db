#pragma once

#include <string>

#include "core/async.hpp"
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

/// Hands letters to a mail server.
class Mailer {
public:
    virtual ~Mailer() = default;
    /// Succeeds when the server has taken the letter over. InvalidInput: it never will, for what is said about the
    /// recipient or for the letter itself. Unavailable, Timeout: perhaps later; the server may have taken it even so,
    /// when its last answer was lost.
    virtual Async<Result<void>> send(Letter letter) = 0;
};

}  // namespace acervo
