#include "temporal/client/client_payloads.hpp"

#include <fmt/format.h>

#include "temporal/payload/failures.hpp"

namespace acervo::temporal {

namespace {

std::size_t size_of(const Payload& payload) {
    auto size = payload.data.size();
    for (const auto& [name, value] : payload.metadata) size += name.size() + value.size();
    return size;
}

Result<void> check(std::size_t size, const PayloadLimits& limits, const std::string& what) {
    if (size <= limits.refuse_bytes) return ok();
    return fail(ErrorKind::TooLarge, fmt::format("{}: {} bytes of payload; the limit is {}. Large data belongs into an "
                                                 "object store, and only its key travels",
                                                 what, size, limits.refuse_bytes));
}

}  // namespace

Result<Payloads> ClientPayloads::encode(Payloads payloads, const std::string& what) const {
    std::size_t size = 0;
    for (auto& payload : payloads) {
        if (options_.codec) {
            auto encoded = options_.codec->encode(std::move(payload));
            if (!encoded) return fail(std::move(encoded).error());
            payload = *std::move(encoded);
        }
        size += size_of(payload);
    }
    if (auto fine = check(size, options_.limits, what); !fine) return fail(std::move(fine).error());
    return payloads;
}

Result<PayloadMap> ClientPayloads::encode(PayloadMap payloads, const std::string& what) const {
    std::size_t size = 0;
    for (auto& [name, payload] : payloads) {
        if (options_.codec) {
            auto encoded = options_.codec->encode(std::move(payload));
            if (!encoded) return fail(std::move(encoded).error());
            payload = *std::move(encoded);
        }
        size += name.size() + size_of(payload);
    }
    if (auto fine = check(size, options_.limits, what); !fine) return fail(std::move(fine).error());
    return payloads;
}

Result<Failure> ClientPayloads::encode(Failure failure) const {
    if (options_.encode_failures) failure = encode_attributes(std::move(failure));
    if (options_.codec) {
        if (auto done = encode_with(*options_.codec, failure); !done) return fail(std::move(done).error());
    }
    return failure;
}

Result<Payloads> ClientPayloads::decode(Payloads payloads) const {
    if (!options_.codec) return payloads;
    for (auto& payload : payloads) {
        auto decoded = options_.codec->decode(std::move(payload));
        if (!decoded) return fail(std::move(decoded).error());
        payload = *std::move(decoded);
    }
    return payloads;
}

Result<PayloadMap> ClientPayloads::decode(PayloadMap payloads) const {
    if (!options_.codec) return payloads;
    for (auto& [name, payload] : payloads) {
        auto decoded = options_.codec->decode(std::move(payload));
        if (!decoded) return fail(std::move(decoded).error());
        payload = *std::move(decoded);
    }
    return payloads;
}

Result<Failure> ClientPayloads::decode(Failure failure) const {
    if (options_.codec) {
        if (auto done = decode_with(*options_.codec, failure); !done) return fail(std::move(done).error());
    }
    return decode_attributes(std::move(failure));
}

}  // namespace acervo::temporal
