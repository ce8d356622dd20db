#pragma once

#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <utility>

#include "core/result.hpp"

namespace acervo {

/// The values of an enumeration with the names that the database and the API have for them.
template <class Value, std::size_t kCount>
using Names = std::array<std::pair<Value, std::string_view>, kCount>;

/// `value` must be in the table.
template <class Value, std::size_t kCount>
constexpr std::string_view name_in(const Names<Value, kCount>& table, Value value) noexcept {
    return std::ranges::find(table, value, &std::pair<Value, std::string_view>::first)->second;
}

/// InvalidInput, "no such `what`", for every other name.
template <class Value, std::size_t kCount>
Result<Value> value_in(const Names<Value, kCount>& table, std::string_view name, std::string_view what) {
    const auto* const found = std::ranges::find(table, name, &std::pair<Value, std::string_view>::second);
    if (found == table.end()) return fail(ErrorKind::InvalidInput, "no such " + std::string{what});
    return found->first;
}

}  // namespace acervo
