#include "sections/program.hpp"
#include "wiring.hpp"

// acervo-orchestrator: runs workflows and nothing else. Any number of processes may run.
int main(int argc, char** argv) {
    acervo::orchestrator::Settings settings;
    settings.http.threads = 1;
    const acervo::Program program{
        .name = "acervo-orchestrator",
        .describe =
            [&settings](acervo::config::Document& document) {
                document.section("http", settings.http).section("temporal", settings.temporal);
            },
        .run = [&settings] { return acervo::orchestrator::orchestrate(settings); }};
    return acervo::run_program(program, argc, argv);
}
