"""Options and words that several comparisons share."""

from __future__ import annotations

from typing import Literal

from likertkit._checks import check_choice
from likertkit._text import counted

METHOD_WORDS = {
    "exact": "exact",
    "saddlepoint": "saddlepoint",
    "asymptotic": "asymptotic (normal, ties corrected)",
    "monte-carlo": "Monte Carlo",
}


Correction = Literal["holm", "benjamini-hochberg", "bonferroni", "none"]

_NAMES: dict[Correction, str] = {
    "holm": "Holm",
    "benjamini-hochberg": "Benjamini-Hochberg",
    "bonferroni": "Bonferroni",
    "none": "none",
}


def check_correction(correction: object) -> None:
    """Raise unless *correction* is one of the words."""
    check_choice(correction, "correction", Correction)


def family_note(correction: Correction, family_size: int, what: str) -> str:
    """Return how p-values were adjusted, and the family of which that was done.

    *what* names the family, such as ``"all items"``; p-values that are undefined are not counted
    in its size.
    """
    if correction == "none":
        return f"P-values are not adjusted, though there are {family_size} of them ({what})."
    size = counted(family_size, "p-value")
    return f"Adjusted p-values: {_NAMES[correction]}, the family being {size} ({what})."
