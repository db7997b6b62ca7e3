"""The errors that the distinct values of one column call for."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from likertkit.errors import (
    LabelConflictError,
    MixedCodingError,
    OffScaleError,
    UnknownLabelError,
)
from likertkit.instrument._hints import fitting_hint

if TYPE_CHECKING:
    from collections.abc import Iterable

    from likertkit.errors import Sighting
    from likertkit.instrument._layout import Layout, Placement

__all__ = ["check_found", "expected_of", "shown_value"]

_MOST_LEVELS = 12
_MOST_LABELS = 5
_MOST_CHARACTERS = 80


def shown_value(value: object) -> str:
    """Return a value as errors show it: as it would be typed in Python, and not too long."""
    plain = value.item() if isinstance(value, np.number | np.bool_ | np.str_) else value
    # A gap in a column of whole numbers makes floats of them; nobody typed "7.0".
    if isinstance(plain, float) and plain.is_integer():
        plain = int(plain)
    shown = repr(plain)
    return shown if len(shown) <= _MOST_CHARACTERS else f"{shown[: _MOST_CHARACTERS - 1]}…"


def expected_of(layout: Layout) -> str:
    """Return the answers that a scale accepts, in words."""
    levels = [
        f"{code} {' or '.join(map(repr, layout.wordings.get(code, ())))}".rstrip()
        for code in layout.codes
    ]
    if len(levels) > _MOST_LEVELS:
        levels = [f"one of {len(levels)} codes from {levels[0]} to {levels[-1]}"]
    reasons = [
        f"{label!r} ({', '.join(map(str, codes))})" if codes else repr(label)
        for label, codes in layout.nonsubstantive.items()
    ]
    missing = f"; or, counted as missing, {', '.join(reasons)}" if reasons else ""
    return ", ".join(levels) + missing


def check_found(
    item: str, layout: Layout, found: Iterable[tuple[Placement, Sighting]], *, mixed: bool = False
) -> None:
    """Raise the error that the distinct values of one column call for, if any."""
    found = tuple(found)
    for spelling, error in (
        ("off_scale", OffScaleError),
        ("unknown", UnknownLabelError),
        ("conflict", LabelConflictError),
    ):
        kinds = {spelling, "unproven"} if spelling == "unknown" else {spelling}
        if wrong := tuple(sighting for place, sighting in found if place.spelling in kinds):
            # A code beside the label of another has one explanation, which its own hint gives.
            advice = "" if spelling == "conflict" else fitting_hint(item, layout, wrong)
            raise error(item, wrong, expected_of(layout), advice)
    if not mixed:
        return
    labelled = {layout.code_cells[code] for code in layout.labels}
    words = [sighting for place, sighting in found if place.spelling == "label"]
    numbers = tuple(
        sighting
        for place, sighting in found
        if place.spelling == "number" and place.cell in labelled
    )
    if words and numbers:
        beside = ", ".join(sighting.value for sighting in words[:_MOST_LABELS])
        raise MixedCodingError(
            item, numbers, f"labels or numbers throughout, and found them beside {beside}"
        )
