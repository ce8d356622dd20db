"""operations.hpp, parameters.hpp/.cpp and the document itself."""

from __future__ import annotations

import json

from . import house
from .cpp import MADE, Rules, comment, declaration, is_optional, pascal, quoted
from .model import Contract, Integer, List, Operation, Parameter, Reference, Text, Timestamp, Uuid

# MSVC aside, compilers promise 65,536 characters for one literal.
_CHUNK = 60_000
# Bytes of JSON on a line of the document.
_LINE = 160


def operations_header(contract: Contract) -> str:
    out = MADE + "#pragma once\n\n#include <array>\n#include <cstddef>\n#include <string_view>\n\n"
    out += f'#include "{house.PERMISSION_HEADER}"\n#include "net/http_message.hpp"\n\n'
    out += "/// The operations of the API: the route table.\nnamespace acervo::http::api {\n\n"
    out += "/// Whether sending a request again changes nothing more.\n"
    out += "enum class Repeatable {\n    Always,\n    /// With the same Idempotency-Key.\n    WithKey,\n    Never\n};\n\n"
    out += "struct Operation {\n    std::string_view id;\n    Method method;\n"
    out += "    /// Segments in braces are path parameters: `/api/v1/assets/{asset_id}`.\n    std::string_view path;\n"
    out += "    Permission permission;\n"
    out += "    /// The most bytes the body may have; 0: there is no body.\n"
    out += "    std::size_t body_limit;\n    std::string_view media_type;\n    Repeatable repeatable;\n    /// Whether it takes any of path, query or header (`parameters.hpp`).\n    bool has_parameters;\n};\n\n"
    for operation in contract.operations:
        out += comment(operation.summary)
        out += (
            f"inline constexpr Operation k{pascal(operation.id)}{{{quoted(operation.id)}, "
            f"Method::{operation.method.capitalize()}, {quoted(operation.path)}, "
            f"Permission::{pascal(operation.permission)}, {operation.body_limit}, {quoted(operation.media_type)}, Repeatable::{operation.repeatable}, {str(bool(operation.parameters)).lower()}}};\n"
        )
    out += "\n/// All of them, in the order of the contract.\n"
    out += f"inline constexpr std::array<const Operation*, {len(contract.operations)}> kOperations{{\n"
    out += ",\n".join(f"    &k{pascal(operation.id)}" for operation in contract.operations)
    return out + "};\n\n}  // namespace acervo::http::api\n"


def _with_parameters(contract: Contract) -> list[Operation]:
    return [operation for operation in contract.operations if operation.parameters]


def _optional(parameter: Parameter) -> bool:
    return is_optional(parameter.member) and not isinstance(parameter.member.type, List)


def parameters_header(contract: Contract) -> str:
    out = MADE + "#pragma once\n\n#include <cstdint>\n#include <optional>\n#include <string>\n#include <vector>\n\n"
    out += '#include "core/id.hpp"\n#include "core/result.hpp"\n#include "http/generated/types.hpp"\n'
    out += '#include "http/server/request.hpp"\n\n'
    out += "/// Path, query and header parameters of each operation. InvalidInput names every parameter that is not as the\n"
    out += "/// contract says, query parameters it does not know, and those that came twice.\n"
    out += "namespace acervo::http::api {\n\n"
    for operation in _with_parameters(contract):
        out += f"struct {pascal(operation.id)}Parameters {{\n"
        for parameter in operation.parameters:
            out += comment(parameter.member.description, "    ")
            out += f"    {declaration(contract, parameter.member, _optional(parameter))}\n"
        out += "};\n\n"
    for operation in _with_parameters(contract):
        name = f"{pascal(operation.id)}Parameters"
        out += f"Result<{name}> decode_{operation.id}_parameters(const Request& request);\n"
    return out + "\n}  // namespace acervo::http::api\n"


def parameters_source(contract: Contract) -> str:
    rules = Rules()
    bodies = "".join(_decoder(operation, rules) for operation in _with_parameters(contract))
    out = MADE + '#include "http/generated/parameters.hpp"\n\n#include "http/generated/names.hpp"\n#include "http/parameters/parameter_reader.hpp"\n\n'
    out += "namespace acervo::http::api {\nnamespace {\n\n" + "".join(rules.lines) + "\n}  // namespace\n\n"
    return out + bodies + "}  // namespace acervo::http::api\n"


def _decoder(operation: Operation, rules: Rules) -> str:
    name = f"{pascal(operation.id)}Parameters"
    out = f"Result<{name}> decode_{operation.id}_parameters(const Request& request) {{\n"
    out += f"    ParameterReader reader{{request}};\n    {name} into;\n"
    for parameter in operation.parameters:
        out += _read(operation, parameter, rules)
    known = ", ".join(quoted(p.name) for p in operation.parameters if p.place == "query")
    if known:
        out += f"    static constexpr std::string_view kKnown[]{{{known}}};\n    reader.refuse_unknown_query(kKnown);\n"
    else:
        out += "    reader.refuse_unknown_query({});\n"
    return out + "    return reader.result(std::move(into));\n}\n\n"


def _read(operation: Operation, parameter: Parameter, rules: Rules) -> str:
    name, member = quoted(parameter.name), parameter.member
    owner = f"{pascal(operation.id)}{pascal(member.name)}"
    if isinstance(member.type, List):
        enum = member.type.items.name  # type: ignore[union-attr]
        out = f"    const auto {member.name} = reader.queries({name});\n"
        out += f"    if (reader.check_count({name}, {member.name}.size(), {rules.rule(owner, member.type)})) {{\n"
        out += f"        for (const auto text : {member.name}) {{\n"
        out += f"            if (const auto found = reader.read_name({name}, text, k{enum}Names)) "
        out += f"into.{member.name}.push_back(k{enum}Values[*found]);\n        }}\n    }}\n"
        return out
    target = f"into.{member.name}" + (".emplace()" if _optional(parameter) else "")
    if isinstance(member.type, Reference):
        enum = member.type.name
        read = (
            f"if (const auto found = reader.read_name({name}, *text, k{enum}Names)) "
            f"into.{member.name} = k{enum}Values[*found];"
        )
    elif isinstance(member.type, Uuid):
        read = f"reader.read_uuid({name}, *text, {target});"
    elif isinstance(member.type, Timestamp):
        read = f"reader.read_timestamp({name}, *text, {target});"
    else:
        assert isinstance(member.type, (Text, Integer))
        function = "read_text" if isinstance(member.type, Text) else "read_integer"
        read = f"reader.{function}({name}, *text, {rules.rule(owner, member.type)}, {target});"
    out = f"    if (const auto text = reader.{parameter.place}({name})) {{ {read} }}\n"
    if member.required:
        out = out.rstrip("\n") + f' else {{ reader.refuse({name}, "is required"); }}\n'
    return out


def document_header() -> str:
    return (
        MADE + "#pragma once\n\n#include <string>\n\nnamespace acervo::http::api {\n\n"
        "/// api/openapi.yaml as JSON.\nstd::string openapi_document();\n\n}  // namespace acervo::http::api\n"
    )


def _json_lines(value: object) -> str:
    """What fits on a line is on one, and nothing is indented: the files of the repository have a greatest size."""
    flat = json.dumps(value, ensure_ascii=False)
    if not isinstance(value, dict | list) or len(flat) <= _LINE:
        return flat
    if isinstance(value, list):
        return "[\n" + ",\n".join(_json_lines(one) for one in value) + "\n]"
    members = (f"{json.dumps(name, ensure_ascii=False)}: {_json_lines(one)}" for name, one in value.items())
    return "{\n" + ",\n".join(members) + "\n}"


def document_source(document: dict) -> str:
    text = _json_lines(document) + "\n"
    chunks, chunk = [], ""
    for line in text.splitlines(keepends=True):
        if len((chunk + line).encode("utf-8")) > _CHUNK:
            chunks.append(chunk)
            chunk = ""
        chunk += line
    chunks.append(chunk)
    if ')json"' in text:
        raise ValueError("the document holds the end of a raw literal")
    out = MADE + '#include "http/generated/document.hpp"\n\nnamespace acervo::http::api {\nnamespace {\n\n'
    out += "// clang-format off\n"
    for index, part in enumerate(chunks):
        out += f'constexpr char kPart{index}[] = R"json({part})json";\n'
    out += "// clang-format on\n\n}  // namespace\n\nstd::string openapi_document() {\n    std::string text;\n"
    out += "".join(f"    text += kPart{index};\n" for index in range(len(chunks)))
    return out + "    return text;\n}\n\n}  // namespace acervo::http::api\n"
