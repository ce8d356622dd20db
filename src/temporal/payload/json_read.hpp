#pragma once

// The reading half of json.hpp; include that one.

#include "temporal/payload/json_write.hpp"

namespace acervo::temporal::json {

template <class T>
Result<void> read_number(JsonView in, T& value, const Path& path) {
    if constexpr (std::floating_point<T>) {
        const auto number = in.as_double();
        if (!number) return expected(path, "a number", in);
        value = static_cast<T>(*number);
    } else if constexpr (std::signed_integral<T>) {
        const auto number = in.as_int64();
        if (!number) return expected(path, "a whole number of 64 bits", in);
        if (!std::in_range<T>(*number)) return wrong(path, std::to_string(*number) + " is out of range");
        value = static_cast<T>(*number);
    } else {
        const auto number = in.as_uint64();
        if (!number) return expected(path, "a whole number from 0", in);
        if (!std::in_range<T>(*number)) return wrong(path, std::to_string(*number) + " is out of range");
        value = static_cast<T>(*number);
    }
    return ok();
}

template <NamedEnum E>
Result<void> read_enum(JsonView in, E& value, const Path& path) {
    const auto text = in.as_text();
    if (!text) return expected(path, "a name", in);
    for (const auto& [known, name] : enum_names(value)) {
        if (name == *text) {
            value = known;
            return ok();
        }
    }
    return wrong(path, "\"" + std::string{*text} + "\" is not one of the known names");
}

template <class T>
Result<void> read_vector(JsonView in, std::vector<T>& value, const Path& path) {
    if (!in.is_array()) return expected(path, "an array", in);
    value.clear();
    value.reserve(in.size());
    for (std::size_t i = 0; i < in.size(); ++i) {
        T element{};
        if (auto done = read(in.element(i), element, Path{path, i}); !done) return done;
        value.push_back(std::move(element));
    }
    return ok();
}

template <class T>
Result<void> read_map(JsonView in, std::map<std::string, T>& value, const Path& path) {
    if (!in.is_object()) return expected(path, "an object", in);
    value.clear();
    for (std::size_t i = 0; i < in.size(); ++i) {
        const auto [name, member] = in.member(i);
        if (auto done = read(member, value[std::string{name}], Path{path, name}); !done) return done;
    }
    return ok();
}

template <class Alternative, class Variant>
bool read_if_named(std::string_view name, JsonView in, Variant& value, Result<void>& outcome, const Path& path) {
    if constexpr (std::same_as<Alternative, std::monostate>) {
        return false;
    } else {
        if (name != Alternative::kName) return false;
        Alternative alternative{};
        outcome = read(in, alternative, Path{path, name});
        if (outcome) value = std::move(alternative);
        return true;
    }
}

template <class... T>
Result<void> read_variant(JsonView in, std::variant<T...>& value, const Path& path) {
    if constexpr ((std::same_as<T, std::monostate> || ...)) {
        if (in.is_null()) {
            value = std::monostate{};
            return ok();
        }
    }
    if (!in.is_object() || in.size() != 1) return expected(path, "an object with one member, its kind,", in);
    const auto [name, member] = in.member(0);
    Result<void> outcome = ok();
    if (!(read_if_named<T>(name, member, value, outcome, path) || ...)) {
        return wrong(path, "\"" + std::string{name} + "\" is not one of the known kinds");
    }
    return outcome;
}

template <class T>
Result<void> read_fields(JsonView in, T& value, const Path& path) {
    Result<void> outcome = ok();
    std::size_t known = 0;
    const auto read_one = [&](const auto& declared) {
        if (!outcome) return;
        auto& member = value.*declared.member;
        const auto found = in.find(declared.name);
        if (found) {
            ++known;
            outcome = read(*found, member, Path{path, declared.name});
        } else if (declared.required && !IsOptional<std::remove_cvref_t<decltype(member)>>::value) {
            outcome = wrong(Path{path, declared.name}, "is missing");
        }
    };
    const auto fields = T::fields();
    std::apply([&](const auto&... declared) { (read_one(declared), ...); }, fields);
    if constexpr (RefusesUnknown<T>) {
        if (outcome && in.find("_version")) ++known;
        for (std::size_t i = 0; outcome && known != in.size() && i < in.size(); ++i) {
            const auto name = in.member(i).first;
            const auto is_known = [&](const auto&... declared) { return ((declared.name == name) || ...); };
            if (name != "_version" && !std::apply(is_known, fields)) {
                outcome = wrong(Path{path, name}, "is not a known field");
            }
        }
    }
    return outcome;
}

template <class T>
Result<void> read_struct(JsonView in, T& value, const Path& path) {
    if (!in.is_object()) return expected(path, "an object", in);
    if constexpr (Versioned<T>) {
        std::int64_t version = 1;
        if (const auto written = in.find("_version")) {
            if (auto done = read_number(*written, version, Path{path, "_version"}); !done) return done;
        }
        if (version > T::kVersion) {
            return wrong(path, "version " + std::to_string(version) + " is newer than this program's " +
                                   std::to_string(T::kVersion));
        }
        if (version < T::kVersion) {
            typename T::Previous previous{};
            if (auto done = read_struct(in, previous, path); !done) return done;
            value = T::upgrade(std::move(previous));
            return ok();
        }
    }
    return read_fields(in, value, path);
}

template <class T>
Result<void> read_text(JsonView in, T& value, const Path& path) {
    const auto text = in.as_text();
    if (!text) return expected(path, "a text", in);
    if constexpr (std::same_as<T, std::string>) {
        value = *text;
    } else if constexpr (std::same_as<T, Blob>) {
        auto bytes = from_base64(*text);
        if (!bytes) return wrong(path, bytes.error().message());
        value = *std::move(bytes);
    } else {
        auto parsed = T::parse(*text);
        if (!parsed) return wrong(path, parsed.error().message());
        value = *std::move(parsed);
    }
    return ok();
}

template <class T>
Result<void> read(JsonView in, T& value, const Path& path) {
    if constexpr (std::same_as<T, bool>) {
        const auto truth = in.as_bool();
        if (!truth) return expected(path, "true or false", in);
        value = *truth;
        return ok();
    } else if constexpr (std::integral<T> || std::floating_point<T>) {
        return read_number(in, value, path);
    } else if constexpr (std::same_as<T, std::string> || std::same_as<T, Blob> || Textual<T>) {
        return read_text(in, value, path);
    } else if constexpr (std::same_as<T, std::monostate>) {
        return ok();
    } else if constexpr (IsOptional<T>::value) {
        if (in.is_null()) {
            value.reset();
            return ok();
        }
        return read(in, value.emplace(), path);
    } else if constexpr (IsVector<T>::value) {
        return read_vector(in, value, path);
    } else if constexpr (IsTextMap<T>::value) {
        return read_map(in, value, path);
    } else if constexpr (IsVariant<T>::value) {
        return read_variant(in, value, path);
    } else if constexpr (IsDuration<T>::value) {
        typename T::rep count{};
        if (auto done = read_number(in, count, path); !done) return done;
        value = T{count};
        return ok();
    } else if constexpr (NamedEnum<T>) {
        return read_enum(in, value, path);
    } else {
        static_assert(Declared<T>, "this type does not say how it travels as JSON: give it `fields()` (fields.hpp)");
        return read_struct(in, value, path);
    }
}

}  // namespace acervo::temporal::json
