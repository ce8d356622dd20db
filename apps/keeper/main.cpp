#include "sections/program.hpp"
#include "wiring.hpp"

// acervo-keeper: the background loops of the house. Any number of processes may run; the one that holds the lock works,
// the others stand by.
int main(int argc, char** argv) {
    acervo::keeper::Settings settings;
    settings.http.threads = 1;
    const acervo::Program program{.name = "acervo-keeper",
                                  .describe =
                                      [&settings](acervo::config::Document& document) {
                                          document.section("http", settings.http)
                                              .section("database", settings.database)
                                              .section("keeper", settings.keeper)
                                              .section("redis", settings.redis)
                                              .section("asset_cache", settings.asset_cache)
                                              .section("s3", settings.s3)
                                              .section("reconcile", settings.reconcile)
                                              .section("temporal", settings.temporal)
                                              .section("smtp", settings.smtp)
                                              .section("webhooks", settings.webhooks);
                                      },
                                  .run = [&settings] { return acervo::keeper::keep(settings); }};
    return acervo::run_program(program, argc, argv);
}
