"""The contract as a tree that knows where each of its places is, and a reader that refuses what it was not told of."""

from __future__ import annotations

from pathlib import Path

import yaml


class ContractError(Exception):
    """The contract says something the generator does not support; the message begins with the place."""


class _UniqueKeys(yaml.SafeLoader):
    """YAML lets a later key replace an earlier one without a word; a contract must not."""


def _mapping(loader: yaml.SafeLoader, node: yaml.MappingNode) -> dict:
    loader.flatten_mapping(node)
    result: dict = {}
    for key_node, value_node in node.value:
        key = loader.construct_object(key_node, deep=True)
        line = key_node.start_mark.line + 1
        if not isinstance(key, str):
            raise ContractError(f"line {line}: key {key!r} is not text (quote it)")
        if key in result:
            raise ContractError(f"line {line}: key '{key}' is given twice")
        result[key] = loader.construct_object(value_node, deep=True)
    return result


_UniqueKeys.add_constructor(yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG, _mapping)


def load(path: Path) -> dict:
    return parse(path.read_text(encoding="utf-8"))


def parse(text: str) -> dict:
    try:
        document = yaml.load(text, Loader=_UniqueKeys)  # noqa: S506 (a SafeLoader)
    except yaml.YAMLError as error:
        raise ContractError(f"not YAML: {error}") from error
    if not isinstance(document, dict):
        raise ContractError("#: must be a mapping")
    return document


def escape(name: str) -> str:
    """One segment of a JSON Pointer (RFC 6901)."""
    return name.replace("~", "~0").replace("/", "~1")


class Place:
    """One value of the document and its JSON Pointer."""

    def __init__(self, root: dict, value: object, pointer: str = "#"):
        self.root = root
        self.value = value
        self.pointer = pointer

    def fail(self, reason: str) -> ContractError:
        return ContractError(f"{self.pointer}: {reason}")

    def at(self, name: str | int) -> "Place":
        value = self.value[name]  # type: ignore[index]
        return Place(self.root, value, f"{self.pointer}/{escape(str(name))}")

    def has(self, name: str) -> bool:
        return isinstance(self.value, dict) and name in self.value

    def mapping(self, known: set[str], required: set[str] = frozenset()) -> "Place":
        """This place as a mapping whose keys are all among `known` and hold all of `required`."""
        if not isinstance(self.value, dict):
            raise self.fail("must be a mapping")
        for name in self.value:
            if name not in known:
                raise ContractError(f"{self.pointer}/{escape(name)}: keyword '{name}' is not supported here")
        for name in sorted(required):
            if name not in self.value:
                raise self.fail(f"'{name}' is missing")
        return self

    def entries(self) -> list[tuple[str, "Place"]]:
        if not isinstance(self.value, dict):
            raise self.fail("must be a mapping")
        return [(name, self.at(name)) for name in self.value]

    def items(self) -> list["Place"]:
        if not isinstance(self.value, list):
            raise self.fail("must be a list")
        return [self.at(index) for index in range(len(self.value))]

    def text(self, name: str, default: str | None = None) -> str:
        if not self.has(name):
            if default is None:
                raise self.fail(f"'{name}' is missing")
            return default
        value = self.at(name).value
        if not isinstance(value, str):
            raise self.at(name).fail("must be text")
        return value

    def whole(self, name: str) -> int | None:
        """An integer, or None where the key is absent."""
        if not self.has(name):
            return None
        value = self.at(name).value
        if isinstance(value, bool) or not isinstance(value, int):
            raise self.at(name).fail("must be an integer")
        return value

    def flag(self, name: str, default: bool) -> bool:
        if not self.has(name):
            return default
        value = self.at(name).value
        if not isinstance(value, bool):
            raise self.at(name).fail("must be true or false")
        return value

    def reference(self, section: str) -> str:
        """The name in `#/components/<section>/<name>` of this place's $ref, which must be there."""
        target = self.text("$ref")
        prefix = f"#/components/{section}/"
        name = target.removeprefix(prefix)
        if not target.startswith(prefix) or "/" in name:
            raise self.at("$ref").fail(f"must point into {prefix}")
        if name not in self.root.get("components", {}).get(section, {}):
            raise self.at("$ref").fail(f"there is no {target}")
        return name

    def resolved(self, section: str) -> "Place":
        """This place, or what its $ref points at."""
        if not self.has("$ref"):
            return self
        self.mapping({"$ref"})
        name = self.reference(section)
        return Place(self.root, self.root["components"][section][name], f"#/components/{section}/{escape(name)}")
