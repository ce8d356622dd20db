// Ours beside the other SDKs: a worker, the load for a worker of any SDK, and replays of histories.
//   acervo-bench-temporal work ADDRESS NAMESPACE QUEUE --pollers N --concurrent N
//   acervo-bench-temporal load ADDRESS NAMESPACE QUEUE --seconds N --open N --steps N --width N
//   acervo-bench-temporal record-crunch ADDRESS NAMESPACE QUEUE FILE --steps N --width N
//   acervo-bench-temporal record-errand ADDRESS NAMESPACE QUEUE FIRST SECOND
//   acervo-bench-temporal replay FILE --seconds N
//   acervo-bench-temporal check FILE… [--changed]

#include <CLI/CLI.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <cstdio>
#include <exception>
#include <functional>

#include "temporal_cpp/verbs.hpp"

namespace acervo::bench {
namespace {

struct Words {
    Place place;
    WorkOptions worker{5, 100};
    LoadOptions load{std::chrono::seconds{1}, 8, 5, 4};
    double seconds = 1;
    std::vector<std::filesystem::path> files;
    bool changed = false;

    std::chrono::milliseconds length() const {
        return std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::duration<double>{seconds});
    }
};
using Verb = std::function<Async<Result<void>>()>;

CLI::App* add(CLI::App& app, const std::string& name, Verb verb, Verb& chosen) {
    auto* command = app.add_subcommand(name);
    command->callback([&chosen, verb = std::move(verb)] { chosen = verb; });
    return command;
}

void add_place(CLI::App* command, Words& words) {
    command->add_option("address", words.place.address)->required();
    command->add_option("namespace", words.place.name_space)->required();
    command->add_option("queue", words.place.queue)->required();
}
void add_files(CLI::App* command, Words& words, int least, int most) {
    command->add_option("files", words.files)->required()->expected(least, most);
}
void add_size(CLI::App* command, Words& words) {
    command->add_option("--steps", words.load.steps);
    command->add_option("--width", words.load.width);
}

void add_verbs_with_server(CLI::App& app, Words& words, Verb& chosen) {
    auto* works = add(app, "work", [&words] { return work(words.place, words.worker); }, chosen);
    add_place(works, words);
    works->add_option("--pollers", words.worker.pollers);
    works->add_option("--concurrent", words.worker.concurrent);
    const auto load_for = [&words] {
        auto options = words.load;
        options.length = words.length();
        return load(words.place, options);
    };
    auto* loads = add(app, "load", load_for, chosen);
    add_place(loads, words);
    add_size(loads, words);
    loads->add_option("--seconds", words.seconds);
    loads->add_option("--open", words.load.open);
    const auto crunch = [&words] { return record_crunch(words.place, words.load, words.files[0]); };
    auto* crunches = add(app, "record-crunch", crunch, chosen);
    add_place(crunches, words);
    add_size(crunches, words);
    add_files(crunches, words, 1, 1);
    const auto errand = [&words] { return record_errand(words.place, words.files[0], words.files[1]); };
    auto* errands = add(app, "record-errand", errand, chosen);
    add_place(errands, words);
    add_files(errands, words, 2, 2);
}

void add_verbs_with_files(CLI::App& app, Words& words, Verb& chosen) {
    auto* replays = add(app, "replay", [&words] { return measure_replay(words.length(), words.files[0]); }, chosen);
    add_files(replays, words, 1, 1);
    replays->add_option("--seconds", words.seconds);
    auto* checks = add(app, "check", [&words] { return check(words.files, words.changed); }, chosen);
    add_files(checks, words, 1, 100);
    checks->add_flag("--changed", words.changed);
}

int run(const Verb& verb) {
    boost::asio::io_context loop{1};
    int exit_code = 1;
    boost::asio::co_spawn(loop, verb(), [&exit_code](const std::exception_ptr& thrown, const Result<void>& ended) {
        if (thrown) std::rethrow_exception(thrown);
        exit_code = ended ? 0 : 1;
        if (!ended) std::fprintf(stderr, "%s\n", ended.error().message().c_str());
    });
    loop.run();
    return exit_code;
}

}  // namespace
}  // namespace acervo::bench

int main(int count, char** arguments) {
    CLI::App app{"Ours beside other Temporal SDKs."};
    app.require_subcommand(1);
    acervo::bench::Words words;
    acervo::bench::Verb chosen;
    acervo::bench::add_verbs_with_server(app, words, chosen);
    acervo::bench::add_verbs_with_files(app, words, chosen);
    CLI11_PARSE(app, count, arguments);
    return acervo::bench::run(chosen);
}
