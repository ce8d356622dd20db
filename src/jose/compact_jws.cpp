#include "jose/compact_jws.hpp"

#include <algorithm>
#include <array>
#include <optional>

#include "core/encoding.hpp"
#include "jose/claims.hpp"

namespace acervo::jose {
namespace {

constexpr std::array<std::string_view, 8> kRefused{"crit", "jku", "jwk", "x5u", "x5c", "b64", "zip", "enc"};
constexpr std::size_t kMostHeaderBytes = 2048;

Error bad(std::string reason) { return Error{ErrorKind::Unauthenticated, std::move(reason)}; }

std::string text_of(const std::vector<std::uint8_t>& bytes) { return {bytes.begin(), bytes.end()}; }

/// The text of a member that may be missing.
Result<std::string> optional_text(const Claims& header, std::string_view name) {
    if (!header.has(name)) return std::string{};
    return header.text(name);
}

Result<JoseHeader> read_header(std::string_view encoded) {
    if (encoded.size() > kMostHeaderBytes) return fail(bad("the header of the token is too long"));
    const auto bytes = from_base64url(encoded);
    if (!bytes) return fail(bad("the header of the token is not base64url"));
    const auto header = Claims::parse(text_of(*bytes));
    if (!header) return fail(header.error());
    const auto* refused = std::ranges::find_if(kRefused, [&](std::string_view name) { return header->has(name); });
    if (refused != kRefused.end()) return fail(bad("the header of the token has " + std::string{*refused}));
    auto algorithm = header->text("alg");
    if (!algorithm) return fail(algorithm.error());
    auto key_id = optional_text(*header, "kid");
    if (!key_id) return fail(key_id.error());
    auto type = optional_text(*header, "typ");
    if (!type) return fail(type.error());
    return JoseHeader{.algorithm = *std::move(algorithm), .key_id = *std::move(key_id), .type = *std::move(type)};
}

}  // namespace

Result<CompactJws> parse_compact(std::string_view token) {
    if (token.size() > kMostTokenBytes) return fail(bad("the token is too long"));
    const auto first = token.find('.');
    const auto second = first == std::string_view::npos ? first : token.find('.', first + 1);
    if (second == std::string_view::npos) return fail(bad("the token has fewer than three parts"));
    if (token.find('.', second + 1) != std::string_view::npos) return fail(bad("the token has more than three parts"));
    auto header = read_header(token.substr(0, first));
    if (!header) return fail(std::move(header).error());
    const auto payload = from_base64url(token.substr(first + 1, second - first - 1));
    auto signature = from_base64url(token.substr(second + 1));
    if (!payload || payload->empty()) return fail(bad("the claims of the token are not base64url"));
    if (!signature || signature->empty()) return fail(bad("the signature of the token is not base64url"));
    return CompactJws{.header = *std::move(header),
                      .payload = text_of(*payload),
                      .signing_input = std::string{token.substr(0, second)},
                      .signature = *std::move(signature)};
}

}  // namespace acervo::jose
