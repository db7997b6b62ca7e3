"""Whether a published mean is possible."""

from __future__ import annotations

from typing import TYPE_CHECKING, SupportsIndex

import attrs

from likertkit._checks import check_choice, check_count
from likertkit._text import join_words
from likertkit.published._chance import n_endings
from likertkit.published._nearest_n import nearest_n
from likertkit.published._rounding import ROUNDINGS, Rounding, read_figure, span
from likertkit.published._totals import possible_totals
from likertkit.results import Record

if TYPE_CHECKING:
    from decimal import Decimal

__all__ = ["GrimResult", "grim"]

_MOST_LISTED = 1_000
_MOST_SHOWN = 10


@attrs.frozen(kw_only=True, eq=False, repr=False)
class GrimResult(Record):
    """Whether a mean is possible, and for which totals.

    Attributes
    ----------
    mean : str
        The mean as printed.
    n : int
        How many people answered.
    items : int
        How many whole-number answers of each person the mean averages.
    rounding : {'half', 'half-up', 'half-even', 'truncated'}
        How the mean is taken to have been rounded.
    consistent : bool
        Whether some total gives the mean.
    informative : bool
        Whether any mean of these decimals is impossible. From ``n * items`` = 10 to the power of
        the decimals on none is, and with ties either way at a few numbers below, as at 80.
    totals : tuple of int, or range
        Every total of the ``n * items`` answers that gives the mean; a range, which has the same
        whole numbers without listing them, where there are more than 1,000.
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
        """Return the figures as text; of many totals the first, the last and their number."""
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
    """Test whether whole-number answers of so many people can have a published mean.

    The mean of whole numbers is a whole total over their number, and few decimals are such a
    fraction when the number is small.

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
        If the mean is a number, which has forgotten its trailing zeros.
    PublishedFigureError
        If the mean is not a plain decimal.
    ArgumentError
        If *n* or *items* is less than 1.
    OptionError
        If *rounding* is none of its words.

    Notes
    -----
    The answers are taken to be whole numbers, unweighted, and everyone to have answered every
    item. The arithmetic is that of whole numbers throughout: binary floating point calls some
    true means impossible.

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
        note = "says nothing: with so many answers every mean of these decimals is possible"
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
        # A billion answers have ten million totals: these are not listed.
        totals=tuple(totals) if totals.stop - totals.start <= _MOST_LISTED else totals,
        note=note,
    )
