"""Frequencies as percentages, rounded as they are to be printed."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, ClassVar, Literal

import attrs

from likertkit._checks import check_choice, check_count
from likertkit._kernels import apportion, round_parts
from likertkit._text import join_words
from likertkit.results import ItemRow, Table

if TYPE_CHECKING:
    from collections.abc import Iterable

    from likertkit.estimate._frequency_row import FrequencyRow

PercentageRounding = Literal["nearest", "largest-remainder"]

_RULES = {
    "nearest": "Each percentage is rounded to the nearest, halves upward.",
    "largest-remainder": "Percentages are rounded by largest remainder, so that they add up.",
}


@attrs.frozen(kw_only=True, eq=False, repr=False)
class PercentageRow(ItemRow):
    """The rounded percentage of one level of one item in one group.

    Attributes
    ----------
    code : int or None
        The level's code; None for all who gave no valid answer, where these are in the base.
    label : str
        The level's label, or ``missing``.
    percentage : float
        Rounded; NaN where nobody is in the base.
    """

    formats: ClassVar[dict[str, str]] = {"percentage": "g"}

    code: int | None
    label: str
    percentage: float


def percentage_table(
    rows: Iterable[FrequencyRow],
    missing: Iterable[float],
    *,
    by: tuple[str, ...],
    title: str,
    decimals: int,
    rounding: PercentageRounding,
) -> Table[PercentageRow]:
    """Return the rounded percentages of each item, which say what they add up to.

    *missing* holds, item by item, the weight in the base of those without a valid answer.
    """
    check_choice(rounding, "rounding", PercentageRounding)
    unit = 10 ** check_count(decimals, "decimals")
    divide = apportion if rounding == "largest-remainder" else round_parts
    made: list[PercentageRow] = []
    sums: dict[str, list[str]] = {}
    grouped = itertools.groupby(rows, key=lambda row: (row.by, row.item))
    for ((group, item), levels), absent in zip(grouped, missing, strict=True):
        cells = [(row.code, row.label, row.weighted_count) for row in levels]
        named: list[tuple[int | None, str]] = [(code, label) for code, label, _ in cells]
        amounts = [amount for _, _, amount in cells]
        if absent:
            named, amounts = [*named, (None, "missing")], [*amounts, absent]
        parts: list[float] = [float("nan")] * len(amounts)
        if sum(amounts) > 0:
            whole = divide(amounts, 100 * unit)
            parts = [part / unit for part in whole]
            if sum(whole) != 100 * unit:
                where = " / ".join(map(str, (*(value for _, value in group), item)))
                sums.setdefault(f"{sum(whole) / unit:g} %", []).append(where)
        made += [
            PercentageRow(by=group, item=item, code=code, label=label, percentage=part)
            for (code, label), part in zip(named, parts, strict=True)
        ]
    added = [f"They add up to {total} for {join_words(names)}." for total, names in sums.items()]
    return Table(
        title=title,
        names=(*by, "item", "code", "label", "percentage"),
        rows=tuple(made),
        by=by,
        options=(("decimals", decimals), ("rounding", rounding)),
        notes=(_RULES[rounding], *added),
    )
