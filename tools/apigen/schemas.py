"""Reads `components/schemas` and inline schemas."""

from __future__ import annotations

import re

from . import house, patterns
from .document import Place
from .model import (
    INT_RANGES,
    Boolean,
    Enum,
    FreeObject,
    Integer,
    List,
    Member,
    Object,
    Reference,
    Text,
    Timestamp,
    Type,
    Uuid,
    references,
)

PASCAL = re.compile(r"^[A-Z][a-z0-9]*([A-Z][a-z0-9]*)*$")
SNAKE = re.compile(r"^[a-z][a-z0-9]*(_[a-z0-9]+)*$")
CPP_WORDS = set(
    """alignas alignof and and_eq asm auto bitand bitor bool break case catch char class compl concept const consteval
    constexpr constinit const_cast continue co_await co_return co_yield decltype default delete do double dynamic_cast
    else enum explicit export extern false float for friend goto if inline int long mutable namespace new noexcept not
    not_eq nullptr operator or or_eq private protected public register reinterpret_cast requires return short signed
    sizeof static static_assert static_cast struct switch template this thread_local throw true try typedef typeid
    typename union unsigned using virtual void volatile wchar_t while xor xor_eq""".split()
)
_TEXT_FORMATS = {"password", "uri", "uri-reference"}


def check_name(place: Place, name: str, form: re.Pattern[str], word: str) -> None:
    if not form.match(name) or name in CPP_WORDS:
        raise place.fail(f"'{name}' cannot be used as a name: {word} that is no C++ keyword is needed")


def is_document(schema: object) -> bool:
    """JSON that passes through the program as it is kept: described for people and clients, not decoded."""
    return isinstance(schema, dict) and "x-max-bytes" in schema


def read_enum(name: str, place: Place) -> Enum:
    place.mapping({"type", "enum", "description"}, {"type", "enum", "description"})
    if place.text("type") != "string":
        raise place.at("type").fail("only text can be an enum")
    values = []
    for item in place.at("enum").items():
        if not isinstance(item.value, str):
            raise item.fail("must be text")
        if not re.fullmatch(r"[A-Za-z][a-z0-9]*([_.][a-z0-9]+)*", item.value):
            raise item.fail(f"'{item.value}' cannot be used as a name")
        if item.value in values:
            raise item.fail("is given twice")
        values.append(item.value)
    if not values:
        raise place.at("enum").fail("is empty")
    return Enum(name, place.text("description"), values, house.ENUMS.get(name))


def read_object(name: str, place: Place) -> Object:
    place.mapping(
        {"type", "description", "additionalProperties", "required", "properties"},
        {"type", "description", "properties"},
    )
    closed = not place.flag("additionalProperties", True)
    if place.has("additionalProperties") and not closed:
        raise place.at("additionalProperties").fail("only false is supported")
    required = []
    for item in place.at("required").items() if place.has("required") else []:
        if item.value not in place.at("properties").value:
            raise item.fail(f"there is no member '{item.value}'")
        required.append(item.value)
    members = []
    for member_name, member_place in place.at("properties").entries():
        check_name(member_place, member_name, SNAKE, "snake_case")
        members.append(read_member(member_name, member_place, member_name in required))
    if not members:
        raise place.at("properties").fail("is empty")
    return Object(name, place.text("description"), members, closed)


def read_document(place: Place) -> None:
    if place.text("type") not in ("object", "array") or not place.text("description"):
        raise place.fail("a document is a described object or array")
    if (place.whole("x-max-bytes") or 0) < 2:
        raise place.at("x-max-bytes").fail("must leave room for an object")


def read_member(name: str, place: Place, required: bool) -> Member:
    """A member or parameter: a type, its description and its default."""
    clearable = place.value.get("type") if isinstance(place.value, dict) else None
    clearable = isinstance(clearable, list)
    if clearable:
        place = _without_null(place, required)
    kind = read_type(place, {"description", "default"})
    if isinstance(kind, Uuid) and name in house.IDS:
        kind = Uuid(house.IDS[name][0])
    default = place.value.get("default")
    if place.has("default"):
        if required:
            raise place.at("default").fail("a required member has no default")
        _check_default(place, kind)
    return Member(name, kind, required, place.text("description", ""), default, clearable)


def _without_null(place: Place, required: bool) -> Place:
    """`[string, 'null']`, `[array, 'null']` and `[object, 'null']`: null is the empty value (RFC 7396)."""
    kinds = place.value["type"]
    if len(kinds) != 2 or kinds[1] != "null" or kinds[0] not in ("string", "array", "object") or required:
        raise place.at("type").fail("is not supported: only an optional [string|array|object, 'null'] is")
    return Place(place.root, place.value | {"type": kinds[0]}, place.pointer)


def _check_default(place: Place, kind: Type) -> None:
    default = place.at("default")
    if isinstance(kind, Integer):
        value = place.whole("default")
        if value is None or not kind.least <= value <= kind.most:
            raise default.fail("is outside the range")
    elif isinstance(kind, Boolean):
        place.flag("default", False)
    elif isinstance(kind, Reference):
        target = place.root["components"]["schemas"][kind.name]
        if default.value not in target.get("enum", []):
            raise default.fail(f"is no value of {kind.name}")
    else:
        raise default.fail("a default is supported for integers, booleans and enums only")


def read_type(place: Place, extra: set[str] = frozenset()) -> Type:
    if place.has("$ref"):
        place.mapping({"$ref"} | extra)
        name = place.reference("schemas")
        target = place.root["components"]["schemas"][name]
        if is_document(target):
            return FreeObject(target["x-max-bytes"])
        return Reference(name)
    place.mapping(set(place.value) if isinstance(place.value, dict) else set(), {"type"})
    kind = place.at("type").value
    readers = {"string": _read_text, "integer": _read_integer, "boolean": _read_boolean, "array": _read_list}
    if kind == "object" and place.has("x-max-bytes"):
        place.mapping({"type", "x-max-bytes"} | extra)
        most = place.whole("x-max-bytes") or 0
        if most < 2:
            raise place.at("x-max-bytes").fail("must leave room for an object")
        return FreeObject(most)
    if kind == "object":
        raise place.fail("an object needs a name of its own in #/components/schemas, or x-max-bytes")
    if not isinstance(kind, str) or kind not in readers:
        raise place.at("type").fail(f"type {kind!r} is not supported")
    return readers[kind](place, extra)


def _read_boolean(place: Place, extra: set[str]) -> Type:
    place.mapping({"type"} | extra)
    return Boolean()


def _read_integer(place: Place, extra: set[str]) -> Type:
    place.mapping({"type", "format", "minimum", "maximum"} | extra, {"format"})
    bits = {"int32": 32, "int64": 64}.get(place.text("format"))
    if bits is None:
        raise place.at("format").fail("must be int32 or int64")
    lowest, highest = INT_RANGES[bits]
    least, most = place.whole("minimum"), place.whole("maximum")
    bounded = least is not None and most is not None
    least = lowest if least is None else least
    most = highest if most is None else most
    if not lowest <= least <= most <= highest:
        raise place.fail("minimum and maximum must be in order and fit the format")
    return Integer(bits, least, most, bounded)


def _read_text(place: Place, extra: set[str]) -> Type:
    if place.has("enum"):
        raise place.at("enum").fail("an enum needs a name of its own in #/components/schemas")
    form = place.text("format", "")
    if form in ("uuid", "date-time"):
        place.mapping({"type", "format"} | extra)
        return Uuid() if form == "uuid" else Timestamp()
    if form and form not in _TEXT_FORMATS:
        raise place.at("format").fail(f"format '{form}' is not supported")
    place.mapping({"type", "format", "minLength", "maxLength", "pattern", "x-reason"} | extra)
    least, most = place.whole("minLength") or 0, place.whole("maxLength")
    if least < 0 or (most is not None and most < least):
        raise place.fail("minLength and maxLength must be in order")
    pattern = place.text("pattern") if place.has("pattern") else None
    if pattern is not None:
        try:
            patterns.parse(pattern)
        except patterns.PatternError as error:
            raise place.at("pattern").fail(str(error)) from error
        if not place.has("x-reason"):
            raise place.fail("'x-reason' is missing: what is a person told when the pattern does not match?")
    elif place.has("x-reason"):
        raise place.at("x-reason").fail("belongs to a pattern")
    return Text(form == "password", least, most, pattern, place.text("x-reason", ""))


def _read_list(place: Place, extra: set[str]) -> Type:
    place.mapping({"type", "items", "minItems", "maxItems"} | extra, {"items"})
    items = read_type(place.at("items"))
    if isinstance(items, List):
        raise place.at("items").fail("a list of lists is not supported")
    least, most = place.whole("minItems") or 0, place.whole("maxItems")
    if least < 0 or (most is not None and most < least):
        raise place.fail("minItems and maxItems must be in order")
    return List(items, least, most)


def read_schemas(section: Place) -> tuple[dict[str, Enum], dict[str, Object]]:
    enums: dict[str, Enum] = {}
    objects: dict[str, Object] = {}
    for name, place in section.entries():
        check_name(place, name, PASCAL, "PascalCase")
        if place.has("enum"):
            enums[name] = read_enum(name, place)
        elif is_document(place.value):
            read_document(place)
        else:
            place.mapping(set(place.value) if isinstance(place.value, dict) else set(), {"type"})
            if place.value["type"] != "object":
                raise place.at("type").fail("a named schema is an object or an enum")
            objects[name] = read_object(name, place)
    _refuse_cycles(section, objects)
    return enums, objects


def _refuse_cycles(section: Place, objects: dict[str, Object]) -> None:
    def visit(name: str, above: tuple[str, ...]) -> None:
        if name in above:
            raise section.at(name).fail(f"contains itself: {' > '.join((*above, name))}")
        for member in objects[name].members if name in objects else []:
            for inner in references(member.type):
                visit(inner, (*above, name))

    for name in objects:
        visit(name, ())


def check_request(place: Place, item: Object) -> None:
    """What comes from outside is closed and bounded."""
    if not item.closed:
        raise place.fail("part of a request: 'additionalProperties: false' is missing")
    for member in item.members:
        check_bounded(place.at("properties").at(member.name), member.type)


def check_bounded(place: Place, kind: Type) -> None:
    if isinstance(kind, Text) and (kind.most is None or kind.pattern is None):
        raise place.fail("part of a request: text needs maxLength and a pattern, a format or an enum")
    if isinstance(kind, Integer) and not kind.bounded:
        raise place.fail("part of a request: an integer needs minimum and maximum")
    if isinstance(kind, List):
        if kind.most is None:
            raise place.fail("part of a request: a list needs maxItems")
        check_bounded(place.at("items"), kind.items)
