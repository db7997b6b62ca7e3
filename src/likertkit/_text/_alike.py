"""Texts that differ in their spelling alone."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


def spelled_alike(values: Iterable[object]) -> tuple[tuple[str, ...], ...]:
    """Return the texts among some values that differ in case, spacing or form alone, set by set."""
    found: dict[str, dict[str, None]] = {}
    for value in values:
        if isinstance(value, str):
            found.setdefault(_plain(value), {})[value] = None
    return tuple(tuple(texts) for texts in found.values() if len(texts) > 1)


def _plain(text: str) -> str:
    """Return a text without what spelling changes: case, white space, marks that nobody sees."""
    text = unicodedata.normalize("NFKC", text).casefold()
    visible = (one for one in text if one.isspace() or unicodedata.category(one) != "Cf")
    return " ".join("".join(visible).split())
