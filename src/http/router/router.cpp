#include "http/router/router.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <stdexcept>

namespace acervo::http {
namespace {

constexpr std::array kMethods{Method::Get,   Method::Head,   Method::Post,   Method::Put,
                              Method::Patch, Method::Delete, Method::Options};

std::size_t index_of(Method method) noexcept { return static_cast<std::size_t>(method); }

[[noreturn]] void refuse(const Route& route, const char* reason) {
    throw std::invalid_argument{std::string{name_of(route.method)} + ' ' + route.pattern + ": " + reason};
}

/// The name in `{name}`; nothing for plain text.
std::optional<std::string_view> parameter_name(const Route& route, std::string_view segment) {
    const bool opens = segment.starts_with('{');
    if (!opens || !segment.ends_with('}')) {
        if (segment.find_first_of("{}%?#") != std::string_view::npos) refuse(route, "a segment is text or {name}");
        return std::nullopt;
    }
    const auto name = segment.substr(1, segment.size() - 2);
    if (name.empty() || name.find_first_of("{}") != std::string_view::npos) refuse(route, "a parameter needs a name");
    return name;
}

}  // namespace

/// One place in the tree of segments.
class Router::Node {
public:
    struct Entry {
        Route route;
        std::vector<std::string> parameter_names;
    };

    bool has_routes() const noexcept {
        for (const auto& entry : entries) {
            if (entry) return true;
        }
        return false;
    }

    std::map<std::string, std::unique_ptr<Node>, std::less<>> by_text;
    std::unique_ptr<Node> parameter;
    std::array<std::unique_ptr<Entry>, kMethods.size()> entries;

    const Entry* entry_for(Method method) const noexcept {
        const auto& own = entries[index_of(method)];
        return own || method != Method::Head ? own.get() : entries[index_of(Method::Get)].get();
    }

    std::string allowed() const {
        std::string list;
        for (const auto method : kMethods) {
            const bool implied = method == Method::Options;
            if (!implied && entry_for(method) == nullptr) continue;
            if (!list.empty()) list += ", ";
            list += name_of(method);
        }
        return list;
    }

    /// The node that `target` leads to from here; `taken` collects which segments were parameters.
    const Node* walk(const Target& target, std::size_t index, std::vector<std::size_t>& taken) const {
        if (index == target.segment_count()) return has_routes() ? this : nullptr;
        const auto segment = target.segment(index);
        if (const auto child = by_text.find(segment); child != by_text.end()) {
            if (const auto* found = child->second->walk(target, index + 1, taken)) return found;
        }
        if (!parameter || segment.empty()) return nullptr;
        taken.push_back(index);
        if (const auto* found = parameter->walk(target, index + 1, taken)) return found;
        taken.pop_back();
        return nullptr;
    }
};

Router::Router() : root_{std::make_unique<Node>()} {}
Router::~Router() = default;
Router::Router(Router&&) noexcept = default;
Router& Router::operator=(Router&&) noexcept = default;

void Router::add(Route route) {
    if (!route.pattern.starts_with('/')) refuse(route, "a pattern begins with '/'");
    if (!route.handler) refuse(route, "a route needs a handler");
    Node* node = root_.get();
    std::vector<std::string> names;
    for (std::size_t begin = 1, end = 0; end != std::string::npos; begin = end + 1) {
        end = route.pattern.find('/', begin);
        const auto segment =
            std::string_view{route.pattern}.substr(begin, end == std::string::npos ? end : end - begin);
        const auto name = parameter_name(route, segment);
        if (name) {
            if (std::ranges::find(names, *name) != names.end()) refuse(route, "a parameter's name comes twice");
            names.emplace_back(*name);
        }
        auto& child = name ? node->parameter : node->by_text[std::string{segment}];
        if (!child) child = std::make_unique<Node>();
        node = child.get();
    }
    auto& entry = node->entries[index_of(route.method)];
    if (entry) refuse(route, "there is such a route already");
    entry = std::make_unique<Node::Entry>(std::move(route), std::move(names));
}

Router::Match Router::find(Method method, const Target& target) const {
    Match match;
    std::vector<std::size_t> taken;
    const auto* node = root_->walk(target, 0, taken);
    if (node == nullptr) return match;
    const auto* entry = node->entry_for(method);
    if (entry == nullptr) {
        match.allowed = node->allowed();
        return match;
    }
    match.route = &entry->route;
    for (std::size_t i = 0; i < taken.size(); ++i) {
        match.parameters.emplace(entry->parameter_names[i], target.segment(taken[i]));
    }
    return match;
}

}  // namespace acervo::http
