#pragma once

#include <chrono>
#include <filesystem>
#include <string>
#include <vector>

#include "core/async.hpp"
#include "core/result.hpp"
#include "temporal/client/client.hpp"

/// What the program can be told to do. Each throws nothing; an error is its end.
namespace acervo::bench {

/// Where the server is, and which task queue.
struct Place {
    std::string address;
    std::string name_space;
    std::string queue;
};
Async<Result<temporal::Client>> connect(Place place);

struct WorkOptions {
    unsigned pollers;
    unsigned concurrent;
};
/// Works until SIGTERM; prints "ready" when it takes tasks.
Async<Result<void>> work(Place place, WorkOptions options);

struct LoadOptions {
    /// After so long no workflow is started any more.
    std::chrono::milliseconds length;
    /// Workflows at a time.
    int open;
    int steps;
    int width;
};
/// Starts `crunch` again and again, waits for the results and checks them; prints a line of JSON.
Async<Result<void>> load(Place place, LoadOptions options);

/// Runs `crunch` once and writes its history.
Async<Result<void>> record_crunch(Place place, LoadOptions options, std::filesystem::path file);
/// Runs the errand in two runs, of which the first continues as the second, and writes the history of each.
Async<Result<void>> record_errand(Place place, std::filesystem::path first, std::filesystem::path second);

/// Replays again and again; prints a line of JSON. The history is read once, and the first replay is not counted.
Async<Result<void>> measure_replay(std::chrono::milliseconds length, std::filesystem::path file);
/// Replays each once.
Async<Result<void>> check(std::vector<std::filesystem::path> files, bool changed);

}  // namespace acervo::bench
