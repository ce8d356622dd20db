#include "app/playback/playback_tokens.hpp"

#include <algorithm>
#include <bit>
#include <span>

#include "core/encoding.hpp"
#include "core/hmac.hpp"
#include "jose/token_keys.hpp"

namespace acervo {
namespace {

/// Keeps this use of a secret apart from every other one.
constexpr std::string_view kPurpose = "acervo playback addresses, HMAC-SHA-256";
constexpr std::uint8_t kVersion = 1;
constexpr std::size_t kUuidBytes = 16;
constexpr std::size_t kHashBytes = 32;
constexpr std::size_t kExpiryBytes = 5;
constexpr std::size_t kCodeBytes = 16;
constexpr std::size_t kClaimBytes = 2 + 2 * kUuidBytes + kHashBytes + kExpiryBytes;
constexpr std::size_t kTokenBytes = kClaimBytes + kCodeBytes;
/// Of base64url without padding.
constexpr std::size_t kTokenCharacters = (kTokenBytes * 4 + 2) / 3;

using UuidBytes = std::array<std::uint8_t, kUuidBytes>;

void put(std::vector<std::uint8_t>& into, const Uuid& id) {
    const auto bytes = std::bit_cast<UuidBytes>(id);
    into.insert(into.end(), bytes.begin(), bytes.end());
}

/// Takes fields off the front of a claim whose length is known.
class Fields {
public:
    explicit Fields(Bytes bytes) : rest_{bytes} {}
    Bytes take(std::size_t count) {
        const auto taken = rest_.first(count);
        rest_ = rest_.subspan(count);
        return taken;
    }
    Uuid take_uuid() {
        UuidBytes bytes{};
        std::ranges::copy(take(kUuidBytes), bytes.begin());
        return std::bit_cast<Uuid>(bytes);
    }

private:
    Bytes rest_;
};

std::vector<std::uint8_t> bytes_of_claim(const PlaybackClaim& claim) {
    std::vector<std::uint8_t> bytes;
    bytes.reserve(kTokenBytes);
    bytes.push_back(kVersion);
    bytes.push_back(claim.reach == PlayReach::Copy ? 1 : 0);
    put(bytes, claim.asset.uuid());
    put(bytes, claim.viewer.uuid());
    const auto master = from_hex(claim.master.to_string()).value();
    bytes.insert(bytes.end(), master.begin(), master.end());
    const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(claim.expires_at.time_since_epoch()).count();
    for (std::size_t i = kExpiryBytes; i-- > 0;) bytes.push_back(static_cast<std::uint8_t>(seconds >> (8 * i)));
    return bytes;
}

std::optional<PlaybackClaim> claim_of(Bytes bytes) {
    Fields fields{bytes};
    const auto head = fields.take(2);
    if (head[0] != kVersion || head[1] > 1) return std::nullopt;
    const AssetId asset{fields.take_uuid()};
    const UserId viewer{fields.take_uuid()};
    auto master = ContentHash::parse(to_hex(fields.take(kHashBytes))).value();
    std::int64_t seconds = 0;
    for (const auto byte : fields.take(kExpiryBytes)) seconds = seconds << 8 | byte;
    return PlaybackClaim{.asset = asset,
                         .master = std::move(master),
                         .viewer = viewer,
                         .reach = head[1] == 1 ? PlayReach::Copy : PlayReach::Watch,
                         .expires_at = Timestamp{std::chrono::seconds{seconds}}};
}

Bytes code_in(const HmacSha256& whole) { return Bytes{whole}.first(kCodeBytes); }

}  // namespace

Result<PlaybackTokens> PlaybackTokens::make(const Secret& signing, const Secret& other) {
    std::vector<Key> keys;
    for (const auto* secret : {&signing, &other}) {
        if (secret == &other && other.empty()) continue;
        if (secret->reveal().size() < jose::TokenKeys::kLeastSecretBytes) {
            return fail(ErrorKind::InvalidInput, "a key of tokens is too short");
        }
        keys.push_back(hmac_sha256(bytes_of(secret->reveal()), bytes_of(kPurpose)));
    }
    return PlaybackTokens{std::move(keys)};
}

std::string PlaybackTokens::issue(const PlaybackClaim& claim) const {
    auto bytes = bytes_of_claim(claim);
    const auto code = hmac_sha256(keys_.front(), bytes);
    const auto kept = code_in(code);
    bytes.insert(bytes.end(), kept.begin(), kept.end());
    return to_base64url(bytes);
}

Result<PlaybackClaim> PlaybackTokens::check(std::string_view token, Timestamp now) const {
    const auto refused = [] {
        return fail(ErrorKind::Forbidden, "the address of playback is none that was given out");
    };
    if (token.size() != kTokenCharacters) return refused();
    const auto bytes = from_base64url(token);
    if (!bytes || bytes->size() != kTokenBytes) return refused();
    const auto claimed = Bytes{*bytes}.first(kClaimBytes);
    const auto code = Bytes{*bytes}.subspan(kClaimBytes);
    const bool is_ours = std::ranges::any_of(keys_, [&](const Key& key) {
        const auto right = hmac_sha256(key, claimed);
        return equal_in_constant_time(code_in(right), code);
    });
    if (!is_ours) return refused();
    auto claim = claim_of(claimed);
    if (!claim) return refused();
    if (claim->expires_at <= now) return fail(ErrorKind::Forbidden, "the address of playback is over: ask for another");
    return *std::move(claim);
}

}  // namespace acervo
