#pragma once

#include <memory>
#include <string>

#include "temporal/client/client_options.hpp"
#include "temporal/client/client_payloads.hpp"
#include "temporal/engine/connection.hpp"

namespace acervo::temporal {

/// What all calls of a client share. For the sources of this folder.
class ClientCore : public ClientPayloads {
public:
    ClientCore(Connection connection, ClientOptions options);

    const Connection& connection() const noexcept { return connection_; }
    const std::string& name_space() const noexcept { return options_.name_space; }
    const std::string& identity() const noexcept { return options_.identity; }
    const ClientOptions& options() const noexcept { return options_; }

private:
    Connection connection_;
    ClientOptions options_;
};

using Core = std::shared_ptr<const ClientCore>;

}  // namespace acervo::temporal
