// Workflows without end through one worker: what stays in memory of each?
//   temporal_soak HOST:PORT NAMESPACE WORKFLOWS
// Starts that many workflows, some at a time, waits for their results, and prints what the process holds (resident, in
// KiB) along the way; at the end the slope over the second half, least squares, in KiB per 1,000 workflows.
#include <sys/resource.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <cstdio>
#include <cstdlib>
#include <random>
#include <string>
#include <vector>

#include "core/id.hpp"
#include "core/log.hpp"
#include "core/task_group.hpp"
#include "temporal/client/client.hpp"
#include "temporal/worker/worker.hpp"
#include "testkit/figures.hpp"
#include "testkit/memory.hpp"

namespace acervo::temporal {
namespace {

using namespace std::chrono_literals;

/// Workflows under way at a time.
constexpr int kStarters = 40;
/// Samples over the whole run.
constexpr int kSamples = 240;
/// From this size on the second half is long enough for a slope to mean something.
constexpr int kSizeOfASlope = 10'000;
/// A worker that kept one small object of each workflow would be above it.
constexpr double kSteepest = 64;

const Activity<std::string(std::string)> greet{"greet", {.start_to_close_timeout = 30s}};
const Workflow<std::string(std::string)> visit{"visit"};
const Signal<std::string> leave{"leave"};

Task<std::string> visit_workflow(Context ctx, std::string name) {
    auto& word = ctx.make<std::string>();
    ctx.on(leave, [&word](const std::string& said) { word = said; });
    const auto greeting = co_await ctx.run(greet, name);
    co_await ctx.sleep(1ms);
    co_await ctx.run_local(greet, name);
    co_await ctx.wait([&word] { return !word.empty(); });
    co_return greeting + word;
}

struct Sample {
    double workflows;
    double kib;
};

/// Of a line through the samples.
double slope(const std::vector<Sample>& samples) {
    double x = 0;
    double y = 0;
    for (const auto& one : samples) {
        x += one.workflows / static_cast<double>(samples.size());
        y += one.kib / static_cast<double>(samples.size());
    }
    double above = 0;
    double below = 0;
    for (const auto& one : samples) {
        above += (one.workflows - x) * (one.kib - y);
        below += (one.workflows - x) * (one.workflows - x);
    }
    return below > 0 ? above / below : 0;
}

class Soak {
public:
    Soak(Client client, std::string queue, int workflows)
        : client_{std::move(client)}, queue_{std::move(queue)}, workflows_{workflows} {}

    Async<void> run(Worker* worker) {
        TaskGroup starters{co_await boost::asio::this_coro::executor};
        for (int i = 0; i < kStarters; ++i) starters.spawn("starter", start_workflows());
        co_await starters.join();
        worker->shut_down();
    }
    /// Whether all of them ended as they should.
    bool report() const {
        const auto second_half =
            std::vector<Sample>(samples_.begin() + static_cast<std::ptrdiff_t>(samples_.size() / 2), samples_.end());
        const auto per_thousand = slope(second_half) * 1000;
        const bool long_enough = workflows_ >= kSizeOfASlope;
        const bool flat = per_thousand < kSteepest;
        testkit::report(
            {"workflows through one worker", static_cast<double>(ended_), "workflows", 24'000, ended_ >= 24'000});
        testkit::report({"memory at the end", samples_.empty() ? 0 : samples_.back().kib, "KiB"});
        testkit::report(
            {"slope of the second half", per_thousand, "KiB per 1000 workflows", kSteepest, flat && long_enough});
        return failed_ == 0 && ended_ == workflows_ && (flat || !long_enough);
    }

private:
    Async<void> start_workflows() {
        while (begun_ < workflows_) {
            ++begun_;
            const auto ended = co_await one_workflow();
            if (!ended) {
                ++failed_;
                std::fprintf(stderr, "%s\n", ended.error().message().c_str());
            } else {
                note_end();
            }
        }
    }
    Async<Result<void>> one_workflow() {
        StartOptions options;
        options.workflow_id = "soak-" + Uuid::make().to_string();
        options.task_queue = queue_;
        const auto run = CO_TRY(co_await client_.start(visit, "Ada", std::move(options)));
        CO_TRY(co_await run.signal(leave, "bye"));
        const auto said = CO_TRY(co_await run.result(Deadline::after(2min)));
        if (said != "Hello Ada, bye") co_return fail(ErrorKind::Internal, "a workflow said " + said);
        co_return ok();
    }
    void note_end() {
        ++ended_;
        if (ended_ % std::max(1, workflows_ / kSamples) != 0) return;
        const auto kib = static_cast<double>(testkit::memory_in_use()) / 1024;
        samples_.push_back({static_cast<double>(ended_), kib});
        if (samples_.size() % 12 == 0) std::printf("%d workflows: %.0f KiB\n", ended_, kib), std::fflush(stdout);
    }

    Client client_;
    std::string queue_;
    int workflows_;
    int begun_ = 0;
    int ended_ = 0;
    int failed_ = 0;
    std::vector<Sample> samples_;
};

Async<Result<void>> soak(std::string address, std::string name_space, int workflows, bool* good) {
    Registry registry;
    registry.add(visit, &visit_workflow);
    ActivityRegistry activities;
    activities.add(greet, [](const std::string& name) { return "Hello " + name + ", "; });
    const auto runtime = CO_TRY(Runtime::start());
    ConnectOptions where;
    where.url = "http://" + address;
    where.identity = "soak";
    const auto connection = CO_TRY(co_await Connection::connect(runtime, std::move(where), Deadline::after(30s)));
    const auto queue = "soak-" + Uuid::make().to_string();
    WorkerOptions options;
    options.name_space = name_space;
    Worker worker{connection, std::move(options)};
    QueueOptions taken;
    taken.engine.task_queue = queue;
    taken.workflows = &registry;
    taken.activities = &activities;
    // Threads that begin later would count as growth.
    taken.activity_threads = 4;
    CO_TRY(worker.add(std::move(taken)));
    ClientOptions client_options;
    client_options.name_space = name_space;
    client_options.timeout = 30s;
    Soak soak{Client{connection, std::move(client_options)}, queue, workflows};
    TaskGroup group{co_await boost::asio::this_coro::executor};
    group.spawn("soak", soak.run(&worker));
    auto ended = co_await worker.run();
    co_await group.join();
    *good = soak.report();
    co_return ended;
}

}  // namespace
}  // namespace acervo::temporal

int main(int count, char** given) {
    if (count != 4) {
        std::fputs("usage: temporal_soak HOST:PORT NAMESPACE WORKFLOWS\n", stderr);
        return 2;
    }
    static_cast<void>(acervo::log::start({.level = "warn", .file = {}}));
    boost::asio::io_context loop{1};
    bool good = false;
    const auto ended = [&good](const std::exception_ptr& thrown, const acervo::Result<void>& result) {
        if (thrown) std::rethrow_exception(thrown);
        if (!result) std::fprintf(stderr, "%s\n", result.error().message().c_str());
        good = good && result;
    };
    boost::asio::co_spawn(loop, acervo::temporal::soak(given[1], given[2], std::atoi(given[3]), &good), ended);
    loop.run();
    return good ? 0 : 1;
}
