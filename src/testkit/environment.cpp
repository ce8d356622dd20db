#include "testkit/environment.hpp"

#include <fmt/format.h>

#include <charconv>
#include <cstdlib>
#include <random>
#include <stdexcept>
#include <string_view>

namespace acervo::testkit {

std::string require_environment(const char* name) {
    const char* value = std::getenv(name);  // NOLINT(concurrency-mt-unsafe): tests read it before they start threads
    if (value == nullptr || *value == '\0') {
        throw std::runtime_error{fmt::format("{} is not set: run this through `./acervo test integration`", name)};
    }
    return value;
}

std::uint32_t seed() {
    const char* value = std::getenv("ACERVO_SEED");  // NOLINT(concurrency-mt-unsafe): as above
    if (value == nullptr) return std::random_device{}();
    const std::string_view text{value};
    std::uint32_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc{} || end != text.data() + text.size()) {
        throw std::runtime_error{fmt::format("ACERVO_SEED is {:?}, not a number", text)};
    }
    return number;
}

}  // namespace acervo::testkit
