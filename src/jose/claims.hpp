#pragma once

#include <chrono>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "core/clock.hpp"
#include "core/result.hpp"
#include "http/json/value.hpp"

namespace acervo::jose {

/// The members of one JSON object of a token (RFC 7519 §4). Errors are Unauthenticated and name the member, never what
/// it holds.
class Claims {
public:
    /// Refuses what is no JSON object, any member given twice (RFC 7519 §4 lets us), bad UTF-8 and deep nesting.
    static Result<Claims> parse(std::string_view json);

    bool has(std::string_view name) const noexcept;
    std::size_t size() const noexcept { return members_.size(); }

    /// Text that is not empty, of at most 1000 bytes, without control characters.
    Result<std::string> text(std::string_view name) const;
    /// One text or a list of texts, as `aud` may be (RFC 7519 §4.1.3); at most 1000 of them.
    Result<std::vector<std::string>> texts(std::string_view name) const;
    /// A NumericDate (RFC 7519 §2) in whole seconds, from 1970 to 9999.
    Result<Timestamp> moment(std::string_view name) const;

private:
    explicit Claims(http::json::Object members) : members_{std::move(members)} {}
    const http::json::Value* find(std::string_view name) const noexcept;

    http::json::Object members_;
};

}  // namespace acervo::jose
