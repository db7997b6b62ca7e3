"""The input of claims, how their figures are written, and what a high score means."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from likertkit._text import format_figure, format_pvalue, join_words
from likertkit.instrument._item import code_text
from likertkit.instrument._score_item import ScoreItem

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from likertkit.bias import ThreatTable
    from likertkit.compare import Correction
    from likertkit.instrument import Item, Scoring
    from likertkit.summary._row import SummaryRow


@attrs.frozen
class Sentence:
    """A sentence of a claim.

    Attributes
    ----------
    about : str
        What it is about.
    text : str
        The sentence.
    figures : mapping of str to float
        The figures that it uses, by name.
    """

    about: str
    text: str
    figures: Mapping[str, float]


_MOST_NAMED = 4
_SAME = 1e-9
_DECIMALS = 2


def _rounded(value: float, decimals: int) -> str:
    return format_figure(float(value), f".{decimals}f")


def figure(value: float, apart_from: float = 0.0) -> str:
    """Return a figure with two decimals, or with more to show on which side of a limit it lies."""
    decimals = _DECIMALS
    # A smaller distance is only a rounding error of floating point.
    while abs(value - apart_from) > _SAME and float(_rounded(value, decimals)) == apart_from:
        decimals += 1
    # One significant digit could be wrong by half.
    return _rounded(value, decimals + (decimals > _DECIMALS))


def two_means(low: float, high: float) -> tuple[str, str]:
    """Return two means with two decimals, or with more if they would look equal."""
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
    """Return the ends of an interval, or that it is not defined."""
    if not low < high:
        return "not defined"
    ends = figure(low, apart_from), figure(high, apart_from)
    if ends[0] == ends[1]:
        ends = two_means(low, high)
    return f"{ends[0]} to {ends[1]}"


def named(rows: Sequence[SummaryRow]) -> str:
    """Return the names of the items; of many items the first names and the number."""
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
    """Return the condition of a figure; empty if the data have no conditions."""
    return f" under {condition!r}" if condition else ""


@attrs.frozen(kw_only=True)
class Meaning:
    """What the lowest and the highest score of an item mean.

    Attributes
    ----------
    low, high : int
        The scores.
    low_label, high_label : str
        The labels of the answers with these scores; "" if the scale has no labels.
    positive : {'high', 'low'} or None
        Which score is the positive end; None if the scale does not declare it.
    reversed : bool
        Whether the item is reversed in this view.
    negative : bool
        Whether the item is negatively keyed and its scores are not reversed.
    step : str
        What an answer may move by, in words; empty for a score whose levels are only the values
        that occurred.
    kind : tuple
        The same for items whose means may be ranked together.
    """

    low: float
    high: float
    low_label: str
    high_label: str
    positive: str | None
    reversed: bool
    negative: bool
    step: str
    kind: tuple[object, ...]

    @property
    def ends(self) -> str:
        """The scale from end to end, in words."""
        return f"{_end(self.low, self.low_label)} to {_end(self.high, self.high_label)}"

    @property
    def towards(self) -> str:
        """Which label is at the high end: " (towards 'Agree')"."""
        return f" (towards {self.high_label!r})" if self.high_label else ""


def in_score(code: int, item: Item) -> int | float:
    """Return a code as the score that it stands for, without the digits that rounding leaves."""
    return code if item.unit == 1 else float(code_text(item, code))


def _end(score: float, label: str) -> str:
    return f"{score:g} ({label!r})" if label else f"{score:g}"


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
        # The higher score is better, in whichever direction the codes run.
        kind = (scale.codes, tuple(sorted(scale.labels.values())))
    step, ends = "one category", (in_score(low, item), in_score(high, item))
    if isinstance(item, ScoreItem):
        step = "one step of the score" if item.every_level else ""
        # Scores of different numbers of items have different levels between the same ends.
        kind = (*ends, positive, item.method)
    return Meaning(
        low=ends[0],
        high=ends[1],
        low_label=scale.labels.get(codes[low], ""),
        high_label=scale.labels.get(codes[high], ""),
        positive=positive,
        reversed=turned,
        negative=negative,
        step=step,
        kind=kind,
    )


# Exact p-values such as 1/10 and differences such as 1 - 0.9 have other last digits.
_LAST_DIGITS = 1e-9
_HALF = 0.5


@attrs.frozen(kw_only=True)
class ClaimInput:
    """Everything that claims are made from.

    Attributes
    ----------
    rows : tuple of SummaryRow
        The items.
    conditions : tuple of str
        The names of the first and, if there is one, the second condition; a single empty name if
        the data have no conditions.
    meanings : tuple of (str, Meaning)
        What the scores of each item mean.
    threats : ThreatTable or None
        What threatens the figures.
    linked : bool
        Whether the answers of a respondent are linked.
    weighted : bool
        Whether answers have weights, so that means describe a population.
    bent : int
        Which condition is assumed to be biased: 0 the first, 1 the second.
    people_test, means_test : str
        The tests of the numbers of people and of the means.
    view : str
        How codes became scores.
    impossible : tuple of (str, str)
        The condition and the item of each printed mean that is impossible at its n.
    correction : str
        How p-values are adjusted.
    level : float
        The significance level.
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
        """Return the evidence of a threat to the conditions that are summarised."""
        return [
            row.evidence
            for row in self.threats or ()
            if row.threat == name and self._bears(set(row.conditions))
        ]

    def _bears(self, threatened: set[str]) -> bool:
        """Return whether a threat to these conditions is a threat to the summarised ones."""
        summarised = set(self.conditions)
        shared = len(summarised & threatened)
        return summarised == {""} or shared >= min(len(summarised), len(threatened))

    def remembered(self) -> set[str]:
        """Return the summarised conditions that a threat of recall names."""
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
        """Return whether a p-value is below the level, by more than rounding errors."""
        return pvalue < self.level * (1 - _LAST_DIGITS)

    def mean_sign(self, row: SummaryRow) -> int:
        """Return 1 if the mean is shown to be higher under the first, -1 under the second.

        The interval must exclude 0 and have a width, and the test must reject; otherwise 0.
        """
        if not (self.significant(row.mean_pvalue_adjusted) and row.low < row.high):
            return 0
        return _beyond(row.mean_difference, row.low, row.high, 0.0)

    def people_sign(self, row: SummaryRow) -> int:
        """Return 1 if more people are shown to have rated the first higher, -1 the second.

        The interval of the superiority must exclude one half, the test must reject, and the
        numbers of people must have the same direction; otherwise 0.
        """
        if self.weighted or not self.significant(row.pvalue_adjusted):
            return 0
        higher, _, lower = order_of(row)
        sign = _beyond(row.superiority, row.superiority_low, row.superiority_high, _HALF)
        return sign if sign * (higher - lower) > 0 else 0

    def differing(self) -> list[SummaryRow]:
        """Return the items for which a difference is claimed."""
        return [row for row in self.rows if self.mean_sign(row) or self.people_sign(row)]


def _beyond(value: float, low: float, high: float, limit: float) -> int:
    """Return on which side of a limit a figure and its whole interval lie; 0 if on both."""
    # Three comparisons, because the minimum of a figure and NaN may be the figure.
    if all(end > limit + _LAST_DIGITS for end in (low, value, high)):
        return 1
    return -1 if all(end < limit - _LAST_DIGITS for end in (low, value, high)) else 0


def order_of(row: SummaryRow) -> tuple[int, int, int]:
    """Return how many are higher under the first, equal, and lower.

    These are people if answers are linked, and otherwise all pairs of one rating under each
    condition.
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
