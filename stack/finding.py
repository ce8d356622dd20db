"""What `doctor` says about one thing, and questions that several of its checks ask."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

GOOD, FETCHED, WARNING, BAD = "ok", "fetched", "warning", "missing"


@dataclass(frozen=True)
class Finding:
    """One check. `fetched`: not there yet, `up` installs it by itself. `missing`: somebody has to act."""

    what: str
    state: str
    detail: str
    advice: str = ""


def gib(size: int) -> str:
    return f"{size / 2**30:.1f} GiB"


def available_memory() -> int:
    """Bytes that programs could take now."""
    memory = {line.split(":")[0]: line.split()[1] for line in Path("/proc/meminfo").read_text().splitlines()}
    return int(memory["MemAvailable"]) * 1024


def nearest_existing(folder: Path) -> Path:
    """The folder, or the nearest one above it that is there: it tells the disk on which the folder will be."""
    return next(part for part in (folder, *folder.parents) if part.exists())


def about_version(what: str, have: tuple[int, ...] | None, oldest: tuple[int, ...]) -> Finding:
    """Whether a program that a Debian package brings is there and new enough."""
    if have is None:
        return Finding(what, FETCHED, "not there", "./acervo up installs it")
    told = ".".join(map(str, have))
    if have >= oldest:
        return Finding(what, GOOD, told)
    wanted = ".".join(map(str, oldest))
    return Finding(what, WARNING, told, f"older than {wanted}, with which it was tried: apt-get upgrade")


def about_memory(what: str, needed: int) -> Finding:
    """Whether a server that does not run yet has the memory that it will take, in bytes."""
    free = available_memory()
    advice = "" if free >= needed else "stop other programs: the system may kill it"
    return Finding(f"{what} memory", WARNING if advice else GOOD, f"takes {gib(needed)} of {gib(free)}", advice)
