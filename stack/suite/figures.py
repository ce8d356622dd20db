"""Measured values that tests leave for docs/evidence/PART.json."""

from __future__ import annotations

import json
import os


def figure(name: str, value: float, unit: str, target: str, met: bool) -> None:
    if file := os.environ.get("ACERVO_FIGURES"):
        with open(file, "a") as figures:
            print(json.dumps({"name": name, "value": value, "unit": unit, "target": target, "met": met}), file=figures)
