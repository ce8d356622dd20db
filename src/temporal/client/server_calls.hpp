#pragma once

#include "temporal/client/client_core.hpp"
#include "temporal/client/outbound.hpp"

namespace acervo::temporal {

/// The end of the chain of interceptors: asks the server. For the sources of this folder.
std::shared_ptr<ClientOutbound> make_server_calls(Core core);

}  // namespace acervo::temporal
