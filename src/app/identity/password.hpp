#pragma once

#include <string>
#include <string_view>

#include "core/secret.hpp"

namespace acervo {

/// Argon2id (RFC 9106) with t=2, m=19 MiB, p=1, as libsodium encodes it. About 50 ms of CPU: call it on a pool.
Secret hash_password(const Secret& password);

/// Whether `password` is the one that was hashed; the same work for a hash that is not one.
bool verify_password(const Secret& hash, const Secret& password);

/// By which a text that holds a password can be recognised, and guessed with no less work than the password's hash: 64
/// hexadecimal digits, the same for the same text and `salt`.
std::string fingerprint_of_secret(const Secret& text, std::string_view salt);

/// A hash of nothing anybody knows, so that an unknown name costs as much as a wrong password.
const Secret& decoy_password_hash();

}  // namespace acervo
