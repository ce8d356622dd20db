#include "temporal/client/task_queue.hpp"

#include <temporal/api/workflowservice/v1/request_response.pb.h>

#include "temporal/client/call_failure.hpp"
#include "temporal/client/rpc.hpp"
#include "temporal/engine/wire_values.hpp"

namespace acervo::temporal {

namespace {

namespace service = ::temporal::api::workflowservice::v1;
namespace enums = ::temporal::api::enums::v1;

QueueState read_state(const service::DescribeTaskQueueResponse& from) {
    QueueState into;
    for (const auto& poller : from.pollers()) {
        QueuePoller one;
        one.identity = poller.identity();
        if (poller.has_last_access_time()) one.last_access_time = wire::read(poller.last_access_time());
        one.tasks_per_second = poller.rate_per_second();
        into.pollers.push_back(std::move(one));
    }
    const auto& stats = from.stats();
    into.backlog_count = stats.approximate_backlog_count();
    into.backlog_age = wire::read(stats.approximate_backlog_age());
    into.add_rate = stats.tasks_add_rate();
    into.dispatch_rate = stats.tasks_dispatch_rate();
    if (from.has_effective_rate_limit()) into.limit_per_second = from.effective_rate_limit().requests_per_second();
    return into;
}

}  // namespace

Async<Result<QueueState>> describe_task_queue(Client client, std::string task_queue, TaskKind kind) {
    const auto& context = client.context();
    service::DescribeTaskQueueRequest request;
    request.set_namespace_(context.core->name_space());
    request.mutable_task_queue()->set_name(task_queue);
    request.mutable_task_queue()->set_kind(enums::TASK_QUEUE_KIND_NORMAL);
    request.set_task_queue_type(wire::same_number<enums::TaskQueueType>(kind));
    request.set_report_stats(true);
    request.set_report_config(true);
    auto answer = co_await ask<service::DescribeTaskQueueResponse>(context.core, "DescribeTaskQueue",
                                                                   request.SerializeAsString(), context.deadline());
    if (!answer) co_return fail(explained(std::move(answer).error(), "describe task queue " + task_queue));
    co_return read_state(*answer);
}

}  // namespace acervo::temporal
