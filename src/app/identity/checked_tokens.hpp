#pragma once

#include <string>
#include <unordered_map>

#include "app/identity/access_tokens.hpp"

namespace acervo {

/// Remembers the access tokens that were found good, so that the signature of each is checked once and not with every
/// request that brings it: a check of Ed25519 costs more than the rest of a short request. What a token names is fixed
/// by its signature; how long it is good is looked at each time, and whether its session lives is asked elsewhere, each
/// time. Bad tokens are not remembered: whoever sends many gains no memory of ours. One per thread.
class CheckedTokens {
public:
    /// More are not remembered at a time, about a megabyte.
    static constexpr std::size_t kMost = 10'000;

    /// What `AccessTokens::check` says. Always call it with the same `tokens`.
    Result<NamedByToken> check(const AccessTokens& tokens, const Secret& token, Timestamp now);

    std::size_t remembered() const noexcept { return good_.size(); }

private:
    void make_room(Timestamp now);

    /// By the SHA-256 of the token: what opens a session does not lie about in memory.
    std::unordered_map<std::string, NamedByToken> good_;
};

}  // namespace acervo
