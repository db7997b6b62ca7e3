"""Which items differ between the conditions: in how many people, or in the mean."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from likertkit.summary._claim_input import (
    Sentence,
    figure,
    interval,
    named,
    order_of,
    people,
    points,
    pvalue,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from likertkit.summary._claim_input import ClaimInput
    from likertkit.summary._row import SummaryRow

_HALF = 0.5
_PEOPLE = ("n_higher", "n_equal", "n_lower", "superiority", "superiority_low", "superiority_high")
_MEANS = ("mean_difference", "low", "high", "mean_pvalue_adjusted")


def differ(given: ClaimInput) -> Iterator[Sentence]:
    """Say for which items more people rated one condition higher, or its mean is higher."""
    for row in given.differing():
        if sign := given.people_sign(row):
            figures = _figures(row, _PEOPLE, "pvalue_adjusted")
            yield Sentence(row.item, _more_people(given, row, sign), figures)
        if sign := given.mean_sign(row):
            yield Sentence(row.item, _higher_mean(given, row, sign), _figures(row, _MEANS))


def _figures(row: SummaryRow, names: tuple[str, ...], *more: str) -> dict[str, float]:
    figures = {name: getattr(row, name) for name in (*names, *more)}
    return {
        name: value
        for name, value in figures.items()
        if value is not None and not math.isnan(value)
    }


def _ordered(given: ClaimInput, sign: int) -> tuple[str, str]:
    """Return the condition that is higher, and the lower one."""
    first, second = given.conditions
    return (first, second) if sign > 0 else (second, first)


def _p(given: ClaimInput, value: float) -> str:
    return f"{given.adjusted}{pvalue(value, given.level)}"


def _superiority(given: ClaimInput, row: SummaryRow) -> str:
    first, second = given.conditions
    ends = interval(row.superiority_low, row.superiority_high, _HALF)
    return (
        f"superiority of {first!r} over {second!r} {figure(row.superiority, _HALF)}, "
        f"{given.interval_name} {ends}"
    )


def _minus(given: ClaimInput, row: SummaryRow) -> str:
    first, second = given.conditions
    return f"{first!r} minus {second!r}: {given.interval_name} {interval(row.low, row.high)}"


def _more_people(given: ClaimInput, row: SummaryRow, sign: int) -> str:
    above, below = _ordered(given, sign)
    up, alike, down = order_of(row)[::sign]
    towards = given.meaning(row.item).towards
    if given.linked:
        claim = (
            f"More people rated {row.item!r} higher{towards} under {above!r} than under {below!r}: "
            f"of the {people([row.n_pairs or 0])} who rated both, {up} rated {above!r} higher, "
            f"{down} rated {below!r} higher, and {alike} rated both the same"
        )
    else:
        claim = (
            f"Ratings of {row.item!r} are more often higher{towards} under {above!r} than under "
            f"{below!r}: of the {up + alike + down} pairs of one rating under each condition, "
            f"{up} are higher under {above!r}, {down} are higher under {below!r}, and {alike} are "
            "equal"
        )
    tail = ""
    if given.mean_sign(row) == -sign:
        tail = f"; but its mean is higher under {below!r}"
    elif not given.mean_sign(row):
        tail = f"; it is not shown that the means differ ({_means_apart(given, row)})"
    return (
        f"{claim} ({_superiority(given, row)}; {given.people_test}, "
        f"{_p(given, row.pvalue_adjusted)}){tail}."
    )


def _means_apart(given: ClaimInput, row: SummaryRow) -> str:
    """Return what is known of the difference of the means."""
    if math.isnan(row.low) or math.isnan(row.mean_pvalue_adjusted):
        return (
            f"the difference is {figure(row.mean_difference)}, and the data give no interval for it"
        )
    return f"{_minus(given, row)}; {_p(given, row.mean_pvalue_adjusted)}"


def _higher_mean(given: ClaimInput, row: SummaryRow, sign: int) -> str:
    above, below = _ordered(given, sign)
    towards = given.meaning(row.item).towards
    mean, whose = "The mean", _whose(given, row)
    if given.weighted:
        mean = "In the population that the weights represent, the weighted mean"
        whose = " among people who would rate both" if given.linked else ""
    people_count = f"; {_counted(given, row)}" if given.weighted else ""
    return (
        f"{mean} of {row.item!r} is higher{towards} under {above!r} than under {below!r}, by "
        f"{points(row.mean_difference)}{whose} ({_minus(given, row)}; {given.means_test}, "
        f"{_p(given, row.mean_pvalue_adjusted)}{people_count}){_mean_tail(given, row, sign)}."
    )


def _whose(given: ClaimInput, row: SummaryRow) -> str:
    """Return whose mean difference it is."""
    if given.linked:
        return f" among the {people([row.n_pairs or 0])} who rated both"
    first, second = given.conditions
    return (
        f" among the {row.n_first} who rated {first!r} and the {row.n_second} who rated {second!r}"
    )


def _counted(given: ClaimInput, row: SummaryRow) -> str:
    if given.linked:
        return f"{people([row.n_pairs or 0])} rated both"
    first, second = given.conditions
    return f"{people([row.n_first or 0])} rated {first!r} and {row.n_second} {second!r}"


def _mean_tail(given: ClaimInput, row: SummaryRow, sign: int) -> str:
    """Return whether the scores decide the order of the means, and what the people show."""
    tail = ""
    if given.significant(row.robust_pvalue_adjusted):
        tail = (
            "; it is higher under every increasing scoring of the levels "
            f"({_p(given, row.robust_pvalue_adjusted)})"
        )
    elif row.robust:
        tail = "; in these answers it is higher under every increasing scoring of the levels"
    elif row.robust is False:
        tail = "; other increasing scores of the levels change the sign of the difference"
    if given.weighted or given.people_sign(row) or math.isnan(row.pvalue_adjusted):
        return tail
    up, _, down = order_of(row)[::sign]
    above, below = _ordered(given, sign)
    if given.linked:
        more = (
            f"it is not shown that more people rated {above!r} higher ({up} did, and {down} rated "
            f"{below!r} higher)"
        )
    else:
        more = (
            f"it is not shown that ratings are more often higher under {above!r} than under "
            f"{below!r} (superiority {interval(row.superiority_low, row.superiority_high, _HALF)})"
        )
    return f"{tail}; {more}"


def no_difference(given: ClaimInput) -> Iterator[Sentence]:
    """Say that neither a difference nor its absence is shown."""
    rows = [
        row
        for row in given.rows
        if not (math.isnan(row.pvalue_adjusted) and math.isnan(row.mean_pvalue_adjusted))
        and not (given.people_sign(row) or given.mean_sign(row))
    ]
    if not rows:
        return
    first, second = given.conditions
    if len(rows) == 1:
        yield Sentence(
            "no difference",
            f"That {rows[0].item!r} is rated differently under {first!r} and {second!r}, or that "
            f"it is rated the same: {_not_shown(given, rows[0])}.",
            _figures(rows[0], ("low", "high", "pvalue_adjusted", "mean_pvalue_adjusted")),
        )
        return
    reach = {row.item: max(abs(row.low), abs(row.high)) for row in rows if row.low < row.high}
    widest = max(reach, key=reach.__getitem__, default="")
    more = (
        f"; the {given.interval_name} of a mean difference reaches up to {points(reach[widest])} "
        f"({widest!r})"
        if reach
        else ""
    )
    what = "neither the numbers of people nor the means show a difference"
    if given.weighted or not given.people_test:
        what = "the means do not show a difference"
    elif not given.linked:
        what = "neither the order of the ratings nor the means show a difference"
    yield Sentence(
        "no difference",
        f"That {named(rows)} are rated differently under {first!r} and {second!r}, or that they "
        f"are rated the same: {what}{more}.",
        {widest: reach[widest]} if reach else {},
    )


def _not_shown(given: ClaimInput, row: SummaryRow) -> str:
    """Return the tests of one item that show no difference, with their figures."""
    parts = []
    if not math.isnan(row.pvalue_adjusted):
        what = "the numbers of people" if given.linked else "the order of the ratings"
        parts.append(f"{what} ({_superiority(given, row)}; {_p(given, row.pvalue_adjusted)})")
    if not math.isnan(row.mean_pvalue_adjusted):
        parts.append(f"the means ({_minus(given, row)}; {_p(given, row.mean_pvalue_adjusted)})")
    if len(parts) == 1:
        do = "does" if parts[0].startswith("the order") else "do"
        return f"{parts[0]} {do} not show a difference"
    return f"neither {parts[0]} nor {parts[1]} show a difference"


def unadjusted(given: ClaimInput) -> Iterator[Sentence]:
    """Say what follows from p-values that are not adjusted."""
    m = sum(not math.isnan(value) for row in given.rows for value in (row.pvalue, row.mean_pvalue))
    if given.correction != "none" or m < 2:
        return
    most = min(1.0, m * given.level)
    yield Sentence(
        "many comparisons",
        f"That any of {m} p-values shows a difference because it is below {given.level:.2g}: "
        f"without adjustment the chance of at least one false finding is up to {most:.2g}.",
        {"n_pvalues": m, "chance": most},
    )


def scoring(given: ClaimInput) -> Iterator[Sentence]:
    """Say where the sign of the difference depends on the scores of the levels."""
    claimed = given.differing()
    rows = [
        row
        for row in given.rows
        if row.robust is False and row.mean_difference != 0 and row not in claimed
    ]
    if rows:
        yield Sentence(
            "scoring",
            f"That the sign of the mean difference of {named(rows)} does not depend on the scores: "
            "other increasing scores of the levels change the sign.",
            {row.item: row.mean_difference for row in rows},
        )
