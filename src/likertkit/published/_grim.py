"""grim: whether a published mean can be the mean of whole-number answers."""

from __future__ import annotations

import itertools
from fractions import Fraction
from math import gcd
from typing import TYPE_CHECKING, SupportsIndex

import attrs

from likertkit._checks import check_choice, check_count
from likertkit._text import join_words
from likertkit.published._feasible import n_endings
from likertkit.published._inputs import ROUNDINGS, Rounding, Span, read_figure, span
from likertkit.results._record import Record

if TYPE_CHECKING:
    from decimal import Decimal

    from likertkit.instrument import LikertScale
    from likertkit.published._inputs import Figure


def possible_totals(figure: Figure, n: int, rounding: Rounding) -> range:
    """Return every total of *n* whole-number answers with the printed mean *figure*."""
    return span(figure, rounding).totals(n)


@attrs.frozen
class Lattice:
    """The totals that answers on one scale can add up to.

    Attributes
    ----------
    low, high : int
        The lowest and the highest code.
    step : int
        The greatest common divisor of the distances between codes.
    even : bool
        Whether the codes are equally spaced; only then can answers have every total on the
        lattice.
    """

    low: int
    high: int
    step: int
    even: bool

    @classmethod
    def from_scale(cls, scale: LikertScale) -> Lattice:
        """Return the lattice of a scale's codes."""
        codes = sorted(scale.codes)
        gaps = {after - before for before, after in itertools.pairwise(codes)}
        return cls(codes[0], codes[-1], gcd(*gaps), len(gaps) == 1)

    def steps(self, figure: Figure, rounding: Rounding) -> Span | None:
        """Return the mean steps above the lowest code that are printed as *figure*.

        A total of n answers is n times the lowest code plus a whole number of steps.  None if no
        number of answers on the scale can have the mean.
        """
        loose = span(figure, rounding)
        # Of two equal lower bounds, the excluded bound is the higher one.
        low, lacks_low = max((loose.low, not loose.has_low), (Fraction(self.low), False))
        high, has_high = min((loose.high, loose.has_high), (Fraction(self.high), True))
        if low > high or (low == high and (lacks_low or not has_high)):
            return None
        return Span(
            (low - self.low) / self.step,
            (high - self.low) / self.step,
            has_low=not lacks_low,
            has_high=has_high,
        )

    def totals(self, within: Span, n: int) -> range:
        """Return every total of *n* answers on the scale whose mean steps lie in a span."""
        steps, lowest = within.totals(n), n * self.low
        return range(lowest + self.step * steps.start, lowest + self.step * steps.stop, self.step)

    def part(self, totals: range, n_part: int, n_rest: int) -> tuple[int, int]:
        """Return the smallest and the largest total of some raters, given the totals of all.

        *totals* are the possible totals of all raters; *n_part* raters are of interest, and
        *n_rest* is the number of the other raters.
        """
        least = max(totals[0] - n_rest * self.high, n_part * self.low)
        greatest = min(totals[-1] - n_rest * self.low, n_part * self.high)
        return least, greatest


def _sum_of_floors(n: int, divisor: int, slope: int, start: int) -> int:
    """Return the sum of floor((slope i + start) / divisor) over i = 0, 1, ..., n - 1."""
    total = 0
    while True:
        whole, slope = divmod(slope, divisor)
        rest, start = divmod(start, divisor)
        total += whole * (n * (n - 1) // 2) + rest * n
        top = slope * n + start
        if top < divisor:
            return total
        # Count the points under the line by rows instead of columns.
        n, start = divmod(top, divisor)
        divisor, slope = slope, divisor


def _n_pairs(span: Span, most: int, items: int) -> int:
    """Return how many pairs of n, from 1 to *most*, and a total of n × items lie in a span."""
    # There are floor(high n) totals up to an included bound, otherwise the integers below it.
    above = 0 if span.has_high else -1
    below = -1 if span.has_low else 0
    high, low = span.high * items, span.low * items
    upper = _sum_of_floors(most + 1, high.denominator, high.numerator, above) - above
    lower = _sum_of_floors(most + 1, low.denominator, low.numerator, below) - below
    return upper - lower


def _first_with_more(span: Span, pairs: int, low: int, high: int, items: int) -> int:
    """Return the first n from *low* to *high* up to which there are more than *pairs*."""
    while low < high:
        middle = (low + high) // 2
        if _n_pairs(span, middle, items) > pairs:
            high = middle
        else:
            low = middle + 1
    return low


def least_n(span: Span, start: int, items: int = 1) -> int:
    """Return the smallest n from *start* whose n × items answers can have a mean in a span."""
    width = (span.high - span.low) * items
    # A span of width 1/n or more contains a total of n; a point, totals of its multiples.
    reach = int(1 / width) + 1 if width else (span.low * items).denominator
    before = _n_pairs(span, start - 1, items)
    return _first_with_more(span, before, start, start + reach, items)


def greatest_n(span: Span, end: int, items: int = 1) -> int | None:
    """Return the largest n up to *end* that fits; None if no n fits."""
    pairs = _n_pairs(span, end, items)
    return _first_with_more(span, pairs - 1, 1, end, items) if pairs else None


def nearest_n(span: Span, n: int, items: int = 1) -> tuple[int, ...]:
    """Return the nearest n below and above *n* that fit, if they exist."""
    below = greatest_n(span, n - 1, items)
    above = least_n(span, n + 1, items)
    return (above,) if below is None else (below, above)


_MOST_LISTED = 1_000
_MOST_SHOWN = 10


@attrs.frozen(kw_only=True, eq=False, repr=False)
class GrimResult(Record):
    """Whether a mean is possible, and with which totals.

    Attributes
    ----------
    mean : str
        The mean as printed.
    n : int
        How many people answered.
    items : int
        How many whole-number answers of each person the mean averages.
    rounding : {'half', 'half-up', 'half-even', 'truncated'}
        The assumed rounding of the mean.
    consistent : bool
        Whether some total gives the mean.
    informative : bool
        Whether any mean with these decimals is impossible. If ``n * items`` is at least 10 to the
        power of the decimals, every mean is possible; with ties either way also for a few smaller
        numbers, for example 80.
    totals : tuple of int, or range
        Every total of the ``n * items`` answers that gives the mean; as a range if there are more
        than 1,000.
    note : str
        What the result means, in a sentence.
    """

    mean: str
    n: int
    items: int
    rounding: Rounding
    consistent: bool
    informative: bool
    totals: tuple[int, ...] | range
    note: str

    def cells(self) -> dict[str, str]:
        """Return the figures as text; for many totals the first, the last and their number."""
        if len(self.totals[: _MOST_SHOWN + 1]) <= _MOST_SHOWN:
            return super().cells()
        least, greatest = self.totals[0], self.totals[-1]
        many = f"{least} to {greatest} ({greatest - least + 1} totals)"
        return {**super().cells(), "totals": many}


def grim(
    mean: str | Decimal,
    n: SupportsIndex,
    *,
    items: SupportsIndex = 1,
    rounding: Rounding = "half",
) -> GrimResult:
    """Test whether whole-number answers of n people can have a published mean.

    The mean of n whole numbers is a whole number divided by n, so for small n only some decimals
    are possible.

    Parameters
    ----------
    mean : str or Decimal
        The mean as printed: its trailing zeros say how far it was rounded.
    n : int
        How many people answered.
    items : int, optional
        How many items each person's score averages; 1 for a single item.
    rounding : {'half', 'half-up', 'half-even', 'truncated'}, optional
        How the mean was rounded: to nearest with a tie either way, away from zero or to the even
        digit; or cut off.

    Returns
    -------
    GrimResult
        ``consistent``, ``informative`` and the possible ``totals``.

    Raises
    ------
    ArgumentTypeError
        If the mean is a number, because numbers lose their trailing zeros.
    PublishedFigureError
        If the mean is not a plain decimal.
    ArgumentError
        If *n* or *items* is less than 1.
    OptionError
        If *rounding* is not one of its allowed values.

    Notes
    -----
    The test assumes whole-number answers, no weights, and that everyone answered every item. It
    computes with whole numbers only: binary floating point would call some possible means
    impossible.

    References
    ----------
    .. [1] Brown & Heathers (2017), Social Psychological and Personality Science 8(4), 363-369.

    Examples
    --------
    >>> from likertkit.published import grim
    >>> grim("5.19", 28).consistent
    False
    >>> grim("5.18", 28).totals
    (145,)
    """
    check_choice(rounding, "rounding", Rounding)
    figure = read_figure(mean, "mean")
    n_people = check_count(n, "n", least=1)
    n_items = check_count(items, "items", least=1)
    n_answers = n_people * n_items
    totals = possible_totals(figure, n_answers, rounding)
    informative = n_endings(n_answers, figure.decimals, rounding) < figure.grid
    if not informative:
        note = "not informative: with so many answers every mean with these decimals is possible"
    elif totals:
        note = f"possible, if {ROUNDINGS[rounding]}"
    else:
        near = join_words([str(m) for m in nearest_n(span(figure, rounding), n_people, n_items)])
        note = f"impossible, if {ROUNDINGS[rounding]}; the nearest n that fit: {near}"
    return GrimResult(
        mean=figure.text,
        n=n_people,
        items=n_items,
        rounding=rounding,
        consistent=bool(totals),
        informative=informative,
        # A billion answers have ten million totals, which are not listed.
        totals=tuple(totals) if totals.stop - totals.start <= _MOST_LISTED else totals,
        note=note,
    )
