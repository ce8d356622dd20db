#include "temporal/worker/worker_fixture.hpp"

#include <google/protobuf/util/json_util.h>
#include <temporal/api/workflowservice/v1/request_response.pb.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>

#include "temporal/engine/wire_values.hpp"
#include "testkit/run.hpp"

namespace acervo::temporal {

namespace service = ::temporal::api::workflowservice::v1;
namespace enums = ::temporal::api::enums::v1;
namespace history = ::temporal::api::history::v1;
using namespace std::chrono_literals;

CoreWorkerOptions WorkerTest::options_of_tests() {
    CoreWorkerOptions options;
    options.task_queue = Server::fresh("queue");
    options.sticky_timeout = 1s;
    options.max_heartbeat_throttle = 200ms;
    options.default_heartbeat_throttle = 200ms;
    options.workflow_pollers = Pollers::fixed(2);
    options.activity_pollers = Pollers::fixed(2);
    return options;
}

void WorkerTest::begin() {
    queue_.workflows = &workflows_;
    queue_.activities = &activities_;
    worker_ = std::make_unique<Worker>(server_.connection(), options_);
    const auto added = worker_->add(queue_);
    ASSERT_TRUE(added) << added.error().message();
    run_worker();
}

void WorkerTest::run_worker() {
    auto work = [](Worker* worker) -> Async<void> {
        const auto ended = co_await worker->run();
        EXPECT_TRUE(ended) << ended.error().message();
    };
    running_ = true;
    testkit::start(context(), work(worker_.get()), [this] { running_ = false; });
}

void WorkerTest::stop() {
    if (!worker_) return;
    worker_->shut_down();
    until([this] { return !running_; });
    worker_.reset();
}

void WorkerTest::until(const std::function<bool()>& done) { testkit::run_until(context(), done, 120s); }

namespace {

void set_target(auto& request, const std::string& name_space, const std::string& id, const std::string& run_id) {
    request.set_namespace_(name_space);
    auto* execution = [&request] {
        if constexpr (requires { request.mutable_workflow_execution(); }) {
            return request.mutable_workflow_execution();
        } else {
            return request.mutable_execution();
        }
    }();
    execution->set_workflow_id(id);
    execution->set_run_id(run_id);
}

void set_payloads(::temporal::api::common::v1::Payloads& into, const Payloads& from) {
    for (const auto& payload : from) wire::write(payload, *into.add_payloads());
}

std::string name_of(const history::HistoryEvent& event) { return enums::EventType_Name(event.event_type()); }

}  // namespace

WorkerTest::Started WorkerTest::start_untyped(const std::string& type, const Payloads& arguments) {
    service::StartWorkflowExecutionRequest request;
    request.set_namespace_(server_.name_space());
    const auto id = Server::fresh(type);
    request.set_workflow_id(id);
    request.mutable_workflow_type()->set_name(type);
    request.mutable_task_queue()->set_name(queue_.engine.task_queue);
    request.set_request_id(Server::fresh("request"));
    set_payloads(*request.mutable_input(), arguments);
    return {id, server_.call<service::StartWorkflowExecutionResponse>("StartWorkflowExecution", request).run_id()};
}

WorkerTest::End WorkerTest::end_of(const Started& started) {
    auto run_id = started.run_id;
    for (;;) {
        service::GetWorkflowExecutionHistoryRequest request;
        set_target(request, server_.name_space(), started.id, run_id);
        request.set_wait_new_event(true);
        request.set_history_event_filter_type(enums::HISTORY_EVENT_FILTER_TYPE_CLOSE_EVENT);
        const auto got =
            server_.call<service::GetWorkflowExecutionHistoryResponse>("GetWorkflowExecutionHistory", request);
        if (got.history().events().empty()) continue;
        const auto& last = *got.history().events().rbegin();
        if (last.has_workflow_execution_continued_as_new_event_attributes()) {
            run_id = last.workflow_execution_continued_as_new_event_attributes().new_execution_run_id();
            continue;
        }
        End end;
        end.event = name_of(last);
        if (last.has_workflow_execution_completed_event_attributes()) {
            const auto& result = last.workflow_execution_completed_event_attributes().result();
            if (result.payloads_size() > 0) end.payload = wire::read(result.payloads(0));
        }
        if (last.has_workflow_execution_failed_event_attributes()) {
            end.failure = wire::read(last.workflow_execution_failed_event_attributes().failure());
        }
        return end;
    }
}

void WorkerTest::signal_untyped(const Started& started, const std::string& name, const Payloads& arguments) {
    service::SignalWorkflowExecutionRequest request;
    set_target(request, server_.name_space(), started.id, "");
    request.set_signal_name(name);
    request.set_request_id(Server::fresh("request"));
    set_payloads(*request.mutable_input(), arguments);
    server_.call<service::SignalWorkflowExecutionResponse>("SignalWorkflowExecution", request);
}

Payload WorkerTest::query_untyped(const Started& started, const std::string& name, const Payloads& arguments) {
    service::QueryWorkflowRequest request;
    set_target(request, server_.name_space(), started.id, "");
    request.mutable_query()->set_query_type(name);
    set_payloads(*request.mutable_query()->mutable_query_args(), arguments);
    const auto answer = server_.call<service::QueryWorkflowResponse>("QueryWorkflow", request);
    return wire::read(answer.query_result().payloads(0));
}

std::expected<Payload, Failure> WorkerTest::update_untyped(const Started& started, const std::string& name,
                                                           const Payloads& arguments) {
    service::UpdateWorkflowExecutionRequest request;
    set_target(request, server_.name_space(), started.id, "");
    request.mutable_wait_policy()->set_lifecycle_stage(enums::UPDATE_WORKFLOW_EXECUTION_LIFECYCLE_STAGE_COMPLETED);
    request.mutable_request()->mutable_meta()->set_update_id(Server::fresh("update"));
    request.mutable_request()->mutable_input()->set_name(name);
    set_payloads(*request.mutable_request()->mutable_input()->mutable_args(), arguments);
    const auto answer = server_.call<service::UpdateWorkflowExecutionResponse>("UpdateWorkflowExecution", request);
    if (answer.outcome().has_failure()) return std::unexpected{wire::read(answer.outcome().failure())};
    const auto& success = answer.outcome().success();
    return success.payloads_size() > 0 ? wire::read(success.payloads(0)) : null_payload();
}

void WorkerTest::cancel(const Started& started) {
    service::RequestCancelWorkflowExecutionRequest request;
    set_target(request, server_.name_space(), started.id, "");
    request.set_request_id(Server::fresh("request"));
    server_.call<service::RequestCancelWorkflowExecutionResponse>("RequestCancelWorkflowExecution", request);
}

void WorkerTest::terminate(const Started& started) {
    service::TerminateWorkflowExecutionRequest request;
    set_target(request, server_.name_space(), started.id, "");
    server_.call<service::TerminateWorkflowExecutionResponse>("TerminateWorkflowExecution", request);
}

namespace {

history::History history_of(const service::GetWorkflowExecutionHistoryResponse& response) { return response.history(); }

}  // namespace

void WorkerTest::record(const Started& started, const std::string& name) {
    const char* folder = std::getenv("ACERVO_RECORD_HISTORIES");  // NOLINT(concurrency-mt-unsafe): nobody sets it
    if (folder == nullptr) return;
    std::ofstream{std::string{folder} + "/" + name + ".json"} << history_json(started);
}

std::vector<std::string> WorkerTest::events(const Started& started) {
    service::GetWorkflowExecutionHistoryRequest request;
    set_target(request, server_.name_space(), started.id, started.run_id);
    std::vector<std::string> names;
    const auto got = server_.call<service::GetWorkflowExecutionHistoryResponse>("GetWorkflowExecutionHistory", request);
    for (const auto& event : history_of(got).events()) names.push_back(name_of(event));
    return names;
}

bool WorkerTest::has_event(const Started& started, const std::string& name) {
    return std::ranges::count(events(started), name) > 0;
}

std::vector<std::string> WorkerTest::task_failures(const Started& started) {
    service::GetWorkflowExecutionHistoryRequest request;
    set_target(request, server_.name_space(), started.id, started.run_id);
    std::vector<std::string> messages;
    const auto got = server_.call<service::GetWorkflowExecutionHistoryResponse>("GetWorkflowExecutionHistory", request);
    for (const auto& event : history_of(got).events()) {
        if (!event.has_workflow_task_failed_event_attributes()) continue;
        const auto& failed = event.workflow_task_failed_event_attributes();
        // The server's own: something happened while the task was under way, and it is given out again.
        if (failed.cause() == enums::WORKFLOW_TASK_FAILED_CAUSE_UNHANDLED_COMMAND) continue;
        messages.push_back(failed.failure().message());
    }
    return messages;
}

std::string WorkerTest::history_json(const Started& started) {
    service::GetWorkflowExecutionHistoryRequest request;
    set_target(request, server_.name_space(), started.id, started.run_id);
    const auto got = server_.call<service::GetWorkflowExecutionHistoryResponse>("GetWorkflowExecutionHistory", request);
    std::string json;
    google::protobuf::util::JsonPrintOptions options;
    options.add_whitespace = true;
    const auto status = google::protobuf::util::MessageToJsonString(got.history(), &json, options);
    EXPECT_TRUE(status.ok()) << status.ToString();
    return json;
}

}  // namespace acervo::temporal
