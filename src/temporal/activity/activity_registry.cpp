#include "temporal/activity/activity_registry.hpp"

#include <stdexcept>

namespace acervo::temporal {

void ActivityRegistry::add_body(const std::string& type, Body body) {
    if (!bodies_.emplace(type, std::move(body)).second) {
        throw std::logic_error{"activity \"" + type + "\" is registered twice"};
    }
}

std::string ActivityRegistry::known_types() const {
    std::string names;
    for (const auto& [name, body] : bodies_) names += (names.empty() ? "" : ", ") + name;
    return names.empty() ? "none" : names;
}

}  // namespace acervo::temporal
