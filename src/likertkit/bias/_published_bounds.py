"""Bounds on the means of a published table, counting those who did not answer."""

from __future__ import annotations

import itertools
import math
from math import gcd
from typing import TYPE_CHECKING

from likertkit.bias._invited import EVERYBODY, read_invited
from likertkit.bias._nonresponse_row import (
    BoundsRow,
    BoundsTable,
    CumulativeBoundsRow,
    ShareBoundsRow,
)
from likertkit.bias._sensitivity import column_names
from likertkit.errors import ArgumentError, PopulationError
from likertkit.instrument import view_sentence
from likertkit.published import grim
from likertkit.results import Table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from likertkit.instrument import LikertScale
    from likertkit.published import PublishedTable

_BY = ("condition",)
_SHOWN = ("item", "n", "invited", "mean", "low", "high")


def published_bounds(data: PublishedTable, invited: object, by: object) -> BoundsTable:
    """Return the bounds that printed means and their n allow."""
    if by not in (None, "condition", _BY):
        raise ArgumentError(
            f"by={by!r} splits a published table, whose means stand by condition.",
            "leave `by=` out.",
        )
    numbers, people = data.n, read_invited(invited, data.conditions, ())
    if silent := [condition for condition in data.conditions if condition not in numbers]:
        raise ArgumentError(
            f"the published table does not say how many answers stand behind {silent[0]!r}.",
            "write PublishedTable(..., n={condition: n}).",
        )
    rows = tuple(
        _row(data, condition, item, numbers[condition][item], people[condition][EVERYBODY])
        for condition in data.conditions
        for item in data.means[condition]
    )
    title = f"{data.instrument.title or data.instrument.name}, counting the silent"
    notes = (
        view_sentence("as_answered"),
        (
            "Bounds: every invited person without a valid answer at the lowest code, then all at "
            "the highest; nothing is assumed about them. Of the invited they are exact."
        ),
        (
            "Assumes that n is the number of valid answers and that the question applied to "
            "everybody invited; whole-number answers, unweighted; means rounded to nearest, a tie "
            "either way. Means do not tell medians, shares and intervals."
        ),
    )
    return BoundsTable(
        title=f"Bounds on the published means of {title}",
        names=(*_BY, *column_names(BoundsRow)),
        rows=rows,
        by=_BY,
        shown=_SHOWN,
        options=(
            ("by", _BY),
            ("invited", tuple((condition, n[EVERYBODY]) for condition, n in people.items())),
            ("view", "as_answered"),
        ),
        notes=notes,
        top_box=Table(
            title="No bounds on top boxes",
            names=(*_BY, *column_names(ShareBoundsRow)),
            rows=(),
            by=_BY,
        ),
        cumulative=Table(
            title="No bounds on distributions",
            names=(*_BY, *column_names(CumulativeBoundsRow)),
            rows=(),
            by=_BY,
        ),
    )


def _row(data: PublishedTable, condition: str, item: str, n: int, invited: int) -> BoundsRow:
    if n > invited:
        raise PopulationError(
            f"item {item!r}: {n} answers under {condition!r} are more than the {invited} who were "
            "invited.",
            "`invited` counts everybody who was asked, those who answered too.",
        )
    scale, mean = data.instrument[item].scale, data.mean(condition, item)
    ends = _ends(grim(mean, n).totals, n, scale)
    low = high = math.nan
    note = f"the mean {mean} is impossible at n = {n}"
    if ends is not None:
        silent = invited - n
        low = (ends[0] + silent * scale.low) / invited
        high = (ends[1] + silent * scale.high) / invited
        note = ""
    return BoundsRow(
        by=(("condition", condition),),
        item=item,
        n=n,
        invited=invited,
        mean=float(mean),
        low=low,
        high=high,
        note=note,
    )


def _ends(totals: Sequence[int], n: int, scale: LikertScale) -> tuple[int, int] | None:
    """Return the least and the greatest of some totals that n answers on a scale can have."""
    step = gcd(*(after - before for before, after in itertools.pairwise(scale.codes)))
    lowest = n * scale.low
    steps = [total - lowest for total in (totals[0], totals[-1])] if totals else [1, 0]
    # Whole steps from the lowest total on: rounded up, and rounded down.
    least = max(-(-steps[0] // step), 0)
    greatest = min(steps[1] // step, n * (scale.high - scale.low) // step)
    return (lowest + step * least, lowest + step * greatest) if least <= greatest else None
