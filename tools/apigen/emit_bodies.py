"""decode.hpp/.cpp and encode.hpp/.cpp."""

from __future__ import annotations

from .cpp import MADE, Rules, is_optional, pascal, quoted, snake, topological
from .model import Boolean, Contract, FreeObject, Integer, List, Object, Reference, Text, Timestamp, Type, Uuid
from .sizes import most_values

# A body with a few unknown members shall still hear which they are.
SPARE_VALUES = 256
# Answers have lists without a bound in some places; a client reads them from a server it trusts.
ANSWER_VALUES = 1_000_000


def decode_header(contract: Contract) -> str:
    out = MADE + "#pragma once\n\n#include <string_view>\n\n"
    out += '#include "core/result.hpp"\n#include "http/generated/types.hpp"\n\n'
    out += "/// JSON texts to bodies of the API. InvalidInput names every place that is not as the contract says\n"
    out += "/// (`Error::fields`, at most 100) and changes nothing.\n"
    out += "namespace acervo::http::api {\n\n"
    requests = contract.requests()
    for title, names in (
        ("Requests: closed, so that unknown members are refused.", [n for n in topological(contract) if n in requests]),
        ("Answers, for clients: unknown members are passed over.", [n for n in topological(contract) if n not in requests]),
    ):
        out += f"// {title}\n"
        for name in names:
            out += f"Result<{name}> decode_{snake(name)}(std::string_view body);\n"
        out += "\n"
    return out + "}  // namespace acervo::http::api\n"


def decode_source(contract: Contract) -> str:
    rules = Rules()
    bodies = ""
    for name in topological(contract):
        bodies += _reader(contract, contract.objects[name], rules)
    out = MADE + '#include "http/generated/decode.hpp"\n\n#include "http/generated/names.hpp"\n#include "http/json/read.hpp"\n\n'
    out += "namespace acervo::http::api {\nnamespace {\n\n" + "".join(rules.lines) + "\n"
    for enum in contract.enums.values():
        # Of those that only parameters have nobody reads any.
        out += f"[[maybe_unused]] void read(const json::Value& value, const json::Place& place, {enum.name}& into) {{\n"
        out += f"    if (const auto name = json::read_name(value, place, k{enum.name}Names)) "
        out += f"into = k{enum.name}Values[*name];\n}}\n\n"
    out += bodies + "}  // namespace\n\n"
    requests = contract.requests()
    for name in topological(contract):
        most = most_values(contract, name) + SPARE_VALUES if name in requests else ANSWER_VALUES
        out += f"Result<{name}> decode_{snake(name)}(std::string_view body) {{\n"
        out += f"    return json::decode<{name}>(body, {most}, read);\n}}\n\n"
    return out + "}  // namespace acervo::http::api\n"


def _reader(contract: Contract, item: Object, rules: Rules) -> str:
    out = ""
    if item.closed:
        names = ", ".join(quoted(member.name) for member in item.members)
        out += f"constexpr std::string_view k{item.name}Members[]{{{names}}};\n\n"
    out += f"void read(const json::Value& value, const json::Place& place, {item.name}& into) {{\n"
    out += "    const json::ObjectReader object{value, place};\n"
    for member in item.members:
        lookup = "required" if member.required else "optional"
        target = f"into.{member.name}" + (".emplace()" if is_optional(member) else "")
        read = _read(member.type, f"{item.name}{pascal(member.name)}", "*member", f'place.at("{member.name}")', target, rules)
        if member.clearable:
            read = f"if (member->as<std::nullptr_t>() != nullptr) {{ {target}; }} else {{ {read} }}"
        out += f'    if (const auto* member = object.{lookup}("{member.name}")) {{ {read} }}\n'
    if item.closed:
        out += f"    object.refuse_unknown(k{item.name}Members);\n"
    return out + "}\n\n"


def _read(kind: Type, owner: str, value: str, place: str, target: str, rules: Rules) -> str:
    if isinstance(kind, Text):
        return f"json::read_text({value}, {place}, {rules.rule(owner, kind)}, {target});"
    if isinstance(kind, Integer):
        return f"json::read_integer({value}, {place}, {rules.rule(owner, kind)}, {target});"
    if isinstance(kind, FreeObject):
        return f"json::read_object({value}, {place}, {kind.most}, {target});"
    if isinstance(kind, List):
        inner = _read(kind.items, f"{owner}Element", "element", "at", "to", rules)
        reader = f"[](const json::Value& element, const json::Place& at, auto& to) {{ {inner} }}"
        return f"json::read_list({value}, {place}, {rules.rule(owner, kind)}, {target}, {reader});"
    if isinstance(kind, Reference):
        return f"read({value}, {place}, {target});"
    function = {Uuid: "read_uuid", Timestamp: "read_timestamp", Boolean: "read_boolean"}[type(kind)]
    return f"json::{function}({value}, {place}, {target});"


def encode_header(contract: Contract) -> str:
    out = MADE + "#pragma once\n\n#include <string>\n\n"
    out += '#include "http/generated/types.hpp"\n\n'
    out += "/// Bodies of the API to JSON texts without white space. Members without a value are left out.\n"
    out += "namespace acervo::http::api {\n\n"
    for name in topological(contract):
        out += f"std::string encode(const {name}& value);\n"
    return out + "\n}  // namespace acervo::http::api\n"


def encode_source(contract: Contract) -> str:
    out = MADE + '#include "http/generated/encode.hpp"\n\n#include "http/json/write.hpp"\n\n'
    out += "namespace acervo::http::api {\nnamespace {\n\n"
    for name in topological(contract):
        out += _writer(contract, contract.objects[name])
    out += "template <class T>\nstd::string encoded(const T& value) {\n    std::string out;\n    out.reserve(512);\n"
    out += "    append(out, value);\n    return out;\n}\n\n}  // namespace\n\n"
    for name in topological(contract):
        out += f"std::string encode(const {name}& value) {{ return encoded(value); }}\n"
    return out + "\n}  // namespace acervo::http::api\n"


def _writer(contract: Contract, item: Object) -> str:
    out = f"void append(std::string& out, const {item.name}& value) {{\n"
    ordered = item.in_wire_order
    always = [m for m in ordered if not is_optional(m)]
    if always:
        for index, member in enumerate(always):
            start = "{" if index == 0 else ","
            out += f"    out += R\"({start}\"{member.name}\":)\";\n"
            out += f"    {_append(contract, member.type, f'value.{member.name}')}\n"
        for member in (m for m in ordered if is_optional(m)):
            out += f"    if (value.{member.name}) {{\n        out += R\"(,\"{member.name}\":)\";\n"
            out += f"        {_append(contract, member.type, f'*value.{member.name}')}\n    }}\n"
        return out + "    out += '}';\n}\n\n"
    out += "    char separator = '{';\n"
    for member in ordered:
        out += f"    if (value.{member.name}) {{\n        out += separator;\n        separator = ',';\n"
        out += f"        out += R\"(\"{member.name}\":)\";\n"
        out += f"        {_append(contract, member.type, f'*value.{member.name}')}\n    }}\n"
    return out + "    out += separator == '{' ? \"{}\" : \"}\";\n}\n\n"


def _append(contract: Contract, kind: Type, value: str) -> str:
    if isinstance(kind, Reference) and kind.name in contract.enums:
        return f"json::append_text(out, name_of({value}));"
    if isinstance(kind, Reference):
        return f"append(out, {value});"
    if isinstance(kind, FreeObject):
        return f"out += {value};"
    if isinstance(kind, List):
        inner = _append(contract, kind.items, "element")
        return (
            f"out += '[';\n for (const auto& element : {value}) {{ if (&element != &({value}).front()) out += ',';\n"
            f" {inner} }}\n out += ']';"
        )
    function = {
        Text: "append_text",
        Integer: "append_integer",
        Uuid: "append_uuid",
        Timestamp: "append_timestamp",
        Boolean: "append_boolean",
    }[type(kind)]
    return f"json::{function}(out, {value});"
