#pragma once

#include <string>

#include "app/identity/identity.hpp"

namespace acervo {

/// One call out of the budget of who is signed in: each key of a service has its own, and a person's uploads have
/// another one than the rest of that person's calls.
Async<RateState> spend_call(Identity& identity, LiveSession session, Permission permission);

/// One call that failed because nobody is signed in, out of the budget of the network it came from.
Async<RateState> spend_as_stranger(Identity& identity, std::string remote_address);

}  // namespace acervo
