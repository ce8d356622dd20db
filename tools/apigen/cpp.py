"""Shared words of the emitters: how things of the contract are called and written in C++."""

from __future__ import annotations

import textwrap

from . import house, patterns
from .model import (
    INT_RANGES,
    Boolean,
    Contract,
    FreeObject,
    Integer,
    List,
    Member,
    Reference,
    Text,
    Timestamp,
    Type,
    Uuid,
    references,
)

MADE = "// Made from api/openapi.yaml by tools/gen_api.py. Do not edit.\n"


def snake(pascal: str) -> str:
    result = ""
    for char in pascal:
        result += f"_{char.lower()}" if char.isupper() and result else char.lower()
    return result


def pascal(name: str) -> str:
    return "".join(word[:1].upper() + word[1:] for word in name.replace(".", "_").replace("-", "_").split("_"))


def quoted(text: str) -> str:
    """A C++ string literal."""
    escapes = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"}
    result = ""
    for char in text:
        if char in escapes:
            result += escapes[char]
        elif " " <= char <= "~":
            result += char
        else:
            # Octal escapes end after three digits; hexadecimal ones would swallow what follows.
            result += "".join(f"\\{byte:03o}" for byte in char.encode("utf-8"))
    return f'"{result}"'


def comment(text: str, indent: str = "") -> str:
    lines = textwrap.wrap(" ".join(text.split()), 115 - len(indent))
    return "".join(f"{indent}/// {line}\n" for line in lines)


def type_name(kind: Type) -> str:
    if isinstance(kind, Text):
        return "Secret" if kind.secret else "std::string"
    if isinstance(kind, Integer):
        return f"std::int{kind.bits}_t"
    if isinstance(kind, Reference):
        return kind.name
    if isinstance(kind, List):
        return f"std::vector<{type_name(kind.items)}>"
    if isinstance(kind, Uuid):
        return kind.name
    if isinstance(kind, FreeObject):
        return "std::string"
    return {Timestamp: "Timestamp", Boolean: "bool"}[type(kind)]


def literal(member: Member) -> str:
    value = member.default
    if isinstance(member.type, Reference):
        return f"{member.type.name}::{pascal(str(value))}"
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)


def is_optional(member: Member) -> bool:
    """Whether the struct's member is a std::optional. Lists of parameters are just empty when absent."""
    return not member.required and member.default is None


def declaration(contract: Contract, member: Member, optional: bool) -> str:
    kind = type_name(member.type)
    if optional:
        return f"std::optional<{kind}> {member.name};"
    if member.default is not None:
        return f"{kind} {member.name}{{{literal(member)}}};"
    if isinstance(member.type, Reference) and member.type.name in contract.enums:
        first = contract.enums[member.type.name].values[0]
        return f"{kind} {member.name}{{{kind}::{pascal(first)}}};"
    if isinstance(member.type, (Integer, Boolean)):
        return f"{kind} {member.name}{{}};"
    return f"{kind} {member.name};"


def topological(contract: Contract) -> list[str]:
    """Names of objects, each after what it holds."""
    ordered: list[str] = []

    def visit(name: str) -> None:
        if name in ordered or name in contract.enums:
            return
        for member in contract.objects[name].members:
            for inner in references(member.type):
                visit(inner)
        ordered.append(name)

    for name in contract.objects:
        visit(name)
    return ordered


def domain_headers(contract: Contract) -> str:
    """Includes of every domain type the contract uses."""
    names = {
        member.name for item in contract.objects.values() for member in item.members if isinstance(member.type, Uuid)
    }
    headers = {house.IDS[name][1] for name in names if name in house.IDS}
    headers |= {enum.header for enum in contract.enums.values() if enum.header}
    return "".join(f'#include "{header}"\n' for header in sorted(headers))


class Rules:
    """Constants for text, integer and count rules; equal patterns share their table."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self._patterns: dict[str, str] = {}

    def rule(self, owner: str, kind: Type) -> str:
        """The C++ expression of the rule of `kind`, whose constants are called after `owner`."""
        if isinstance(kind, Text):
            return self._text(owner, kind)
        if isinstance(kind, Integer):
            return self._integer(kind)
        if isinstance(kind, List):
            parts = [f".least = {kind.least}"] if kind.least else []
            if kind.most is not None:
                parts.append(f".most = {kind.most}")
            return f"json::CountRule{{{', '.join(parts)}}}"
        raise TypeError(kind)

    def _integer(self, kind: Integer) -> str:
        lowest, highest = INT_RANGES[kind.bits]
        if kind.bits == 64 and (kind.least, kind.most) == (lowest, highest):
            return "json::IntegerRule{}"
        if kind.bits == 32 and (kind.least, kind.most) == (lowest, highest):
            return "json::kInt32"
        return f"json::IntegerRule{{.least = {kind.least}, .most = {kind.most}}}"

    def _text(self, owner: str, kind: Text) -> str:
        if kind.bare:
            return "json::TextRule{}"
        parts = [f".least = {kind.least}"] if kind.least else []
        if kind.most is not None:
            parts.append(f".most = {kind.most}")
        if kind.pattern is not None:
            parts.append(f".pattern = {self._pattern(owner, kind.pattern)}")
            parts.append(f".reason = {quoted(kind.reason)}")
        name = f"k{owner}Rule"
        self.lines.append(f"constexpr json::TextRule {name}{{{', '.join(parts)}}};\n")
        return name

    def _pattern(self, owner: str, pattern: str) -> str:
        if pattern in self._patterns:
            return self._patterns[pattern]
        name = f"k{owner}Pattern"
        steps = []
        for index, step in enumerate(patterns.parse(pattern)):
            ranges = ", ".join(f"{{0x{first:X}, 0x{last:X}}}" for first, last in step.ranges)
            self.lines.append(f"constexpr json::CodePointRange {name}{index}[]{{{ranges}}};\n")
            most = "json::kUnbounded" if step.most is None else str(step.most)
            steps.append(f"{{{name}{index}, {step.least}, {most}}}")
        self.lines.append(f"// {pattern}\n")
        self.lines.append(f"constexpr json::PatternStep {name}[]{{{', '.join(steps)}}};\n")
        self._patterns[pattern] = name
        return name
