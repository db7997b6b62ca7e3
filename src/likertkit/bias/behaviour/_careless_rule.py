"""When answers look careless: the criteria with their thresholds, and the joint rule."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs
import numpy as np

from likertkit._checks import check_count, is_number
from likertkit._text import format_percentage, join_words
from likertkit.errors import ArgumentError, ArgumentTypeError

if TYPE_CHECKING:
    from numpy.typing import NDArray

CRITERIA = ("longstring", "irv", "mahalanobis", "even_odd", "synonyms")
_SOURCES = {
    "longstring": "Curran 2016",
    "irv": "no published threshold: a convention of likertkit",
    "mahalanobis": "the usual level for outliers, Tabachnick & Fidell",
    "even_odd": "Jackson, in Johnson 2005",
    "synonyms": "your own threshold",
}
_DEFAULTS = {"longstring": 0.5, "irv": 0.1, "mahalanobis": 0.001, "even_odd": 0.3}
_MAY_BE_NEGATIVE = ("even_odd", "synonyms")


def check_level(value: object, name: str) -> float:
    """Return a proportion, a probability or a correlation as a float."""
    if not is_number(value):
        raise ArgumentTypeError(f"{name}={value!r} is not a number.", f"pass `{name}` as a float.")
    low = -1.0 if name in _MAY_BE_NEGATIVE else 0.0
    if not low <= value <= 1.0:
        raise ArgumentError(
            f"{name}={value!r} is not between {low:g} and 1.",
            "write a proportion such as 0.5, not a percentage such as 50.",
        )
    return float(value)


@attrs.frozen(kw_only=True)
class Rule:
    """The joint rule.

    Attributes
    ----------
    thresholds : tuple of (str, float)
        The criteria that are used, and their thresholds.
    n_criteria : int
        How many of them must be met.
    min_answered : int
        Valid answers that a row needs to be judged.
    """

    thresholds: tuple[tuple[str, float], ...]
    n_criteria: int
    min_answered: int

    @classmethod
    def from_options(
        cls, thresholds: dict[str, float | None], n_criteria: object, min_answered: object
    ) -> Rule:
        """Return the rule of some options, checked against each other."""
        used = tuple(
            (name, check_level(value, name))
            for name, value in thresholds.items()
            if value is not None
        )
        needed = check_count(n_criteria, "n_criteria", least=1)
        if needed > len(used):
            raise ArgumentError(
                f"n_criteria={needed} is more than the number of criteria that are used: "
                f"{join_words([name for name, _ in used]) or 'none'}.",
                "use more criteria, or lower n_criteria.",
            )
        least = check_count(min_answered, "min_answered", least=2)
        return cls(thresholds=used, n_criteria=needed, min_answered=least)

    def words(self) -> tuple[tuple[str, str], ...]:
        """Return each criterion with its threshold as text."""
        return tuple((name, _words(name, value)) for name, value in self.thresholds)

    def note(self) -> str:
        """Return the rule as a sentence, with the source of each threshold."""
        criteria = "; ".join(
            f"{name} {_words(name, value)} ({_source(name, value)})"
            for name, value in self.thresholds
        )
        what = (
            "meets it" if len(self.thresholds) == 1 else f"meets {self.n_criteria} or more of these"
        )
        return f"Rule: a row is flagged that {what}: {criteria}."


def _words(name: str, value: float) -> str:
    if name == "longstring":
        return f"≥ {format_percentage(value)} of answers"
    if name == "irv":
        return f"≤ {format_percentage(value)} of range"
    return f"p < {value:g}" if name == "mahalanobis" else f"< {value:g}"


def _source(name: str, value: float) -> str:
    return _SOURCES[name] if _DEFAULTS.get(name, value) == value else "your own threshold"


@attrs.frozen(eq=False, kw_only=True)
class Verdicts:
    """Which criteria each row meets.

    Attributes
    ----------
    judged : array of bool, shape (n_rows,)
        Whether a row has enough valid answers.
    met : dict of str to array of bool, shape (n_rows,)
        Whether the row meets each criterion; False if the figure is undefined.
    """

    judged: NDArray[np.bool_]
    met: dict[str, NDArray[np.bool_]]

    @property
    def n_met(self) -> NDArray[np.int64]:
        """The number of criteria that each row meets."""
        n_met = np.zeros(len(self.judged), dtype=np.int64)
        for meets in self.met.values():
            n_met += meets
        return n_met


def judge(
    rule: Rule,
    n_answers: NDArray[np.int64],
    figures: dict[str, NDArray[np.float64]],
) -> Verdicts:
    """Compare figures with thresholds.

    *figures* are the longest run as a proportion of the answers, the standard deviation as a
    proportion of the range, a p-value and two correlations; NaN meets no criterion.
    """
    judged = n_answers >= rule.min_answered
    met = {}
    for name, threshold in rule.thresholds:
        figure = figures[name]
        if name == "longstring":
            meets = figure >= threshold
        elif name == "irv":
            meets = figure <= threshold
        else:
            meets = figure < threshold
        met[name] = meets & judged
    return Verdicts(judged=judged, met=met)
