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
    """How many respondents must have skipped an item, at least.

    Attributes
    ----------
    mean : str
        The mean as printed.
    n_answered : float
        The largest number of answers, up to n, that can have the mean; NaN if no number can.
    n_skipped : float
        The number of respondents who then skipped the item.
    chance : float
        The probability that a random mean needs no more skipped answers.
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
    """The items, one row each, and how likely their total is.

    Attributes
    ----------
    n : int
        The number of respondents.
    n_skipped : float
        The smallest total number of skipped answers; NaN if a mean is impossible at every number
        of answers up to n.
    chance : float
        The probability that a random table with as many means needs no more skipped answers.
    """

    n: int
    n_skipped: float
    chance: float


# The numbers of endings and of products that take about a second.
_MOST_ENDINGS = 2_000_000
_MOST_PRODUCTS = 10_000_000
_TOO_MANY = "too many skipped answers: their chance was not computed"


def _first_fits(n: int, decimals: int, rounding: Rounding, most: int) -> list[Fraction]:
    """Return the probabilities that a random mean needs 0, 1, ..., *most* skipped answers."""
    if n >= 10**decimals:
        # Every mean with these decimals is possible.
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

    If no single n fits a column of means (see :func:`feasible_n`), another explanation is that
    some respondents skipped single items. The result is the smallest number of skipped answers
    that this needs, and the probability that a random table needs no more: an explanation that
    fits almost any table explains little.

    Parameters
    ----------
    means : mapping of str to (str or Decimal), or sequence of (str or Decimal)
        The means as printed, by item or without names.
    n : int
        The number of respondents, who can all have answered an item.
    rounding : {'half', 'half-up', 'half-even', 'truncated'}, optional
        How the means were rounded: to nearest with a tie either way, away from zero or to the
        even digit; or cut off.

    Returns
    -------
    SkippedTable
        A row for each mean, with ``n_skipped`` and ``chance`` of the whole table.

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
    More answers may have been skipped: smaller numbers of answers fit as well. The chance is
    exact for independent means with uniformly random digits after the point.

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
    skipped = [n_people - number for number in answered if number is not None]
    total = sum(skipped) if len(skipped) == len(answered) else None
    reach = total if total is not None else max(skipped, default=0)
    kinds = {figure.decimals for _, figure in figures}
    # The chance is not worth minutes: so many skipped answers explain nothing.
    counts = sum((reach + 1) * n_people for decimals in kinds if n_people < 10**decimals)
    known = counts <= _MOST_ENDINGS and len(figures) * reach**2 <= _MOST_PRODUCTS
    by_decimals = {
        decimals: _first_fits(n_people, decimals, rounding, min(reach, n_people - 1))
        for decimals in (kinds if known else ())
    }
    rows = []
    for (name, figure), n_answered in zip(figures, answered, strict=True):
        if n_answered is None:
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
        upto = by_decimals[figure.decimals][: n_people - n_answered + 1] if known else [math.nan]
        rows.append(
            SkippedRow(
                item=name,
                mean=figure.text,
                n_answered=float(n_answered),
                n_skipped=float(n_people - n_answered),
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
        title=f"How many of {n_people} respondents must have skipped each item, at least",
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
        f"Assumes whole-number answers of at most {n} people to each item, without weights; the n "
        f"of the items may differ; means were {ROUNDINGS[rounding]}."
    )
    if total is None:
        return (
            assumed,
            (
                "No number of skipped answers explains every mean: some means are misprints, "
                "weighted or rounded differently, or more people answered."
            ),
        )
    if math.isnan(chance):
        return (
            assumed,
            f"In total, {total} skipped answers explain every mean.",
            "This is the smallest number: more answers may have been skipped.",
        )
    return (
        assumed,
        (
            f"In total, {total} skipped answers explain every mean; a random table (digits after "
            f"the point uniformly random) needs no more with probability {chance:.2g}."
        ),
        "This is the smallest number: more answers may have been skipped.",
    )
