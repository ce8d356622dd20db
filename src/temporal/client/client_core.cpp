#include "temporal/client/client_core.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <array>

namespace acervo::temporal {

namespace {

std::string default_identity() {
    std::array<char, 256> host{};
    if (::gethostname(host.data(), host.size() - 1) != 0) host = {"unknown"};
    return fmt::format("{}@{}", ::getpid(), host.data());
}

}  // namespace

ClientCore::ClientCore(Connection connection, ClientOptions options)
    : ClientPayloads{PayloadOptions{options.codec, options.encode_failures, options.limits}},
      connection_{std::move(connection)},
      options_{std::move(options)} {
    if (options_.identity.empty()) options_.identity = default_identity();
}

}  // namespace acervo::temporal
