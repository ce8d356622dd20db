#include "temporal/payload/codec.hpp"

#include <exception>
#include <ranges>
#include <string>

#include "temporal/payload/visit.hpp"

namespace acervo::temporal {

namespace {

PayloadVisitor encoder(const PayloadCodec& codec) {
    return [&codec](Payload& payload) -> Result<void> {
        auto encoded = codec.encode(std::move(payload));
        if (!encoded) return fail(std::move(encoded).error());
        payload = *std::move(encoded);
        return ok();
    };
}

PayloadVisitor decoder(const PayloadCodec& codec) {
    return [&codec](Payload& payload) -> Result<void> {
        auto decoded = codec.decode(std::move(payload));
        if (!decoded) return fail(std::move(decoded).error());
        payload = *std::move(decoded);
        return ok();
    };
}

class GuardedCodec final : public PayloadCodec {
public:
    explicit GuardedCodec(std::shared_ptr<const PayloadCodec> codec) : codec_{std::move(codec)} {}
    Result<Payload> encode(Payload payload) const override {
        try {
            return codec_->encode(std::move(payload));
        } catch (...) {
            return thrown();
        }
    }
    Result<Payload> decode(Payload payload) const override {
        try {
            return codec_->decode(std::move(payload));
        } catch (...) {
            return thrown();
        }
    }

private:
    /// Called in a `catch`.
    static Result<Payload> thrown() {
        try {
            throw;
        } catch (const std::exception& exception) {
            return fail(ErrorKind::Internal, std::string{"the payload codec threw: "} + exception.what());
        } catch (...) {
            return fail(ErrorKind::Internal, "the payload codec threw something that is no exception");
        }
    }
    std::shared_ptr<const PayloadCodec> codec_;
};

}  // namespace

std::shared_ptr<const PayloadCodec> guarded(std::shared_ptr<const PayloadCodec> codec) {
    if (!codec) return codec;
    return std::make_shared<GuardedCodec>(std::move(codec));
}

Result<Payload> CodecChain::encode(Payload payload) const {
    for (const auto& link : links_) {
        auto encoded = link->encode(std::move(payload));
        if (!encoded) return encoded;
        payload = *std::move(encoded);
    }
    return payload;
}

Result<Payload> CodecChain::decode(Payload payload) const {
    for (const auto& link : std::views::reverse(links_)) {
        auto decoded = link->decode(std::move(payload));
        if (!decoded) return decoded;
        payload = *std::move(decoded);
    }
    return payload;
}

Result<void> encode_with(const PayloadCodec& codec, Completion& completion) {
    const auto visitor = encoder(codec);
    if (auto* failed = std::get_if<completion::TaskFailed>(&completion.status)) {
        return visit_payloads(failed->failure, visitor);
    }
    for (auto& command : std::get<completion::Commands>(completion.status).commands) {
        if (auto done = visit_payloads(command, visitor); !done) return done;
    }
    return ok();
}

Result<void> encode_with(const PayloadCodec& codec, Failure& failure) {
    return visit_payloads(failure, encoder(codec));
}

Result<void> decode_with(const PayloadCodec& codec, Activation& activation) {
    const auto visitor = decoder(codec);
    for (auto& job : activation.jobs) {
        if (auto done = visit_payloads(job, visitor); !done) return done;
    }
    return ok();
}

Result<void> decode_with(const PayloadCodec& codec, Failure& failure) {
    return visit_payloads(failure, decoder(codec));
}

}  // namespace acervo::temporal
