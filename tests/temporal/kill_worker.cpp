// A worker for `twenty_steps` that knows nothing but its queue, until it is killed; it dies with the process that
// started it.
//   temporal_kill_worker HOST:PORT NAMESPACE QUEUE DATABASE-URL NUMBER
#include <sys/prctl.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <csignal>
#include <cstdio>
#include <cstdlib>

#include "core/log.hpp"
#include "ledger.hpp"
#include "temporal/worker/worker.hpp"
#include "twenty_steps.hpp"

namespace acervo::temporal {
namespace {

using namespace std::chrono_literals;

struct Arguments {
    std::string address;
    std::string name_space;
    std::string queue;
    std::string database_url;
    int number;
};

QueueOptions queue_options(const Arguments& arguments) {
    QueueOptions queue;
    queue.engine.task_queue = arguments.queue;
    // Its predecessor is dead: nobody shall wait for it for long.
    queue.engine.sticky_timeout = 500ms;
    queue.engine.workflow_pollers = Pollers::fixed(2);
    queue.engine.activity_pollers = Pollers::fixed(2);
    queue.workflow_threads = 2;
    return queue;
}

Async<Result<void>> work(Arguments arguments) {
    DatabaseOptions where;
    where.url = arguments.database_url;
    where.statement_timeout = 5s;  // slowness is not what is looked for
    Database database{co_await boost::asio::this_coro::executor, std::move(where)};
    CO_TRY(co_await database.wait_until_up(10s));
    Ledger ledger{database, arguments.number};
    Registry workflows;
    twenty_steps::add_workflows(workflows);
    ActivityRegistry activities;
    activities.add(twenty_steps::deposit,
                   [&ledger](twenty_steps::Deposit deposit) { return ledger.pay_in(std::move(deposit)); });

    const auto runtime = CO_TRY(Runtime::start());
    ConnectOptions server;
    server.url = "http://" + arguments.address;
    server.identity = "kill-worker-" + std::to_string(arguments.number);
    const auto connection = CO_TRY(co_await Connection::connect(runtime, std::move(server), Deadline::after(30s)));
    WorkerOptions options;
    options.name_space = arguments.name_space;
    Worker worker{connection, std::move(options)};
    auto queue = queue_options(arguments);
    queue.workflows = &workflows;
    queue.activities = &activities;
    CO_TRY(worker.add(std::move(queue)));
    co_return co_await worker.run();
}

}  // namespace
}  // namespace acervo::temporal

int main(int count, char** given) {
    if (count != 6) {
        std::fputs("usage: temporal_kill_worker HOST:PORT NAMESPACE QUEUE DATABASE-URL NUMBER\n", stderr);
        return 2;
    }
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    static_cast<void>(acervo::log::start({.level = "error", .file = {}}));
    acervo::temporal::Arguments arguments{given[1], given[2], given[3], given[4], std::atoi(given[5])};
    boost::asio::io_context loop{1};
    int code = 1;
    const auto ended = [&code](const std::exception_ptr& thrown, const acervo::Result<void>& result) {
        if (thrown) std::rethrow_exception(thrown);
        if (!result) std::fprintf(stderr, "%s\n", result.error().message().c_str());
        code = result ? 0 : 1;
    };
    boost::asio::co_spawn(loop, acervo::temporal::work(std::move(arguments)), ended);
    loop.run();
    return code;
}
