#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

#include "core/result.hpp"

namespace acervo {

/// 128 bits that name one thing for ever (RFC 9562).
class Uuid {
public:
    /// The nil UUID.
    constexpr Uuid() noexcept = default;

    /// A new version-7 UUID (RFC 9562 §5.7): the first 48 bits are milliseconds since the epoch, so that ids made
    /// one after another lie side by side in a B-tree. Safe from any thread.
    static Uuid make();
    /// From the canonical 36-character form in either case; InvalidInput for anything else.
    static Result<Uuid> parse(std::string_view text);

    /// The canonical lower-case form.
    std::string to_string() const;
    constexpr bool is_nil() const noexcept { return bytes_ == std::array<std::uint8_t, 16>{}; }
    friend constexpr auto operator<=>(const Uuid&, const Uuid&) = default;

private:
    std::array<std::uint8_t, 16> bytes_{};
};

/// An id that cannot be taken for another kind of id: `using AssetId = Id<struct AssetTag>;`
template <class Tag>
class Id {
public:
    constexpr Id() noexcept = default;
    explicit constexpr Id(Uuid value) noexcept : value_{value} {}

    static Id make() { return Id{Uuid::make()}; }
    static Result<Id> parse(std::string_view text) {
        const auto value = Uuid::parse(text);
        if (!value) return fail(value.error());
        return Id{*value};
    }
    const Uuid& uuid() const noexcept { return value_; }
    std::string to_string() const { return value_.to_string(); }
    friend constexpr auto operator<=>(const Id&, const Id&) = default;

private:
    Uuid value_;
};

}  // namespace acervo
