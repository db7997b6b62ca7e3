"""Which items differ between the conditions: in how many people, or in the mean."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from likertkit.summary._told import figure, interval, named, order_of, people, points, pvalue

if TYPE_CHECKING:
    from collections.abc import Iterator

    from likertkit.summary._row import SummaryRow
    from likertkit.summary._told import Said, Told

_HALF = 0.5
_PEOPLE = ("n_higher", "n_equal", "n_lower", "superiority", "superiority_low", "superiority_high")
_MEANS = ("mean_difference", "low", "high", "mean_pvalue_adjusted")


def differ(told: Told) -> Iterator[Said]:
    """Say of which items more people rated one condition higher, and of which the mean is."""
    for row in told.differing():
        if sign := told.people_sign(row):
            yield row.item, _more_people(told, row, sign), _figures(row, _PEOPLE, "pvalue_adjusted")
        if sign := told.mean_sign(row):
            yield row.item, _higher_mean(told, row, sign), _figures(row, _MEANS)


def _figures(row: SummaryRow, names: tuple[str, ...], *more: str) -> dict[str, float]:
    found = {name: getattr(row, name) for name in (*names, *more)}
    return {
        name: value for name, value in found.items() if value is not None and not math.isnan(value)
    }


def _ordered(told: Told, sign: int) -> tuple[str, str]:
    """Return the condition that is higher, and the lower one."""
    first, second = told.conditions
    return (first, second) if sign > 0 else (second, first)


def _p(told: Told, value: float) -> str:
    return f"{told.adjusted}{pvalue(value, told.level)}"


def _superiority(told: Told, row: SummaryRow) -> str:
    first, second = told.conditions
    ends = interval(row.superiority_low, row.superiority_high, _HALF)
    return (
        f"superiority of {first!r} over {second!r} {figure(row.superiority, _HALF)}, "
        f"{told.interval_name} {ends}"
    )


def _minus(told: Told, row: SummaryRow) -> str:
    first, second = told.conditions
    return f"{first!r} minus {second!r}: {told.interval_name} {interval(row.low, row.high)}"


def _more_people(told: Told, row: SummaryRow, sign: int) -> str:
    above, below = _ordered(told, sign)
    up, alike, down = order_of(row)[::sign]
    towards = told.meaning(row.item).towards
    if told.linked:
        claim = (
            f"More people rated {row.item!r} higher{towards} under {above!r} than under {below!r}: "
            f"of the {people([row.n_pairs or 0])} who rated both, {up} rated {above!r} higher, "
            f"{down} {below!r}, and {alike} both alike"
        )
    else:
        claim = (
            f"Ratings of {row.item!r} are higher{towards} under {above!r} than under {below!r} "
            f"more often than the other way round: of the {up + alike + down} pairs of a rating "
            f"under each, {up} are higher under {above!r}, {down} under {below!r}, and {alike} "
            "are alike"
        )
    tail = ""
    if told.mean_sign(row) == -sign:
        tail = f"; yet its mean is higher under {below!r}"
    elif not told.mean_sign(row):
        tail = f"; that the means differ is not shown ({_means_apart(told, row)})"
    return (
        f"{claim} ({_superiority(told, row)}; {told.people_test}, "
        f"{_p(told, row.pvalue_adjusted)}){tail}."
    )


def _means_apart(told: Told, row: SummaryRow) -> str:
    """Return what is known of the difference of the means."""
    if math.isnan(row.low) or math.isnan(row.mean_pvalue_adjusted):
        return (
            f"the difference is {figure(row.mean_difference)}, and the data give no interval for it"
        )
    return f"{_minus(told, row)}; {_p(told, row.mean_pvalue_adjusted)}"


def _higher_mean(told: Told, row: SummaryRow, sign: int) -> str:
    above, below = _ordered(told, sign)
    towards = told.meaning(row.item).towards
    mean, whose = "The mean", _whose(told, row)
    if told.weighted:
        mean = "In the population that the weights stand for, the weighted mean"
        whose = " among those who would rate both" if told.linked else ""
    people_count = f"; {_counted(told, row)}" if told.weighted else ""
    return (
        f"{mean} of {row.item!r} is higher{towards} under {above!r} than under {below!r}, by "
        f"{points(row.mean_difference)}{whose} ({_minus(told, row)}; {told.means_test}, "
        f"{_p(told, row.mean_pvalue_adjusted)}{people_count}){_mean_tail(told, row, sign)}."
    )


def _whose(told: Told, row: SummaryRow) -> str:
    """Return of which people a mean difference is."""
    if told.linked:
        return f" among the {people([row.n_pairs or 0])} who rated both"
    first, second = told.conditions
    return (
        f" among the {row.n_first} who rated {first!r} and the {row.n_second} who rated {second!r}"
    )


def _counted(told: Told, row: SummaryRow) -> str:
    if told.linked:
        return f"{people([row.n_pairs or 0])} rated both"
    first, second = told.conditions
    return f"{people([row.n_first or 0])} rated {first!r} and {row.n_second} {second!r}"


def _mean_tail(told: Told, row: SummaryRow, sign: int) -> str:
    """Return how far the order of the means hangs on scores, and what the numbers of people say."""
    tail = ""
    if told.significant(row.robust_pvalue_adjusted):
        tail = (
            f"; it is higher however the levels are spaced ({_p(told, row.robust_pvalue_adjusted)})"
        )
    elif row.robust:
        tail = "; in these answers it is higher however the levels are spaced"
    elif row.robust is False:
        tail = "; other increasing scores of the levels turn the sign of the difference"
    if told.weighted or told.people_sign(row) or math.isnan(row.pvalue_adjusted):
        return tail
    up, _, down = order_of(row)[::sign]
    above, below = _ordered(told, sign)
    if told.linked:
        more = (
            f"that more people rated {above!r} higher is not shown ({up} did, and {down} {below!r})"
        )
    else:
        more = (
            f"that ratings under {above!r} are more often higher than ratings under {below!r} is "
            f"not shown (superiority {interval(row.superiority_low, row.superiority_high, _HALF)})"
        )
    return f"{tail}; {more}"


def no_difference(told: Told) -> Iterator[Said]:
    """Say that a difference that is not shown is not shown to be absent."""
    rows = [
        row
        for row in told.rows
        if not (math.isnan(row.pvalue_adjusted) and math.isnan(row.mean_pvalue_adjusted))
        and not (told.people_sign(row) or told.mean_sign(row))
    ]
    if not rows:
        return
    first, second = told.conditions
    if len(rows) == 1:
        yield (
            "no difference",
            (
                f"That {rows[0].item!r} is rated differently under {first!r} and {second!r}, or "
                f"that it is not: {_not_shown(told, rows[0])}."
            ),
            _figures(rows[0], ("low", "high", "pvalue_adjusted", "mean_pvalue_adjusted")),
        )
        return
    reach = {row.item: max(abs(row.low), abs(row.high)) for row in rows if row.low < row.high}
    widest = max(reach, key=reach.__getitem__, default="")
    more = (
        f"; the {told.interval_name} of a mean difference reaches up to {points(reach[widest])} "
        f"({widest!r})"
        if reach
        else ""
    )
    what = "neither the numbers of people nor the means show it"
    if told.weighted or not told.people_test:
        what = "the means do not show it"
    elif not told.linked:
        what = "neither the order of the ratings nor the means show it"
    yield (
        "no difference",
        (
            f"That {named(rows)} are rated differently under {first!r} and {second!r}, or that "
            f"they are not: {what}{more}."
        ),
        {widest: reach[widest]} if reach else {},
    )


def _not_shown(told: Told, row: SummaryRow) -> str:
    """Return the tests of one item that show nothing, with their figures."""
    parts = []
    if not math.isnan(row.pvalue_adjusted):
        what = "the numbers of people" if told.linked else "the order of the ratings"
        parts.append(f"{what} ({_superiority(told, row)}; {_p(told, row.pvalue_adjusted)})")
    if not math.isnan(row.mean_pvalue_adjusted):
        parts.append(f"the means ({_minus(told, row)}; {_p(told, row.mean_pvalue_adjusted)})")
    if len(parts) == 1:
        do = "does" if parts[0].startswith("the order") else "do"
        return f"{parts[0]} {do} not show it"
    return f"neither {parts[0]} nor {parts[1]} show it"


def unadjusted(told: Told) -> Iterator[Said]:
    """Say what it means that p-values are not adjusted."""
    m = sum(not math.isnan(value) for row in told.rows for value in (row.pvalue, row.mean_pvalue))
    if told.correction != "none" or m < 2:
        return
    most = min(1.0, m * told.level)
    yield (
        "many comparisons",
        (
            f"That any of {m} p-values shows a difference because it is below {told.level:.2g}: "
            f"without adjustment the chance of at least one false finding is up to {most:.2g}."
        ),
        {"n_pvalues": m, "chance": most},
    )


def scoring(told: Told) -> Iterator[Said]:
    """Say where the sign of the difference is made by the scores of the levels."""
    claimed = told.differing()
    rows = [
        row
        for row in told.rows
        if row.robust is False and row.mean_difference != 0 and row not in claimed
    ]
    if rows:
        yield (
            "scoring",
            (
                f"That the sign of the mean difference of {named(rows)} is more than a matter of "
                "scoring: other increasing scores of the levels turn it."
            ),
            {row.item: row.mean_difference for row in rows},
        )
