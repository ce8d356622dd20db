"""Random choices of tests written in Python: one place where they begin, so that a run can be repeated."""

from __future__ import annotations

import os
import random
import secrets

FULL = os.environ.get("ACERVO_FULL") == "1"


def chance(what: str) -> random.Random:
    """Begins at ACERVO_SEED, which `./acervo test --seed S` sets, or at a new seed; printed.

    `what` takes part: two tests with one seed choose differently. Nothing secret may come from here.
    """
    seed = int(os.environ.get("ACERVO_SEED") or secrets.randbits(31))
    print(f"{what}: ACERVO_SEED={seed}", flush=True)
    return random.Random(f"{seed} {what}")
