// The smallest program around the server; src/http/README.md shows it, and a test runs it.
#include <cstdio>

#include "http/problem/problem.hpp"
#include "http/server/server.hpp"

namespace {

using namespace acervo;

Async<http::Response> greet(http::Request request) {
    const auto name = request.path_parameters["name"];
    if (name.size() > 20) co_return http::problem(Error{ErrorKind::InvalidInput, "the name is too long"});
    co_return http::Response{200, "text/plain", "Hello, " + name + "!\n"};
}

http::Router make_router(const http::ThreadContext& /*thread*/) {
    http::Router router;
    router.add(http::Route{Method::Get, "/hello/{name}", "greet", greet});
    return router;
}

}  // namespace

int main() {
    http::ServerOptions options;
    options.threads = 2;
    http::Server server{options, make_router};
    if (const auto started = server.start(); !started) {
        std::fprintf(stderr, "%s\n", started.error().message().c_str());
        return 1;
    }
    std::printf("http://127.0.0.1:%u/hello/you\n", unsigned{server.port()});
    std::fflush(stdout);
    http::run_until_signal(server);
}
