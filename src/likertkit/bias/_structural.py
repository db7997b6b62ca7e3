"""Which answers without substance are silence, and which say that a question does not apply."""

from __future__ import annotations

STRUCTURAL = ("Not applicable",)


def same_label(label: str) -> str:
    """Return a label without its case and spacing."""
    return " ".join(label.split()).casefold()


def is_structural(label: str, labels: tuple[str, ...] = STRUCTURAL) -> bool:
    """Return whether a label is one of those that say so."""
    return same_label(label) in map(same_label, labels)
