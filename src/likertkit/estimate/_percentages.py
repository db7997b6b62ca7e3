"""Frequencies as percentages, rounded as they are to be printed."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, ClassVar, Literal

import attrs

from likertkit._checks import check_choice, check_count
from likertkit._kernels.shares import apportion, round_parts
from likertkit._text import join_words
from likertkit.results import Table
from likertkit.results._record import ItemRow

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

PercentageRounding = Literal["nearest", "largest-remainder"]

_RULES = {
    "nearest": "Each percentage is rounded to the nearest, halves upward.",
    "largest-remainder": "Percentages are rounded by largest remainder, so that they add up.",
}


@attrs.frozen(kw_only=True, eq=False, repr=False)
class RoundedProportionRow(ItemRow):
    """The rounded percentage of one level of one item in one group.

    Attributes
    ----------
    code : int, float or None
        The level's code, or the scale score; None for those without a valid answer, where these
        are in the base.
    label : str
        The level's label, or the reason: ``blank`` or the nonsubstantive answer.
    percentage : float
        Rounded; NaN where nobody is in the base.
    """

    formats: ClassVar[dict[str, str]] = {"percentage": "g"}

    code: float | None
    label: str
    percentage: float


@attrs.frozen
class ItemParts:
    """What the percentages of one item in one group are made of.

    Attributes
    ----------
    by : tuple of (str, object)
        The group.
    item : str
        The item's name.
    parts : tuple of (float or None, str, float)
        Code, label and weight of each level, and the same, without a code, of each reason for
        a missing answer that the base holds.
    missing : tuple of (str, int)
        Respondents without a valid answer by reason, in the base or not.
    """

    by: tuple[tuple[str, object], ...]
    item: str
    parts: tuple[tuple[float | None, str, float], ...]
    missing: tuple[tuple[str, int], ...]

    @property
    def place(self) -> str:
        """The group and the item, in words."""
        return " / ".join(map(str, (*(value for _, value in self.by), self.item)))

    def rounded(self, decimals: int, rounding: PercentageRounding) -> list[float]:
        """Return the percentage of each part; NaN where nobody is in the base."""
        amounts = [amount for _, _, amount in self.parts]
        if not sum(amounts) > 0:
            return [math.nan] * len(amounts)
        divide = apportion if rounding == "largest-remainder" else round_parts
        return [part / 10**decimals for part in divide(amounts, 100 * 10**decimals)]


def sums_note(
    parts: Sequence[ItemParts], decimals: Sequence[int], rounding: PercentageRounding
) -> str:
    """Return what rounded percentages add up to, where that is not 100; empty otherwise."""
    odd: dict[str, list[str]] = {}
    for item, digits in zip(parts, decimals, strict=True):
        total = sum(item.rounded(digits, rounding))
        # Sums of decimals such as 33.3 are off in their last bits.
        if abs(total - 100) > 10**-digits / 2:
            odd.setdefault(f"{total:.{digits}f} %", []).append(item.place)
    added = (f"{total} for {join_words(places)}" for total, places in odd.items())
    return f"Rounded percentages add up to {'; to '.join(added)}." if odd else ""


def percentage_table(
    items: Iterable[ItemParts],
    *,
    by: tuple[str, ...],
    title: str,
    decimals: int,
    rounding: PercentageRounding,
) -> Table[RoundedProportionRow]:
    """Return the rounded percentages of each item, which say what they add up to."""
    check_choice(rounding, "rounding", PercentageRounding)
    decimals = check_count(decimals, "decimals")
    items = tuple(items)
    added = sums_note(items, [decimals] * len(items), rounding)
    return Table(
        title=title,
        names=(*by, "item", "code", "label", "percentage"),
        rows=tuple(
            RoundedProportionRow(
                by=item.by, item=item.item, code=code, label=label, percentage=part
            )
            for item in items
            for (code, label, _), part in zip(
                item.parts, item.rounded(decimals, rounding), strict=True
            )
        ),
        by=by,
        options=(("decimals", decimals), ("rounding", rounding)),
        notes=(_RULES[rounding], *([added] if added else [])),
    )
