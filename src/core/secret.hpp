#pragma once

#include <string>
#include <utility>

namespace acervo {

/// A value that must not be seen: it has no formatter, no stream operator and no comparison by accident.
/// `reveal()` marks every place that looks at it.
class Secret {
public:
    Secret() = default;
    explicit Secret(std::string value) : value_{std::move(value)} {}

    const std::string& reveal() const noexcept { return value_; }
    bool empty() const noexcept { return value_.empty(); }

private:
    std::string value_;
};

/// Equality in a time that depends on the lengths only.
bool equal_in_constant_time(const Secret& left, const Secret& right) noexcept;

}  // namespace acervo
