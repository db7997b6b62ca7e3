"""The figures that show careless answers, and the notes to read them."""

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
    """The figures of every row, and facts about how they were computed.

    Attributes
    ----------
    n_answers, longstring : array of int, shape (n_rows,)
        Valid answers, and the longest run of equal answers.
    irv, mahalanobis, pvalue, even_odd, synonyms : array of float, shape (n_rows,)
        Spread, squared distance and its tail probability, and two consistencies.
    pairs : tuple of int
        Pairs of synonyms in each condition.
    reach : tuple of (float, int)
        In each condition the largest distance that complete answers can have, and the number of
        items that vary.
    untold : tuple of int
        The conditions whose rows do not determine the covariance.
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
    def from_answers(
        cls, answers: RespondentAnswers, synonym_correlation: float
    ) -> CarelessFigures:
        """Compute the figures; distances and synonyms within each condition."""
        instrument = answers.instrument
        codes = answers.valued(item.scale.codes for item in instrument)
        # Turned towards agreement, so that scales in the opposite direction are synonyms too.  A
        # scale without a direction stays as coded: at worst a pair of synonyms is not found.
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
            rows = agreed[here]
            distances = mahalanobis_distances(rows)
            distance[here] = distances.squared
            pvalue[here] = chi_square_tail(distances.squared, distances.df)
            untold += [] if distances.told else [g]
            n = int(np.count_nonzero(~np.isnan(rows).all(axis=1)))
            most = (n - 1) ** 2 / n if n else 0.0
            reach.append((most, int(distances.df.max(initial=0))))
            alike = correlated_pairs(rows, synonym_correlation)
            pairs.append(len(alike))
            synonyms[here] = row_correlation(
                rows[:, [i for i, _ in alike]], rows[:, [j for _, j in alike]]
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
        """Return the figures that are compared with thresholds; irv needs a common range."""
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
    """Return scores as proportions of the range from the lowest to the highest."""
    low, high = min(scores), max(scores)
    return [(score - low) / (high - low) for score in scores]


def item_halves(instrument: Instrument) -> list[tuple[list[int], list[int]]]:
    """Return the odd and the even items of each subscale that has both, by their number."""
    halves = []
    for name in instrument.subscales:
        items = [i for i, item in enumerate(instrument) if item.subscale == name]
        if len(items) > 1:
            halves.append((items[::2], items[1::2]))
    return halves


def common_range(instrument: Instrument) -> int | None:
    """Return the range of the codes if it is the same for all items, otherwise None."""
    ends = {(item.scale.low, item.scale.high) for item in instrument}
    return None if len(ends) > 1 else next(high - low for low, high in ends)


def rule_notes(rule: Rule, verdicts: Verdicts, flagged: NDArray[np.bool_]) -> list[str]:
    """Return the rule, and how many rows it flags."""
    n_rows, n_flagged = len(flagged), int(np.count_nonzero(flagged))
    proportion = format_percentage(n_flagged / n_rows if n_rows else math.nan, 1)
    notes = [rule.note(), f"Flagged: {n_flagged} of {counted(n_rows, 'row')} ({proportion})."]
    unjudged = int(np.count_nonzero(~verdicts.judged))
    if unjudged:
        verb = "has" if unjudged == 1 else "have"
        notes.append(
            f"{counted(unjudged, 'row')} {verb} fewer than {rule.min_answered} valid answers: not "
            "judged, and not flagged."
        )
    return notes


def careless_notes(
    answers: RespondentAnswers,
    figures: CarelessFigures,
    rule: Rule,
    synonym_correlation: float,
) -> list[str]:
    """Return how the figures were computed, and which figures are undefined."""
    instrument = answers.instrument
    return [
        *_straight_lines(instrument, rule),
        *_distances(answers, figures, rule),
        *_consistencies(answers, figures, synonym_correlation),
    ]


def _straight_lines(instrument: Instrument, rule: Rule) -> list[str]:
    lines = (
        "longstring, irv: use the codes as answered, in the order of the items; blanks and "
        "nonsubstantive answers do not interrupt a run and do not count in it."
    )
    notes = [lines]
    n_items = len(instrument)
    if n_items < rule.min_answered:
        notes.append(
            f"The instrument has {counted(n_items, 'item')}, but {rule.min_answered} answers are "
            "needed: such a short straight line can be a real opinion, so nobody is judged."
        )
    keyings = {item.keyed for item in instrument}
    if len(keyings) == 1:
        notes.append(
            "All items have the same keying: people who agree with everything may mean it. Look at "
            "the flagged rows before you leave them out."
        )
    if common_range(instrument) is None:
        notes.append(
            "The items' codes have different ranges: irv mixes them, and its criterion is not used."
        )
    return notes


def _undirected(instrument: Instrument) -> list[str]:
    """Say which scales stay as coded because they have no declared direction."""
    lacking = [item.name for item in instrument if item.scale.positive is None]
    if not 0 < len(lacking) < len(instrument):
        return []
    alone = len(lacking) == 1
    scales, have, stay = ("scale", "has", "stays") if alone else ("scales", "have", "stay")
    note = (
        f"synonyms: the {scales} of {join_words(lacking)} {have} no declared positive end and "
        f"{stay} as coded, so a pair of synonyms may not be found."
    )
    return [note]


def _distances(answers: RespondentAnswers, figures: CarelessFigures, rule: Rule) -> list[str]:
    within = " within each condition" if answers.by else ""
    made = (
        f"mahalanobis: D²{within}, over the items that a row answers; χ² with one degree of "
        "freedom for each item."
    )
    notes = [made]
    if figures.untold:
        notes.append(
            f"mahalanobis: undefined{_under(answers, figures.untold)}, because answers are missing "
            "and the rows are too few, or the items too dependent, to estimate the covariance."
        )
    threshold = dict(rule.thresholds).get("mahalanobis")
    short = [] if threshold is None else figures.out_of_reach(threshold)
    if short:
        notes.append(
            f"mahalanobis: too few rows{_under(answers, short)}: no complete row can reach p < "
            f"{threshold:g}."
        )
    return notes


def _under(answers: RespondentAnswers, groups: Iterable[int]) -> str:
    """Return some conditions as words; empty without conditions."""
    if not answers.by:
        return ""
    return f" under {join_words([' / '.join(map(str, answers.groups[g])) for g in groups])}"


def _consistencies(
    answers: RespondentAnswers, figures: CarelessFigures, synonym_correlation: float
) -> list[str]:
    subscales = len(item_halves(answers.instrument))
    had = f"the instrument has {subscales or 'none'}"
    notes = [
        f"even_odd: over {subscales} subscales; high values are consistent."
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
    notes.append(
        f"synonyms: {pairs} of items with r > {synonym_correlation:g}; a row needs "
        f"{FEWEST_POINTS} pairs."
    )
    return [*notes, *_undirected(answers.instrument)]
