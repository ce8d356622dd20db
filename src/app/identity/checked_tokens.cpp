#include "app/identity/checked_tokens.hpp"

#include "core/digest.hpp"

namespace acervo {

Result<NamedByToken> CheckedTokens::check(const AccessTokens& tokens, const Secret& token, Timestamp now) {
    auto digest = sha256_hex(token.reveal());
    if (const auto found = good_.find(digest); found != good_.end()) {
        if (found->second.is_good_at(now)) return found->second;
        good_.erase(found);
    }
    auto named = tokens.check(token, now);
    if (!named) return named;
    if (good_.size() >= kMost) make_room(now);
    good_.emplace(std::move(digest), *named);
    return named;
}

void CheckedTokens::make_room(Timestamp now) {
    std::erase_if(good_, [now](const auto& entry) { return !entry.second.is_good_at(now); });
    // All of them are in use: to check some again costs less than to keep them in order.
    if (good_.size() >= kMost) good_.clear();
}

}  // namespace acervo
