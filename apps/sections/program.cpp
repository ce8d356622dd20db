#include "sections/program.hpp"

#include <fmt/format.h>

#include <csignal>
#include <exception>

namespace acervo {
namespace {

constexpr int kConfigurationError = 78;  // EX_CONFIG
constexpr int kSoftwareError = 70;       // EX_SOFTWARE

int failed(const Program& program, const Error& error) {
    fmt::print(stderr, "{}: {}\n", program.name, error.message());
    return error.kind() == ErrorKind::InvalidInput ? kConfigurationError : 1;
}

int run_checked(const Program& program, std::vector<std::string> words) {
    const auto environment = config::environment_of_process();
    const auto arguments = config::parse_arguments(std::move(words), environment);
    if (!arguments) return failed(program, arguments.error());
    if (!arguments->rest.empty()) {
        fmt::print(stderr, "usage: {} --config FILE [--set section.key=value …] | --print-config-schema\n",
                   program.name);
        return arguments->rest.front() == "--help" ? 0 : kConfigurationError;
    }
    log::Options log_options;
    config::Document document;
    program.describe(document);
    document.section("log", log_options);
    if (arguments->print_config_schema) {
        fmt::print("{}\n", document.schema());
        return 0;
    }
    const config::Sources sources{.file = arguments->file, .environment = environment, .settings = arguments->settings};
    if (const auto loaded = document.load(sources); !loaded) return failed(program, loaded.error());
    if (const auto logging = log::start(log_options); !logging) return failed(program, logging.error());
    const auto ran = program.run();
    return ran ? 0 : failed(program, ran.error());
}

}  // namespace

int run_program(const Program& program, int argc, char** argv) {
    std::signal(SIGPIPE, SIG_IGN);
    try {
        return run_checked(program, {argv + 1, argv + argc});
    } catch (const std::exception& error) {
        fmt::print(stderr, "{}: {}\n", program.name, error.what());
        return kSoftwareError;
    }
}

}  // namespace acervo
