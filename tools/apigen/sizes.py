"""How many values and bytes a valid document of a schema can have at most."""

from __future__ import annotations

from . import patterns
from .model import Boolean, Contract, FreeObject, Integer, List, Reference, Text, Timestamp, Type, Uuid


class _Sizes:
    def __init__(self, contract: Contract):
        self.contract = contract

    def values(self, kind: Type) -> int:
        if isinstance(kind, List):
            return 1 + (kind.most or 0) * self.values(kind.items)
        if isinstance(kind, Reference) and kind.name in self.contract.objects:
            return 1 + sum(self.values(member.type) for member in self.contract.objects[kind.name].members)
        if isinstance(kind, FreeObject):
            return (kind.most or 0) // 2
        return 1

    def bytes(self, kind: Type) -> int:
        """Without white space and needless escapes."""
        if isinstance(kind, List):
            return 2 + (kind.most or 0) * (self.bytes(kind.items) + 1)
        if isinstance(kind, Reference):
            if kind.name in self.contract.enums:
                return 2 + max(len(value) for value in self.contract.enums[kind.name].values)
            members = self.contract.objects[kind.name].members
            return 2 + sum(len(member.name) + 4 + self.bytes(member.type) for member in members)
        if isinstance(kind, FreeObject):
            return kind.most or 0
        if isinstance(kind, Text):
            ascii_only = kind.pattern is not None and all(s.ascii_only() for s in patterns.parse(kind.pattern))
            return 2 + (kind.most or 0) * (2 if ascii_only else 4)
        return {Uuid: 38, Timestamp: 29, Integer: 20, Boolean: 5}[type(kind)]


def most_values(contract: Contract, name: str) -> int:
    return _Sizes(contract).values(Reference(name))


def most_bytes(contract: Contract, name: str) -> int:
    return _Sizes(contract).bytes(Reference(name))
