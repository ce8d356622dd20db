#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "core/result.hpp"
#include "temporal/payload/json_view.hpp"

namespace acervo::temporal::json {

/// Where in a text a value stands: a chain on the stack, written out only when something is wrong.
class Path {
public:
    Path() = default;
    Path(const Path& parent, std::string_view member) : parent_{&parent}, member_{member} {}
    Path(const Path& parent, std::size_t index) : parent_{&parent}, index_{index} {}

    /// `$.clips[3].name`
    std::string text() const {
        if (parent_ == nullptr) return "$";
        if (member_.empty()) return parent_->text() + "[" + std::to_string(index_) + "]";
        return parent_->text() + "." + std::string{member_};
    }

private:
    const Path* parent_ = nullptr;
    std::string_view member_;
    std::size_t index_ = 0;
};

inline std::unexpected<Error> wrong(const Path& path, std::string_view reason) {
    return fail(ErrorKind::InvalidInput, path.text() + ": " + std::string{reason});
}
inline std::unexpected<Error> expected(const Path& path, std::string_view what, JsonView found) {
    return wrong(path, std::string{what} + " was expected, not " + std::string{found.kind()});
}

}  // namespace acervo::temporal::json
