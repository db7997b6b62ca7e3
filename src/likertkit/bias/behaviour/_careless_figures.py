"""The figures that show careless answers, and the notes that explain them."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import attrs
import numpy as np

from likertkit._kernels.respondents import (
    FEWEST_POINTS,
    chi_square_quantile,
    chi_square_tail,
    correlated_pairs,
    even_odd_consistency,
    longest_run,
    mahalanobis_distances,
    row_correlation,
    row_sd,
)
from likertkit._text import counted, format_percentage, join_words

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from likertkit.bias.behaviour._careless_rule import Rule, Verdicts
    from likertkit.instrument import Instrument
    from likertkit.responses._answers import RespondentAnswers


@attrs.frozen(eq=False, kw_only=True)
class CarelessFigures:
    """The figures of every row, and what was found on the way.

    Attributes
    ----------
    n_answers, longstring : array of int, shape (n_rows,)
        Valid answers, and the longest run of equal ones.
    irv, mahalanobis, pvalue, even_odd, synonyms : array of float, shape (n_rows,)
        Spread, squared distance and its tail probability, and two consistencies.
    pairs : tuple of int
        Pairs of synonyms in each condition.
    reach : tuple of (float, int)
        In each condition the greatest distance that complete answers can have, and the items
        that vary.
    untold : tuple of int
        The conditions whose rows do not tell the covariance.
    """

    n_answers: NDArray[np.int64]
    longstring: NDArray[np.int64]
    irv: NDArray[np.float64]
    mahalanobis: NDArray[np.float64]
    pvalue: NDArray[np.float64]
    even_odd: NDArray[np.float64]
    synonyms: NDArray[np.float64]
    pairs: tuple[int, ...]
    reach: tuple[tuple[float, int], ...]
    untold: tuple[int, ...]

    @classmethod
    def of(cls, answers: RespondentAnswers, synonym_correlation: float) -> CarelessFigures:
        """Work out the figures; distances and synonyms within each condition."""
        instrument = answers.instrument
        codes = answers.valued(item.scale.codes for item in instrument)
        # Toward agreement, so that scales that run the other way are synonyms too.  A scale that
        # does not say its direction stays as coded: at worst a pair of synonyms is not found.
        agreed = answers.valued(
            item.scale.codes if item.scale.positive != "low" else [-c for c in item.scale.codes]
            for item in instrument
        )
        keyed = answers.valued(_proportions(item.scores("keyed")) for item in instrument)
        n_rows = len(codes)
        distance, pvalue, synonyms = (np.full(n_rows, np.nan) for _ in range(3))
        pairs: list[int] = []
        reach: list[tuple[float, int]] = []
        untold: list[int] = []
        for g in range(len(answers.groups)):
            here = np.flatnonzero(answers.group == g)
            own = agreed[here]
            found = mahalanobis_distances(own)
            distance[here] = found.squared
            pvalue[here] = chi_square_tail(found.squared, found.df)
            untold += [] if found.told else [g]
            n = int(np.count_nonzero(~np.isnan(own).all(axis=1)))
            most = (n - 1) ** 2 / n if n else 0.0
            reach.append((most, int(found.df.max(initial=0))))
            alike = correlated_pairs(own, synonym_correlation)
            pairs.append(len(alike))
            synonyms[here] = row_correlation(
                own[:, [i for i, _ in alike]], own[:, [j for _, j in alike]]
            )
        return cls(
            n_answers=np.count_nonzero(answers.valid, axis=1),
            longstring=longest_run(codes),
            irv=row_sd(codes),
            mahalanobis=distance,
            pvalue=pvalue,
            even_odd=even_odd_consistency(keyed, item_halves(instrument)),
            synonyms=synonyms,
            pairs=tuple(pairs),
            reach=tuple(reach),
            untold=tuple(untold),
        )

    def compared(self, code_range: int | None) -> dict[str, NDArray[np.float64]]:
        """Return what the thresholds are for; without a common range of codes no spread."""
        n_rows = len(self.irv)
        unknown = np.full(n_rows, np.nan)
        answered = self.n_answers > 0
        proportion = np.divide(self.longstring, self.n_answers, out=unknown.copy(), where=answered)
        return {
            "longstring": proportion,
            "irv": unknown if code_range is None else self.irv / code_range,
            "mahalanobis": self.pvalue,
            "even_odd": self.even_odd,
            "synonyms": self.synonyms,
        }

    def out_of_reach(self, threshold: float) -> list[int]:
        """Return the conditions whose rows are too few for a distance as rare as *threshold*."""
        return [
            g
            for g, (most, df) in enumerate(self.reach)
            if df and most < chi_square_quantile(threshold, df)
        ]


def _proportions(scores: tuple[int, ...]) -> list[float]:
    """Return scores as proportions of the way from the lowest to the highest."""
    low, high = min(scores), max(scores)
    return [(score - low) / (high - low) for score in scores]


def item_halves(instrument: Instrument) -> list[tuple[list[int], list[int]]]:
    """Return the odd and the even items of each subscale that has both, by their number."""
    found = []
    for name in instrument.subscales:
        own = [i for i, item in enumerate(instrument) if item.subscale == name]
        if len(own) > 1:
            found.append((own[::2], own[1::2]))
    return found


def common_range(instrument: Instrument) -> int | None:
    """Return the range of the codes where it is the same for all items, else None."""
    ends = {(item.scale.low, item.scale.high) for item in instrument}
    return None if len(ends) > 1 else next(high - low for low, high in ends)


def rule_notes(rule: Rule, verdicts: Verdicts, flagged: NDArray[np.bool_]) -> list[str]:
    """Return the rule, and how many rows it flags."""
    n_rows, n_flagged = len(flagged), int(np.count_nonzero(flagged))
    proportion = format_percentage(n_flagged / n_rows if n_rows else math.nan, 1)
    said = [rule.note(), f"Flagged: {n_flagged} of {counted(n_rows, 'row')} ({proportion})."]
    unjudged = int(np.count_nonzero(~verdicts.judged))
    if unjudged:
        verb = "has" if unjudged == 1 else "have"
        said.append(
            f"{counted(unjudged, 'row')} {verb} fewer than {rule.min_answered} valid answers: not "
            "judged, and not flagged."
        )
    return said


def careless_notes(
    answers: RespondentAnswers,
    figures: CarelessFigures,
    rule: Rule,
    synonym_correlation: float,
) -> list[str]:
    """Return how the figures were made, and what could not be."""
    instrument = answers.instrument
    return [
        *_straight_lines(instrument, rule),
        *_distances(answers, figures, rule),
        *_consistencies(answers, figures, synonym_correlation),
    ]


def _straight_lines(instrument: Instrument, rule: Rule) -> list[str]:
    lines = (
        "longstring, irv: of the codes as answered, in the order of the items; blanks and answers "
        "without substance neither break a run nor lengthen it."
    )
    said = [lines]
    n_items = len(instrument)
    if n_items < rule.min_answered:
        said.append(
            f"The instrument has {counted(n_items, 'item')}, fewer than the {rule.min_answered} "
            "answers that are needed: so short a straight line can well be meant, and nobody is "
            "judged."
        )
    keyings = {item.keyed for item in instrument}
    if len(keyings) == 1:
        said.append(
            "All items are keyed one way: whoever agrees with everything may mean it. Look at the "
            "flagged before leaving them out."
        )
    if common_range(instrument) is None:
        said.append(
            "The items' codes have different ranges: irv mixes them, and its criterion is not used."
        )
    return said


def _undirected(instrument: Instrument) -> list[str]:
    """Say which scales stay as coded among those that are turned toward agreement."""
    lacking = [item.name for item in instrument if item.scale.positive is None]
    if not 0 < len(lacking) < len(instrument):
        return []
    one = len(lacking) == 1
    scales, do, count = ("scale", "does", "counts") if one else ("scales", "do", "count")
    said = (
        f"synonyms: the {scales} of {join_words(lacking)} {do} not say which end is the positive "
        f"one, and {count} as coded, so that a pair of synonyms may not be found."
    )
    return [said]


def _distances(answers: RespondentAnswers, figures: CarelessFigures, rule: Rule) -> list[str]:
    within = " within each condition" if answers.by else ""
    made = (
        f"mahalanobis: D²{within}, over the items that a row answers; χ² with a degree of freedom "
        "for each."
    )
    said = [made]
    if figures.untold:
        said.append(
            f"mahalanobis: undefined{_under(answers, figures.untold)}, where answers are missing "
            "and the rows are too few, or the items too dependent, to tell the covariance."
        )
    threshold = dict(rule.thresholds).get("mahalanobis")
    short = [] if threshold is None else figures.out_of_reach(threshold)
    if short:
        said.append(
            f"mahalanobis: too few rows{_under(answers, short)} for any complete one to reach p < "
            f"{threshold:g}."
        )
    return said


def _under(answers: RespondentAnswers, groups: Iterable[int]) -> str:
    """Return some conditions as words; nothing where there are none."""
    if not answers.by:
        return ""
    return f" under {join_words([' / '.join(map(str, answers.groups[g])) for g in groups])}"


def _consistencies(
    answers: RespondentAnswers, figures: CarelessFigures, synonym_correlation: float
) -> list[str]:
    subscales = len(item_halves(answers.instrument))
    had = f"the instrument has {subscales or 'none'}"
    said = [
        f"even_odd: over {subscales} subscales; high is consistent."
        if subscales >= FEWEST_POINTS
        else f"even_odd: needs {FEWEST_POINTS} subscales of two or more items, and {had}."
    ]
    names = [" / ".join(map(str, group)) for group in answers.groups]
    pairs = join_words(
        [
            f"{counted(n, 'pair')}{f' under {name}' if name else ''}"
            for name, n in zip(names, figures.pairs, strict=True)
        ]
    )
    said.append(
        f"synonyms: {pairs} of items with r > {synonym_correlation:g}; a row needs {FEWEST_POINTS}."
    )
    return [*said, *_undirected(answers.instrument)]
