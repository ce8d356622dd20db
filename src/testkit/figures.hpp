#pragma once

#include <cstdint>
#include <optional>
#include <string>

namespace acervo::testkit {

/// What a test measured, for `docs/evidence/PART.json`.
struct Figure {
    std::string name;
    double value = 0;
    std::string unit{};
    /// What is to be reached in the full size, and whether it was.
    std::optional<double> target{};
    bool met = true;
};

/// Prints it, and appends it to the file of ACERVO_FIGURES where that is set.
void report(const Figure& figure);

/// Whether the large numbers are asked for (`--full`).
bool full_size();
/// ACERVO_SEED, or a new one; printed, so that a run can be repeated.
std::uint64_t announced_seed(const std::string& what);

}  // namespace acervo::testkit
