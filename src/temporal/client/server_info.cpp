#include "temporal/client/server_info.hpp"

#include <temporal/api/workflowservice/v1/request_response.pb.h>

#include "temporal/client/rpc.hpp"
#include "temporal/engine/wire_values.hpp"

namespace acervo::temporal {

namespace {

namespace service = ::temporal::api::workflowservice::v1;

}  // namespace

Async<Result<void>> check_health(Client client) {
    // grpc.health.v1 (https://grpc.io/docs/guides/health-checking/): HealthCheckRequest{service = 1} and
    // HealthCheckResponse{status = 1, SERVING = 1}, too small to generate classes for.
    const std::string service_name = "temporal.api.workflowservice.v1.WorkflowService";
    std::string request{"\x0a"};
    request += static_cast<char>(service_name.size());
    request += service_name;
    CallOptions options;
    options.deadline = client.context().deadline();
    const auto answer =
        CO_TRY(co_await client.context().core->connection().call("Check", std::move(request), std::move(options)));
    if (answer != std::string_view{"\x08\x01", 2}) {
        co_return fail(ErrorKind::Unavailable, "the Temporal server says that it does not serve");
    }
    co_return ok();
}

Async<Result<ServerInfo>> describe_server(Client client) {
    const auto answer = CO_TRY(co_await ask<service::GetClusterInfoResponse>(client.context().core, "GetClusterInfo",
                                                                             {}, client.context().deadline()));
    ServerInfo info;
    info.version = answer.server_version();
    info.cluster_name = answer.cluster_name();
    info.persistence_store = answer.persistence_store();
    info.visibility_store = answer.visibility_store();
    info.history_shards = answer.history_shard_count();
    co_return info;
}

Async<Result<NamespaceInfo>> describe_namespace(Client client) {
    const auto& context = client.context();
    service::DescribeNamespaceRequest request;
    request.set_namespace_(context.core->name_space());
    const auto answer = CO_TRY(co_await ask<service::DescribeNamespaceResponse>(
        context.core, "DescribeNamespace", request.SerializeAsString(), context.deadline()));
    NamespaceInfo info;
    info.name = answer.namespace_info().name();
    info.id = answer.namespace_info().id();
    info.description = answer.namespace_info().description();
    if (answer.config().has_workflow_execution_retention_ttl()) {
        info.retention = wire::read(answer.config().workflow_execution_retention_ttl());
    }
    info.payload_limit = answer.namespace_info().limits().blob_size_limit_error();
    info.memo_limit = answer.namespace_info().limits().memo_size_limit_error();
    co_return info;
}

}  // namespace acervo::temporal
