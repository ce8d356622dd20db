#include "net/http_message.hpp"

#include <algorithm>

namespace acervo {
namespace {

constexpr char lower(char c) noexcept { return c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c; }

}  // namespace

bool Headers::same_name(std::string_view left, std::string_view right) noexcept {
    return left.size() == right.size() && std::ranges::equal(left, right, {}, lower, lower);
}

std::string_view name_of(Method method) noexcept {
    switch (method) {
        case Method::Get:
            return "GET";
        case Method::Head:
            return "HEAD";
        case Method::Post:
            return "POST";
        case Method::Put:
            return "PUT";
        case Method::Patch:
            return "PATCH";
        case Method::Delete:
            return "DELETE";
        case Method::Options:
            return "OPTIONS";
    }
    return "";
}

std::optional<std::string_view> Headers::find(std::string_view name) const noexcept {
    const auto found = std::ranges::find_if(fields_, [&](const Field& field) { return same_name(field.first, name); });
    if (found == fields_.end()) return std::nullopt;
    return found->second;
}

void Headers::set(std::string_view name, std::string value) {
    const auto first = std::ranges::find_if(fields_, [&](const Field& field) { return same_name(field.first, name); });
    if (first == fields_.end()) {
        fields_.emplace_back(name, std::move(value));
        return;
    }
    first->second = std::move(value);
    fields_.erase(
        std::remove_if(first + 1, fields_.end(), [&](const Field& field) { return same_name(field.first, name); }),
        fields_.end());
}

void Headers::add(std::string_view name, std::string value) { fields_.emplace_back(name, std::move(value)); }

void Headers::remove(std::string_view name) {
    std::erase_if(fields_, [&](const Field& field) { return same_name(field.first, name); });
}

}  // namespace acervo
