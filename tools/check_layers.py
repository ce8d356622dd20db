#!/usr/bin/env python3
"""Holds includes and link edges to layers.toml: exit code 0 when all is well, 1 with `file:line: reason` per finding."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

from layers.cmake_links import LinkCheck
from layers.includes import IncludeCheck
from layers.rules import Finding, Rules, RulesError


def check(root: Path) -> tuple[list[Finding], str]:
    """All findings, and one line that says what was looked at."""
    rules = Rules(root)
    includes = IncludeCheck(root, rules)
    links = LinkCheck(root, rules)
    findings = includes.findings + links.findings
    if cycle := rules.cycle():
        findings.append(Finding("layers.toml", 1, "rooms may use each other in a circle: " + " → ".join(cycle)))
    edges = sum(len(set(targets)) for targets in includes.edges.values())
    cycles = sum("include cycle" in finding.reason for finding in findings)
    summary = f"{len(includes.files)} files, {edges} includes, {links.edges} link edges, {cycles} include cycles"
    return sorted(findings, key=lambda finding: (finding.file, finding.line)), summary


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--root", type=Path, default=Path(__file__).resolve().parent.parent, help="the repository")
    root = parser.parse_args().root
    try:
        findings, summary = check(root)
    except RulesError as wrong:
        print(wrong, file=sys.stderr)
        return 2
    for finding in findings:
        print(finding)
    print(f"layers: {summary}, {len(findings)} findings")
    return 1 if findings else 0


if __name__ == "__main__":
    sys.exit(main())
