#include "sections/program.hpp"
#include "wiring.hpp"

// acervo-worker-transcode: makes renditions of masters. Any number of processes may run.
int main(int argc, char** argv) {
    acervo::worker_transcode::Settings settings;
    settings.http.threads = 1;
    const acervo::Program program{.name = "acervo-worker-transcode",
                                  .describe =
                                      [&settings](acervo::config::Document& document) {
                                          document.section("http", settings.http)
                                              .section("temporal", settings.temporal)
                                              .section("database", settings.database)
                                              .section("s3", settings.s3)
                                              .section("scratch", settings.scratch)
                                              .section("profiles", settings.profiles)
                                              .section("worker", settings.worker);
                                      },
                                  .run = [&settings] { return acervo::worker_transcode::work(settings); }};
    return acervo::run_program(program, argc, argv);
}
