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
    totals = [total for total in grim(mean, n).totals if _reachable(total, n, scale)]
    low = high = math.nan
    note = f"the mean {mean} is impossible at n = {n}"
    if totals:
        silent = invited - n
        low = (totals[0] + silent * scale.low) / invited
        high = (totals[-1] + silent * scale.high) / invited
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


def _reachable(total: int, n: int, scale: LikertScale) -> bool:
    """Return whether answers on the scale can add up to a total, by its ends and its steps."""
    step = gcd(*(after - before for before, after in itertools.pairwise(scale.codes)))
    beyond = total - n * scale.low
    return 0 <= beyond <= n * (scale.high - scale.low) and beyond % step == 0
