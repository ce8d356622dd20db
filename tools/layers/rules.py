"""layers.toml: rooms, who may use whom, where third-party headers may stand."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path


class RulesError(Exception):
    """layers.toml itself is wrong."""


@dataclass(frozen=True)
class Finding:
    """One broken rule, where a person finds it."""

    file: str
    line: int
    reason: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.reason}"


@dataclass(frozen=True)
class Room:
    name: str
    uses: tuple[str, ...]
    patterns: tuple[str, ...]


@dataclass(frozen=True)
class Ban:
    files: tuple[str, ...]
    headers: tuple[str, ...]
    words: tuple[str, ...]
    reason: str


@cache
def _regex(pattern: str) -> re.Pattern[str]:
    """`*` stays inside one folder, `**` crosses folders, `**/` may also be nothing."""
    parts = re.split(r"(\*\*/|\*\*|\*)", pattern)
    translated = {"**/": "(?:.*/)?", "**": ".*", "*": "[^/]*"}
    return re.compile("".join(translated.get(part, re.escape(part)) for part in parts) + r"\Z")


def matches(path: str, patterns: tuple[str, ...]) -> bool:
    return any(_regex(pattern).match(path) for pattern in patterns)


class Rules:
    """Questions to layers.toml. Paths are relative to the repository, with forward slashes."""

    def __init__(self, root: Path) -> None:
        try:
            text = tomllib.loads((root / "layers.toml").read_text())
            self.sources: list[str] = text["sources"]
            self.include_roots: list[str] = text["include_roots"]
            self.rooms = [room for entry in text["room"] for room in _rooms(root, entry)]
            self._rights = [(tuple(entry["files"]), tuple(entry["uses"])) for entry in text.get("rights", [])]
            self._vendor = [(tuple(entry["headers"]), tuple(entry["allowed"])) for entry in text.get("vendor", [])]
            self.bans = [
                Ban(tuple(e["files"]), tuple(e["headers"]), tuple(e.get("words", ())), e["reason"])
                for e in text.get("ban", [])
            ]
        except (KeyError, OSError, tomllib.TOMLDecodeError) as wrong:
            raise RulesError(f"layers.toml: {wrong!r}") from wrong
        self._check_names()

    def room_of(self, path: str) -> Room | None:
        """The last room that claims the file."""
        for room in reversed(self.rooms):
            if matches(path, room.patterns):
                return room
        return None

    def may_use(self, user: Room, used: Room, path: str = "") -> bool:
        """Whether a file at `path` of the room `user` may name what lies in `used`."""
        if user.name == used.name:
            return True
        rights = tuple(use for files, uses in self._rights if matches(path, files) for use in uses)
        return matches(used.name, user.uses + rights) or "*" in user.uses

    def vendor_allowed(self, header: str, path: str) -> bool:
        return any(matches(header, headers) and matches(path, allowed) for headers, allowed in self._vendor)

    def cycle(self) -> list[str]:
        """Names of rooms that may use each other in a circle, or nothing. Rooms that may use all stand on top."""
        bottom = [room for room in self.rooms if "*" not in room.uses]
        edges = {
            room.name: [other.name for other in bottom if other is not room and matches(other.name, room.uses)]
            for room in bottom
        }
        return find_cycle(edges)

    def _check_names(self) -> None:
        names = [room.name for room in self.rooms]
        declared = {use for room in self.rooms for use in room.uses} | {use for _, uses in self._rights for use in uses}
        for use in sorted(declared):
            if "*" not in use and use not in names:
                raise RulesError(f"layers.toml: no room is called {use!r}")


def _rooms(root: Path, entry: dict) -> list[Room]:
    uses = tuple(entry["uses"])
    if "each" not in entry:
        return [Room(entry["name"], uses, tuple(entry["paths"]))]
    folders = sorted(folder for folder in root.glob(entry["each"]) if folder.is_dir())
    return [
        Room(entry["name"].replace("*", folder.name), uses, (f"{folder.relative_to(root).as_posix()}/**",))
        for folder in folders
    ]


def find_cycle(edges: dict[str, list[str]]) -> list[str]:
    """One path a → b → … → a in a graph, or nothing."""
    done: set[str] = set()
    for start in sorted(edges):
        path: list[str] = []
        on_path: set[str] = set()
        stack = [(start, iter(edges.get(start, ())))]
        while stack:
            node, rest = stack[-1]
            if node not in on_path:
                path.append(node)
                on_path.add(node)
            following = next((n for n in rest if n not in done), None)
            if following is None:
                stack.pop()
                path.pop()
                on_path.discard(node)
                done.add(node)
            elif following in on_path:
                return path[path.index(following) :] + [following]
            else:
                stack.append((following, iter(edges.get(following, ()))))
        done.add(start)
    return []
