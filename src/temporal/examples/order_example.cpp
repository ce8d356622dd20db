// A whole program: a worker and a client in one process. An order is checked, waits for its payment, can be asked how
// it stands, and is shipped; what fails is undone.
//
//   temporal_order_example 127.0.0.1:7233 NAMESPACE

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>
#include <cstdio>
#include <exception>

#include "core/id.hpp"
#include "core/sleep.hpp"
#include "core/task_group.hpp"
#include "temporal/client/client.hpp"
#include "temporal/worker/worker.hpp"
#include "temporal/workflow/saga.hpp"

namespace acervo::temporal {
namespace {

namespace asio = boost::asio;
using namespace std::chrono_literals;

// What travels says itself how.
struct Order {
    std::string article;
    int count = 0;

    static constexpr auto fields() {
        return std::tuple{field("article", &Order::article), field("count", &Order::count)};
    }
};

// Names and types, shared by who starts, runs and asks.
const Activity<std::string(Order)> reserve{"reserve", {.start_to_close_timeout = 10s}};
const Activity<void(std::string)> release{"release", {.start_to_close_timeout = 10s}};
const Activity<std::string(Order)> ship{"ship", {.start_to_close_timeout = 1min, .heartbeat_timeout = 5s}};
const Workflow<std::string(Order)> ordering{"ordering"};
const Signal<int> pay{"pay"};
const Query<std::string()> stage{"stage"};

struct OrderState {
    std::string stage{"new"};
    int paid = 0;
};

Task<std::string> fulfil(Context ctx, Saga saga, OrderState* state, Order order) {
    const auto reservation = co_await ctx.run(reserve, order);
    saga.undo(release, reservation);
    state->stage = "waits for payment";
    if (!co_await ctx.wait([state] { return state->paid > 0; }, 24h)) {
        throw ApplicationFailure{FailureType{"NotPaid"}, "nobody paid within a day"}.not_retryable();
    }
    state->stage = "paid";
    co_return co_await ctx.run(ship, order);
}

Task<std::string> order_workflow(Context ctx, Order order) {
    auto& state = ctx.make<OrderState>();
    ctx.on(pay, [&state](int amount) { state.paid += amount; });
    ctx.on(stage, state, [](const OrderState& now) { return now.stage; });
    Saga saga{ctx};
    const auto tracking = co_await saga.run(fulfil(ctx, saga, &state, std::move(order)));
    state.stage = "shipped";
    co_return tracking;
}

// A coroutine on the loop; plain functions run on threads of the worker.
Async<Result<std::string>> pack_and_ship(ActivityContext context, Order order) {
    for (int packed = 0; packed < order.count; ++packed) {
        co_await sleep_for(1ms);
        context.heartbeat(packed);
    }
    co_return std::to_string(order.count) + " x " + order.article + " on their way";
}

Registry workflows() {
    Registry registry;
    registry.add(ordering, &order_workflow);
    return registry;
}
ActivityRegistry activities() {
    ActivityRegistry registry;
    registry.add(reserve, [](const Order& order) -> Result<std::string> {
        if (order.count <= 0) return fail(ErrorKind::InvalidInput, "an order has at least one article");
        return "reservation of " + order.article;
    });
    registry.add(release, [](const std::string& /*reservation*/) {});
    registry.add(ship, &pack_and_ship);
    return registry;
}

Async<Result<std::string>> place_an_order(Client client, std::string queue) {
    StartOptions options;
    options.workflow_id = "order-" + Uuid::make().to_string();
    options.task_queue = std::move(queue);
    const Order order{"chair", 4};
    const auto placed = CO_TRY(co_await client.start(ordering, order, options));
    CO_TRY(co_await placed.signal(pay, 400));
    auto tracking = CO_TRY(co_await placed.result(Deadline::after(60s)));
    co_return tracking + ", " + CO_TRY(co_await placed.query(stage));
}

/// Ends the worker when the order is through, or at SIGTERM.
Async<void> order_and_stop(Client client, std::string queue, Worker* worker, int* exit_code) {
    const auto answer = co_await place_an_order(std::move(client), std::move(queue));
    std::puts(answer ? answer->c_str() : answer.error().message().c_str());
    *exit_code = answer ? 0 : 1;
    worker->shut_down();
}

Async<Result<void>> run(std::string address, std::string name_space, int* exit_code) {
    ConnectOptions where;
    where.url = "http://" + address;
    where.identity = "order-example";
    const auto runtime = CO_TRY(Runtime::start());
    const auto connection = CO_TRY(co_await Connection::connect(runtime, std::move(where), Deadline::after(30s)));

    const auto flows = workflows();
    const auto acts = activities();
    const auto queue = "order-example-" + Uuid::make().to_string();
    WorkerOptions options;
    options.name_space = name_space;
    Worker worker{connection, std::move(options)};
    QueueOptions taken;
    taken.engine.task_queue = queue;
    taken.workflows = &flows;
    taken.activities = &acts;
    CO_TRY(worker.add(std::move(taken)));

    const auto executor = co_await asio::this_coro::executor;
    asio::signal_set signals{executor, SIGTERM, SIGINT};
    signals.async_wait([&worker](const boost::system::error_code& error, int) {
        if (!error) worker.shut_down();
    });
    ClientOptions client_options;
    client_options.name_space = name_space;
    TaskGroup group{executor};
    group.spawn("order", order_and_stop(Client{connection, std::move(client_options)}, queue, &worker, exit_code));
    auto ended = co_await worker.run();
    co_await group.join();
    co_return ended;
}

}  // namespace
}  // namespace acervo::temporal

int main(int count, char** arguments) {
    if (count != 3) {
        std::fputs("usage: temporal_order_example HOST:PORT NAMESPACE\n", stderr);
        return 2;
    }
    boost::asio::io_context loop;
    int exit_code = 1;
    const auto done = [&exit_code](const std::exception_ptr& thrown, const acervo::Result<void>& ended) {
        if (thrown) std::rethrow_exception(thrown);
        if (!ended) {
            std::fprintf(stderr, "%s\n", ended.error().message().c_str());
            exit_code = 1;
        }
    };
    boost::asio::co_spawn(loop, acervo::temporal::run(arguments[1], arguments[2], &exit_code), done);
    loop.run();
    return exit_code;
}
