"""check_percentages: whether published percentages agree with published counts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, ClassVar, Literal, SupportsIndex

import attrs

from likertkit._checks import check_choice, check_count
from likertkit.errors import (
    ArgumentError,
    ArgumentTypeError,
    MismatchError,
    PublishedFigureError,
)
from likertkit.published._inputs import ROUNDINGS, Rounding, read_figure, span
from likertkit.results import Table
from likertkit.results._record import Record

if TYPE_CHECKING:
    from likertkit.published._inputs import Figure

__all__ = ["Agreement", "PercentageRow", "check_percentages"]

Agreement = Literal["both", "nearest", "truncated", "neither"]


@attrs.frozen(kw_only=True, eq=False, repr=False)
class PercentageRow(Record):
    """One category: its count and its percentage, published and exact.

    Attributes
    ----------
    category : str
        The category; its place, from 1, if counts have no names.
    count : int
        How many people chose it.
    published : str or None
        The percentage as printed; None if no percentage was printed.
    percentage : float
        The exact percentage, unrounded.
    consistent : bool or None
        Whether the printed percentage is the exact percentage under the stated rounding.
    consistent_with : {'both', 'nearest', 'truncated', 'neither'} or None
        Whether it is the exact percentage rounded to nearest, cut off, both or neither.
    note : str
        What is wrong with the printed percentage, if anything.
    """

    formats: ClassVar[dict[str, str]] = {"percentage": ".3f"}

    category: str
    count: int
    published: str | None
    percentage: float
    consistent: bool | None
    consistent_with: Agreement | None
    note: str = ""


def _named(values: object, name: str) -> dict[str, object]:
    if isinstance(values, Mapping):
        return {str(category): value for category, value in values.items()}
    if isinstance(values, str | Decimal) or not isinstance(values, Iterable):
        raise ArgumentTypeError(
            f"{name} is {values!r}; expected a mapping of categories to values, or a sequence.",
            f"write {name} by category, as in {name}={{'yes': ..., 'no': ...}}.",
        )
    return {str(place): value for place, value in enumerate(values, start=1)}


def _read(counts: object, percentages: object) -> tuple[dict[str, int], dict[str, Figure | None]]:
    if isinstance(counts, Mapping) is not isinstance(percentages, Mapping):
        raise MismatchError(
            "only one of counts and percentages has names of categories.",
            "give both as mappings by category, or both as sequences in the same order.",
        )
    given = _named(counts, "counts")
    if not given:
        raise ArgumentError("counts is empty.", "give the count of at least one category.")
    printed = _named(percentages, "percentages")
    if not isinstance(counts, Mapping) and len(given) != len(printed):
        raise MismatchError(
            f"there are {len(given)} counts but {len(printed)} percentages.",
            "give each count a percentage; write None if the paper prints no percentage.",
        )
    for category in printed:
        if category not in given:
            raise MismatchError(
                f"percentages has the category {category!r}, which is not in counts; expected one "
                f"of {', '.join(map(repr, given))}.",
                "spell each category in `percentages` as in `counts`.",
            )
    figures = {
        category: None
        if printed.get(category) is None
        else read_figure(printed[category], f"percentages[{category!r}]")
        for category in given
    }
    for category, figure in figures.items():
        if figure is not None and figure.value < 0:
            raise PublishedFigureError(
                f"percentages[{category!r}] is {figure.text}, which is negative.",
                "check the figure against the paper; write None for a dash.",
            )
    numbers = {
        category: check_count(count, f"counts[{category!r}]") for category, count in given.items()
    }
    return numbers, figures


def _agreement(figure: Figure, exact: Fraction, rounding: Rounding) -> Agreement:
    nearest = exact in span(figure, "half" if rounding == "truncated" else rounding)
    truncated = exact in span(figure, "truncated")
    if nearest:
        return "both" if truncated else "nearest"
    return "truncated" if truncated else "neither"


def _note(figure: Figure, agreement: Agreement, base: int, rounding: Rounding) -> str:
    if agreement in {"both", "truncated" if rounding == "truncated" else "nearest"}:
        return ""
    if agreement == "truncated":
        return f"{figure.text} is cut off, not rounded."
    if agreement == "nearest":
        return f"{figure.text} is rounded, not cut off."
    fitting = span(figure, rounding).totals(Fraction(base, 100))
    if not fitting or fitting[0] > base:
        return f"{figure.text} is not the percentage of any count of {base}."
    if len(fitting) == 1:
        return f"{figure.text} is the percentage of {fitting[0]}."
    return f"{figure.text} is the percentage of {fitting[0]} to {fitting[-1]}."


def _add_up(texts: Sequence[str]) -> str:
    """Return the exact sum of printed decimals as text."""
    decimals = max(len(text.partition(".")[2]) for text in texts)
    units = sum(map(Fraction, texts), start=Fraction(0)) * 10**decimals
    digits = str(int(units)).zfill(decimals + 1)
    return digits if decimals == 0 else f"{digits[:-decimals]}.{digits[-decimals:]}"


def _notes(rows: Sequence[PercentageRow], base: int, rounding: Rounding) -> tuple[str, ...]:
    counted = sum(row.count for row in rows)
    notes = [
        f"The base is {base}, and the counts add up to {counted}"
        + ("." if counted == base else ": the rows are not the whole base, or they overlap."),
        f"Assumes that percentages were {ROUNDINGS[rounding]}.",
    ]
    printed = [(row.published, row.count) for row in rows if row.published is not None]
    if printed:
        whole = _add_up([text for text, _ in printed])
        exact = 100 * sum(count for _, count in printed) / base
        notes.append(
            f"The published parts add up to {whole} %; unrounded, the same rows add up to "
            f"{exact:.6g} %."
        )
    return tuple(notes)


def check_percentages(
    counts: Mapping[str, SupportsIndex] | Sequence[SupportsIndex],
    percentages: Mapping[str, str | Decimal | None] | Sequence[str | Decimal | None],
    *,
    total: SupportsIndex | None = None,
    rounding: Rounding = "half",
) -> Table[PercentageRow]:
    """Compare published percentages with their counts.

    Parameters
    ----------
    counts : mapping of str to int, or sequence of int
        The number of people in each category.
    percentages : mapping of str to (str, Decimal or None), or sequence of them
        The percentages as printed, without the sign; None, or left out of a mapping, if no
        percentage was printed.
    total : int, optional
        The base of the percentages; by default the sum of the counts.
    rounding : {'half', 'half-up', 'half-even', 'truncated'}, optional
        How the percentages were rounded: to nearest with a tie either way, away from zero or to
        the even digit; or cut off.

    Returns
    -------
    Table of PercentageRow
        A row for each category. The notes have the base and the sum of the published parts.

    Raises
    ------
    ArgumentTypeError, ArgumentError
        If a count is not a number of people, or greater than the base; if a percentage is a
        number, because numbers lose their trailing zeros.
    MismatchError
        If counts and percentages have different categories.
    PublishedFigureError
        If a percentage is not a plain decimal.
    OptionError
        If *rounding* is not one of its allowed values.

    Examples
    --------
    >>> from likertkit.published import check_percentages
    >>> table = check_percentages({"yes": 14}, {"yes": "27.4"}, total=51)
    >>> table["yes"].consistent_with
    'truncated'
    """
    check_choice(rounding, "rounding", Rounding)
    numbers, printed = _read(counts, percentages)
    base = sum(numbers.values()) if total is None else check_count(total, "total")
    if base == 0:
        raise ArgumentError(
            "the base of the percentages is 0.", "a percentage needs a base of at least 1."
        )
    for category, count in numbers.items():
        if count > base:
            raise ArgumentError(
                f"counts[{category!r}]={count} is more than total={base}.",
                "pass the number of people that the counts are from as `total`.",
            )
    rows = []
    for category, count in numbers.items():
        exact = Fraction(100 * count, base)
        figure = printed[category]
        agreement = None if figure is None else _agreement(figure, exact, rounding)
        rows.append(
            PercentageRow(
                category=category,
                count=count,
                published=None if figure is None else figure.text,
                percentage=float(exact),
                consistent=None if figure is None else exact in span(figure, rounding),
                consistent_with=agreement,
                note=""
                if figure is None or agreement is None
                else _note(figure, agreement, base, rounding),
            )
        )
    return Table(
        title="Published percentages and their counts",
        names=tuple(field.name for field in attrs.fields(PercentageRow)),
        shown=("category", "count", "published", "percentage", "consistent_with"),
        rows=tuple(rows),
        options=(("total", base), ("rounding", rounding)),
        notes=_notes(rows, base, rounding),
        key="category",
    )
