#pragma once

#include <optional>
#include <string>

#include "core/id.hpp"

namespace acervo {

/// Where a page of things sorted by name begins; the id decides between names that differ in case only.
struct NamePosition {
    std::string name;
    Uuid id;
};

}  // namespace acervo
