"""types.hpp, types.cpp and names.hpp: the structs and enums of the contract."""

from __future__ import annotations

from .cpp import MADE, comment, declaration, domain_headers, is_optional, pascal, quoted, topological
from .model import Contract


def types_header(contract: Contract) -> str:
    out = MADE + "#pragma once\n\n"
    out += "#include <cstdint>\n#include <optional>\n#include <span>\n#include <string>\n#include <string_view>\n#include <vector>\n\n"
    out += '#include "core/clock.hpp"\n#include "core/id.hpp"\n#include "core/secret.hpp"\n'
    out += domain_headers(contract)
    out += "\n/// The bodies of the API: what api/openapi.yaml calls schemas.\nnamespace acervo::http::api {\n\n"
    for enum in contract.enums.values():
        if enum.header:
            out += f"using acervo::{enum.name};\n"
    out += "\n"
    for enum in contract.enums.values():
        if not enum.header:
            out += comment(enum.description)
            out += f"enum class {enum.name} {{ {', '.join(pascal(value) for value in enum.values)} }};\n"
            out += f"std::string_view name_of({enum.name} value) noexcept;\n\n"
    for name in topological(contract):
        item = contract.objects[name]
        out += comment(item.description)
        out += f"struct {name} {{\n"
        for member in item.members:
            out += comment(member.description, "    ")
            out += f"    {declaration(contract, member, is_optional(member))}\n"
        if not contract.holds_secret(name):
            out += f"\n    friend bool operator==(const {name}&, const {name}&) = default;\n"
        out += "};\n\n"
    return out + "}  // namespace acervo::http::api\n"


def types_source(contract: Contract) -> str:
    out = MADE + '#include "http/generated/types.hpp"\n\n#include "http/generated/names.hpp"\n\nnamespace acervo::http::api {\n\n'
    for enum in contract.enums.values():
        if not enum.header:
            out += f"std::string_view name_of({enum.name} value) noexcept {{ "
            out += f"return k{enum.name}Names[static_cast<std::size_t>(value)]; }}\n"
    return out + "\n}  // namespace acervo::http::api\n"


def names_header(contract: Contract) -> str:
    out = MADE + '#pragma once\n\n#include <string_view>\n\n#include "http/generated/types.hpp"\n\n'
    out += "/// The values of each enum beside their names, for decoders.\nnamespace acervo::http::api {\n\n"
    for enum in contract.enums.values():
        values = ", ".join(f"{enum.name}::{pascal(value)}" for value in enum.values)
        names = ", ".join(quoted(value) for value in enum.values)
        out += f"inline constexpr {enum.name} k{enum.name}Values[]{{{values}}};\n"
        out += f"inline constexpr std::string_view k{enum.name}Names[]{{{names}}};\n\n"
    return out + "}  // namespace acervo::http::api\n"
