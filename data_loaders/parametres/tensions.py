"""Published job-seekers that tension files are weighed against when the adjusted series is not loaded."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

TENSIONS = Path(__file__).with_name("tensions.toml")


@cache
def abc_publies() -> dict[str, float]:
    """year -> job-seekers of the region, categories A, B, C, mean of the year; the ground is in `tensions.toml`."""
    annees = tomllib.loads(TENSIONS.read_text("utf-8"))["abc_publies"]
    return {annee: a["valeur"] for annee, a in annees.items()}
