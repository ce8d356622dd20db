#pragma once

#include <memory>
#include <string>

#include "core/result.hpp"
#include "temporal/model/failure.hpp"
#include "temporal/model/payload.hpp"
#include "temporal/payload/codec.hpp"
#include "temporal/payload/limits.hpp"

namespace acervo::temporal {

struct PayloadOptions {
    std::shared_ptr<const PayloadCodec> codec{};
    bool encode_failures = false;
    PayloadLimits limits{};
};

/// Payloads and failures on their way to the server and back. For the sources of this folder.
class ClientPayloads {
public:
    explicit ClientPayloads(PayloadOptions options) : options_{std::move(options)} {
        options_.codec = guarded(std::move(options_.codec));
    }

    /// By the codec, and TooLarge when the server would refuse them; `what` is for the message.
    Result<Payloads> encode(Payloads payloads, const std::string& what) const;
    Result<PayloadMap> encode(PayloadMap payloads, const std::string& what) const;
    Result<Failure> encode(Failure failure) const;
    Result<Payloads> decode(Payloads payloads) const;
    Result<PayloadMap> decode(PayloadMap payloads) const;
    Result<Failure> decode(Failure failure) const;

private:
    PayloadOptions options_;
};

}  // namespace acervo::temporal
