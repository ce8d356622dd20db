#pragma once

#include <string>

#include "core/async.hpp"
#include "core/result.hpp"

namespace acervo {

/// Where the public keys of an identity provider come from. One per thread.
class KeySource {
public:
    virtual ~KeySource() = default;
    /// The provider's JWK Set as it gives it (RFC 7517 §5), of at most 256 KiB. Unavailable, Timeout.
    virtual Async<Result<std::string>> fetch() = 0;
};

}  // namespace acervo
