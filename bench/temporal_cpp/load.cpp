#include <fmt/core.h>

#include <boost/asio/this_coro.hpp>
#include <chrono>
#include <fstream>

#include "core/sleep.hpp"
#include "core/task_group.hpp"
#include "temporal/client/workflow_history.hpp"
#include "temporal/worker/errand_workflow.hpp"
#include "temporal_cpp/flows.hpp"
#include "temporal_cpp/verbs.hpp"

namespace acervo::bench {

namespace asio = boost::asio;
namespace samples = temporal::samples;
using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;
using temporal::Client;
using temporal::StartOptions;

namespace {

constexpr auto kPatience = 300s;

StartOptions on(const std::string& queue) {
    StartOptions options;
    options.task_queue = queue;
    return options;
}

/// Shared by the lanes, which run on one thread.
struct Load {
    Client client;
    std::string queue;
    LoadOptions options;
    Clock::time_point end;
    int workflows = 0;
    Result<void> outcome = ok();
};

Async<Result<void>> one(const Load* load) {
    const auto& options = load->options;
    const auto run = CO_TRY(co_await load->client.start(crunch, options.steps, options.width, on(load->queue)));
    const auto received = CO_TRY(co_await run.result(Deadline::after(kPatience)));
    if (received == options.steps * options.width * static_cast<int>(kWork.size())) co_return ok();
    co_return fail(ErrorKind::Internal, fmt::format("crunch answered {}", received));
}

Async<void> lane(Load* load) {
    while (load->outcome && Clock::now() < load->end) {
        if (auto done = co_await one(load); !done) {
            load->outcome = std::move(done);
        } else {
            ++load->workflows;
        }
    }
}

Result<void> write(const std::filesystem::path& file, const temporal::History& history) {
    auto text = to_json(history);
    if (!text) return fail(std::move(text).error());
    std::ofstream out{file};
    out << *text << std::flush;
    if (!out) return fail(ErrorKind::Internal, "cannot write " + file.string());
    return ok();
}

Async<Result<void>> record(Client client, temporal::WorkflowExecution run, std::filesystem::path file) {
    const auto history = CO_TRY(co_await fetch_history(std::move(client), std::move(run)));
    co_return write(file, history);
}

/// The errand waits for its word: it has begun its second timer.
Async<Result<void>> wait_for_two_timers(Client client, std::string workflow_id) {
    const auto end = Clock::now() + kPatience;
    while (Clock::now() < end) {
        temporal::WorkflowExecution latest{workflow_id, ""};
        const auto history = CO_TRY(co_await fetch_history(client, std::move(latest)));
        int timers = 0;
        for (const auto& event : history.events()) timers += static_cast<int>(event.type == "TIMER_STARTED");
        if (timers == 2) co_return ok();
        co_await sleep_for(20ms);
    }
    co_return fail(ErrorKind::Timeout, "the errand does not come to its second timer");
}

}  // namespace

Async<Result<void>> load(Place place, LoadOptions options) {
    auto client = CO_TRY(co_await connect(place));
    const auto begun = Clock::now();
    Load all{std::move(client), place.queue, options, begun + options.length};
    TaskGroup lanes{co_await asio::this_coro::executor};
    for (int i = 0; i < options.open; ++i) lanes.spawn("lane", lane(&all));
    co_await lanes.join();
    if (!all.outcome) co_return all.outcome;
    const std::chrono::duration<double> seconds = Clock::now() - begun;
    fmt::print("{{\"workflows\": {}, \"activities\": {}, \"seconds\": {:.4f}}}\n", all.workflows,
               all.workflows * options.steps * options.width, seconds.count());
    co_return ok();
}

Async<Result<void>> record_crunch(Place place, LoadOptions options, std::filesystem::path file) {
    const auto client = CO_TRY(co_await connect(place));
    const auto run = CO_TRY(co_await client.start(crunch, options.steps, options.width, on(place.queue)));
    CO_TRY(co_await run.result(Deadline::after(kPatience)));
    temporal::WorkflowExecution recorded{run.workflow_id(), ""};
    co_return co_await record(client, std::move(recorded), std::move(file));
}

Async<Result<void>> record_errand(Place place, std::filesystem::path first, std::filesystem::path second) {
    const auto client = CO_TRY(co_await connect(place));
    const auto run = CO_TRY(co_await client.start(samples::errand, "Ada", 1, on(place.queue)));
    CO_TRY(co_await wait_for_two_timers(client, run.workflow_id()));
    CO_TRY(co_await run.signal(samples::word, "splendid"));
    const auto answer = CO_TRY(co_await run.result(Deadline::after(kPatience)));
    if (answer != "Hello Ada splendid!, Hello one, Hello two") {
        co_return fail(ErrorKind::Internal, "the errand answered " + answer);
    }
    temporal::WorkflowExecution began{run.workflow_id(), run.started_run_id()};
    CO_TRY(co_await record(client, std::move(began), std::move(first)));
    temporal::WorkflowExecution latest{run.workflow_id(), ""};
    co_return co_await record(client, std::move(latest), std::move(second));
}

}  // namespace acervo::bench
