#include "http/server/request.hpp"

namespace acervo::http {

std::optional<std::string_view> Request::query_value(std::string_view name) const noexcept {
    for (const auto& [member, value] : query) {
        if (member == name) return value;
    }
    return std::nullopt;
}

}  // namespace acervo::http
