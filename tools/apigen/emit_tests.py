"""What is proved of the contract itself: its examples, and a fuzz target over every decoder."""

from __future__ import annotations

import json

from .cpp import MADE, pascal, quoted, snake, topological
from .model import Contract, Enum


def _raw(value: object) -> str:
    return 'R"json(' + json.dumps(value, ensure_ascii=False) + ')json"'


def contract_test(contract: Contract) -> str:
    out = MADE + '#include <gtest/gtest.h>\n\n#include "http/generated/decode.hpp"\n#include "http/generated/encode.hpp"\n#include "http/generated/names.hpp"\n'
    out += '#include "http/generated/operations.hpp"\n\n'
    out += "namespace acervo::http::api {\nnamespace {\n\n"
    for enum in contract.enums.values():
        if enum.header:
            out += _domain_enum_test(enum)
    out += _permission_test(contract)
    out += """template <class T>
void expect_good(std::string_view example, Result<T> (*decode)(std::string_view)) {
    const auto value = decode(example);
    ASSERT_TRUE(value) << value.error().message();
    const auto text = encode(*value);
    const auto again = decode(text);
    ASSERT_TRUE(again) << again.error().message();
    EXPECT_EQ(encode(*again), text);
}

"""
    seen: set[str] = set()
    for place, name, value in contract.examples:
        words = "".join(char if char.isalnum() else " " for char in place.removesuffix("/example")).lower().split()
        title = "_".join(word for word in words if word not in ("content", "application", "json"))
        while title in seen:
            title += "_again"
        seen.add(title)
        out += f"TEST(ContractExample, {title}_is_valid) {{\n    expect_good({_raw(value)}, decode_{snake(name)});\n}}\n\n"
    return out + "}  // namespace\n}  // namespace acervo::http::api\n"


def _domain_enum_test(enum: Enum) -> str:
    """The domain's names are the contract's; a value the contract lacks breaks the build (-Wswitch)."""
    cases = "".join(f"        case {enum.name}::{pascal(value)}:\n" for value in enum.values)
    out = f"[[maybe_unused]] constexpr bool is_known({enum.name} value) {{\n    switch (value) {{\n{cases}"
    out += "            return true;\n    }\n    return false;\n}\n\n"
    out += f"TEST(ContractNames, are_those_of_the_domain_for_{snake(enum.name)}) {{\n"
    out += f"    for (std::size_t i = 0; i < std::size(k{enum.name}Names); ++i) "
    return out + f"EXPECT_EQ(name_of(k{enum.name}Values[i]), k{enum.name}Names[i]);\n}}\n\n"


def _permission_test(contract: Contract) -> str:
    out = "TEST(ContractNames, are_those_of_the_domain_for_permissions) {\n"
    for name in dict.fromkeys(operation.permission for operation in contract.operations):
        out += f"    EXPECT_EQ(name_of(Permission::{pascal(name)}), {quoted(name)});\n"
    return out + "}\n\n"


def fuzz_target(contract: Contract) -> str:
    out = MADE + "#include <cstddef>\n#include <cstdint>\n#include <cstdlib>\n#include <string_view>\n\n"
    out += '#include "http/generated/decode.hpp"\n#include "http/generated/encode.hpp"\n\n'
    out += "namespace acervo::http::api {\nnamespace {\n\n"
    out += """/// What was understood can be said, and means the same again.
template <class T, Result<T> (*Decode)(std::string_view)>
void check(std::string_view body) {
    const auto value = Decode(body);
    if (!value) {
        if (value.error().kind() != ErrorKind::InvalidInput || value.error().message().empty()) std::abort();
        return;
    }
    const auto text = encode(*value);
    const auto again = Decode(text);
    if (!again || encode(*again) != text) std::abort();
}

struct Decoder {
    std::string_view name;
    void (*check)(std::string_view);
};

constexpr Decoder kDecoders[]{
"""
    for name in topological(contract):
        out += f"    {{{quoted(name)}, check<{name}, decode_{snake(name)}>}},\n"
    return out + """};

}  // namespace
}  // namespace acervo::http::api

// The name of a schema, a space, a body: `OpenUpload {"filename":…`. The corpus stays good while the contract grows.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view input{reinterpret_cast<const char*>(data), size};
    const auto space = input.find(' ');
    if (space == std::string_view::npos) return -1;
    for (const auto& decoder : acervo::http::api::kDecoders) {
        if (decoder.name != input.substr(0, space)) continue;
        decoder.check(input.substr(space + 1));
        return 0;
    }
    return -1;
}
"""
