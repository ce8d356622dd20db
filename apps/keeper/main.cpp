#include <fmt/format.h>

#include <csignal>
#include <exception>

#include "wiring.hpp"

// acervo-keeper: the background loops of the house. Any number of processes may run; the one that holds the lock works,
// the others stand by.
namespace {

namespace config = acervo::config;
namespace keeper = acervo::keeper;

constexpr int kConfigurationError = 78;  // EX_CONFIG
constexpr int kSoftwareError = 70;       // EX_SOFTWARE

int failed(const acervo::Error& error) {
    fmt::print(stderr, "acervo-keeper: {}\n", error.message());
    return error.kind() == acervo::ErrorKind::InvalidInput ? kConfigurationError : 1;
}

int main_checked(std::vector<std::string> words) {
    const auto environment = config::environment_of_process();
    const auto arguments = config::parse_arguments(std::move(words), environment);
    if (!arguments) return failed(arguments.error());
    if (!arguments->rest.empty()) {
        fmt::print(stderr, "usage: acervo-keeper --config FILE [--set section.key=value …] | --print-config-schema\n");
        return arguments->rest.front() == "--help" ? 0 : kConfigurationError;
    }
    keeper::Settings settings;
    settings.http.threads = 1;
    config::Document document;
    document.section("http", settings.http)
        .section("database", settings.database)
        .section("keeper", settings.keeper)
        .section("log", settings.log);
    if (arguments->print_config_schema) {
        fmt::print("{}\n", document.schema());
        return 0;
    }
    const config::Sources sources{.file = arguments->file, .environment = environment, .settings = arguments->settings};
    if (const auto loaded = document.load(sources); !loaded) return failed(loaded.error());
    if (const auto logging = acervo::log::start(settings.log); !logging) return failed(logging.error());
    const auto kept = keeper::keep(settings);
    return kept ? 0 : failed(kept.error());
}

}  // namespace

int main(int argc, char** argv) {
    std::signal(SIGPIPE, SIG_IGN);
    try {
        return main_checked({argv + 1, argv + argc});
    } catch (const std::exception& error) {
        fmt::print(stderr, "acervo-keeper: {}\n", error.what());
        return kSoftwareError;
    }
}
