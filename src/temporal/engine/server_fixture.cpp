#include "temporal/engine/server_fixture.hpp"

#include <stdexcept>

#include "core/id.hpp"
#include "testkit/environment.hpp"
#include "testkit/run.hpp"

namespace acervo::temporal {

using namespace std::chrono_literals;

Server::Server()
    : name_space_{testkit::require_environment("ACERVO_TEST_TEMPORAL_NAMESPACE")},
      runtime_{Runtime::start().value()},
      connection_{testkit::run(context_, Connection::connect(runtime_, options(url()), Deadline::after(30s))).value()} {
}

std::string Server::fresh(const std::string& what) { return what + "-" + Uuid::make().to_string(); }

ConnectOptions Server::options(std::string url) {
    ConnectOptions options;
    options.url = std::move(url);
    options.identity = "acervo-test";
    return options;
}

std::string Server::url() { return "http://" + testkit::require_environment("ACERVO_TEST_TEMPORAL"); }

std::uint16_t Server::port() {
    const auto address = testkit::require_environment("ACERVO_TEST_TEMPORAL");
    return static_cast<std::uint16_t>(std::stoi(address.substr(address.rfind(':') + 1)));
}

std::string Server::call_bytes(const std::string& rpc, std::string request) {
    auto answered = testkit::run(context_, connection_.call(rpc, std::move(request), {}));
    if (!answered) throw std::runtime_error{answered.error().message()};
    return *std::move(answered);
}

void Server::throw_unreadable(const std::string& rpc) { throw std::runtime_error{rpc + ": its answer is unreadable"}; }

}  // namespace acervo::temporal
