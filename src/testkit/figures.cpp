#include "testkit/figures.hpp"

#include <fmt/format.h>

#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <random>

namespace acervo::testkit {

namespace {

std::string variable(const char* name) {
    const char* value = std::getenv(name);  // NOLINT(concurrency-mt-unsafe): nobody sets it
    return value != nullptr ? value : "";
}

}  // namespace

void report(const Figure& figure) {
    fmt::print("{}: {} {}\n", figure.name, figure.value, figure.unit);
    std::fflush(stdout);
    const auto file = variable("ACERVO_FIGURES");
    if (file.empty()) return;
    // Names and units are our own literals: nothing in them needs an escape.
    const auto target = figure.target ? fmt::to_string(*figure.target) : "null";
    std::ofstream out{file, std::ios::app};
    out << fmt::format(R"({{"name": "{}", "value": {}, "unit": "{}", "target": {}, "met": {}}})", figure.name,
                       figure.value, figure.unit, target, figure.met)
        << '\n';
}

bool full_size() { return variable("ACERVO_FULL") == "1"; }

std::uint64_t announced_seed(const std::string& what) {
    const auto given = variable("ACERVO_SEED");
    const auto seed =
        given.empty() ? 1 + std::random_device{}() % 1'000'000'000 : std::strtoull(given.c_str(), nullptr, 10);
    fmt::print("{}: ACERVO_SEED={}\n", what, seed);
    std::fflush(stdout);
    return seed;
}

}  // namespace acervo::testkit
