#pragma once

#include <concepts>
#include <string_view>
#include <tuple>
#include <type_traits>

namespace acervo::temporal {

/// How a struct travels as JSON. It says so itself:
///
///   struct Clip {
///       std::string name;
///       std::int64_t frames = 0;
///       std::optional<std::string> note;
///
///       static constexpr auto fields() {
///           return std::tuple{field("name", &Clip::name), field("frames", &Clip::frames).may_be_missing(),
///                             field("note", &Clip::note)};
///       }
///   };
///
/// A member that is missing in the text is an error, unless it is an `optional` or `may_be_missing` (then it keeps its
/// default). What the struct does not know is ignored, so that an older program reads what a newer one wrote; a struct
/// with `using RefuseUnknownFields = void;` refuses it.
///
/// Versions. A struct whose shape changed names the shape before and how to come from it:
///
///   struct Order {                                       // wrote {"reel": "A12"} as OrderV1
///       static constexpr int kVersion = 2;               // written as "_version"
///       using Previous = OrderV1;                        // no "_version" in the text: version 1
///       static Order upgrade(OrderV1 old);
///       …
///   };
///
/// A text of a version that is newer than the program is refused, for a guess would lose what it does not know.
template <class Owner, class Member>
struct Field {
    std::string_view name;
    Member Owner::* member;
    bool required;

    constexpr Field may_be_missing() const { return Field{name, member, false}; }
};

template <class Owner, class Member>
constexpr Field<Owner, Member> field(std::string_view name, Member Owner::* member) {
    return {name, member, true};
}

/// A struct that declares its fields.
template <class T>
concept Declared = requires { T::fields(); };

template <class T>
concept Versioned = Declared<T> && requires {
    { T::kVersion } -> std::convertible_to<int>;
    typename T::Previous;
};

template <class T>
concept RefusesUnknown = requires { typename T::RefuseUnknownFields; };

/// An enum travels by name. Beside the enum, in its namespace:
///   constexpr auto enum_names(Colour) {
///       return std::array{EnumName{Colour::Red, "red"}, EnumName{Colour::Blue, "blue"}};
///   }
template <class E>
struct EnumName {
    E value;
    std::string_view name;
};
template <class E>
EnumName(E, const char*) -> EnumName<E>;

template <class E>
concept NamedEnum = std::is_enum_v<E> && requires(E value) { enum_names(value); };

/// The alternatives of a `std::variant` travel as `{"image": {…}}`: each one declares
/// `static constexpr std::string_view kName = "image";`. `std::monostate` is null.
template <class T>
concept NamedAlternative = requires {
    { T::kName } -> std::convertible_to<std::string_view>;
};

}  // namespace acervo::temporal
