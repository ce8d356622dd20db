#pragma once

#include <memory>
#include <vector>

#include "core/result.hpp"
#include "temporal/model/activation.hpp"
#include "temporal/model/completion.hpp"

namespace acervo::temporal {

/// Changes payloads on their way to the server and back: encryption, compression. Called from any thread.
class PayloadCodec {
public:
    virtual ~PayloadCodec() = default;
    /// Never called for search attributes, which the server must read.
    virtual Result<Payload> encode(Payload payload) const = 0;
    /// Leaves what it did not encode as it is, so that old histories stay readable.
    virtual Result<Payload> decode(Payload payload) const = 0;
};

/// Several codecs as one: encodes from the first to the last, decodes the other way round.
class CodecChain final : public PayloadCodec {
public:
    explicit CodecChain(std::vector<std::shared_ptr<const PayloadCodec>> links) : links_{std::move(links)} {}
    Result<Payload> encode(Payload payload) const override;
    Result<Payload> decode(Payload payload) const override;

private:
    std::vector<std::shared_ptr<const PayloadCodec>> links_;
};

/// The same codec, whose exceptions are errors (Internal): they must not leave the threads that payloads pass through.
/// Null stays null.
std::shared_ptr<const PayloadCodec> guarded(std::shared_ptr<const PayloadCodec> codec);

/// All payloads of a message but search attributes: arguments, results, headers, memo, details of failures and their
/// encoded attributes. The first error ends it, and the message is then good for nothing.
Result<void> encode_with(const PayloadCodec& codec, Completion& completion);
Result<void> encode_with(const PayloadCodec& codec, Failure& failure);
Result<void> decode_with(const PayloadCodec& codec, Activation& activation);
Result<void> decode_with(const PayloadCodec& codec, Failure& failure);

}  // namespace acervo::temporal
