#include "sections/program.hpp"
#include "wiring.hpp"

// acervo-api: the HTTP API. Any number of processes may run side by side; none keeps anything that another one needs.
int main(int argc, char** argv) {
    acervo::api_program::Settings settings;
    settings.traces.service_name = "acervo-api";
    const acervo::Program program{.name = "acervo-api",
                                  .describe =
                                      [&settings](acervo::config::Document& document) {
                                          document.section("http", settings.http)
                                              .section("database", settings.database)
                                              .section("redis", settings.redis)
                                              .section("asset_cache", settings.asset_cache)
                                              .section("s3", settings.s3)
                                              .section("tokens", settings.tokens)
                                              .section("limits", settings.limits)
                                              .section("provider", settings.provider)
                                              .section("traces", settings.traces)
                                              .section("uploads", settings.uploads)
                                              .section("playback", settings.playback)
                                              .section("profiles", settings.profiles)
                                              .section("mail", settings.mail)
                                              .section("webhooks", settings.webhooks);
                                      },
                                  .run = [&settings] { return acervo::api_program::serve(settings); }};
    return acervo::run_program(program, argc, argv);
}
