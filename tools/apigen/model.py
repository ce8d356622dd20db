"""What the contract says, in the words of the generator."""

from __future__ import annotations

from dataclasses import dataclass, field

INT_RANGES = {32: (-(2**31), 2**31 - 1), 64: (-(2**63), 2**63 - 1)}


@dataclass(frozen=True)
class Text:
    """Text; `secret` ones live in a type that cannot be printed."""

    secret: bool = False
    least: int = 0
    most: int | None = None
    pattern: str | None = None
    reason: str = ""

    @property
    def bare(self) -> bool:
        return self.least == 0 and self.most is None and self.pattern is None


@dataclass(frozen=True)
class Uuid:
    """`name` is its strong type, or Uuid itself."""

    name: str = "Uuid"


@dataclass(frozen=True)
class Timestamp:
    pass


@dataclass(frozen=True)
class Boolean:
    pass


@dataclass(frozen=True)
class Integer:
    bits: int
    least: int
    most: int
    bounded: bool


@dataclass(frozen=True)
class Reference:
    """A named enum or object."""

    name: str


@dataclass(frozen=True)
class List:
    items: "Type"
    least: int
    most: int | None


Type = Text | Uuid | Timestamp | Boolean | Integer | Reference | List


@dataclass
class Enum:
    name: str
    description: str
    values: list[str]
    header: str | None = None  # where the domain defines it


@dataclass
class Member:
    name: str
    type: Type
    required: bool
    description: str
    default: str | int | bool | None = None


@dataclass
class Object:
    name: str
    description: str
    members: list[Member]
    closed: bool

    @property
    def in_wire_order(self) -> list[Member]:
        """Required members first: the encoder then knows where its commas go."""
        return sorted(self.members, key=lambda member: not member.required)


@dataclass
class Parameter:
    name: str
    place: str  # path, query, header
    member: Member


@dataclass
class Operation:
    id: str
    method: str
    path: str
    summary: str
    permission: str
    body_limit: int
    repeatable: str  # Always, WithKey, Never
    parameters: list[Parameter]
    request: str | None  # an object of the contract, or application/octet-stream
    examples: list[tuple[str, object]] = field(default_factory=list)


@dataclass
class Contract:
    version: str
    enums: dict[str, Enum]
    objects: dict[str, Object]
    operations: list[Operation]
    examples: list[tuple[str, str, object]]  # (place, schema name, value)

    def requests(self) -> set[str]:
        """Names of all objects that are part of a request body."""
        found: set[str] = set()
        for operation in self.operations:
            if operation.request in self.objects:
                self._collect(operation.request, found)
        return found

    def _collect(self, name: str, found: set[str]) -> None:
        if name in found or name in self.enums:
            return
        found.add(name)
        for member in self.objects[name].members:
            for inner in references(member.type):
                self._collect(inner, found)

    def holds_secret(self, name: str) -> bool:
        if name in self.enums:
            return False
        return any(
            (isinstance(member.type, Text) and member.type.secret)
            or any(self.holds_secret(inner) for inner in references(member.type))
            for member in self.objects[name].members
        )


def references(kind: Type) -> list[str]:
    if isinstance(kind, Reference):
        return [kind.name]
    if isinstance(kind, List):
        return references(kind.items)
    return []
