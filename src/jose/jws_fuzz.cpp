#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "core/encoding.hpp"
#include "jose/claims.hpp"
#include "jose/compact_jws.hpp"
#include "jose/token_keys.hpp"

/// Input: a compact token. What is accepted must be, byte for byte, what its parts are written as again: there is one
/// way to write a token. And no input at all carries a signature of ours.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    namespace jose = acervo::jose;
    static const auto kKeys =
        jose::TokenKeys::make(acervo::Secret{"a secret of thirty-two characters"}, acervo::Secret{}).value();
    const std::string_view input{reinterpret_cast<const char*>(data), size};
    if (kKeys.verify(input)) abort();
    const auto parts = jose::parse_compact(input);
    if (!parts) return 0;

    if (parts->signing_input + "." + acervo::to_base64url(parts->signature) != input) abort();
    const auto first = parts->signing_input.find('.');
    if (acervo::to_base64url(acervo::bytes_of(parts->payload)) != parts->signing_input.substr(first + 1)) abort();
    for (const char c : parts->header.algorithm + parts->header.key_id + parts->header.type) {
        if (static_cast<unsigned char>(c) < ' ' || c == '\x7F') abort();
    }
    const auto claims = jose::Claims::parse(parts->payload);
    if (!claims) return 0;
    for (const auto* name : {"iss", "aud", "sub", "exp"}) {
        (void)claims->texts(name);
        (void)claims->moment(name);
    }
    return 0;
}
