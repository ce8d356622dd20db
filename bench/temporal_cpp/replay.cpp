#include <fmt/core.h>
#include <sys/resource.h>

#include <chrono>
#include <fstream>
#include <sstream>

#include "temporal/client/workflow_history.hpp"
#include "temporal/worker/replayer.hpp"
#include "temporal_cpp/flows.hpp"
#include "temporal_cpp/verbs.hpp"

namespace acervo::bench {

using Clock = std::chrono::steady_clock;
using temporal::RecordedHistory;
using temporal::Replayer;
using temporal::Runtime;

namespace {

Result<RecordedHistory> read(const std::filesystem::path& file) {
    const std::ifstream in{file};
    std::ostringstream text;
    text << in.rdbuf();
    if (!in) return fail(ErrorKind::NotFound, "cannot read " + file.string());
    return RecordedHistory{file.string(), text.str()};
}

rusage used() {
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    return usage;
}
double cpu_seconds() {
    const auto usage = used();
    const auto seconds = [](const timeval& time) {
        return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) * 1e-6;
    };
    return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}
double seconds_since(Clock::time_point begun) { return std::chrono::duration<double>{Clock::now() - begun}.count(); }

}  // namespace

Async<Result<void>> measure_replay(std::chrono::milliseconds length, std::filesystem::path file) {
    const auto runtime = CO_TRY(Runtime::start());
    temporal::Registry workflows;
    add_workflows(workflows);
    const Replayer replayer{runtime, workflows};
    const auto recorded = CO_TRY(read(file));
    const auto reading = Clock::now();
    const auto history = CO_TRY(temporal::parse_history(recorded.json));
    const auto read_for = seconds_since(reading);
    const temporal::FetchedHistory fetched{recorded.name, history.bytes()};
    CO_TRY(co_await replayer.replay_fetched(fetched));  // warms up
    const auto begun = Clock::now();
    const auto cpu = cpu_seconds();
    std::size_t replays = 0;
    do {
        CO_TRY(co_await replayer.replay_fetched(fetched));
        ++replays;
    } while (Clock::now() - begun < length);
    fmt::print(
        "{{\"replays\": {}, \"events\": {}, \"seconds\": {:.4f}, \"cpu_seconds\": {:.4f}, "
        "\"reading_seconds\": {:.4f}, \"peak_bytes\": {}}}\n",
        replays, replays * history.events().size(), seconds_since(begun), cpu_seconds() - cpu, read_for,
        used().ru_maxrss * 1024);
    co_return ok();
}

Async<Result<void>> check(std::vector<std::filesystem::path> files, bool changed) {
    const auto runtime = CO_TRY(Runtime::start());
    temporal::Registry workflows;
    add_workflows(workflows, changed);
    const Replayer replayer{runtime, workflows};
    for (const auto& file : files) {
        auto recorded = CO_TRY(read(file));
        CO_TRY(co_await replayer.replay(std::move(recorded)));
        fmt::print("{} fits\n", file.string());
    }
    co_return ok();
}

}  // namespace acervo::bench
