"""How many skipped answers would explain means that no single n does."""

from __future__ import annotations

import math
from fractions import Fraction
from typing import TYPE_CHECKING, ClassVar, SupportsIndex

import attrs

from likertkit._checks import check_choice, check_count
from likertkit.published._feasible import chance_within, endings
from likertkit.published._grim import greatest_n
from likertkit.published._inputs import ROUNDINGS, Rounding, read_means, span
from likertkit.results import Table
from likertkit.results._record import ItemRow

if TYPE_CHECKING:
    from likertkit.published._inputs import Means

__all__ = ["SkippedRow", "SkippedTable", "skipped_answers"]


@attrs.frozen(kw_only=True, eq=False, repr=False)
class SkippedRow(ItemRow):
    """How few of the respondents need have skipped one item.

    Attributes
    ----------
    mean : str
        The mean as printed.
    n_answered : float
        The greatest number of answers, up to n, that can have the mean; NaN where none can.
    n_skipped : float
        How many respondents then skipped the item.
    chance : float
        The probability that a random mean needs no more skipped answers than that.
    note : str
        Why a figure is NaN.
    """

    formats: ClassVar[dict[str, str]] = {"n_answered": ".0f", "n_skipped": ".0f", "chance": ".2g"}

    mean: str
    n_answered: float
    n_skipped: float
    chance: float
    note: str = ""


@attrs.frozen(kw_only=True, eq=False, repr=False)
class SkippedTable(Table[SkippedRow]):
    """The items, a row each, and how likely their total is.

    Attributes
    ----------
    n : int
        The number of respondents.
    n_skipped : float
        How many answers were skipped in all, at the least; NaN where some mean is impossible at
        every number of answers up to n.
    chance : float
        The probability that a random table of as many means needs no more skipped answers.
    """

    n: int
    n_skipped: float
    chance: float


# Endings that are looked at, and products that are added up, in about a second.
_MOST_ENDINGS = 2_000_000
_MOST_PRODUCTS = 10_000_000
_TOO_MANY = "so many skipped answers that their chance is not worked out"


def _first_fits(n: int, decimals: int, rounding: Rounding, most: int) -> list[Fraction]:
    """Return the probabilities that a random mean needs 0, 1, ..., *most* skipped answers."""
    if n >= 10**decimals:
        # Every mean of these decimals is possible.
        return [Fraction(1), *([Fraction(0)] * most)]
    covered: set[int] = set()
    chances = []
    for skipped in range(most + 1):
        new = endings(n - skipped, decimals, rounding) - covered
        covered |= new
        chances.append(Fraction(len(new), 10**decimals))
    return chances


def skipped_answers(means: Means, n: SupportsIndex, *, rounding: Rounding = "half") -> SkippedTable:
    """Explain published means by answers that were skipped, item by item.

    Where no single n fits a column of means (see :func:`feasible_n`), the rival explanation is
    that everyone rated and some skipped single items. Here is the least number of skipped answers
    that it needs, with the probability that a random table needs no more: an explanation that
    would fit almost any table explains little.

    Parameters
    ----------
    means : mapping of str to (str or Decimal), or sequence of (str or Decimal)
        The means as printed, by item or without names.
    n : int
        The number of respondents; the most who can have answered an item.
    rounding : {'half', 'half-up', 'half-even', 'truncated'}, optional
        How the means were rounded: to nearest with a tie either way, away from zero or to the
        even digit; or cut off.

    Returns
    -------
    SkippedTable
        A row a mean, with ``n_skipped`` and ``chance`` for the whole table.

    Raises
    ------
    ArgumentTypeError, ArgumentError
        If there are no means, a mean is not text, or *n* is not a number of people.
    PublishedFigureError
        If a mean is not a plain decimal.
    OptionError
        If *rounding* is not one of its allowed values.

    Notes
    -----
    Fewer answers than the least may have been given: other numbers fit as well. The chance is
    exact, with the digits after the point uniformly random and the means independent.

    References
    ----------
    .. [1] Brown & Heathers (2017), Social Psychological and Personality Science 8(4), 363-369.

    Examples
    --------
    >>> from likertkit.published import skipped_answers
    >>> table = skipped_answers({"q1": "1.55", "q2": "1.56", "q3": "1.85"}, 51)
    >>> [int(row.n_answered) for row in table], table.n_skipped
    ([51, 50, 48], 4.0)
    """
    check_choice(rounding, "rounding", Rounding)
    figures = read_means(means)
    n_people = check_count(n, "n", least=1)
    answered = [greatest_n(span(figure, rounding), n_people) for _, figure in figures]
    skipped = [n_people - found for found in answered if found is not None]
    total = sum(skipped) if len(skipped) == len(answered) else None
    reach = total if total is not None else max(skipped, default=0)
    kinds = {figure.decimals for _, figure in figures}
    # No chance is worth minutes: so many skipped answers explain nothing anyway.
    counts = sum((reach + 1) * n_people for decimals in kinds if n_people < 10**decimals)
    known = counts <= _MOST_ENDINGS and len(figures) * reach**2 <= _MOST_PRODUCTS
    by_decimals = {
        decimals: _first_fits(n_people, decimals, rounding, min(reach, n_people - 1))
        for decimals in (kinds if known else ())
    }
    rows = []
    for (name, figure), found in zip(figures, answered, strict=True):
        if found is None:
            rows.append(
                SkippedRow(
                    item=name,
                    mean=figure.text,
                    n_answered=math.nan,
                    n_skipped=math.nan,
                    chance=math.nan,
                    note=f"no number of answers up to {n_people} has the mean {figure.text}.",
                )
            )
            continue
        upto = by_decimals[figure.decimals][: n_people - found + 1] if known else [math.nan]
        rows.append(
            SkippedRow(
                item=name,
                mean=figure.text,
                n_answered=float(found),
                n_skipped=float(n_people - found),
                chance=float(sum(upto)),
                note="" if known else _TOO_MANY,
            )
        )
    chance = math.nan
    if total is not None and known:
        padded = [
            by_decimals[figure.decimals] + [Fraction(0)] * (total + 1) for _, figure in figures
        ]
        chance = float(chance_within(padded, total))
    return SkippedTable(
        title=f"How few of {n_people} respondents need have skipped each item",
        names=tuple(rows[0].columns()),
        shown=("item", "mean", "n_answered", "n_skipped", "chance"),
        rows=tuple(rows),
        options=(("n", n_people), ("rounding", rounding)),
        notes=_notes(n_people, total, chance, rounding),
        n=n_people,
        n_skipped=math.nan if total is None else float(total),
        chance=chance,
    )


def _notes(n: int, total: int | None, chance: float, rounding: Rounding) -> tuple[str, ...]:
    assumed = (
        f"Assumes that each mean is that of whole-number answers, unweighted, of at most {n} "
        f"people, each item with an n of its own, and that the means were {ROUNDINGS[rounding]}."
    )
    if total is None:
        return (
            assumed,
            (
                "No number of skipped answers explains every mean: some are misprints, weighted or "
                "rounded otherwise, or more people answered."
            ),
        )
    if math.isnan(chance):
        return (
            assumed,
            f"In all, {total} skipped answers explain every mean.",
            "It is the least number: more may have been skipped.",
        )
    return (
        assumed,
        (
            f"In all, {total} skipped answers explain every mean; a random table (digits after the "
            f"point uniformly random) needs no more with probability {chance:.2g}."
        ),
        "It is the least number: more may have been skipped.",
    )
