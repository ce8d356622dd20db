#pragma once

#include <chrono>
#include <memory>
#include <string>
#include <vector>

#include "temporal/client/outbound.hpp"
#include "temporal/payload/codec.hpp"
#include "temporal/payload/limits.hpp"

namespace acervo::temporal {

struct ClientOptions {
    std::string name_space{"default"};
    /// Who we are, in histories; `pid@host` when empty.
    std::string identity{};
    /// Goes over arguments, results, memos and failures. Not over headers, whose readers may be of any language, nor
    /// over search attributes, which the server reads.
    std::shared_ptr<const PayloadCodec> codec{};
    /// Messages and stack traces of failures go through the codec too.
    bool encode_failures = false;
    /// The first is nearest to the caller.
    std::vector<std::shared_ptr<const ClientInterceptor>> interceptors{};
    /// For one call with all its repeats, where nothing else is said.
    std::chrono::milliseconds timeout{std::chrono::seconds{10}};
    PayloadLimits limits{};
};

}  // namespace acervo::temporal
