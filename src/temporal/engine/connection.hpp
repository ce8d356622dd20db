#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/async.hpp"
#include "core/deadline.hpp"
#include "core/result.hpp"
#include "core/secret.hpp"
#include "temporal/engine/runtime.hpp"

struct AtbClient;

namespace acervo::temporal {

/// gRPC metadata. A name that ends in `-bin` carries any bytes, every other printable ASCII.
using RpcMetadata = std::vector<std::pair<std::string, std::string>>;

struct TlsOptions {
    /// PEM; empty: the system's roots.
    std::string ca_pem;
    /// PEM, both or neither: how we prove who we are (mTLS).
    std::string certificate_pem;
    Secret key_pem;
    /// The name that the server's certificate must carry, when it is not the one in the URL.
    std::string domain;
};

/// How calls that failed for a passing reason are repeated, within their deadline.
struct CallRetryOptions {
    std::chrono::milliseconds first_pause{100};
    std::chrono::milliseconds longest_pause{std::chrono::seconds{5}};
    std::chrono::milliseconds longest_time{std::chrono::seconds{10}};
    std::uint32_t attempts{10};
};

struct ConnectOptions {
    /// `http://host:port`, or `https://…` for TLS with the system's roots.
    std::string url;
    /// Who we are, in the server's histories and logs; not empty for workers.
    std::string identity;
    std::optional<TlsOptions> tls{};
    /// Sent as `authorization: Bearer …`.
    Secret api_key{};
    /// Goes with every call.
    RpcMetadata metadata{};
    CallRetryOptions retry{};
    /// HTTP/2 pings, by which a server is found gone; zero: none.
    std::chrono::milliseconds keep_alive_interval{std::chrono::seconds{30}};
    std::chrono::milliseconds keep_alive_timeout{std::chrono::seconds{15}};
    /// Compression costs more than it saves where the server is near.
    bool gzip{false};
};

struct CallOptions {
    /// For the call with all its repeats.
    Deadline deadline{Deadline::after(std::chrono::seconds{30})};
    bool retry{true};
    RpcMetadata metadata{};
};

/// A connection to a Temporal server. Copies share it; workers hold it.
class Connection {
public:
    /// Tries until the server answers or `deadline` passes: then Unavailable or Timeout, with the reason of the last
    /// attempt. InvalidInput for options that cannot be used, at once.
    static Async<Result<Connection>> connect(Runtime runtime, ConnectOptions options, Deadline deadline);

    /// Calls `rpc` (a name of the services as the bridge lists them, such as "StartWorkflowExecution") with its
    /// serialized request message, and answers its serialized response. Errors as `kind_of` has them; `rpc_status_of`
    /// tells more. The caller may be cancelled or destroyed at any time, the call then ends soon and its answer is
    /// dropped; whether the server did it is then unknown.
    Async<Result<std::string>> call(std::string rpc, std::string request, CallOptions options) const;

    /// For calls that begin later; empty: none.
    void set_api_key(const Secret& key) const;

    const Runtime& runtime() const noexcept { return runtime_; }
    const std::shared_ptr<AtbClient>& handle() const noexcept { return client_; }

private:
    Connection(Runtime runtime, std::shared_ptr<AtbClient> client)
        : runtime_{std::move(runtime)}, client_{std::move(client)} {}
    static Async<Result<std::string>> call_with(std::shared_ptr<AtbClient> client, std::string rpc, std::string request,
                                                CallOptions options);
    Runtime runtime_;
    std::shared_ptr<AtbClient> client_;
};

}  // namespace acervo::temporal
