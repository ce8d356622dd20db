#include "temporal/workflow/registry.hpp"

namespace acervo::temporal {

void Registry::add_body(const std::string& type, Body body) {
    if (!bodies_.emplace(type, std::move(body)).second) {
        throw std::logic_error{"workflow \"" + type + "\" is registered twice"};
    }
}

std::string Registry::known_types() const {
    std::string names;
    for (const auto& [name, body] : bodies_) names += (names.empty() ? "" : ", ") + name;
    return names.empty() ? "none" : names;
}

}  // namespace acervo::temporal
