#include "temporal/server_testing/server_environment.hpp"

#include <boost/asio/co_spawn.hpp>
#include <stdexcept>

#include "core/id.hpp"
#include "temporal/client/call_failure.hpp"

namespace acervo::temporal::testing {

namespace asio = boost::asio;

namespace {

ClientOptions client_options(const ServerEnvironmentOptions& options) {
    ClientOptions into;
    into.name_space = options.name_space;
    into.timeout = options.patience;
    return into;
}

Async<void> run_worker(Worker* worker) {
    const auto ended = co_await worker->run();
    if (!ended) throw std::runtime_error{ended.error().message()};
}

}  // namespace

Failure failure_of(const Error& error) {
    auto told = call_failure_of(error);
    if (!told) throw std::runtime_error{error.message()};
    return std::move(told->failure);
}

void ServerLoop::begin(Async<void> work, bool* ended) {
    *ended = false;
    asio::co_spawn(context_, std::move(work), [ended](const std::exception_ptr& thrown) {
        *ended = true;
        if (thrown) std::rethrow_exception(thrown);
    });
}

void ServerLoop::until(const bool& done) {
    const auto give_up = std::chrono::steady_clock::now() + 2 * patience_;
    while (!done) {
        context_.restart();
        context_.run_one_until(give_up);
        if (std::chrono::steady_clock::now() >= give_up) throw std::runtime_error{"the server takes too long"};
    }
}

ServerEnvironment::ServerEnvironment(Connection connection, const Registry& registry, ServerEnvironmentOptions options)
    : options_{std::move(options)},
      connection_{std::move(connection)},
      registry_{&registry},
      task_queue_{"test-" + Uuid::make().to_string()},
      loop_{options_.patience},
      client_{connection_, client_options(options_)} {}

ServerEnvironment::~ServerEnvironment() {
    if (!worker_) return;
    worker_->shut_down();
    try {
        loop_.until(worker_ended_);
    } catch (const std::exception&) {
        // It said so when it happened, or never comes back: the test has failed already.
        worker_ended_ = true;
    }
}

void ServerEnvironment::work() {
    if (worker_) return;
    WorkerOptions options;
    options.name_space = options_.name_space;
    options.graceful_shutdown = std::chrono::milliseconds{100};
    worker_ = std::make_unique<Worker>(connection_, std::move(options));
    QueueOptions queue;
    queue.engine.task_queue = task_queue_;
    queue.workflows = registry_;
    queue.activities = &activities_;
    queue.activity_threads = 4;
    if (const auto added = worker_->add(std::move(queue)); !added) throw std::runtime_error{added.error().message()};
    loop_.begin(run_worker(worker_.get()), &worker_ended_);
}

StartOptions ServerEnvironment::start_options(const std::string& type) const {
    StartOptions options;
    options.workflow_id = type + "-" + Uuid::make().to_string();
    options.task_queue = task_queue_;
    options.skip_time = true;
    return options;
}

}  // namespace acervo::temporal::testing
