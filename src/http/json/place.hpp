#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "core/error.hpp"

namespace acervo::http::json {

/// Everything that is wrong with one request, as far as anybody wants to read it.
class FieldErrors {
public:
    /// So many are kept; the first hundred tell what is wrong with ten thousand parts.
    static constexpr std::size_t kMost = 100;

    void add(std::string pointer, std::string reason);
    bool empty() const noexcept { return count_ == 0; }
    bool full() const noexcept { return count_ >= kMost; }
    /// InvalidInput with all of them; its message tells the first. Call it when there is one.
    Error take() &&;

private:
    std::vector<FieldError> errors_;
    std::size_t count_{0};
};

/// Where a value lies in the body; becomes a JSON Pointer (RFC 6901) only when something is wrong there.
/// A place borrows its parent and the names on the way: both must outlive it.
class Place {
public:
    /// The whole body.
    explicit Place(FieldErrors& errors) noexcept : errors_{errors} {}

    Place at(std::string_view name) const noexcept { return Place{errors_, this, name, 0, Kind::Member}; }
    Place at(std::size_t index) const noexcept { return Place{errors_, this, {}, index, Kind::Element}; }

    /// The value here is not as the contract says: "must be an integer".
    void refuse(std::string reason) const;

private:
    enum class Kind { Root, Member, Element };
    Place(FieldErrors& errors, const Place* parent, std::string_view name, std::size_t index, Kind kind) noexcept
        : errors_{errors}, parent_{parent}, name_{name}, index_{index}, kind_{kind} {}
    void append_pointer(std::string& out) const;

    FieldErrors& errors_;
    const Place* parent_{nullptr};
    std::string_view name_;
    std::size_t index_{0};
    Kind kind_{Kind::Root};
};

}  // namespace acervo::http::json
