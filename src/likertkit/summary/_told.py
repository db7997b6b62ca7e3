"""What claims are made of, how their figures are written, and what a high score means."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from likertkit._text import format_figure, format_pvalue, join_words

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import TypeAlias

    from likertkit.bias import ThreatTable
    from likertkit.compare import Correction
    from likertkit.instrument import Item, Scoring
    from likertkit.summary._row import SummaryRow

    Said: TypeAlias = tuple[str, str, Mapping[str, float]]

_MOST_NAMED = 4
_SAME = 1e-9
_DECIMALS = 2


def _rounded(value: float, decimals: int) -> str:
    return format_figure(float(value), f".{decimals}f")


def figure(value: float, apart_from: float = 0.0) -> str:
    """Return a figure with two decimals, or as many as show on which side of another it lies."""
    decimals = _DECIMALS
    # Nearer than that it is the same number but for the last digits.
    while abs(value - apart_from) > _SAME and float(_rounded(value, decimals)) == apart_from:
        decimals += 1
    # A single digit that counts could be half as much again.
    return _rounded(value, decimals + (decimals > _DECIMALS))


def both(low: float, high: float) -> tuple[str, str]:
    """Return two means with two decimals, or as many as tell unequal ones apart."""
    decimals = _DECIMALS
    while high - low > _SAME and _rounded(low, decimals) == _rounded(high, decimals):
        decimals += 1
    return _rounded(low, decimals), _rounded(high, decimals)


def points(value: float) -> str:
    """Return the size of a difference: "0.67 points"."""
    size = figure(abs(value))
    return f"{size} point" if size == "1.00" else f"{size} points"


def pvalue(value: float, level: float) -> str:
    """Return a p-value as papers print it: "p = .016", "p < .001".

    Three decimals, or as many as show on which side of the level it lies.
    """
    text = format_pvalue(value, level)
    return f"p {text}" if text.startswith("<") else f"p = {text}"


def interval(low: float, high: float, apart_from: float = 0.0) -> str:
    """Return the ends of an interval, where it has some."""
    if not low < high:
        return "not defined"
    ends = figure(low, apart_from), figure(high, apart_from)
    if ends[0] == ends[1]:
        ends = both(low, high)
    return f"{ends[0]} to {ends[1]}"


def named(rows: Sequence[SummaryRow]) -> str:
    """Return the items' names; the first of them and how many where they are too many to read."""
    if len(rows) > _MOST_NAMED:
        first = ", ".join(repr(row.item) for row in rows[:_MOST_NAMED])
        return f"{len(rows)} items ({first}, …)"
    return join_words([repr(row.item) for row in rows])


def people(numbers: Sequence[int]) -> str:
    """Return how many people: "41 to 42 people", "1 person"."""
    least, most = min(numbers), max(numbers)
    if least == most == 1:
        return "1 person"
    return f"{least} to {most} people" if least < most else f"{most} people"


def under(condition: str) -> str:
    """Return where a figure is from; nothing where the data have no conditions."""
    return f" under {condition!r}" if condition else ""


@attrs.frozen(kw_only=True)
class Meaning:
    """What the lowest and the highest score of an item mean.

    Attributes
    ----------
    low, high : int
        The scores.
    low_label, high_label : str
        The labels of the answers that get them; "" where the scale has none.
    positive : {'high', 'low'} or None
        Which of the scores is the positive end; None where the scale does not say.
    reversed : bool
        Whether the item is reversed in this view.
    negative : bool
        Whether agreement to the item counts against what the instrument measures, in scores that
        are not reversed.
    kind : tuple
        Equal for items whose means may be ranked together.
    """

    low: int
    high: int
    low_label: str
    high_label: str
    positive: str | None
    reversed: bool
    negative: bool
    kind: tuple[object, ...]

    @property
    def ends(self) -> str:
        """The scale from end to end, in words."""
        return f"{_end(self.low, self.low_label)} to {_end(self.high, self.high_label)}"

    @property
    def towards(self) -> str:
        """Which label is at the high end: " (towards 'Agree')"."""
        return f" (towards {self.high_label!r})" if self.high_label else ""


def _end(score: int, label: str) -> str:
    return f"{score} ({label!r})" if label else str(score)


def meaning_of(item: Item, view: Scoring) -> Meaning:
    """Return what the scores of an item mean in a view."""
    scale = item.scale
    codes = dict(zip(item.scores(view), scale.codes, strict=True))
    low, high = min(codes), max(codes)
    turned = codes[high] != max(scale.codes)
    positive: str | None = scale.positive
    if turned and positive is not None:
        positive = "low" if positive == "high" else "high"
    negative = item.keyed == "negative" and view == "as_answered"
    kind: tuple[object, ...] = (scale.codes, tuple(sorted(scale.labels.items())), scale.positive)
    if view == "as_answered":
        kind = (*kind, item.keyed)
    elif view == "favourable":
        # Whichever way the codes run, the higher score is the better one.
        kind = (scale.codes, tuple(sorted(scale.labels.values())))
    return Meaning(
        low=low,
        high=high,
        low_label=scale.labels.get(codes[low], ""),
        high_label=scale.labels.get(codes[high], ""),
        positive=positive,
        reversed=turned,
        negative=negative,
        kind=kind,
    )


# Exact p-values such as 1/10 and differences such as 1 - 0.9 end differently in floating point.
_LAST_DIGITS = 1e-9
_HALF = 0.5


@attrs.frozen(kw_only=True)
class Told:
    """What claims are made of.

    Attributes
    ----------
    rows : tuple of SummaryRow
        The items.
    conditions : tuple of str
        The names of the first and, if there is one, the second condition; one empty name where
        the data have none.
    meanings : tuple of (str, Meaning)
        What the scores of each item mean.
    threats : ThreatTable or None
        What threatens the figures.
    linked : bool
        Whether it is known whose answers belong together.
    weighted : bool
        Whether answers count unequally, so that means are of a population and not of people.
    bent : int
        Which of the conditions a bias is taken to be in: 0 the first, 1 the second.
    people_test, means_test : str
        The tests of the numbers of people and of the means.
    view : str
        How codes became scores.
    impossible : tuple of (str, str)
        The condition and the item of each printed mean that its number of answers cannot have.
    correction : str
        How p-values are adjusted.
    level : float
        What a p-value has to lie below.
    """

    rows: tuple[SummaryRow, ...]
    conditions: tuple[str, ...]
    meanings: tuple[tuple[str, Meaning], ...]
    threats: ThreatTable | None = None
    linked: bool = False
    weighted: bool = False
    bent: int = 1
    people_test: str = ""
    means_test: str = ""
    view: Scoring = "as_answered"
    impossible: tuple[tuple[str, str], ...] = ()
    correction: Correction
    level: float

    def meaning(self, item: str) -> Meaning:
        """Return what the scores of an item mean."""
        return dict(self.meanings)[item]

    def threat(self, name: str) -> list[str]:
        """Return the evidence of a threat where it bears on what is summarised."""
        return [
            row.evidence
            for row in self.threats or ()
            if row.threat == name and self._bears(set(row.conditions))
        ]

    def _bears(self, threatened: set[str]) -> bool:
        """Return whether a threat to these conditions, perhaps to all, is one to those here."""
        own = set(self.conditions)
        return own == {""} or len(own & threatened) >= min(len(own), len(threatened))

    def remembered(self) -> set[str]:
        """Return the conditions here that a threat of recall names."""
        return {
            name
            for row in self.threats or ()
            if row.threat == "recall"
            for name in row.conditions
            if name in self.conditions
        }

    @property
    def adjusted(self) -> str:
        """The word before a p-value."""
        return "" if self.correction == "none" else "adjusted "

    @property
    def interval_name(self) -> str:
        """What an interval is called: "95 % interval"."""
        return f"{100 * (1 - self.level):.10g} % interval"

    def significant(self, pvalue: float) -> bool:
        """Return whether a p-value lies below the level, by more than the last digits of both."""
        return pvalue < self.level * (1 - _LAST_DIGITS)

    def mean_sign(self, row: SummaryRow) -> int:
        """Return 1 where the mean is shown to be higher under the first, -1 under the second.

        Its own interval leaves out 0, its own test rejects, and the interval has a width: else 0.
        """
        if not (self.significant(row.mean_pvalue_adjusted) and row.low < row.high):
            return 0
        return _beyond(row.mean_difference, row.low, row.high, 0.0)

    def people_sign(self, row: SummaryRow) -> int:
        """Return 1 where more people are shown to have rated the first higher, -1 the second.

        The interval of the superiority leaves out one half, the test rejects, and so say the
        numbers of people: else 0.
        """
        if self.weighted or not self.significant(row.pvalue_adjusted):
            return 0
        higher, _, lower = order_of(row)
        sign = _beyond(row.superiority, row.superiority_low, row.superiority_high, _HALF)
        return sign if sign * (higher - lower) > 0 else 0

    def differing(self) -> list[SummaryRow]:
        """Return the items of which a difference is claimed."""
        return [row for row in self.rows if self.mean_sign(row) or self.people_sign(row)]


def _beyond(value: float, low: float, high: float, limit: float) -> int:
    """Return on which side of a limit a figure and its whole interval lie; 0 if on neither."""
    # Each comparison by itself: the least of a figure and NaN may be the figure.
    if all(one > limit + _LAST_DIGITS for one in (low, value, high)):
        return 1
    return -1 if all(one < limit - _LAST_DIGITS for one in (low, value, high)) else 0


def order_of(row: SummaryRow) -> tuple[int, int, int]:
    """Return how many are higher under the first, alike, and lower.

    Of people where answers are linked; else of all pairs of one rating under each condition.
    """
    if row.n_higher is not None and row.n_equal is not None and row.n_lower is not None:
        return row.n_higher, row.n_equal, row.n_lower
    higher = equal = below = 0
    for first, second in zip(row.answers_first, row.answers_second, strict=True):
        higher += first * below
        equal += first * second
        below += second
    total = sum(row.answers_first) * below
    return higher, equal, total - higher - equal
