#pragma once

#include <map>
#include <memory>
#include <string>

#include "core/secret.hpp"
#include "temporal/payload/codec.hpp"

namespace acervo::temporal {

/// Keys of 32 bytes by their ids. Payloads are encrypted with `current`; the others are for what was written before.
struct EncryptionKeys {
    std::string current;
    std::map<std::string, Secret> keys;
};

/// AES-256-GCM (NIST SP 800-38D) over whole payloads, in the form of the official samples: `encoding` is
/// `binary/encrypted`, `encryption-key-id` names the key, the data is a random nonce of 12 bytes, the encrypted payload
/// (its protobuf form) and a tag of 16 bytes. The server, and who reads its database, sees neither value nor encoding.
/// InvalidInput for a key that is not 32 bytes long or a `current` that is not among the keys.
/// `decode` answers NotFound for an unknown key id and InvalidInput for data that somebody changed.
Result<std::shared_ptr<const PayloadCodec>> make_aes_gcm_codec(EncryptionKeys keys);

}  // namespace acervo::temporal
