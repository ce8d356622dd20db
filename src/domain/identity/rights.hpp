#pragma once

#include <cstdint>
#include <initializer_list>
#include <string_view>
#include <vector>

#include "core/result.hpp"
#include "domain/identity/user.hpp"

namespace acervo {

/// What may be done with the assets of a collection. Granted to a person or a group on one collection, and good in all
/// that lie below it. The numbers are those of the column `collection_grants.rights`.
enum class Right : std::uint8_t {
    View = 1,
    DownloadProxy = 2,
    DownloadMaster = 4,
    Edit = 8,
    Distribute = 16,
    /// Everything, and to say who else may do what.
    Manage = 32,
};

std::string_view name_of(Right right) noexcept;
/// InvalidInput for a name that is not in the list.
Result<Right> parse_right(std::string_view name);

/// A set of rights. Whoever has any right may view; whoever manages may do all.
class Rights {
public:
    Rights() = default;
    Rights(std::initializer_list<Right> rights) {
        for (const auto right : rights) *this = *this | right;
    }
    static Rights all() noexcept { return Rights{kAll}; }
    /// From `bits()`; those that mean nothing are dropped.
    static Rights of_bits(int bits) noexcept { return Rights{static_cast<unsigned>(bits) & kAll}; }

    bool has(Right right) const noexcept { return (bits_ & static_cast<unsigned>(right)) != 0; }
    bool empty() const noexcept { return bits_ == 0; }
    int bits() const noexcept { return static_cast<int>(bits_); }
    /// In the order of the numbers.
    std::vector<Right> list() const;

    Rights without(Right right) const noexcept { return Rights{bits_ & ~static_cast<unsigned>(right)}; }

    friend Rights operator|(Rights rights, Right right) noexcept {
        const auto one = static_cast<unsigned>(right);
        return Rights{right == Right::Manage ? kAll : rights.bits_ | one | static_cast<unsigned>(Right::View)};
    }
    friend Rights operator|(Rights a, Rights b) noexcept { return Rights{a.bits_ | b.bits_}; }
    friend Rights operator&(Rights a, Rights b) noexcept { return Rights{a.bits_ & b.bits_}; }
    friend bool operator==(Rights, Rights) = default;

private:
    static constexpr unsigned kAll = 63;
    explicit constexpr Rights(unsigned bits) noexcept : bits_{bits} {}
    unsigned bits_{0};
};

/// The most that somebody of this role may do, whatever was granted. A producer's `Edit` is good for own assets only.
Rights most_of(Role role) noexcept;

/// What the database knows of one person and one asset.
struct Standing {
    /// Of all places where the asset lies: to manage it counts at home only.
    Rights granted{};
    /// Of its home collection alone.
    Rights granted_at_home{};
    /// Named on the asset as one of its readers.
    bool is_reader{false};
    /// It was that person who created the asset.
    bool is_own{false};
    /// The asset is seen only by those who manage its home, and its readers.
    bool is_restricted{false};
};

/// What a person of `role` may do with the asset; nothing means that for this person there is no such asset.
Rights rights_of(Role role, const Standing& standing) noexcept;

}  // namespace acervo
