#include <boost/asio/signal_set.hpp>
#include <csignal>
#include <cstdio>

#include "core/sleep.hpp"
#include "core/task_group.hpp"
#include "temporal/worker/worker.hpp"
#include "temporal_cpp/flows.hpp"
#include "temporal_cpp/verbs.hpp"

namespace acervo::bench {

namespace asio = boost::asio;
using namespace std::chrono_literals;
using temporal::Connection;
using temporal::Pollers;
using temporal::Runtime;
using temporal::Worker;

namespace {

Async<Result<Connection>> connect_to(std::string address) {
    temporal::ConnectOptions where;
    where.url = "http://" + address;
    where.identity = "bench";
    auto runtime = CO_TRY(Runtime::start());
    co_return co_await Connection::connect(std::move(runtime), std::move(where), Deadline::after(30s));
}

Async<void> say_when_ready(const Worker* worker) {
    while (!worker->ready()) co_await sleep_for(5ms);
    std::puts("ready");
    std::fflush(stdout);
}

}  // namespace

Async<Result<temporal::Client>> connect(Place place) {
    const auto connection = CO_TRY(co_await connect_to(place.address));
    temporal::ClientOptions options;
    options.name_space = std::move(place.name_space);
    options.timeout = 30s;
    co_return temporal::Client{connection, std::move(options)};
}

Async<Result<void>> work(Place place, WorkOptions options) {
    const auto connection = CO_TRY(co_await connect_to(place.address));
    temporal::Registry workflows;
    add_workflows(workflows);
    temporal::ActivityRegistry activities;
    add_activities(activities);
    temporal::WorkerOptions worker_options;
    worker_options.name_space = place.name_space;
    Worker worker{connection, std::move(worker_options)};
    temporal::QueueOptions queue;
    queue.engine.task_queue = place.queue;
    queue.engine.workflow_pollers = Pollers::fixed(options.pollers);
    queue.engine.activity_pollers = Pollers::fixed(options.pollers);
    queue.engine.max_workflow_tasks = options.concurrent;
    queue.engine.max_activities = options.concurrent;
    queue.workflows = &workflows;
    queue.activities = &activities;
    CO_TRY(worker.add(std::move(queue)));

    const auto executor = co_await asio::this_coro::executor;
    asio::signal_set signals{executor, SIGTERM, SIGINT};
    signals.async_wait([&worker](const boost::system::error_code& error, int) {
        if (!error) worker.shut_down();
    });
    TaskGroup group{executor};
    group.spawn("ready", say_when_ready(&worker));
    auto ended = co_await worker.run();
    signals.cancel();
    group.cancel();
    co_await group.join();
    co_return ended;
}

}  // namespace acervo::bench
