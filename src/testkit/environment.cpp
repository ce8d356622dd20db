#include "testkit/environment.hpp"

#include <fmt/format.h>

#include <cstdlib>
#include <stdexcept>

namespace acervo::testkit {

std::string require_environment(const char* name) {
    const char* value = std::getenv(name);  // NOLINT(concurrency-mt-unsafe): tests read it before they start threads
    if (value == nullptr || *value == '\0') {
        throw std::runtime_error{fmt::format("{} is not set: run this through `./acervo test integration`", name)};
    }
    return value;
}

}  // namespace acervo::testkit
