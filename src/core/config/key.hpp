#pragma once

#include <chrono>
#include <concepts>
#include <cstdint>
#include <deque>
#include <functional>
#include <limits>
#include <ratio>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

#include "core/byte_size.hpp"
#include "core/result.hpp"
#include "core/secret.hpp"

namespace acervo::config {

/// What a key holds.
enum class Type { Text, Secret, Integer, Boolean, Duration, Bytes, TextList };

/// Any value in one of four shapes. Durations are nanoseconds, sizes are bytes, secrets are text.
using Value = std::variant<std::string, std::int64_t, bool, std::vector<std::string>>;

template <class T>
inline constexpr bool kIsDuration = false;
template <class Rep, class Period>
inline constexpr bool kIsDuration<std::chrono::duration<Rep, Period>> = true;

template <class T>
concept Duration = kIsDuration<T>;
template <class T>
concept WholeNumber = std::integral<T> && !std::same_as<T, bool>;
/// The types that members of a section may have.
template <class T>
concept Configurable =
    std::same_as<T, std::string> || std::same_as<T, Secret> || std::same_as<T, bool> || std::same_as<T, ByteSize> ||
    std::same_as<T, std::vector<std::string>> || WholeNumber<T> || Duration<T>;

template <Configurable T>
constexpr Type type_of() noexcept {
    if constexpr (std::same_as<T, Secret>) return Type::Secret;
    if constexpr (std::same_as<T, bool>) return Type::Boolean;
    if constexpr (std::same_as<T, ByteSize>) return Type::Bytes;
    if constexpr (std::same_as<T, std::vector<std::string>>) return Type::TextList;
    if constexpr (WholeNumber<T>) return Type::Integer;
    if constexpr (Duration<T>) return Type::Duration;
    return Type::Text;
}

template <Configurable T>
Value to_value(const T& member) {
    if constexpr (std::same_as<T, Secret>) {
        return member.reveal();
    } else if constexpr (std::same_as<T, ByteSize>) {
        return static_cast<std::int64_t>(member.bytes());
    } else if constexpr (WholeNumber<T>) {
        return static_cast<std::int64_t>(member);
    } else if constexpr (Duration<T>) {
        return std::chrono::nanoseconds{member}.count();
    } else {
        return member;
    }
}

template <Configurable T>
T from_value(Value value) {
    if constexpr (std::same_as<T, Secret>) {
        return Secret{std::get<std::string>(std::move(value))};
    } else if constexpr (std::same_as<T, ByteSize>) {
        return ByteSize{static_cast<std::uint64_t>(std::get<std::int64_t>(value))};
    } else if constexpr (WholeNumber<T>) {
        return static_cast<T>(std::get<std::int64_t>(value));
    } else if constexpr (Duration<T>) {
        return std::chrono::duration_cast<T>(std::chrono::nanoseconds{std::get<std::int64_t>(value)});
    } else {
        return std::get<T>(std::move(value));
    }
}

/// One row of the description of a section.
class KeyInfo {
public:
    template <Configurable T>
    KeyInfo(std::string_view key_name, std::string_view key_doc, const T& initial)
        : name{key_name}, doc{key_doc}, type{type_of<T>()}, fallback{to_value(initial)} {
        if constexpr (WholeNumber<T>) {
            if constexpr (sizeof(T) < sizeof(std::int64_t)) highest = std::numeric_limits<T>::max();
            if constexpr (std::signed_integral<T>) lowest = std::numeric_limits<T>::min();
        }
        if constexpr (Duration<T>) step = std::chrono::nanoseconds{T{1}}.count();
    }

    bool is_secret() const noexcept { return type == Type::Secret; }

    std::string name;
    std::string doc;
    Type type;
    /// The value of the struct's own initialiser; of a secret it is never shown.
    Value fallback;
    std::int64_t lowest{0};
    std::int64_t highest{std::numeric_limits<std::int64_t>::max()};
    /// The finest duration that the member can hold, in nanoseconds.
    std::int64_t step{1};
    bool required{false};
    std::vector<std::string> choices;
    std::vector<std::string> variables;
    std::function<void(Value)> assign;
};

struct SectionInfo {
    std::string name;
    std::string doc;
    std::deque<KeyInfo> keys;
    std::vector<std::function<Result<void>()>> checks;
};

/// What more can be said of a key, right behind `Section::key(…)`.
template <Configurable T>
class Key {
public:
    explicit Key(KeyInfo& info) noexcept : info_{&info} {}

    /// Both ends are allowed.
    Key& range(T lowest, T highest)
        requires(WholeNumber<T> || Duration<T> || std::same_as<T, ByteSize>)
    {
        info_->lowest = std::get<std::int64_t>(to_value(lowest));
        info_->highest = std::get<std::int64_t>(to_value(highest));
        return *this;
    }
    /// The only texts allowed.
    Key& one_of(std::vector<std::string> choices)
        requires std::same_as<T, std::string>
    {
        info_->choices = std::move(choices);
        return *this;
    }
    /// It must not be empty in the end, wherever it comes from.
    Key& required()
        requires(std::same_as<T, std::string> || std::same_as<T, Secret> || std::same_as<T, std::vector<std::string>>)
    {
        info_->required = true;
        return *this;
    }
    /// One more variable that sets it, such as AWS_REGION; `ACERVO_<SECTION>_<KEY>` beats it, the first named beats
    /// those after it.
    Key& also_from(std::string_view variable) {
        info_->variables.emplace_back(variable);
        return *this;
    }

private:
    KeyInfo* info_;
};

}  // namespace acervo::config
