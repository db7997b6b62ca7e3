"""overlap_bounds: what two published means say about the people who rated both."""

from __future__ import annotations

import math
from fractions import Fraction
from typing import TYPE_CHECKING

import attrs

from likertkit._checks import check_choice
from likertkit._text import join_words
from likertkit.errors import ArgumentError, ArgumentTypeError, PublishedFigureError
from likertkit.instrument import Instrument, LikertScale
from likertkit.published._grim import Lattice, nearest_n
from likertkit.published._inputs import (
    ROUNDINGS,
    Rounding,
    check_same_items,
    describe_n,
    read_mapping,
    read_n,
)
from likertkit.results import Table
from likertkit.results._record import ItemRow, Subject

if TYPE_CHECKING:
    from collections.abc import Mapping
    from decimal import Decimal

    from likertkit.published._inputs import Figure, NumbersByItem, Span

__all__ = ["OverlapBoundsRow", "overlap_bounds"]


@attrs.frozen(kw_only=True, eq=False, repr=False)
class OverlapBoundsRow(ItemRow):
    """Bounds on an item's mean difference among the people who rated both conditions.

    Attributes
    ----------
    naive_difference : float
        The published mean of the first condition minus the mean of the second.
    low, high : float
        The smallest and the largest possible mean difference of the people who rated both.
    sign_identified : bool
        Whether both bounds are above 0 or both below 0.
    break_even : float
        If all raters of one condition rated both: the mean answer of the other raters at which
        the mean difference is 0. NaN if it is not a single number. If it is off the scale, no
        answers of the other raters make the difference 0, and the sign is identified.
    note : str
        Why a figure is NaN, or that the break-even is off the scale.
    n_first, n_second, n_both : int
        How many people rated the first condition, the second, and at least both.
    break_even_low, break_even_high : float
        The smallest and the largest break-even if a mean allows several totals.
    """

    naive_difference: float
    low: float = math.nan
    high: float = math.nan
    sign_identified: bool = False
    break_even: float = math.nan
    note: str = ""
    n_first: int
    n_second: int
    n_both: int
    break_even_low: float = math.nan
    break_even_high: float = math.nan


def _on_scale(name: str, item: str, figure: Figure, lattice: Lattice, rule: Rounding) -> Span:
    """Return the mean steps above the lowest code that are printed as a figure."""
    within = lattice.steps(figure, rule)
    if within is None:
        raise PublishedFigureError(
            f"{name}[{item!r}] is {figure.text}, outside the scale's range of {lattice.low} to "
            f"{lattice.high}.",
            "check the figure against the paper, or the scale's codes.",
        )
    return within


def _misfit(name: str, figure: Figure, n: int, within: Span) -> str:
    near = join_words([str(number) for number in nearest_n(within, n)], "or")
    return f"the {name} mean {figure.text} is impossible at n = {n} (it fits {near})."


def _break_even(
    totals: tuple[range, range], numbers: tuple[int, int, int], lattice: Lattice
) -> tuple[float, float, str]:
    """Return the smallest and the largest break-even, and why it is not a single number."""
    (first, second), (n_first, n_second, n_both) = totals, numbers
    if n_both < min(n_first, n_second):
        return math.nan, math.nan, "no break-even: both conditions have people who rated only one."
    if n_first == n_second:
        return math.nan, math.nan, "no break-even: everyone rated both."
    ends = sorted(
        Fraction(total_first - total_second, n_first - n_second)
        for total_first, total_second in (
            (first[0], second[-1]),
            (first[-1], second[0]),
        )
    )
    low, high = (float(end) for end in ends)
    note = "" if low == high else "no single break-even: the means allow several totals."
    if ends[1] < lattice.low or ends[0] > lattice.high:
        # No answers of the other raters can make the difference 0.
        off = (
            f"the break-even is off the scale of {lattice.low} to {lattice.high}: no answers of "
            "the people who rated only one condition make the difference 0."
        )
        note = " ".join(part for part in (note, off) if part)
    return low, high, note


def _row(
    item: str,
    figures: tuple[Figure, Figure],
    within: tuple[Span, Span],
    numbers: tuple[int, int, int],
    lattice: Lattice,
) -> OverlapBoundsRow:
    n_first, n_second, n_both = numbers
    bare = OverlapBoundsRow(
        item=item,
        naive_difference=float(figures[0].value - figures[1].value),
        n_first=n_first,
        n_second=n_second,
        n_both=n_both,
    )
    first, second = lattice.totals(within[0], n_first), lattice.totals(within[1], n_second)
    misfits = [
        _misfit(name, figures[k], n, within[k])
        for k, (name, n, totals) in enumerate(
            (("first", n_first, first), ("second", n_second, second))
        )
        if not totals
    ]
    if misfits:
        return attrs.evolve(bare, note=" ".join(misfits))
    if n_both == 0:
        return attrs.evolve(bare, note="perhaps nobody rated both conditions.")
    least_first, greatest_first = lattice.part(first, n_both, n_first - n_both)
    least_second, greatest_second = lattice.part(second, n_both, n_second - n_both)
    low = Fraction(least_first - greatest_second, n_both)
    high = Fraction(greatest_first - least_second, n_both)
    even_low, even_high, note = _break_even((first, second), numbers, lattice)
    return attrs.evolve(
        bare,
        low=float(low),
        high=float(high),
        sign_identified=low > 0 or high < 0,
        break_even=even_low if even_low == even_high else math.nan,
        break_even_low=even_low,
        break_even_high=even_high,
        note=note,
    )


def _numbers_of_both(
    n_both: NumbersByItem | None,
    n_respondents: NumbersByItem | None,
    first: Mapping[str, int],
    second: Mapping[str, int],
) -> dict[str, int]:
    if (n_both is None) is (n_respondents is None):
        raise ArgumentError(
            "n_both and n_respondents are both given or both missing; expected exactly one of "
            "them.",
            "pass n_both=..., the number who rated both conditions, if it is known; otherwise "
            "n_respondents=..., the number of all respondents.",
        )
    if n_both is not None:
        both = read_n(n_both, "n_both", first)
        for item, number in both.items():
            if number > min(first[item], second[item]):
                raise ArgumentError(
                    f"item {item!r}: n_both={number} is more than the {first[item]} and "
                    f"{second[item]} who rated each condition.",
                    "the people who rated both conditions are part of the people who rated each "
                    "condition.",
                )
        return both
    everyone = read_n(n_respondents, "n_respondents", first)
    for item, number in everyone.items():
        if number < max(first[item], second[item]):
            raise ArgumentError(
                f"item {item!r}: n_respondents={number} is less than the {first[item]} and "
                f"{second[item]} who rated each condition.",
                "pass the number of people who rated at least one condition.",
            )
    return {item: max(0, first[item] + second[item] - number) for item, number in everyone.items()}


def _scales(scale: object, items: Mapping[str, Figure]) -> dict[str, Lattice]:
    if isinstance(scale, LikertScale):
        return dict.fromkeys(items, Lattice.from_scale(scale))
    if isinstance(scale, Instrument):
        return {item: Lattice.from_scale(scale[item].scale) for item in items}
    raise ArgumentTypeError(
        f"scale is {scale!r}; expected a LikertScale, or an Instrument with a scale for each item.",
        "write scale=LikertScale(codes=(1, 2, 3, 4, 5)).",
    )


def _notes(
    rows: tuple[OverlapBoundsRow, ...],
    lattices: dict[str, Lattice],
    rounding: Rounding,
    *,
    known: bool,
) -> tuple[str, ...]:
    numbers = "; ".join(
        describe_n(name, {row.item: getattr(row, name) for row in rows})
        for name in ("n_first", "n_second", "n_both")
    )
    notes = [
        (
            f"Assumes {numbers}; whole-number answers on the scale, unweighted; means "
            f"{ROUNDINGS[rounding]}. Codes as answered."
        ),
        (
            "The bounds are for the people who rated both conditions, not for all respondents. "
            "Nothing is assumed about the answers of the other people."
        ),
    ]
    if not known and any(row.n_both < min(row.n_first, row.n_second) for row in rows):
        notes.append(
            "n_both is the smallest number that the number of respondents allows; if more people "
            "rated both, the difference lies within these bounds too."
        )
    if any(not math.isnan(row.break_even_low) for row in rows):
        notes.append(
            "break_even: the mean answer, of the people who rated only one condition, at which the "
            "difference is 0. All other people rated both."
        )
    if uneven := [item for item, lattice in lattices.items() if not lattice.even]:
        notes.append(
            f"The codes are not equally spaced ({join_words(uneven)}): the bounds are valid, but "
            "may be wider than necessary."
        )
    return tuple(notes)


def overlap_bounds(
    first: Mapping[str, str | Decimal],
    second: Mapping[str, str | Decimal],
    *,
    n_first: NumbersByItem,
    n_second: NumbersByItem,
    n_both: NumbersByItem | None = None,
    n_respondents: NumbersByItem | None = None,
    scale: LikertScale | Instrument,
    rounding: Rounding = "half",
) -> Table[OverlapBoundsRow]:
    """Bound the within-person difference that two columns of published means allow.

    If some people rated only one condition, the difference of the published means is not the mean
    difference of any group of people. The bounds use only that the other people's answers lie
    between the ends of the scale.

    Parameters
    ----------
    first, second : mapping of str to (str or Decimal)
        The means of each condition as printed, by item.
    n_first, n_second : int, or mapping of str to int
        How many people rated each condition, for all items or by item.
    n_both : int, or mapping of str to int, optional
        How many people rated both. Give this or *n_respondents*.
    n_respondents : int, or mapping of str to int, optional
        How many people rated at least one condition, if it is unknown how many rated both. The
        bounds are those for the smallest number who must have rated both; for more people the
        difference lies within these bounds too.
    scale : LikertScale or Instrument
        The scale of all items, or the instrument that gives each its own.
    rounding : {'half', 'half-up', 'half-even', 'truncated'}, optional
        How the means were rounded: to nearest with a tie either way, away from zero or to the
        even digit; or cut off.

    Returns
    -------
    Table of OverlapBoundsRow
        A row for each item, with the assumptions as notes. An item whose mean is impossible at
        its n has NaN bounds and a note with the nearest n that fit.

    Raises
    ------
    ArgumentTypeError, ArgumentError
        If an argument is not what it should be; if *n_both* or *n_respondents* cannot be.
    MismatchError
        If the conditions have different items, or a number of raters lacks one.
    PublishedFigureError
        If a mean is not a plain decimal, or is outside its scale.
    UnknownItemError
        If the instrument lacks an item.
    OptionError
        If *rounding* is not one of its allowed values.

    Notes
    -----
    With totals S1 of n1 raters and S2 of n2, m raters of both, and answers from L to U, the total
    of the m in the first condition lies between max(S1 - (n1 - m) U, m L) and
    min(S1 - (n1 - m) L, m U); the same holds in the second. The two totals are independent, so
    the bounds can be reached; if the codes are not equally spaced, the bounds are valid but may be
    wider than necessary. Every total that gives the printed mean is used.

    References
    ----------
    .. [1] Manski (2003), Partial Identification of Probability Distributions, Springer.

    Examples
    --------
    >>> from likertkit import LikertScale
    >>> from likertkit.published import overlap_bounds
    >>> scale = LikertScale(codes=(1, 2, 3, 4, 5), positive="low")
    >>> table = overlap_bounds(
    ...     {"heard": "1.92"},
    ...     {"heard": "1.66"},
    ...     n_first=51,
    ...     n_second=41,
    ...     n_respondents=51,
    ...     scale=scale,
    ... )
    >>> row = table["heard"]
    >>> round(row.low, 3), round(row.high, 3), row.sign_identified, row.break_even
    (-0.488, 0.488, False, 3.0)
    """
    check_choice(rounding, "rounding", Rounding)
    figures_first, figures_second = read_mapping(first, "first"), read_mapping(second, "second")
    check_same_items(figures_first, figures_second)
    lattices = _scales(scale, figures_first)
    within = {
        item: (
            _on_scale("first", item, figure, lattices[item], rounding),
            _on_scale("second", item, figures_second[item], lattices[item], rounding),
        )
        for item, figure in figures_first.items()
    }
    numbers_first = read_n(n_first, "n_first", figures_first, least=1)
    numbers_second = read_n(n_second, "n_second", figures_first, least=1)
    both = _numbers_of_both(n_both, n_respondents, numbers_first, numbers_second)
    rows = tuple(
        _row(
            item,
            (figure, figures_second[item]),
            within[item],
            (numbers_first[item], numbers_second[item], both[item]),
            lattices[item],
        )
        for item, figure in figures_first.items()
    )
    return Table(
        title="Mean difference, first − second, among those who rated both conditions",
        names=tuple(rows[0].columns()),
        shown=("item", "naive_difference", "low", "high", "sign_identified", "break_even"),
        rows=rows,
        options=(
            ("n_first", tuple(numbers_first.items())),
            ("n_second", tuple(numbers_second.items())),
            ("n_both", tuple(both.items())),
            ("rounding", rounding),
        ),
        notes=_notes(rows, lattices, rounding, known=n_both is not None),
        subject=Subject(scale) if isinstance(scale, Instrument) else None,
    )
