#pragma once

#include <memory>
#include <string>

#include "core/async.hpp"
#include "core/result.hpp"
#include "temporal/client/client_options.hpp"
#include "temporal/engine/connection.hpp"
#include "temporal/model/failure.hpp"
#include "temporal/model/payload.hpp"

namespace acervo::temporal {

/// What all calls of a client share. For the sources of this folder.
class ClientCore {
public:
    ClientCore(Connection connection, ClientOptions options);

    const Connection& connection() const noexcept { return connection_; }
    const std::string& name_space() const noexcept { return options_.name_space; }
    const std::string& identity() const noexcept { return options_.identity; }
    const ClientOptions& options() const noexcept { return options_; }

    /// By the codec, and TooLarge when the server would refuse them; `what` is for the message.
    Result<Payloads> encode(Payloads payloads, const std::string& what) const;
    Result<PayloadMap> encode(PayloadMap payloads, const std::string& what) const;
    Result<Failure> encode(Failure failure) const;
    Result<Payloads> decode(Payloads payloads) const;
    Result<PayloadMap> decode(PayloadMap payloads) const;
    Result<Failure> decode(Failure failure) const;

private:
    Connection connection_;
    ClientOptions options_;
};

using Core = std::shared_ptr<const ClientCore>;

}  // namespace acervo::temporal
