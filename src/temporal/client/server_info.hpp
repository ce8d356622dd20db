#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "core/async.hpp"
#include "core/result.hpp"
#include "temporal/client/client.hpp"
#include "temporal/model/time.hpp"

/// The server itself: is it there, what is it, what does it allow.
namespace acervo::temporal {

/// Ok when the server takes calls; Unavailable, with its word for it, when it is not ready.
Async<Result<void>> check_health(Client client);

struct ServerInfo {
    std::string version;
    std::string cluster_name;
    std::string persistence_store;
    std::string visibility_store;
    std::int32_t history_shards = 0;
};

Async<Result<ServerInfo>> describe_server(Client client);

struct NamespaceInfo {
    std::string name;
    std::string id;
    std::string description;
    /// For how long a closed workflow's history is kept.
    std::optional<Duration> retention;
    /// Bytes; 0 when the server does not tell.
    std::int64_t payload_limit = 0;
    std::int64_t memo_limit = 0;
};

/// Of the client's namespace. NotFound when there is none.
Async<Result<NamespaceInfo>> describe_namespace(Client client);

}  // namespace acervo::temporal
